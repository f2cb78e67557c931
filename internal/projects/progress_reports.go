package projects

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/ent"
	"zhengcun/ent/file"
	"zhengcun/ent/predicate"
	"zhengcun/ent/progressreport"
	"zhengcun/ent/project"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/people"
	"zhengcun/internal/plans"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"
	"zhengcun/internal/projects/progress"
)

// reports serves ProgressReportService.
type reports struct {
	projectsv1.UnimplementedProgressReportServiceServer
	clock calendar.Clock
	pager *paging.Pager
}

// Reportable tells why the viewer may not report on a project now, or nil: where it stands first, then whose it is.
// Its unit may, and the village it is in.
func Reportable(v *scope.Viewer, p *ent.Project) error {
	if p.State != project.StateUnderway {
		return ReasonNotReportable.New("state", p.State)
	}
	if !OfReporters(v, p.UnitID, p.VillageID) {
		return ReasonNotReporter.New()
	}
	return nil
}

// OfReporters tells whether the viewer is of those who report on projects of a unit in a village.
func OfReporters(v *scope.Viewer, unit, village uuid.UUID) bool {
	return v.Has("UNIT") && v.Unit != uuid.Nil && v.Unit == unit || v.Has("VILLAGE") && slices.Contains(v.Villages, village)
}

// CreateProgressReport reports how far the work on a project is.
func (s *reports) CreateProgressReport(ctx context.Context, req *projectsv1.CreateProgressReportRequest) (*projectsv1.ProgressReport, error) {
	tx, in := db.From(ctx), req.ProgressReport
	p, err := Lock(ctx, wire.ID(in.ProjectId))
	if err != nil {
		return nil, err
	}
	v, _ := scope.From(ctx)
	if err := Reportable(v, p); err != nil {
		return nil, err
	}
	last, err := LatestReport(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	on, err := calendar.ParseDate(in.ReportedOn)
	if err != nil {
		return nil, err // validation has seen to it
	}
	next := progress.Report{On: on, Percent: int(in.Percent), Setback: in.SetbackReason}
	sequence, done := 1, 0
	var before *progress.Report
	if last != nil {
		sequence, done = last.Sequence+1, last.Percent
		before = &progress.Report{On: last.ReportedOn, Percent: last.Percent}
	}
	bad := faults(before, next, calendar.Today(s.clock))
	if in.Position != nil && !onEarth(in.Position) {
		bad = append(bad, ReasonNoPlace.Field("progress_report.position"))
	}
	if len(bad) > 0 {
		return nil, fault.Fields(bad...)
	}
	create := tx.ProgressReport.Create().SetProjectID(p.ID).SetSequence(sequence).SetReportedOn(on).SetPercent(next.Percent).SetPercentBefore(done).
		SetQuantityMilli(in.QuantityMilli).SetQuality(wire.FromEnum[progressreport.Quality](in.Quality)).SetMoneyUsedFen(in.MoneyUsedFen).
		SetProblems(in.Problems).SetSetbackReason(in.SetbackReason).SetReportedBy(v.ID).SetReporterName(v.Name).SetOrganizationName(v.OrganizationName).
		SetCreateTime(tx.Now()).SetVillageID(p.VillageID).SetUnitID(p.UnitID).SetNillableDepartmentID(p.DepartmentID)
	if in.Position != nil {
		create.SetLatitudeMicro(in.Position.LatitudeMicro).SetLongitudeMicro(in.Position.LongitudeMicro)
	}
	row, err := create.Save(ctx)
	if err != nil {
		return nil, err
	}
	after, err := json.Marshal(map[string]any{"project_id": p.ID, "sequence": sequence, "reported_on": on, "percent": next.Percent,
		"quantity_milli": in.QuantityMilli, "money_used_fen": in.MoneyUsedFen, "quality": row.Quality, "setback_reason": in.SetbackReason})
	if err != nil {
		return nil, err
	}
	db.Audit(ctx, audit.Entry{Action: "projects.createProgressReport", ObjectType: "progress_report", ObjectID: row.ID.String(),
		VillageID: p.VillageID.String(), After: string(after)})
	return one(ctx, row)
}

// faults tells at which fields a report is wrong.
func faults(before *progress.Report, next progress.Report, today calendar.Date) []fault.Violation {
	var bad []fault.Violation
	for _, f := range progress.Check(before, next, today) {
		switch f {
		case progress.OutOfRange:
			bad = append(bad, ReasonPercent.Field("progress_report.percent"))
		case progress.Future:
			bad = append(bad, ReasonReportAhead.Field("progress_report.reported_on", "today", today))
		case progress.Backdated:
			bad = append(bad, ReasonReportBackdated.Field("progress_report.reported_on", "last", before.On))
		case progress.Backwards:
			bad = append(bad, ReasonSetback.Field("progress_report.setback_reason", "percent", before.Percent))
		case progress.NoSetback:
			bad = append(bad, ReasonNoSetback.Field("progress_report.setback_reason"))
		}
	}
	return bad
}

func onEarth(at *projectsv1.Position) bool {
	return at.LatitudeMicro >= -90_000_000 && at.LatitudeMicro <= 90_000_000 && at.LongitudeMicro >= -180_000_000 && at.LongitudeMicro <= 180_000_000
}

// GetProgressReport gets a report.
func (s *reports) GetProgressReport(ctx context.Context, req *projectsv1.GetProgressReportRequest) (*projectsv1.ProgressReport, error) {
	row, err := GetReport(ctx, wire.ID(req.Id))
	if err != nil {
		return nil, err
	}
	return one(ctx, row)
}

// ListProgressReports lists reports.
func (s *reports) ListProgressReports(ctx context.Context, req *projectsv1.ListProgressReportsRequest) (*projectsv1.ListProgressReportsResponse, error) {
	tx := db.From(ctx)
	order, err := paging.Parse(req.OrderBy, "create_time desc", "reported_on", "percent")
	if err != nil {
		return nil, err
	}
	if order[0].Name == progressreport.FieldCreateTime {
		order = paging.Order{{Name: progressreport.FieldID, Desc: order[0].Desc}} // ids grow with time
	}
	page, err := s.pager.Open(ctx, req, order)
	if err != nil {
		return nil, err
	}
	area, err := people.AreaOf(ctx, req.RegionCode)
	if err != nil {
		return nil, people.AtField(err, "region_code")
	}
	var where []predicate.ProgressReport
	if !area.All {
		where = append(where, progressreport.VillageIDIn(area.Villages...))
	}
	if req.ProjectId != "" {
		where = append(where, progressreport.ProjectID(wire.ID(req.ProjectId)))
	}
	if req.Quality != 0 {
		where = append(where, progressreport.QualityEQ(wire.FromEnum[progressreport.Quality](req.Quality)))
	}
	if req.ProblemsOnly {
		where = append(where, progressreport.ProblemsNEQ(""))
	}
	total, err := tx.ProgressReport.Query().Where(where...).Count(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := tx.ProgressReport.Query().Where(where...).Where(page.Selector()).All(ctx)
	if err != nil {
		return nil, err
	}
	rows, next := paging.Cut(page, rows, func(r *ent.ProgressReport) []string {
		switch order[0].Name {
		case progressreport.FieldReportedOn:
			return []string{r.ReportedOn.String(), r.ID.String()}
		case progressreport.FieldPercent:
			return []string{strconv.Itoa(r.Percent), r.ID.String()}
		}
		return []string{r.ID.String()}
	})
	messages, err := reportMessages(ctx, rows)
	if err != nil {
		return nil, err
	}
	return &projectsv1.ListProgressReportsResponse{ProgressReports: messages, NextPageToken: next, TotalSize: int32(total)}, nil
}

// GetReport returns a report the viewer sees, else NOT_FOUND.
func GetReport(ctx context.Context, id uuid.UUID) (*ent.ProgressReport, error) {
	row, err := db.From(ctx).ProgressReport.Get(ctx, id)
	if err != nil {
		return nil, db.Missing(err, "progress_report")
	}
	return row, nil
}

// LatestReport is the last report of a project the viewer sees, nil when there is none.
func LatestReport(ctx context.Context, projectID uuid.UUID) (*ent.ProgressReport, error) {
	last, err := latestReports(ctx, []uuid.UUID{projectID})
	return last[projectID], err
}

// latestReports are the last reports of projects, in one question however many projects there are.
func latestReports(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]*ent.ProgressReport, error) {
	rows, err := db.From(ctx).ProgressReport.Query().Where(progressreport.ProjectIDIn(ids...), lastOfProject).All(ctx)
	if err != nil {
		return nil, err
	}
	last := make(map[uuid.UUID]*ent.ProgressReport, len(rows))
	for _, row := range rows {
		last[row.ProjectID] = row
	}
	return last, nil
}

// lastOfProject finds the reports that no other of the same project follows.
func lastOfProject(s *sql.Selector) {
	t := sql.Dialect(s.Dialect()).Table(progressreport.Table).As("followers")
	s.Where(sql.NotExists(sql.Dialect(s.Dialect()).Select(t.C(progressreport.FieldID)).From(t).Where(sql.And(
		sql.ColumnsEQ(t.C(progressreport.FieldProjectID), s.C(progressreport.FieldProjectID)),
		sql.ColumnsGT(t.C(progressreport.FieldSequence), s.C(progressreport.FieldSequence))))))
}

func one(ctx context.Context, row *ent.ProgressReport) (*projectsv1.ProgressReport, error) {
	messages, err := reportMessages(ctx, []*ent.ProgressReport{row})
	if err != nil {
		return nil, err
	}
	return messages[0], nil
}

// reportMessages turns reports into messages with names and photos, with a fixed number of questions.
func reportMessages(ctx context.Context, rows []*ent.ProgressReport) ([]*projectsv1.ProgressReport, error) {
	tx := db.From(ctx)
	var ids, projectIDs, villages, kinds []uuid.UUID
	for _, r := range rows {
		ids, projectIDs, villages = append(ids, r.ID), append(projectIDs, r.ProjectID), append(villages, r.VillageID)
	}
	of, err := tx.Project.Query().Where(project.IDIn(projectIDs...)).All(ctx)
	if err != nil {
		return nil, err
	}
	projects := make(map[uuid.UUID]*ent.Project, len(of))
	for _, p := range of {
		projects[p.ID], kinds = p, append(kinds, p.TypeID)
	}
	types, err := typesOf(ctx, kinds)
	if err != nil {
		return nil, err
	}
	places, err := plans.PlacesOf(ctx, villages)
	if err != nil {
		return nil, err
	}
	files, err := tx.File.Query().Where(file.SubjectEQ(file.SubjectProgressReport), file.SubjectIDIn(ids...)).Order(ent.Asc(file.FieldID)).All(ctx)
	if err != nil {
		return nil, err
	}
	photos := map[uuid.UUID][]*projectsv1.ReportPhoto{}
	for _, f := range files {
		photos[f.SubjectID] = append(photos[f.SubjectID], &projectsv1.ReportPhoto{FileId: f.ID.String(), Name: f.Name, Position: PositionOf(f.LatitudeMicro, f.LongitudeMicro)})
	}
	messages := make([]*projectsv1.ProgressReport, len(rows))
	for i, r := range rows {
		m := &projectsv1.ProgressReport{
			Id: r.ID.String(), ProjectId: r.ProjectID.String(), VillageName: places[r.VillageID].Village, Sequence: int32(r.Sequence),
			ReportedOn: r.ReportedOn.String(), Percent: int32(r.Percent), QuantityMilli: r.QuantityMilli, Quality: wire.ToEnum[projectsv1.WorkQuality](r.Quality),
			MoneyUsedFen: r.MoneyUsedFen, Problems: r.Problems, SetbackReason: r.SetbackReason, Position: PositionOf(r.LatitudeMicro, r.LongitudeMicro),
			ReporterName: r.ReporterName, OrganizationName: r.OrganizationName, CreateTime: wire.Time(r.CreateTime), Photos: photos[r.ID],
		}
		if p := projects[r.ProjectID]; p != nil {
			m.ProjectNumber, m.ProjectName, m.ScaleUnit = p.Number, p.Name, types[p.TypeID].ScaleUnit
		}
		messages[i] = m
	}
	return messages, nil
}

// PositionOf is a position as it is told, nil when there is none.
func PositionOf(latitude, longitude *int32) *projectsv1.Position {
	if latitude == nil || longitude == nil {
		return nil
	}
	return &projectsv1.Position{LatitudeMicro: *latitude, LongitudeMicro: *longitude}
}
