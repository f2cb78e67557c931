package reports

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	entsql "entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	reportsv1 "zhengcun/api/zhengcun/reports/v1"
	"zhengcun/ent"
	"zhengcun/ent/project"
	"zhengcun/ent/schema"
	"zhengcun/internal/funds"
	"zhengcun/internal/ledger"
	"zhengcun/internal/plans"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"
)

type overviews struct {
	reportsv1.UnimplementedOverviewServiceServer
	*Room
}

// urgentVillages is how many key villages the overview shows; the list has them all.
const urgentVillages = 50

// GetOverview says where the viewer's money stands.
func (s *overviews) GetOverview(ctx context.Context, req *reportsv1.GetOverviewRequest) (*reportsv1.Overview, error) {
	v, _ := scope.From(ctx)
	year := int(req.FiscalYear)
	o := &reportsv1.Overview{
		AsOf: wire.Time(db.From(ctx).Now()), FiscalYear: req.FiscalYear, Totals: &fundsv1.AllocationMoney{},
		AllocationsVisible: v.County || v.Department != uuid.Nil,
	}
	var err error
	if o.Channels, err = s.channels(ctx, year); err != nil {
		return nil, err
	}
	for _, c := range o.Channels {
		funds.AddMoney(o.Totals, c.Money)
	}
	if o.Villages, err = s.villages(ctx, year); err != nil {
		return nil, err
	}
	if !o.AllocationsVisible {
		// A village or unit sees no promises, only what is set aside for its projects.
		for _, village := range o.Villages {
			o.Totals.RequestedFen += village.Money.RequestedFen
			o.Totals.AppropriatedFen += village.Money.AppropriatedFen
			o.Totals.HeldFen += village.Money.HeldFen
			o.Totals.PaidFen += village.Money.PaidFen
		}
	}
	if o.FiscalYears, err = s.years(ctx); err != nil {
		return nil, err
	}
	if o.ProjectStates, err = s.projectStates(ctx); err != nil {
		return nil, err
	}
	o.KeyVillages, err = s.plans.MostUrgent(ctx, urgentVillages)
	return o, err
}

func (s *overviews) channels(ctx context.Context, year int) ([]*reportsv1.ChannelMoney, error) {
	money, err := s.funds.MoneyByChannel(ctx, year)
	if err != nil {
		return nil, err
	}
	rows, err := db.From(ctx).Channel.Query().All(ctx)
	if err != nil {
		return nil, err
	}
	var list []*reportsv1.ChannelMoney
	for _, row := range rows {
		if m := money[row.ID]; m != nil {
			list = append(list, &reportsv1.ChannelMoney{
				ChannelCode: row.Code, ChannelName: row.Name, ChannelNameEn: row.NameEn, Kind: wire.ToEnum[fundsv1.ChannelKind](row.Kind), Money: m,
			})
		}
	}
	slices.SortFunc(list, func(a, b *reportsv1.ChannelMoney) int {
		return cmp.Or(cmp.Compare(b.Money.PromisedFen, a.Money.PromisedFen), cmp.Compare(a.ChannelCode, b.ChannelCode))
	})
	return list, nil
}

// villages sums the lots of the viewer's projects by village, and counts the projects.
func (s *overviews) villages(ctx context.Context, year int) ([]*reportsv1.VillageMoney, error) {
	tx := db.From(ctx)
	v, _ := scope.From(ctx)
	rowsOf, args := schema.ProjectColumns.SQL(tx.Dialect(), v, "p", 1)
	// A project without money is of no year: it counts only where all years are shown.
	join, of := "LEFT JOIN", ""
	if year != 0 {
		args = append(args, year)
		join, of = "JOIN", fmt.Sprintf(" AND l.fiscal_year = $%d", len(args))
	}
	rows, err := tx.QueryContext(ctx, `SELECT p.village_id, COUNT(*),
		CAST(COALESCE(SUM(m.requested), 0) AS BIGINT), CAST(COALESCE(SUM(m.appropriated), 0) AS BIGINT),
		CAST(COALESCE(SUM(m.accepted), 0) AS BIGINT), CAST(COALESCE(SUM(m.held), 0) AS BIGINT),
		CAST(COALESCE(SUM(m.paid), 0) AS BIGINT), CAST(COALESCE(SUM(m.advance), 0) AS BIGINT),
		CAST(COALESCE(SUM(m.idle), 0) AS BIGINT)
		FROM projects p `+join+` (SELECT x.project_id, SUM(x.credits_pending) AS requested, SUM(x.credits_posted) AS appropriated,
			SUM(x.accepted) AS accepted, SUM(`+ledger.PayeeHeldSQL("x")+`) AS held, SUM(`+ledger.PayeePaidSQL("x")+`) AS paid, SUM(x.advance) AS advance,
			SUM(`+ledger.IdleSQL("x", ledger.IdleBefore(tx.Now()))+`) AS idle
			FROM ledger_accounts x JOIN ledger_lots l ON l.id = x.lot_id WHERE x.kind = 'project_lot'`+of+`
			GROUP BY x.project_id) m ON m.project_id = p.id
		WHERE p.state <> 'cancelled' AND `+rowsOf+" GROUP BY p.village_id", args...)
	if err != nil {
		return nil, err
	}
	list, ids, err := scanVillages(rows)
	if err != nil {
		return nil, err
	}
	places, err := plans.PlacesOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	key, err := plans.KeyVillages(ctx, ids)
	if err != nil {
		return nil, err
	}
	for i, id := range ids {
		list[i].RegionCode, list[i].VillageName, list[i].TownshipName = places[id].Code, places[id].Village, places[id].Township
		list[i].KeyVillage = key[id]
	}
	slices.SortFunc(list, func(a, b *reportsv1.VillageMoney) int {
		return cmp.Or(cmp.Compare(b.Money.AppropriatedFen, a.Money.AppropriatedFen), cmp.Compare(a.RegionCode, b.RegionCode))
	})
	return list, nil
}

func scanVillages(rows *sql.Rows) ([]*reportsv1.VillageMoney, []uuid.UUID, error) {
	defer func() { _ = rows.Close() }()
	var list []*reportsv1.VillageMoney
	var ids []uuid.UUID
	for rows.Next() {
		var id uuid.UUID
		m := &projectsv1.ProjectMoney{}
		v := &reportsv1.VillageMoney{Money: m}
		if err := rows.Scan(&id, &v.ProjectCount, &m.RequestedFen, &m.AppropriatedFen, &m.AcceptedFen, &m.HeldFen, &m.PaidFen, &m.AdvanceFen, &m.IdleFen); err != nil {
			return nil, nil, err
		}
		list, ids = append(list, v), append(ids, id)
	}
	return list, ids, rows.Err()
}

// years are the fiscal years there is money of: of the viewer's allocations, or of his projects' lots.
func (s *Room) years(ctx context.Context) ([]int32, error) {
	tx := db.From(ctx)
	v, _ := scope.From(ctx)
	ofMoney, args := scope.Columns{Departments: []string{"department_id"}}.SQL(tx.Dialect(), v, "a", 1)
	ofProject, more := schema.ProjectColumns.SQL(tx.Dialect(), v, "p", len(args)+1)
	rows, err := tx.QueryContext(ctx, `SELECT DISTINCT a.fiscal_year FROM allocations a WHERE `+ofMoney+` OR a.id IN
		(SELECT x.lot_id FROM ledger_accounts x JOIN projects p ON p.id = x.project_id WHERE x.kind = 'project_lot' AND `+ofProject+`)
		ORDER BY 1 DESC`, append(args, more...)...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var years []int32
	for rows.Next() {
		var y int32
		if err := rows.Scan(&y); err != nil {
			return nil, err
		}
		years = append(years, y)
	}
	return years, rows.Err()
}

func (s *overviews) projectStates(ctx context.Context) ([]*reportsv1.ProjectStateCount, error) {
	var rows []struct {
		State  project.State `json:"state"`
		Count  int32         `json:"count"`
		Budget int64         `json:"budget"`
	}
	err := db.From(ctx).Project.Query().GroupBy(project.FieldState).
		Aggregate(ent.Count(), func(s *entsql.Selector) string {
			return "CAST(SUM(" + s.C(project.FieldBudgetFen) + ") AS BIGINT) AS budget"
		}).Scan(ctx, &rows)
	if err != nil {
		return nil, err
	}
	list := make([]*reportsv1.ProjectStateCount, len(rows))
	for i, row := range rows {
		list[i] = &reportsv1.ProjectStateCount{State: wire.ToEnum[projectsv1.ProjectState](row.State), Count: row.Count, BudgetFen: row.Budget}
	}
	slices.SortFunc(list, func(a, b *reportsv1.ProjectStateCount) int { return cmp.Compare(a.State, b.State) })
	return list, nil
}
