package ledger

import (
	"context"
	"time"

	"github.com/google/uuid"

	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/money"
)

// IdleDays is how long received money may lie unpaid before it is shown as idle.
const IdleDays = 90

// IdleBefore is the last day a receipt may be of for its money to count as idle now.
func IdleBefore(now time.Time) calendar.Date { return calendar.DateOf(now).AddDays(-IdleDays - 1) }

// IdleSQL is the idle money of a project lot, as an expression on its row of
// ledger_accounts under this alias: set aside and not paid, as far as money of the
// allocation had arrived by the day before and is not paid on this lot. The day is
// ours, not a caller's, so it is written into the text.
func IdleSQL(alias string, before calendar.Date) string {
	arrived := `COALESCE((SELECT SUM(t.amount_fen) FROM ledger_transfers t WHERE t.lot_id = ` + alias + `.lot_id AND t.kind = 'post'
		AND t.debit_kind = 'source' AND t.booked_on <= '` + before.String() + `'
		AND NOT EXISTS (SELECT 1 FROM ledger_transfers r WHERE r.reverses_id = t.id)), 0)`
	// What is kept back has not left the dedicated account: paid is what the payee has.
	paid := PayeePaidSQL(alias)
	appropriated := alias + ".credits_posted"
	return "(CASE WHEN " + arrived + " <= " + paid + " THEN 0 WHEN " + arrived + " < " + appropriated +
		" THEN " + arrived + " - " + paid + " ELSE " + appropriated + " - " + paid + " END)"
}

// PayeePaidSQL is what the payee of a project lot was paid, as an expression on the lot's row of ledger_accounts under this
// alias. What is kept back is not in it before it is paid back.
func PayeePaidSQL(alias string) string { return payeeSQL(alias, "credits_posted") }

// PayeeHeldSQL is what is approved for the payee of a project lot and not yet paid, like [PayeePaidSQL].
func PayeeHeldSQL(alias string) string { return payeeSQL(alias, "credits_pending") }

func payeeSQL(alias, counter string) string {
	return `(SELECT payee.` + counter + ` FROM ledger_accounts payee WHERE payee.kind = 'payee' AND payee.lot_id = ` + alias +
		`.lot_id AND payee.project_key = ` + alias + `.project_key)`
}

// IdleOfProjects returns the idle money of all lots of these projects.
func IdleOfProjects(ctx context.Context, c Conn, before calendar.Date, projects ...uuid.UUID) (map[ProjectLot]money.Fen, error) {
	rows, err := c.QueryContext(ctx, `SELECT x.lot_id, x.project_id, `+IdleSQL("x", before)+`
		FROM ledger_accounts x WHERE x.kind = 'project_lot' AND x.project_id `+anyOf(c), idList(c, projects))
	if err != nil {
		return nil, err
	}
	idle := map[ProjectLot]money.Fen{}
	err = each(rows, func() error {
		var p ProjectLot
		var fen money.Fen
		err := rows.Scan(&p.Lot, &p.Project, &fen)
		idle[p] = fen
		return err
	})
	return idle, err
}
