package projects

import (
	"context"
	"time"

	"zhengcun/ent/project"
	"zhengcun/ent/schema"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/waiting"
)

// Waiting tells what of the projects waits for the viewer: listed ones to approve that others wrote, and late ones, not
// begun by their first day or not completed by their last, of the office and of the unit itself. It is a [waiting.Source].
func (r *Room) Waiting(ctx context.Context) ([]waiting.Row, error) {
	tx, today := db.From(ctx), calendar.Today(r.projects.clock)
	v, _ := scope.From(ctx)
	office, unit := v.Has("POVERTY_OFFICE"), v.Has("UNIT")
	if !office && !unit {
		return nil, nil
	}
	var args waiting.Args
	late := "(p.state = 'approved' AND p.start_date < " + args.Add(today.String()) + " OR p.state = 'underway' AND p.end_date < " + args.Add(today.String()) + ")"
	where := "(" + late + " OR p.state = 'listed' AND p.listed_by <> " + args.Add(v.ID) + ")"
	if !office {
		args = args[:2]
		where = late + " AND p.unit_id = " + args.Add(v.Unit)
	}
	within, more := schema.ProjectColumns.SQL(tx.Dialect(), v, "p", len(args)+1)
	rows, err := tx.QueryContext(ctx, `SELECT p.id, p.version, p.state, p.number, p.name, p.village_id, p.budget_fen, p.update_time, p.start_date, p.end_date,
			COALESCE(CASE p.state WHEN 'listed' THEN l.display_name WHEN 'approved' THEN a.display_name ELSE o.name END, '')
		FROM projects p LEFT JOIN users l ON l.id = p.listed_by LEFT JOIN users a ON a.id = p.approved_by LEFT JOIN organizations o ON o.id = p.unit_id
		WHERE `+where+" AND "+within, append(args, more...)...)
	return waiting.Scan(rows, err, func(r *waiting.Row, scan func(...any) error) error {
		var state project.State
		var start, end calendar.Date
		if err := scan(&r.ID, &r.Version, &state, &r.Number, &r.Title, &r.Village, &r.AmountFen, &r.Since, &start, &end, &r.From); err != nil {
			return err
		}
		switch state {
		case project.StateListed:
			r.Kind = "project_approve"
		case project.StateApproved:
			r.Kind, r.Due = "project_start_late", start
		default:
			r.Kind, r.Due = "project_end_late", end
		}
		// A late project waits from the day after, or from the step that came later still.
		if !r.Due.IsZero() {
			r.Since = latest(r.Since, r.Due.AddDays(1).Begin())
		}
		return nil
	})
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
