package ledger

import (
	"context"

	"github.com/google/uuid"

	"zhengcun/internal/kernel/money"
)

// Reduce takes off an allocation's promise what a later document takes off it (调减). No money moves. It is refused below
// what has been received.
func Reduce(ctx context.Context, c Conn, lot uuid.UUID, amount money.Fen, b Booking) error {
	return move(ctx, c, kindReduce, givingBackLeg, LotAccount(lot), SourceAccount(lot), lot, nil, amount, 0, b)
}

// Recall gives received money of an allocation back to where it came from and takes it off the promise, so that it is not
// waited for any more (收回). It is refused for what is requested or appropriated, and so for what is held or paid.
func Recall(ctx context.Context, c Conn, lot uuid.UUID, amount money.Fen, b Booking) error {
	return move(ctx, c, kindRecall, givingBackLeg, LotAccount(lot), SourceAccount(lot), lot, nil, amount, 0, b)
}
