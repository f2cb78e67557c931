package projects

import (
	"context"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/ent"
	"zhengcun/ent/predicate"
	"zhengcun/ent/project"
	"zhengcun/internal/kernel/money"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/db"
)

// moneyOf sums the lots of each project, all of them and those of one fiscal year, with a fixed number of questions
// however many projects there are. Year 0 is every year.
func moneyOf(ctx context.Context, ids []uuid.UUID, year int) (all, ofYear map[uuid.UUID]*projectsv1.ProjectMoney, err error) {
	all = make(map[uuid.UUID]*projectsv1.ProjectMoney, len(ids))
	ofYear = make(map[uuid.UUID]*projectsv1.ProjectMoney, len(ids))
	for _, id := range ids {
		all[id], ofYear[id] = &projectsv1.ProjectMoney{}, &projectsv1.ProjectMoney{}
	}
	lots, err := ledger.ProjectLotsOfProjects(ctx, db.From(ctx), ids...)
	if err != nil {
		return nil, nil, err
	}
	idle, err := ledger.IdleOfProjects(ctx, db.From(ctx), ledger.IdleBefore(db.From(ctx).Now()), ids...)
	if err != nil {
		return nil, nil, err
	}
	for _, lot := range lots {
		add(all[lot.Project], lot, idle[lot.ProjectLot])
		if year == 0 || lot.FiscalYear == year {
			add(ofYear[lot.Project], lot, idle[lot.ProjectLot])
		}
	}
	return all, ofYear, nil
}

// add adds a lot's balances to a project's.
func add(m *projectsv1.ProjectMoney, lot ledger.ProjectLotBalance, idle money.Fen) {
	m.RequestedFen += int64(lot.Requested)
	m.AppropriatedFen += int64(lot.Appropriated)
	m.AcceptedFen += int64(lot.Accepted)
	m.HeldFen += int64(lot.PayeeHeld)
	m.PaidFen += int64(lot.PayeePaid)
	m.AdvanceFen += int64(lot.Advance)
	m.IdleFen += int64(idle)
}

// totals sums the lots of all projects that match, on whatever page, in one statement. It goes through the projects' own
// scoped query with the list's own conditions, so that the sum is that of the list and never of more. A year other than 0
// counts only the lots of that fiscal year.
func totals(ctx context.Context, where []predicate.Project, year int) (*projectsv1.ProjectMoney, error) {
	const lots = "project_lots"
	join := func(s *sql.Selector) {
		t := sql.Dialect(s.Dialect()).Table("ledger_accounts").As(lots)
		s.Join(t).On(t.C("project_id"), s.C(project.FieldID))
		s.Where(sql.EQ(t.C("kind"), "project_lot"))
		if year != 0 {
			s.Where(ofYear(s.Dialect(), t, year))
		}
	}
	summed := func(expression, name string) ent.AggregateFunc {
		return func(*sql.Selector) string {
			// PostgreSQL sums bigint to numeric, and nothing to NULL.
			return "CAST(COALESCE(SUM(" + expression + "), 0) AS bigint) AS " + name
		}
	}
	sum := func(column, name string) ent.AggregateFunc { return summed(lots+"."+column, name) }
	var rows []struct {
		Requested, Appropriated, Accepted, Held, Paid, Advance, Idle int64
	}
	err := db.From(ctx).Project.Query().Where(where...).Where(join).Aggregate(
		sum("credits_pending", "requested"), sum("credits_posted", "appropriated"), sum("accepted", "accepted"),
		summed(ledger.PayeeHeldSQL(lots), "held"), summed(ledger.PayeePaidSQL(lots), "paid"), sum("advance", "advance"),
		summed(ledger.IdleSQL(lots, ledger.IdleBefore(db.From(ctx).Now())), "idle"),
	).Scan(ctx, &rows)
	if err != nil {
		return nil, err
	}
	m := &projectsv1.ProjectMoney{}
	for _, r := range rows {
		m.RequestedFen, m.AppropriatedFen, m.AcceptedFen = r.Requested, r.Appropriated, r.Accepted
		m.HeldFen, m.PaidFen, m.AdvanceFen, m.IdleFen = r.Held, r.Paid, r.Advance, r.Idle
	}
	return m, nil
}

// ofYear limits project lots to those of a fiscal year. Here and below the inner question does not look at the outer
// row, so that it is answered once: asked per row, SQLite goes through all lots of an allocation for every project.
func ofYear(dialect string, lots *sql.SelectTable, year int) *sql.Predicate {
	y := sql.Dialect(dialect).Table("ledger_lots").As("lot_years")
	return sql.In(lots.C("lot_id"), sql.Dialect(dialect).Select(y.C("id")).From(y).Where(sql.EQ(y.C("fiscal_year"), year)))
}

// withMoneyOf finds the projects that have a lot of the fiscal year.
func withMoneyOf(year int) predicate.Project {
	return func(s *sql.Selector) {
		t := sql.Dialect(s.Dialect()).Table("ledger_accounts").As("lots_of_year")
		s.Where(sql.In(s.C(project.FieldID), sql.Dialect(s.Dialect()).Select(t.C("project_id")).From(t).
			Where(sql.And(sql.EQ(t.C("kind"), "project_lot"), ofYear(s.Dialect(), t, year)))))
	}
}
