package ledger

import (
	"context"

	"github.com/google/uuid"

	"zhengcun/internal/kernel/money"
)

// Receive books money seen in the dedicated account for an allocation (到账). It is refused beyond the promise.
func Receive(ctx context.Context, c Conn, lot uuid.UUID, amount money.Fen, b Booking) error {
	return move(ctx, c, kindPost, receiptLeg, SourceAccount(lot), LotAccount(lot), lot, nil, amount, 0, b)
}

// ReverseReceipt takes a receipt back. receipt is the id it was booked under. It is refused once the money is requested
// or appropriated.
func ReverseReceipt(ctx context.Context, c Conn, receipt uuid.UUID, b Booking) error {
	return reverse(ctx, c, receiptLeg, receipt, b)
}
