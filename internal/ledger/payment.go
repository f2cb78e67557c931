package ledger

import (
	"context"

	"github.com/google/uuid"

	"zhengcun/internal/kernel/money"
)

// HoldAdvance reserves the money of an advance (预付款), the only claim that needs no acceptance.
func HoldAdvance(ctx context.Context, c Conn, p ProjectLot, amount money.Fen, b Booking) error {
	return move(ctx, c, kindHold, paymentLeg, p.Account(), p.PayeeAccount(), p.Lot, &p.Project, amount, amount, b)
}

// HoldPayment reserves the money of a claim for work (报账). The work is worth amount + setOff: amount is paid in cash, and
// setOff (抵扣, not negative) recovers that much of the advances. amount may be 0 only when a set-off covers the whole.
// A claim with retention holds its payment first and its retention second, because retention is a share of settled work.
func HoldPayment(ctx context.Context, c Conn, p ProjectLot, amount, setOff money.Fen, b Booking) error {
	if setOff < 0 { // would be an advance
		return ReasonRefused.New()
	}
	return move(ctx, c, kindHold, paymentLeg, p.Account(), p.PayeeAccount(), p.Lot, &p.Project, amount, -setOff, b)
}

// SettlePayment books the payment of a held advance or claim (拨付). hold is the id of the hold. Of many who try, one wins.
func SettlePayment(ctx context.Context, c Conn, hold uuid.UUID, b Booking) error {
	return resolve(ctx, c, kindSettle, paymentLeg, hold, b)
}

// VoidPayment lets a held advance or claim go. Void its retention first.
func VoidPayment(ctx context.Context, c Conn, hold uuid.UUID, b Booking) error {
	return resolve(ctx, c, kindVoid, paymentLeg, hold, b)
}

// ReversePayment takes a payment back. payment is the id of the settlement. An advance that was set off since cannot be
// reversed before the claims that set it off.
func ReversePayment(ctx context.Context, c Conn, payment uuid.UUID, b Booking) error {
	return reverse(ctx, c, paymentLeg, payment, b)
}
