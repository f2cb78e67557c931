package ledger

import (
	"context"
	"time"

	"github.com/google/uuid"

	"zhengcun/internal/kernel/money"
)

// Lot is an allocation (指标) as the ledger keeps it: it fixes channel, purpose, year and promise for all money booked
// under it, for good.
type Lot struct {
	ID         uuid.UUID // the allocation's id
	Channel    uuid.UUID
	Purpose    uuid.UUID
	FiscalYear int
	Promised   money.Fen // more than zero
}

// OpenLot records the promise and opens the accounts of an allocation. It reads nothing, so it may be sent in a batch.
// Opening a lot again is ReasonAlreadyDone.
func OpenLot(ctx context.Context, c Conn, lot Lot, at time.Time) error {
	err := insert(ctx, c, lots, row{
		"id": lot.ID.String(), "channel_id": lot.Channel.String(), "purpose_id": lot.Purpose.String(),
		"fiscal_year": lot.FiscalYear, "promised_fen": int64(lot.Promised), "booked_at": moment(at),
	})
	if err != nil {
		return err
	}
	err = insert(ctx, c, accounts, row{
		"id": SourceAccount(lot.ID).String(), "kind": kindSource, "lot_id": lot.ID.String(), "promised_fen": int64(lot.Promised),
	})
	if err != nil {
		return err
	}
	return insert(ctx, c, accounts, row{"id": LotAccount(lot.ID).String(), "kind": kindLot, "lot_id": lot.ID.String()})
}
