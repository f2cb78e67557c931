package ledger

import (
	"context"

	"github.com/google/uuid"

	"zhengcun/internal/kernel/money"
)

// RequestAppropriation reserves received money of the allocation for the project (资金安排). The project lot must be open.
func RequestAppropriation(ctx context.Context, c Conn, p ProjectLot, amount money.Fen, b Booking) error {
	return move(ctx, c, kindHold, appropriationLeg, LotAccount(p.Lot), p.Account(), p.Lot, &p.Project, amount, 0, b)
}

// ApproveAppropriation makes a requested appropriation available to the project. request is the id of the request.
func ApproveAppropriation(ctx context.Context, c Conn, request uuid.UUID, b Booking) error {
	return resolve(ctx, c, kindSettle, appropriationLeg, request, b)
}

// VoidAppropriation lets a request go that was refused or withdrawn.
func VoidAppropriation(ctx context.Context, c Conn, request uuid.UUID, b Booking) error {
	return resolve(ctx, c, kindVoid, appropriationLeg, request, b)
}

// ReverseAppropriation takes an approved appropriation back. approval is the id of the approval. It is refused for what
// the project lot has held or paid, and when an advance would be over its cap afterwards.
func ReverseAppropriation(ctx context.Context, c Conn, approval uuid.UUID, b Booking) error {
	return reverse(ctx, c, appropriationLeg, approval, b)
}
