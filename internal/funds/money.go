package funds

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/db"
)

// moneyColumns are the sums of [moneyFrom], in the order [addMoney] reads them.
// Idle is what arrived before the cut-off and is not paid; the part that is not
// appropriated either is counted first as unappropriated.
var moneyColumns = []string{
	"s.promised_fen", "l.credits_posted", "l.debits_pending", "l.debits_posted", "COALESCE(p.held, 0)", "COALESCE(p.paid, 0)",
	"CASE WHEN " + idle + " > " + free + " THEN " + free + " ELSE " + idle + " END",
	"CASE WHEN " + idle + " > " + free + " THEN " + idle + " - " + free + " ELSE 0 END",
}

const (
	free = "(l.credits_posted - l.debits_posted)"
	idle = "(CASE WHEN COALESCE(o.aged, 0) > COALESCE(p.paid, 0) THEN COALESCE(o.aged, 0) - COALESCE(p.paid, 0) ELSE 0 END)"
)

// moneyFrom joins allocations a, limited by the condition, with what the ledger
// says of them. The condition stands three times, so it is written with numbered
// placeholders; $1 is the cut-off day of idle money.
func moneyFrom(where string) string {
	within := "(SELECT a.id FROM allocations a WHERE " + where + ")"
	return `FROM allocations a
		JOIN ledger_accounts s ON s.kind = 'source' AND s.lot_id = a.id
		JOIN ledger_accounts l ON l.kind = 'lot' AND l.lot_id = a.id
		LEFT JOIN (SELECT lot_id, SUM(credits_pending) AS held, SUM(credits_posted) AS paid
			FROM ledger_accounts WHERE kind = 'payee' AND lot_id IN ` + within + ` GROUP BY lot_id) p ON p.lot_id = a.id
		LEFT JOIN (SELECT t.lot_id, SUM(t.amount_fen) AS aged FROM ledger_transfers t
			WHERE t.kind = 'post' AND t.debit_kind = 'source' AND t.booked_on <= $1 AND t.lot_id IN ` + within + `
			AND NOT EXISTS (SELECT 1 FROM ledger_transfers r WHERE r.reverses_id = t.id)
			GROUP BY t.lot_id) o ON o.lot_id = a.id
		WHERE ` + where
}

// sumsRow is a row of sums.
type sumsRow [8]int64

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
		AvailableFen: m[1] - m[2] - m[3], IdleUnappropriatedFen: m[6], IdleAppropriatedFen: m[7],
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

// moneyOf reads where the money of these allocations stands.
func (r *Room) moneyOf(ctx context.Context, ids ...uuid.UUID) (map[uuid.UUID]*fundsv1.AllocationMoney, error) {
	result := make(map[uuid.UUID]*fundsv1.AllocationMoney, len(ids))
	if len(ids) == 0 {
		return result, nil
	}
	tx := db.From(ctx)
	condition, list := idsCondition(tx.Dialect(), "a.id", 2, ids)
	rows, err := tx.QueryContext(ctx, "SELECT a.id, "+strings.Join(moneyColumns, ", ")+" "+moneyFrom(condition), ledger.IdleBefore(tx.Now()).String(), list)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
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
	rows, err := tx.QueryContext(ctx, "SELECT a.channel_id, "+sums()+" "+moneyFrom(condition)+" GROUP BY a.channel_id", args...)
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
}
