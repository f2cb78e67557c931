package funds

import (
	"context"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/wire"
)

// RevealClaimPayeeAccount shows the payee's account in clear and leaves an entry
// with the purpose. It is the only way an account leaves the program unmasked.
func (s *claims) RevealClaimPayeeAccount(ctx context.Context, req *fundsv1.RevealClaimPayeeAccountRequest) (*fundsv1.RevealClaimPayeeAccountResponse, error) {
	v := viewer(ctx)
	row, err := db.From(ctx).Claim.Get(ctx, wire.ID(req.Id))
	if err != nil {
		return nil, db.Missing(err, "claim")
	}
	if !mayReveal(v, row, req.Purpose) {
		return nil, fault.ReasonPermissionDenied.New()
	}
	if row.Version != wire.Version(req.Etag) {
		return nil, wire.ReasonStale.New()
	}
	account, err := s.openAccount(row)
	if err != nil {
		return nil, err
	}
	db.Audit(ctx, audit.Entry{Action: "funds.revealClaimPayeeAccount", ObjectType: "claim", ObjectID: row.ID.String(),
		VillageID: row.VillageID.String(), Purpose: req.Purpose})
	return &fundsv1.RevealClaimPayeeAccountResponse{PayeeAccount: account}, nil
}
