package ledger

import (
	"context"

	"github.com/google/uuid"

	"zhengcun/internal/kernel/money"
)

// Accept raises what may be paid from the project lot for work, by an acceptance's share. b.On is the acceptance's day.
func Accept(ctx context.Context, c Conn, p ProjectLot, amount money.Fen, b Booking) error {
	fen := int64(amount)
	return limit(ctx, c, "accept", p, &fen, nil, b)
}

// Unaccept takes one Accept back, in full and once. It is refused for what is held or paid.
func Unaccept(ctx context.Context, c Conn, accept uuid.UUID, b Booking) error {
	return insertNumbered(ctx, c, limits, `
		INSERT INTO ledger_limits (id, kind, account_id, lot_id, project_id, amount_fen, undoes_id, booked_on, reference, booked_at)
		SELECT $1, 'unaccept', account_id, lot_id, project_id, amount_fen, id, $2, $3, $4
		FROM ledger_limits WHERE id = $5 AND kind = 'accept'`,
		b.ID.String(), b.On.String(), b.Reference, moment(b.At), accept.String())
}

func limit(ctx context.Context, c Conn, kind string, p ProjectLot, amountFen *int64, capBP *int, b Booking) error {
	return insertNumbered(ctx, c, limits, `
		INSERT INTO ledger_limits (id, kind, account_id, lot_id, project_id, amount_fen, cap_bp, booked_on, reference, booked_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		b.ID.String(), kind, p.Account().String(), p.Lot.String(), p.Project.String(), amountFen, capBP,
		b.On.String(), b.Reference, moment(b.At))
}
