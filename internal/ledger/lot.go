package ledger

import (
	"context"
	"slices"
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

// OpenLot is [OpenLots] of one.
func OpenLot(ctx context.Context, c Conn, lot Lot, at time.Time) error {
	return OpenLots(ctx, c, []Lot{lot}, at)
}

// lotsAtOnce is how many lots one statement opens at the most. SQLite compiles the guards for each row of a statement;
// it is faster with one that it knows already.
func lotsAtOnce(dialect string) int {
	if dialect == sqlite {
		return 1
	}
	return 500
}

// OpenLots records the promises and opens the accounts of allocations. It reads nothing, so it may be sent in a batch.
// Opening a lot again is ReasonAlreadyDone.
func OpenLots(ctx context.Context, c Conn, all []Lot, at time.Time) error {
	for some := range slices.Chunk(all, lotsAtOnce(c.Dialect())) {
		lotRows, accountRows := make([]row, 0, len(some)), make([]row, 0, 2*len(some))
		for _, lot := range some {
			id := lot.ID.String()
			lotRows = append(lotRows, row{
				"id": id, "channel_id": lot.Channel.String(), "purpose_id": lot.Purpose.String(),
				"fiscal_year": lot.FiscalYear, "promised_fen": int64(lot.Promised), "booked_at": moment(at),
			})
			accountRows = append(accountRows,
				row{"id": SourceAccount(lot.ID).String(), "kind": kindSource, "lot_id": id, "promised_fen": int64(lot.Promised)},
				row{"id": LotAccount(lot.ID).String(), "kind": kindLot, "lot_id": id})
		}
		if err := insertAll(ctx, c, lots, lotRows); err != nil {
			return err
		}
		if err := insertAll(ctx, c, accounts, accountRows); err != nil {
			return err
		}
	}
	return nil
}
