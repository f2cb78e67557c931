package projects

import (
	"context"
	"strconv"
	"strings"

	"entgo.io/ent/dialect/sql"

	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/ent"
	"zhengcun/ent/predicate"
	"zhengcun/ent/project"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/people"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/wire"
)

// GetProject gets a project.
func (s *service) GetProject(ctx context.Context, req *projectsv1.GetProjectRequest) (*projectsv1.Project, error) {
	row, err := Get(ctx, wire.ID(req.Id))
	if err != nil {
		return nil, err
	}
	return s.message(ctx, row)
}

// ListProjects lists projects.
func (s *service) ListProjects(ctx context.Context, req *projectsv1.ListProjectsRequest) (*projectsv1.ListProjectsResponse, error) {
	tx := db.From(ctx)
	order, err := paging.Parse(req.OrderBy, "number", "name", "end_date", "budget_fen")
	if err != nil {
		return nil, err
	}
	page, err := s.pager.Open(ctx, req, order)
	if err != nil {
		return nil, err
	}
	where, err := s.filter(ctx, req)
	if err != nil {
		return nil, err
	}
	var all []struct {
		Rows   int32 `sql:"n"`
		Budget int64 `sql:"budget"`
	}
	err = tx.Project.Query().Where(where...).Aggregate(ent.As(ent.Count(), "n"), func(s *sql.Selector) string {
		return sql.As("CAST(COALESCE(SUM("+s.C(project.FieldBudgetFen)+"), 0) AS BIGINT)", "budget")
	}).Scan(ctx, &all)
	if err != nil {
		return nil, err
	}
	sum, err := totals(ctx, where, int(req.FiscalYear))
	if err != nil {
		return nil, err
	}
	rows, err := tx.Project.Query().Where(where...).Where(page.Selector()).All(ctx)
	if err != nil {
		return nil, err
	}
	rows, next := paging.Cut(page, rows, func(r *ent.Project) []string {
		return []string{sortValue(order[0].Name, r), r.ID.String()}
	})
	messages, err := s.messages(ctx, rows, int(req.FiscalYear))
	if err != nil {
		return nil, err
	}
	return &projectsv1.ListProjectsResponse{
		Projects: messages, NextPageToken: next, TotalSize: all[0].Rows, Totals: sum, TotalBudgetFen: all[0].Budget,
	}, nil
}

// filter turns the request's filters into conditions.
func (s *service) filter(ctx context.Context, req *projectsv1.ListProjectsRequest) ([]predicate.Project, error) {
	area, err := people.AreaOf(ctx, req.RegionCode)
	if err != nil {
		return nil, people.AtField(err, "region_code")
	}
	var where []predicate.Project
	if !area.All {
		where = append(where, project.VillageIDIn(area.Villages...))
	}
	if req.State != 0 {
		where = append(where, project.StateEQ(wire.FromEnum[project.State](req.State)))
	}
	if req.Pillar != 0 {
		where = append(where, project.PillarEQ(wire.FromEnum[project.Pillar](req.Pillar)))
	}
	if req.TypeCode != "" {
		kind, err := typeByCode(ctx, req.TypeCode)
		if err != nil {
			return nil, err
		}
		if kind == nil {
			return nil, fault.Fields(ReasonTypeUnknown.Field("type_code"))
		}
		where = append(where, project.TypeID(kind.ID))
	}
	if req.DepartmentId != "" {
		where = append(where, project.DepartmentID(wire.ID(req.DepartmentId)))
	}
	if req.UnitId != "" {
		where = append(where, project.UnitID(wire.ID(req.UnitId)))
	}
	if req.ExcludeCancelled {
		where = append(where, project.StateNEQ(project.StateCancelled))
	}
	if req.AcceptedOnly {
		where = append(where, project.StateIn(project.StateAccepted, project.StateSettled))
	}
	if req.LateOnly {
		where = append(where, late(calendar.Today(s.clock)))
	}
	if req.Lag != 0 {
		lags, err := s.lagging(ctx, req.Lag)
		if err != nil {
			return nil, err
		}
		where = append(where, lags)
	}
	if req.FiscalYear != 0 {
		where = append(where, withMoneyOf(int(req.FiscalYear)))
	}
	if strings.TrimSpace(req.Query) != "" {
		where = append(where, project.Or(project.NameContainsFold(strings.TrimSpace(req.Query)), project.NumberContainsFold(strings.TrimSpace(req.Query))))
	}
	return where, nil
}

// late finds the projects that are past their first day and not begun, or past their last day and not completed.
func late(today calendar.Date) predicate.Project {
	return project.Or(notBegun(today), notCompleted(today))
}

func notBegun(today calendar.Date) predicate.Project {
	return project.And(project.StateIn(project.StateListed, project.StateApproved), project.StartDateLT(today))
}

func notCompleted(today calendar.Date) predicate.Project {
	return project.And(project.StateEQ(project.StateUnderway), project.EndDateLT(today))
}

// lagging finds the projects that lag behind in a way. Without a term of reports in force, none lags in reporting.
func (s *service) lagging(ctx context.Context, lag projectsv1.ProjectLag) (predicate.Project, error) {
	today := calendar.Today(s.clock)
	switch lag {
	case projectsv1.ProjectLag_PROJECT_LAG_NOT_BEGUN:
		return notBegun(today), nil
	case projectsv1.ProjectLag_PROJECT_LAG_NOT_COMPLETED:
		return notCompleted(today), nil
	}
	days, inForce, err := reportTerm(ctx, today)
	if err != nil || !inForce {
		return project.IDIn(), err
	}
	return notReported(today.AddDays(-days)), nil
}

// sortValue is a project's value in the column a list is sorted by.
func sortValue(column string, r *ent.Project) string {
	switch column {
	case project.FieldName:
		return r.Name
	case project.FieldEndDate:
		return r.EndDate.String()
	case project.FieldBudgetFen:
		return strconv.FormatInt(r.BudgetFen, 10)
	}
	return r.Number
}
