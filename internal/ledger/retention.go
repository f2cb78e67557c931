package ledger

import (
	"context"

	"github.com/google/uuid"

	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/money"
)

// HoldRetention reserves the part of a claim to be kept back until releaseOn (质保金), and opens the retention's account.
// setOff is as for HoldPayment, for a claim of which nothing but the retention is left. It is refused over the cap, and
// when the account is open with another day.
func HoldRetention(ctx context.Context, c Conn, r Retention, releaseOn calendar.Date, amount, setOff money.Fen, b Booking) error {
	added, err := insertAbsent(ctx, c, accounts, row{
		"id": r.Account().String(), "kind": kindRetention, "lot_id": r.Lot.String(), "project_id": r.Project.String(),
		"claim_id": r.Claim.String(), "release_on": releaseOn.String(),
	})
	if err != nil {
		return err
	}
	if !added {
		var fixed calendar.Date
		err := c.QueryRowContext(ctx, `SELECT release_on FROM ledger_accounts WHERE id = $1`, r.Account().String()).Scan(&fixed)
		if err != nil {
			return err
		}
		if fixed != releaseOn {
			return ReasonRefused.New()
		}
	}
	return move(ctx, c, kindHold, retentionLeg, r.ProjectLot.Account(), r.Account(), r.Lot, &r.Project, amount, -setOff, b)
}

// SettleRetention books a held retention as kept back. hold is the id of the hold.
func SettleRetention(ctx context.Context, c Conn, hold uuid.UUID, b Booking) error {
	return resolve(ctx, c, kindSettle, retentionLeg, hold, b)
}

// VoidRetention lets a held retention go.
func VoidRetention(ctx context.Context, c Conn, hold uuid.UUID, b Booking) error {
	return resolve(ctx, c, kindVoid, retentionLeg, hold, b)
}

// ReverseRetention gives retention back to the project lot, such as for a defect: what is due after the deduction is
// held again. settled is the id of the settlement. It is refused once any of it is released.
func ReverseRetention(ctx context.Context, c Conn, settled uuid.UUID, b Booking) error {
	return reverse(ctx, c, retentionLeg, settled, b)
}

// HoldRelease reserves kept back money for payment, on or after the day fixed for it (b.On), never more than is left.
func HoldRelease(ctx context.Context, c Conn, r Retention, amount money.Fen, b Booking) error {
	return insertNumbered(ctx, c, transfers, `
		INSERT INTO ledger_transfers (id, kind, debit_account, debit_kind, credit_account, credit_kind, lot_id, project_id,
			amount_fen, fiscal_year, booked_on, release_on, reference, booked_at)
		SELECT $1, 'hold', id, kind, $2, 'payee', lot_id, project_id, $3, $4, $5, release_on, $6, $7
		FROM ledger_accounts WHERE id = $8 AND kind = 'retention'`,
		b.ID.String(), r.PayeeAccount().String(), int64(amount), b.On.Year(), b.On.String(), b.Reference, moment(b.At),
		r.Account().String())
}

// SettleRelease books the payment of a held release. hold is the id of the hold.
func SettleRelease(ctx context.Context, c Conn, hold uuid.UUID, b Booking) error {
	return resolve(ctx, c, kindSettle, releaseLeg, hold, b)
}

// VoidRelease lets a held release go.
func VoidRelease(ctx context.Context, c Conn, hold uuid.UUID, b Booking) error {
	return resolve(ctx, c, kindVoid, releaseLeg, hold, b)
}

// ReverseRelease takes a paid release back into retention. payment is the id of the settlement.
func ReverseRelease(ctx context.Context, c Conn, payment uuid.UUID, b Booking) error {
	return reverse(ctx, c, releaseLeg, payment, b)
}
