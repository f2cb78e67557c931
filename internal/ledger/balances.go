package ledger

import (
	"context"
	"database/sql"

	"github.com/google/uuid"

	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/money"
)

// LotBalance is where the money of one allocation stands.
type LotBalance struct {
	Lot          uuid.UUID
	Promised     money.Fen // by its document, less what later ones took off
	Reduced      money.Fen // taken off by reductions and recalls
	Received     money.Fen // receipts less reversals and recalls
	Requested    money.Fen // appropriations asked for, not yet decided
	Appropriated money.Fen // approved less reversals
}

// Available is what can still be appropriated.
func (b LotBalance) Available() money.Fen { return b.Received - b.Requested - b.Appropriated }

// ProjectLotBalance is where the money of one allocation for one project stands.
type ProjectLotBalance struct {
	ProjectLot
	FiscalYear   int       // of the allocation
	Requested    money.Fen // asked for, not yet decided
	Appropriated money.Fen // approved less reversals
	Held         money.Fen // approved for payment or retention, not yet paid
	Paid         money.Fen // paid to payees or into retention, less reversals
	PayeeHeld    money.Fen // approved for the payee, releases of retention included, not yet paid
	PayeePaid    money.Fen // paid to the payee, releases of retention included, less reversals
	Advance      money.Fen // advances held or paid, less what is set off: outstanding
	Accepted     money.Fen // accepted work less what was revoked
	Retained     money.Fen // kept back from claims, released or not, less reversals
	Caps         Caps
}

// Available is what can still be held for payment, acceptance and caps aside.
func (b ProjectLotBalance) Available() money.Fen { return b.Appropriated - b.Held - b.Paid }

// Settled is the value of work held or paid: cash, retention and set-offs of claims that are not advances.
func (b ProjectLotBalance) Settled() money.Fen { return b.Held + b.Paid - b.Advance }

// Kept is what is kept back, or held to be, and neither paid to the payee since nor approved to be.
func (b ProjectLotBalance) Kept() money.Fen { return b.Held + b.Paid - b.PayeeHeld - b.PayeePaid }

// AdvanceRoom is the largest further advance the ledger takes, 0 if none.
func (b ProjectLotBalance) AdvanceRoom() money.Fen {
	room := min(b.Appropriated*money.Fen(b.Caps.AdvanceBP)/10000-b.Advance, b.Available())
	if b.Settled() > 0 {
		room = min(room, b.Accepted-b.Held-b.Paid)
	}
	return max(room, 0)
}

// WorkRoom is the most cash and retention together the ledger takes for further work, 0 if none. Set-offs come on top. While
// less is accepted than the advance, not even a claim that a set-off covers wholly is taken.
func (b ProjectLotBalance) WorkRoom() money.Fen {
	return max(min(b.Accepted-b.Held-b.Paid, b.Available()), 0)
}

// RetentionBalance is where the money kept back from one claim stands.
type RetentionBalance struct {
	Retention
	ReleaseOn calendar.Date
	Expected  money.Fen // held for retention, the claim not yet paid
	Withheld  money.Fen // kept back less reversals
	Held      money.Fen // release approved, not yet paid
	Released  money.Fen // released less reversals
}

// Available is what can still be released.
func (b RetentionBalance) Available() money.Fen { return b.Withheld - b.Held - b.Released }

// LotBalances returns the balances of allocations by id. An allocation that is not open is missing.
func LotBalances(ctx context.Context, c Conn, lots ...uuid.UUID) (map[uuid.UUID]LotBalance, error) {
	rows, err := c.QueryContext(ctx, `
		SELECT l.lot_id, s.promised_fen - s.reduced, s.reduced, l.credits_posted, l.debits_pending, l.debits_posted
		FROM ledger_accounts l JOIN ledger_accounts s ON s.kind = 'source' AND s.lot_id = l.lot_id
		WHERE l.kind = 'lot' AND l.lot_id `+anyOf(c), idList(c, lots))
	if err != nil {
		return nil, err
	}
	balances := make(map[uuid.UUID]LotBalance, len(lots))
	err = each(rows, func() error {
		var b LotBalance
		if err := rows.Scan(&b.Lot, &b.Promised, &b.Reduced, &b.Received, &b.Requested, &b.Appropriated); err != nil {
			return err
		}
		balances[b.Lot] = b
		return nil
	})
	return balances, err
}

// ProjectLotsOfLots returns the balances of all project lots of these allocations, ordered by allocation and project.
func ProjectLotsOfLots(ctx context.Context, c Conn, lots ...uuid.UUID) ([]ProjectLotBalance, error) {
	return projectLots(ctx, c, "lot_id", lots)
}

// ProjectLotsOfProjects returns the balances of all project lots of these projects, ordered by allocation and project.
func ProjectLotsOfProjects(ctx context.Context, c Conn, projects ...uuid.UUID) ([]ProjectLotBalance, error) {
	return projectLots(ctx, c, "project_id", projects)
}

// ProjectLotBalances returns the balances of these project lots. One that is not open is missing.
func ProjectLotBalances(ctx context.Context, c Conn, keys ...ProjectLot) (map[ProjectLot]ProjectLotBalance, error) {
	ids := make([]uuid.UUID, len(keys))
	for i, key := range keys {
		ids[i] = key.Account()
	}
	list, err := projectLots(ctx, c, "id", ids)
	if err != nil {
		return nil, err
	}
	balances := make(map[ProjectLot]ProjectLotBalance, len(list))
	for _, b := range list {
		balances[b.ProjectLot] = b
	}
	return balances, nil
}

func projectLots(ctx context.Context, c Conn, by string, ids []uuid.UUID) ([]ProjectLotBalance, error) {
	rows, err := c.QueryContext(ctx, `
		SELECT a.lot_id, a.project_id, l.fiscal_year, a.credits_pending, a.credits_posted, a.debits_pending, a.debits_posted,
			a.advance, a.accepted, a.retained, a.advance_cap_bp, a.retention_cap_bp, y.credits_pending, y.credits_posted
		FROM ledger_accounts a JOIN ledger_lots l ON l.id = a.lot_id
		JOIN ledger_accounts y ON y.kind = 'payee' AND y.lot_id = a.lot_id AND y.project_key = a.project_key
		WHERE a.kind = 'project_lot' AND a.`+by+` `+anyOf(c)+` ORDER BY a.lot_id, a.project_id`, idList(c, ids))
	if err != nil {
		return nil, err
	}
	var balances []ProjectLotBalance
	err = each(rows, func() error {
		var b ProjectLotBalance
		err := rows.Scan(&b.Lot, &b.Project, &b.FiscalYear, &b.Requested, &b.Appropriated, &b.Held, &b.Paid, &b.Advance, &b.Accepted, &b.Retained,
			&b.Caps.AdvanceBP, &b.Caps.RetentionBP, &b.PayeeHeld, &b.PayeePaid)
		balances = append(balances, b)
		return err
	})
	return balances, err
}

// RetentionsOfProjects returns what is kept back on these projects, earliest release first.
func RetentionsOfProjects(ctx context.Context, c Conn, projects ...uuid.UUID) ([]RetentionBalance, error) {
	rows, err := c.QueryContext(ctx, `
		SELECT lot_id, project_id, claim_id, release_on, credits_pending, credits_posted, debits_pending, debits_posted
		FROM ledger_accounts WHERE kind = 'retention' AND project_id `+anyOf(c)+` ORDER BY release_on, id`, idList(c, projects))
	if err != nil {
		return nil, err
	}
	var balances []RetentionBalance
	err = each(rows, func() error {
		var b RetentionBalance
		err := rows.Scan(&b.Lot, &b.Project, &b.Claim, &b.ReleaseOn, &b.Expected, &b.Withheld, &b.Held, &b.Released)
		balances = append(balances, b)
		return err
	})
	return balances, err
}

// anyOf is the condition that a column is one of the ids in $1, which is one value however many there are.
func anyOf(c Conn) string {
	if c.Dialect() == sqlite {
		return "IN (SELECT value FROM json_each($1))"
	}
	return "= ANY ($1::uuid[])"
}

func idList(c Conn, ids []uuid.UUID) string {
	if c.Dialect() == sqlite {
		return uuidJSON(ids)
	}
	return uuidArray(ids)
}

func each(rows *sql.Rows, scan func() error) error {
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := scan(); err != nil {
			return err
		}
	}
	return rows.Err()
}
