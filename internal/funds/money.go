package funds

import (
	"context"
	"fmt"
	"strings"

	"entgo.io/ent/dialect"
	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/db"
)

// moneyColumns are the amounts of [moneyFrom], in the order [sumsRow] reads them.
// Idle is what arrived by the cut-off and is not paid; the part that is not
// appropriated either is counted first as unappropriated.
var moneyColumns = []string{
	"a.amount_fen - l.reduced", "l.credits_posted", "l.debits_pending", "l.debits_posted", "COALESCE(m.held, 0)", "COALESCE(m.paid, 0)",
	"CASE WHEN " + idle + " > " + free + " THEN " + free + " ELSE " + idle + " END",
	"CASE WHEN " + idle + " > " + free + " THEN " + idle + " - " + free + " ELSE 0 END",
	"l.reduced",
}

const (
	free    = "(l.credits_posted - l.debits_posted)"
	unspent = "(l.credits_posted - COALESCE(m.recent, 0) - COALESCE(m.paid, 0))"
	idle    = "(CASE WHEN " + unspent + " > 0 THEN " + unspent + " ELSE 0 END)"
)

// arrivedRecently are the transfers t of receipts after the cut-off that were not reversed.
const arrivedRecently = `t.kind = 'post' AND t.debit_kind = 'source' AND t.booked_on > $1
	AND NOT EXISTS (SELECT 1 FROM ledger_transfers r WHERE r.reverses_id = t.id)`

// moneyFrom joins allocations a, limited by the condition, with what the ledger
// says of them. Recent is what arrived after the cut-off of idle money, which is $1:
// little beside what arrived before, and the rest of what was received.
//
// few says that the condition leaves few of all allocations: then the ledger is
// asked for theirs only, and otherwise read once from end to end, which is several
// times faster than finding the same rows one by one.
func moneyFrom(d, where string, few bool) string {
	ofPayees, ofTransfers := "", ""
	if few {
		within := " IN (SELECT a.id FROM allocations a WHERE " + where + ")"
		ofPayees, ofTransfers = " AND y.lot_id"+within, " AND t.lot_id"+within
	}
	join := "JOIN"
	if d == dialect.SQLite {
		join = "CROSS JOIN" // there it only says that allocations come first
	}
	return `FROM allocations a ` + join + ` ledger_accounts l ON l.kind = 'lot' AND l.lot_id = a.id
		LEFT JOIN (SELECT lot_id, SUM(held) AS held, SUM(paid) AS paid, SUM(recent) AS recent FROM (
			SELECT y.lot_id, y.credits_pending AS held, y.credits_posted AS paid, 0 AS recent FROM ledger_accounts y WHERE y.kind = 'payee'` + ofPayees + `
			UNION ALL SELECT t.lot_id, 0, 0, t.amount_fen FROM ledger_transfers t WHERE ` + arrivedRecently + ofTransfers + `
			) AS movements GROUP BY lot_id) m ON m.lot_id = a.id
		WHERE ` + where
}

// sumsRow is a row of sums.
type sumsRow [9]int64

func (m *sumsRow) scan() []any {
	all := make([]any, len(m))
	for i := range m {
		all[i] = &m[i]
	}
	return all
}

func (m *sumsRow) message() *fundsv1.AllocationMoney {
	return &fundsv1.AllocationMoney{
		PromisedFen: m[0], ReceivedFen: m[1], RequestedFen: m[2], AppropriatedFen: m[3], HeldFen: m[4], PaidFen: m[5],
		AvailableFen: m[1] - m[2] - m[3], IdleUnappropriatedFen: m[6], IdleAppropriatedFen: m[7], ReducedFen: m[8],
	}
}

// sums writes the columns as sums.
func sums() string {
	all := make([]string, len(moneyColumns))
	for i, c := range moneyColumns {
		all[i] = "CAST(COALESCE(SUM(" + c + "), 0) AS BIGINT)"
	}
	return strings.Join(all, ", ")
}

// eachMoney are the columns [moneyParts] reads, of an allocation a and its lot's
// account l. What cannot be there is not looked for: nothing is held or paid of a lot
// that nothing was appropriated of, and nothing has arrived lately for one that
// nothing was received for.
const eachMoney = `a.amount_fen, l.reduced, l.credits_posted, l.debits_pending, l.debits_posted,
	CASE WHEN l.debits_posted > 0 THEN CAST((SELECT COALESCE(SUM(y.credits_pending), 0) FROM ledger_accounts y WHERE y.kind = 'payee' AND y.lot_id = a.id) AS BIGINT) ELSE 0 END,
	CASE WHEN l.debits_posted > 0 THEN CAST((SELECT COALESCE(SUM(y.credits_posted), 0) FROM ledger_accounts y WHERE y.kind = 'payee' AND y.lot_id = a.id) AS BIGINT) ELSE 0 END,
	CASE WHEN l.credits_posted > 0 THEN CAST((SELECT COALESCE(SUM(t.amount_fen), 0) FROM ledger_transfers t WHERE t.lot_id = a.id AND ` + arrivedRecently + `) AS BIGINT) ELSE 0 END`

// moneyParts are the amounts of one allocation that the rest follows from.
type moneyParts struct{ amount, reduced, received, requested, appropriated, held, paid, recent int64 }

func (m *moneyParts) scan() []any {
	return []any{&m.amount, &m.reduced, &m.received, &m.requested, &m.appropriated, &m.held, &m.paid, &m.recent}
}

// message says what [moneyColumns] say.
func (m *moneyParts) message() *fundsv1.AllocationMoney {
	free, idle := m.received-m.appropriated, max(m.received-m.recent-m.paid, 0)
	row := sumsRow{m.amount - m.reduced, m.received, m.requested, m.appropriated, m.held, m.paid, min(idle, free), max(idle-free, 0), m.reduced}
	return row.message()
}

// moneyOf reads where the money of these allocations stands.
func (r *Room) moneyOf(ctx context.Context, ids ...uuid.UUID) (map[uuid.UUID]*fundsv1.AllocationMoney, error) {
	result := make(map[uuid.UUID]*fundsv1.AllocationMoney, len(ids))
	if len(ids) == 0 {
		return result, nil
	}
	tx := db.From(ctx)
	condition, list := idsCondition(tx.Dialect(), "a.id", 2, ids)
	if len(ids) == 1 { // PostgreSQL keeps the plan for one, and makes one for each list
		condition, list = "a.id = $2", ids[0]
	}
	join := " JOIN "
	if tx.Dialect() == dialect.SQLite {
		join = " CROSS JOIN " // there it only says that allocations come first
	}
	rows, err := tx.QueryContext(ctx, "SELECT a.id, "+eachMoney+" FROM allocations a"+join+"ledger_accounts l ON l.kind = 'lot' AND l.lot_id = a.id WHERE "+condition,
		ledger.IdleBefore(tx.Now()).String(), list)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id uuid.UUID
		var m moneyParts
		if err := rows.Scan(append([]any{&id}, m.scan()...)...); err != nil {
			return nil, err
		}
		result[id] = m.message()
	}
	return result, rows.Err()
}

// MoneyByChannel sums the money of the viewer's allocations by channel: of one
// fiscal year, or of all when it is 0.
func (r *Room) MoneyByChannel(ctx context.Context, year int) (map[uuid.UUID]*fundsv1.AllocationMoney, error) {
	tx := db.From(ctx)
	args := []any{ledger.IdleBefore(tx.Now()).String()}
	condition, scoped := allocationColumns.SQL(tx.Dialect(), viewer(ctx), "a", 2)
	args = append(args, scoped...)
	if year != 0 {
		args = append(args, year)
		condition += fmt.Sprintf(" AND a.fiscal_year = $%d", len(args))
	}
	rows, err := tx.QueryContext(ctx, "SELECT a.channel_id, "+sums()+" "+moneyFrom(tx.Dialect(), condition, false)+" GROUP BY a.channel_id", args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	result := map[uuid.UUID]*fundsv1.AllocationMoney{}
	for rows.Next() {
		var id uuid.UUID
		var m sumsRow
		if err := rows.Scan(append([]any{&id}, m.scan()...)...); err != nil {
			return nil, err
		}
		result[id] = m.message()
	}
	return result, rows.Err()
}

// AddMoney adds b to a.
func AddMoney(a, b *fundsv1.AllocationMoney) {
	a.PromisedFen += b.GetPromisedFen()
	a.ReceivedFen += b.GetReceivedFen()
	a.RequestedFen += b.GetRequestedFen()
	a.AppropriatedFen += b.GetAppropriatedFen()
	a.HeldFen += b.GetHeldFen()
	a.PaidFen += b.GetPaidFen()
	a.AvailableFen += b.GetAvailableFen()
	a.IdleUnappropriatedFen += b.GetIdleUnappropriatedFen()
	a.IdleAppropriatedFen += b.GetIdleAppropriatedFen()
	a.ReducedFen += b.GetReducedFen()
}
