package inspections

import (
	"context"
	"slices"

	"github.com/google/uuid"

	inspectionsv1 "zhengcun/api/zhengcun/inspections/v1"
	"zhengcun/ent"
	"zhengcun/ent/acceptance"
	"zhengcun/ent/acceptancesplit"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/kernel/money"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"
	"zhengcun/internal/projects"
)

// CreateAcceptance drafts an acceptance.
func (s *acceptances) CreateAcceptance(ctx context.Context, req *inspectionsv1.CreateAcceptanceRequest) (*inspectionsv1.Acceptance, error) {
	tx, in := db.From(ctx), req.Acceptance
	p, err := projects.Lock(ctx, wire.ID(in.ProjectId))
	if err != nil {
		return nil, err
	}
	st, err := standingOf(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	if err := st.draftable(p); err != nil {
		return nil, err
	}
	var f facts
	f.take(in, allFields)
	if bad := f.check(p, calendar.Today(s.clock)); len(bad) > 0 {
		return nil, fault.Fields(bad...)
	}
	lots, err := lotsOf(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	parts, err := f.divide(in.Splits, lots)
	if err != nil {
		return nil, err
	}
	viewer, _ := scope.From(ctx)
	create := tx.Acceptance.Create().SetProjectID(p.ID).SetProjectTermsVersion(p.TermsVersion).SetVillageID(p.VillageID).SetUnitID(p.UnitID).
		SetNillableDepartmentID(p.DepartmentID).SetState(acceptance.StateDraft).SetDraftedBy(viewer.ID)
	f.write(create.Mutation())
	row, err := create.Save(ctx)
	if err != nil {
		return nil, err
	}
	if err := storeParts(ctx, row, parts); err != nil {
		return nil, err
	}
	after, err := f.text(row.State, parts)
	if err != nil {
		return nil, err
	}
	db.Audit(ctx, entry("inspections.createAcceptance", row, "", after))
	return s.message(ctx, row)
}

// UpdateAcceptance changes a draft. The division is made anew when splits are sent, and when the amount changes.
func (s *acceptances) UpdateAcceptance(ctx context.Context, req *inspectionsv1.UpdateAcceptanceRequest) (*inspectionsv1.Acceptance, error) {
	tx, in, mask := db.From(ctx), req.Acceptance, req.UpdateMask.GetPaths()
	row, p, err := lock(ctx, wire.ID(in.Id), in.Etag)
	if err != nil {
		return nil, err
	}
	if err := Changeable(row); err != nil {
		return nil, err
	}
	f := factsOf(row)
	old, err := partsOf(ctx, row.ID)
	if err != nil {
		return nil, err
	}
	before, err := f.text(row.State, old)
	if err != nil {
		return nil, err
	}
	was := f.accepted
	f.take(in, mask)
	if bad := f.check(p, calendar.Today(s.clock)); len(bad) > 0 {
		return nil, fault.Fields(bad...)
	}
	parts := old
	if slices.Contains(mask, "splits") || f.accepted != was {
		var given []*inspectionsv1.AcceptanceSplit
		if slices.Contains(mask, "splits") {
			given = in.Splits
		}
		lots, err := lotsOf(ctx, p.ID)
		if err != nil {
			return nil, err
		}
		if parts, err = f.divide(given, lots); err != nil {
			return nil, err
		}
		if _, err := tx.AcceptanceSplit.Delete().Where(acceptancesplit.AcceptanceID(row.ID)).Exec(ctx); err != nil {
			return nil, err
		}
		if err := storeParts(ctx, row, parts); err != nil {
			return nil, err
		}
	}
	// Whoever changes it has written what is to be confirmed, and cannot confirm it himself.
	viewer, _ := scope.From(ctx)
	update := tx.Acceptance.UpdateOneID(row.ID).Where(acceptance.Version(row.Version)).AddVersion(1).SetDraftedBy(viewer.ID)
	f.write(update.Mutation())
	changed, err := update.Save(ctx)
	if err != nil {
		return nil, stale(ctx, err, row.ID)
	}
	after, err := f.text(changed.State, parts)
	if err != nil {
		return nil, err
	}
	db.Audit(ctx, entry("inspections.updateAcceptance", row, before, after))
	return s.message(ctx, changed)
}

// lock reads an acceptance and its project and keeps both as they are until the transaction ends. A stale etag is told
// here, before any state is looked at. The project is locked first, as everywhere.
func lock(ctx context.Context, id uuid.UUID, etag string) (*ent.Acceptance, *ent.Project, error) {
	row, err := Get(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	p, err := projects.Lock(ctx, row.ProjectID)
	if err != nil {
		return nil, nil, err
	}
	// Every change of an acceptance holds its project, so this is how it stays.
	if row, err = Get(ctx, id); err != nil {
		return nil, nil, err
	}
	if row.Version != wire.Version(etag) {
		return nil, nil, wire.ReasonStale.New()
	}
	return row, p, nil
}

func storeParts(ctx context.Context, a *ent.Acceptance, parts []part) error {
	client := db.From(ctx).AcceptanceSplit
	create := make([]*ent.AcceptanceSplitCreate, len(parts))
	for i, p := range parts {
		create[i] = client.Create().SetAcceptanceID(a.ID).SetAllocationID(p.Allocation).SetAcceptedFen(int64(p.Fen)).
			SetVillageID(a.VillageID).SetUnitID(a.UnitID).SetNillableDepartmentID(a.DepartmentID)
	}
	return client.CreateBulk(create...).Exec(ctx)
}

func splitsOf(ctx context.Context, id uuid.UUID) ([]*ent.AcceptanceSplit, error) {
	return db.From(ctx).AcceptanceSplit.Query().Where(acceptancesplit.AcceptanceID(id)).Order(acceptancesplit.ByID()).All(ctx)
}

func partsOf(ctx context.Context, id uuid.UUID) ([]part, error) {
	splits, err := splitsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	parts := make([]part, len(splits))
	for i, s := range splits {
		parts[i] = part{s.AllocationID, money.Fen(s.AcceptedFen)}
	}
	return parts, nil
}

func entry(action string, a *ent.Acceptance, before, after string) audit.Entry {
	return audit.Entry{Action: action, ObjectType: "acceptance", ObjectID: a.ID.String(), VillageID: a.VillageID.String(), Before: before, After: after}
}

func stale(ctx context.Context, err error, id uuid.UUID) error {
	return db.Stale(ctx, err, "acceptance", func(ctx context.Context) (bool, error) {
		return db.From(ctx).Acceptance.Query().Where(acceptance.ID(id)).Exist(ctx)
	})
}
