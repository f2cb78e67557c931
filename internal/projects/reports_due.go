package projects

import (
	"context"
	"time"

	"entgo.io/ent/dialect/sql"

	"zhengcun/ent"
	"zhengcun/ent/predicate"
	"zhengcun/ent/progressreport"
	"zhengcun/ent/project"
	"zhengcun/ent/schema"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/waiting"
	"zhengcun/internal/rules"
)

// reportStep is the name of the term of progress reports: within how many days the next is due.
const reportStep = "progress_report"

// foretell is how many days before a report is due it is asked for.
const foretell = 7

// reportTerm is within how many days of the last report, or of the beginning of the work, the next is due; false when no
// term is in force.
func reportTerm(ctx context.Context, today calendar.Date) (days int, inForce bool, err error) {
	terms, err := rules.ReadWorkTerms(ctx)
	if err != nil {
		return 0, false, err
	}
	due := terms.Due(reportStep, today)
	if due.IsZero() {
		return 0, false, nil
	}
	return today.DaysUntil(due), true, nil
}

// notReported finds the projects underway whose last report, or whose beginning when there is none, is of before a day.
func notReported(day calendar.Date) predicate.Project {
	return project.And(project.StateEQ(project.StateUnderway), func(s *sql.Selector) {
		t := sql.Dialect(s.Dialect()).Table(progressreport.Table).As("reports_since")
		its := func(more ...*sql.Predicate) *sql.Selector {
			return sql.Dialect(s.Dialect()).Select(t.C(progressreport.FieldID)).From(t).
				Where(sql.And(append(more, sql.ColumnsEQ(t.C(progressreport.FieldProjectID), s.C(project.FieldID)))...))
		}
		s.Where(sql.And(sql.NotExists(its(sql.GTE(t.C(progressreport.FieldReportedOn), day))),
			sql.Or(sql.Exists(its()), sql.LT(s.C(project.FieldUpdateTime), day.Begin().UTC()))))
	})
}

// ReportsWaiting tells on which projects the viewer's unit or village is to report: from a week before the report is due.
// It is a [waiting.Source].
func (r *Room) ReportsWaiting(ctx context.Context) ([]waiting.Row, error) {
	tx, today := db.From(ctx), calendar.Today(r.projects.clock)
	v, _ := scope.From(ctx)
	if !v.Has("UNIT") && !v.Has("VILLAGE") {
		return nil, nil
	}
	days, inForce, err := reportTerm(ctx, today)
	if err != nil || !inForce {
		return nil, err
	}
	asked := today.AddDays(foretell - days + 1) // the first day of a last report that needs no next one yet
	var args waiting.Args
	limit := args.Add(asked.String())
	begun := args.Add(asked.Begin().UTC())
	within, more := schema.ProjectColumns.SQL(tx.Dialect(), v, "p", len(args)+1)
	rows, err := tx.QueryContext(ctx, `SELECT p.id, p.version, p.number, p.name, p.village_id, p.unit_id, p.update_time, r.reported_on
		FROM projects p LEFT JOIN progress_reports r ON r.project_id = p.id
			AND r.sequence = (SELECT MAX(x.sequence) FROM progress_reports x WHERE x.project_id = p.id)
		WHERE p.state = 'underway' AND (r.id IS NULL AND p.update_time < `+begun+` OR r.reported_on < `+limit+`) AND `+within, append(args, more...)...)
	var mine []waiting.Row
	all, err := waiting.Scan(rows, err, func(w *waiting.Row, scan func(...any) error) error {
		p := ent.Project{State: project.StateUnderway}
		var begun time.Time
		var last *calendar.Date
		if err := scan(&w.ID, &w.Version, &w.Number, &w.Title, &p.VillageID, &p.UnitID, &begun, &last); err != nil {
			return err
		}
		day := calendar.DateOf(begun)
		if last != nil {
			day = *last
		}
		w.Kind, w.Village, w.Due = reportStep, p.VillageID, day.AddDays(days)
		w.Since = latest(begun, w.Due.AddDays(-foretell).Begin())
		if Reportable(v, &p) == nil {
			mine = append(mine, *w)
		}
		return nil
	})
	_ = all // what the viewer sees and is another's to report on is none of his
	return mine, err
}
