package plans

import (
	"context"

	plansv1 "zhengcun/api/zhengcun/plans/v1"
	"zhengcun/ent/keyvillage"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/access"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"
)

// UpdateKeyVillage moves a key village to another batch or gives it another deadline.
func (s *keyVillages) UpdateKeyVillage(ctx context.Context, req *plansv1.UpdateKeyVillageRequest) (*plansv1.KeyVillage, error) {
	tx, in := db.From(ctx), req.KeyVillage
	row, err := tx.KeyVillage.Get(ctx, wire.ID(in.Id))
	if err != nil {
		return nil, db.Missing(err, "key_village")
	}
	if row.Version != wire.Version(in.Etag) {
		return nil, wire.ReasonStale.New()
	}
	t := termOf(row)
	before, err := t.text()
	if err != nil {
		return nil, err
	}
	if bad := append(t.take(in, req.UpdateMask.GetPaths()), t.check()...); len(bad) > 0 {
		return nil, fault.Fields(bad...)
	}
	changed, err := tx.KeyVillage.UpdateOneID(row.ID).Where(keyvillage.Version(row.Version)).AddVersion(1).
		SetBatchYear(t.BatchYear).SetAcceptanceDeadline(t.AcceptanceDeadline).Save(ctx)
	if err != nil {
		return nil, db.Stale(ctx, err, "key_village", func(ctx context.Context) (bool, error) {
			return db.From(ctx).KeyVillage.Query().Where(keyvillage.ID(row.ID)).Exist(ctx)
		})
	}
	after, err := t.text()
	if err != nil {
		return nil, err
	}
	db.Audit(ctx, audit.Entry{Action: "plans.updateKeyVillage", ObjectType: "key_village", ObjectID: row.ID.String(),
		VillageID: row.VillageID.String(), Before: before, After: after})
	return s.message(ctx, changed)
}

// mayAct lists what the viewer may do with any key village he sees: where it stands forbids nothing.
func mayAct(ctx context.Context) []string {
	if v, ok := scope.From(ctx); ok && access.May(plansv1.KeyVillageService_UpdateKeyVillage_FullMethodName, v) {
		return []string{"edit"}
	}
	return nil
}
