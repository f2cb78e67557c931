package inspections

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	inspectionsv1 "zhengcun/api/zhengcun/inspections/v1"
	"zhengcun/ent"
	"zhengcun/ent/acceptance"
	"zhengcun/ent/project"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/money"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"
	"zhengcun/internal/projects"
)

// ConfirmAcceptance confirms a draft; another person than the one who drafted it or changed it last.
func (s *acceptances) ConfirmAcceptance(ctx context.Context, req *inspectionsv1.ConfirmAcceptanceRequest) (*inspectionsv1.Acceptance, error) {
	tx := db.From(ctx)
	row, p, err := lock(ctx, wire.ID(req.Id), req.Etag)
	if err != nil {
		return nil, err
	}
	st, err := standingOf(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	viewer, _ := scope.From(ctx)
	if err := st.confirmable(viewer, row, p); err != nil {
		return nil, err
	}
	if err := accept(ctx, row); err != nil {
		return nil, err
	}
	if row.Verdict != acceptance.VerdictFailed && p.State == project.StateCompleted {
		if err := projects.MarkAccepted(ctx, p, row.ID); err != nil {
			return nil, err
		}
	}
	update := tx.Acceptance.UpdateOneID(row.ID).Where(acceptance.Version(row.Version)).AddVersion(1).
		SetState(acceptance.StateConfirmed).SetConfirmedBy(viewer.ID).SetConfirmTime(tx.Now())
	return s.decide(ctx, "inspections.confirmAcceptance", row, update)
}

// accept books the parts of a draft, unless the money changed since it was drafted so that they no longer fit.
func accept(ctx context.Context, a *ent.Acceptance) error {
	tx := db.From(ctx)
	if err := lockLots(ctx, a.ProjectID); err != nil {
		return err
	}
	lots, err := lotsOf(ctx, a.ProjectID)
	if err != nil {
		return err
	}
	splits, err := splitsOf(ctx, a.ID)
	if err != nil {
		return err
	}
	for _, part := range splits {
		if part.AcceptedFen == 0 {
			continue
		}
		at := slices.IndexFunc(lots, func(l lot) bool { return l.id == part.AllocationID })
		if at < 0 || money.Fen(part.AcceptedFen) > lots[at].Room() {
			return ReasonSplitsOutdated.New()
		}
		err := ledger.Accept(ctx, tx, ledger.ProjectLot{Lot: part.AllocationID, Project: a.ProjectID}, money.Fen(part.AcceptedFen),
			ledger.Booking{ID: part.ID, On: a.AcceptedOn, At: tx.Now(), Reference: "acceptance:" + a.ID.String()})
		if err != nil {
			return err
		}
	}
	return nil
}

// RevokeAcceptance revokes a confirmed acceptance while nothing is held or paid on it.
func (s *acceptances) RevokeAcceptance(ctx context.Context, req *inspectionsv1.RevokeAcceptanceRequest) (*inspectionsv1.Acceptance, error) {
	tx := db.From(ctx)
	row, p, err := lock(ctx, wire.ID(req.Id), req.Etag)
	if err != nil {
		return nil, err
	}
	if err := revocable(row); err != nil {
		return nil, err
	}
	if err := unaccept(ctx, row); err != nil {
		return nil, err
	}
	others, err := tx.Acceptance.Query().Where(acceptance.ProjectID(p.ID), acceptance.IDNEQ(row.ID),
		acceptance.StateEQ(acceptance.StateConfirmed), acceptance.VerdictNEQ(acceptance.VerdictFailed)).Exist(ctx)
	if err != nil {
		return nil, err
	}
	if !others && p.State == project.StateAccepted {
		if err := projects.ReopenAfterRevocation(ctx, p, row.ID, req.Reason); err != nil {
			return nil, err
		}
	}
	viewer, _ := scope.From(ctx)
	update := tx.Acceptance.UpdateOneID(row.ID).Where(acceptance.Version(row.Version)).AddVersion(1).
		SetState(acceptance.StateRevoked).SetRevokedBy(viewer.ID).SetRevokeTime(tx.Now()).SetRevokeReason(req.Reason)
	return s.decide(ctx, "inspections.revokeAcceptance", row, update)
}

// unaccept takes the parts back, all or none.
func unaccept(ctx context.Context, a *ent.Acceptance) error {
	tx := db.From(ctx)
	if err := lockLots(ctx, a.ProjectID); err != nil {
		return err
	}
	lots, err := lotsOf(ctx, a.ProjectID)
	if err != nil {
		return err
	}
	splits, err := splitsOf(ctx, a.ID)
	if err != nil {
		return err
	}
	for _, part := range splits {
		if part.AcceptedFen == 0 {
			continue
		}
		at := slices.IndexFunc(lots, func(l lot) bool { return l.id == part.AllocationID })
		if at < 0 || lots[at].used > lots[at].Accepted-money.Fen(part.AcceptedFen) {
			return ReasonInUse.New()
		}
		err := ledger.Unaccept(ctx, tx, part.ID, ledger.Booking{ID: uuid.NewSHA1(part.ID, []byte("unaccept")),
			On: calendar.DateOf(tx.Now()), At: tx.Now(), Reference: "acceptance:" + a.ID.String()})
		if errors.Is(err, ledger.ReasonRefused) {
			return ReasonInUse.New().WithCause(err)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// decide makes the change of state and its audit entry.
func (s *acceptances) decide(ctx context.Context, action string, row *ent.Acceptance, update *ent.AcceptanceUpdateOne) (*inspectionsv1.Acceptance, error) {
	changed, err := update.Save(ctx)
	if err != nil {
		return nil, stale(ctx, err, row.ID)
	}
	parts, err := partsOf(ctx, row.ID)
	if err != nil {
		return nil, err
	}
	f := factsOf(row)
	before, err := f.text(row.State, parts)
	if err != nil {
		return nil, err
	}
	after, err := f.text(changed.State, parts)
	if err != nil {
		return nil, err
	}
	db.Audit(ctx, entry(action, row, before, after))
	return s.message(ctx, changed)
}
