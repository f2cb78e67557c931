package ledger

import (
	"context"

	"github.com/google/uuid"
)

// Caps are the shares, in basis points (0 to 10000), that the rule in force allows.
type Caps struct {
	AdvanceBP   int // of the appropriation, as advance outstanding
	RetentionBP int // of the work settled, as retention
}

// OpenProjectLot opens the accounts of a project lot with the caps of the rule in force, unless they are open already:
// then nothing changes, the caps neither. b.ID is not used; b.Reference names the document the caps come from.
func OpenProjectLot(ctx context.Context, c Conn, p ProjectLot, caps Caps, b Booking) error {
	added, err := insertAbsent(ctx, c, accounts, row{
		"id": p.Account().String(), "kind": kindProjectLot, "lot_id": p.Lot.String(), "project_id": p.Project.String(),
	})
	if err != nil || !added {
		return err
	}
	_, err = insertAbsent(ctx, c, accounts, row{
		"id": p.PayeeAccount().String(), "kind": kindPayee, "lot_id": p.Lot.String(), "project_id": p.Project.String(),
	})
	if err != nil {
		return err
	}
	// The first caps belong to the opening, so their ids follow from the account.
	b.ID = uuid.NewSHA1(p.Account(), []byte("advance_cap"))
	if err := SetAdvanceCap(ctx, c, p, caps.AdvanceBP, b); err != nil {
		return err
	}
	b.ID = uuid.NewSHA1(p.Account(), []byte("retention_cap"))
	return SetRetentionCap(ctx, c, p, caps.RetentionBP, b)
}

// SetAdvanceCap replaces the cap on advances. It is refused when more is outstanding already.
func SetAdvanceCap(ctx context.Context, c Conn, p ProjectLot, bp int, b Booking) error {
	return limit(ctx, c, "advance_cap", p, nil, &bp, b)
}

// SetRetentionCap replaces the cap on retention. It is refused when more is kept back already.
func SetRetentionCap(ctx context.Context, c Conn, p ProjectLot, bp int, b Booking) error {
	return limit(ctx, c, "retention_cap", p, nil, &bp, b)
}
