package ledger

import (
	"context"

	"github.com/google/uuid"

	"zhengcun/internal/kernel/money"
)

// The kinds of transfer.
const (
	kindPost    = "post"    // moves at once
	kindHold    = "hold"    // reserves (冻结)
	kindSettle  = "settle"  // moves what a hold reserved
	kindVoid    = "void"    // lets go what a hold reserved
	kindReverse = "reverse" // takes back a post or settle by a red entry (红字冲销)
	kindReduce  = "reduce"  // takes off a promise what has not arrived (调减)
	kindRecall  = "recall"  // gives received money back to its source, and takes it off the promise (收回)
)

// leg is a pair of kinds between which money may move.
type leg struct{ debit, credit string }

var (
	receiptLeg       = leg{kindSource, kindLot}
	givingBackLeg    = leg{kindLot, kindSource}
	appropriationLeg = leg{kindLot, kindProjectLot}
	paymentLeg       = leg{kindProjectLot, kindPayee}
	retentionLeg     = leg{kindProjectLot, kindRetention}
	releaseLeg       = leg{kindRetention, kindPayee}
)

// move writes a post, a hold, a reduction or a recall. A nil project is for money between source and lot.
func move(ctx context.Context, c Conn, kind string, l leg, debit, credit uuid.UUID, lot uuid.UUID, project *uuid.UUID,
	amount, advance money.Fen, b Booking) error {
	var projectID *string
	if project != nil {
		text := project.String()
		projectID = &text
	}
	return insertNumbered(ctx, c, transfers, `
		INSERT INTO ledger_transfers (id, kind, debit_account, debit_kind, credit_account, credit_kind, lot_id, project_id,
			amount_fen, advance_fen, fiscal_year, booked_on, reference, booked_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		b.ID.String(), kind, debit.String(), l.debit, credit.String(), l.credit, lot.String(), projectID,
		int64(amount), int64(advance), b.On.Year(), b.On.String(), b.Reference, moment(b.At))
}

// resolve settles or voids a hold on the leg.
func resolve(ctx context.Context, c Conn, kind string, l leg, hold uuid.UUID, b Booking) error {
	return insertNumbered(ctx, c, transfers, `
		INSERT INTO ledger_transfers (id, kind, debit_account, debit_kind, credit_account, credit_kind, lot_id, project_id,
			amount_fen, advance_fen, fiscal_year, booked_on, hold_id, release_on, reference, booked_at)
		SELECT $1, $2, debit_account, debit_kind, credit_account, credit_kind, lot_id, project_id,
			amount_fen, advance_fen, $3, $4, id, release_on, $5, $6
		FROM ledger_transfers WHERE id = $7 AND kind = 'hold' AND debit_kind = $8 AND credit_kind = $9`,
		b.ID.String(), kind, b.On.Year(), b.On.String(), b.Reference, moment(b.At), hold.String(), l.debit, l.credit)
}

// reverse takes back a post or settle on the leg.
func reverse(ctx context.Context, c Conn, l leg, booked uuid.UUID, b Booking) error {
	return insertNumbered(ctx, c, transfers, `
		INSERT INTO ledger_transfers (id, kind, debit_account, debit_kind, credit_account, credit_kind, lot_id, project_id,
			amount_fen, advance_fen, fiscal_year, booked_on, reverses_id, reverses_kind, reference, booked_at)
		SELECT $1, 'reverse', credit_account, credit_kind, debit_account, debit_kind, lot_id, project_id,
			amount_fen, advance_fen, $2, $3, id, kind, $4, $5
		FROM ledger_transfers WHERE id = $6 AND kind IN ('post', 'settle') AND debit_kind = $7 AND credit_kind = $8`,
		b.ID.String(), b.On.Year(), b.On.String(), b.Reference, moment(b.At), booked.String(), l.debit, l.credit)
}
