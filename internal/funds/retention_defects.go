package funds

import (
	"context"

	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent"
	"zhengcun/ent/claim"
	"zhengcun/ent/claimline"
	"zhengcun/ent/retentiondefect"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/kernel/money"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"
	"zhengcun/internal/projects"
)

// CreateRetentionDefect records a defect found while money is kept back.
func (s *retentions) CreateRetentionDefect(ctx context.Context, req *fundsv1.CreateRetentionDefectRequest) (*fundsv1.RetentionDefect, error) {
	in, tx, v := req.RetentionDefect, db.From(ctx), viewer(ctx)
	source, err := tx.Claim.Query().Where(claim.ID(wire.ID(in.ClaimId)), withheld()).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, fault.Fields(ReasonRetentionUnknown.Field("retention_defect.claim_id"))
	}
	if err != nil {
		return nil, err
	}
	on, wrong := s.day(in.FoundOn, "retention_defect.found_on")
	if wrong != nil {
		return nil, fault.Fields(*wrong)
	}
	if due := *source.RetentionDueOn; on.After(due) {
		return nil, refuseField(ReasonDefectLate, "retention_defect.found_on", []any{"due", due.String()})
	}
	lot := wire.ID(in.AllocationId)
	if err := s.takeable(ctx, source, lot, in.AmountFen); err != nil {
		return nil, err
	}
	row, err := tx.RetentionDefect.Create().SetClaimID(source.ID).SetAllocationID(lot).SetAmountFen(in.AmountFen).SetFoundOn(on).SetReason(in.Reason).
		SetState(retentiondefect.StateRecorded).SetRecordedBy(v.ID).SetRecorderName(v.Name).
		SetVillageID(source.VillageID).SetUnitID(source.UnitID).SetNillableDepartmentID(source.DepartmentID).Save(ctx)
	if db.IsUnique(err) {
		return nil, ReasonRetentionDefectOpen.New()
	}
	if err != nil {
		return nil, err
	}
	db.Audit(ctx, defectEntry("funds.createRetentionDefect", row))
	return defectMessage(v, row), nil
}

// takeable checks that so much is left of the retention on the lot.
func (s *retentions) takeable(ctx context.Context, source *ent.Claim, lot uuid.UUID, amount int64) error {
	left, err := retentionLeft(ctx, source.ProjectID, source.ID)
	if err != nil {
		return err
	}
	b, there := left[lot]
	if !there {
		return fault.Fields(ReasonLotUnknown.Field("retention_defect.allocation_id"))
	}
	if room := b.Available(); money.Fen(amount) > room {
		return refuseField(ReasonRetentionNone, "retention_defect.amount_fen", money.Told("left", room))
	}
	return nil
}

func defectEntry(action string, row *ent.RetentionDefect) audit.Entry {
	return audit.Entry{Action: action, ObjectType: "retention_defect", ObjectID: row.ID.String(), VillageID: row.VillageID.String(),
		After: asJSON(map[string]any{"claim": row.ClaimID, "allocation": row.AllocationID, "amount_fen": row.AmountFen,
			"found_on": row.FoundOn.String(), "reason": row.Reason, "state": row.State, "decision_reason": row.DecisionReason})}
}

// refuseDefectDecision is why the viewer may not confirm or refuse the defect; nil when he may.
func refuseDefectDecision(v *scope.Viewer, row *ent.RetentionDefect) error {
	switch {
	case row.State != retentiondefect.StateRecorded:
		return ReasonState.New("state", row.State)
	case row.RecordedBy == v.ID:
		return projects.ReasonSamePerson.New()
	}
	return nil
}

// ConfirmRetentionDefect turns the part of the retention into repair money of the project.
func (s *retentions) ConfirmRetentionDefect(ctx context.Context, req *fundsv1.ConfirmRetentionDefectRequest) (*fundsv1.RetentionDefect, error) {
	row, err := s.decide(ctx, req.Id, req.Etag, retentiondefect.StateConfirmed, "")
	if err != nil {
		return nil, err
	}
	if err := s.deduct(ctx, row); err != nil {
		return nil, err
	}
	db.Audit(ctx, defectEntry("funds.confirmRetentionDefect", row))
	return defectMessage(viewer(ctx), row), nil
}

// RefuseRetentionDefect leaves the retention as it is.
func (s *retentions) RefuseRetentionDefect(ctx context.Context, req *fundsv1.RefuseRetentionDefectRequest) (*fundsv1.RetentionDefect, error) {
	row, err := s.decide(ctx, req.Id, req.Etag, retentiondefect.StateRefused, req.Reason)
	if err != nil {
		return nil, err
	}
	db.Audit(ctx, defectEntry("funds.refuseRetentionDefect", row))
	return defectMessage(viewer(ctx), row), nil
}

func (s *retentions) decide(ctx context.Context, id, etag string, state retentiondefect.State, reason string) (*ent.RetentionDefect, error) {
	tx, v := db.From(ctx), viewer(ctx)
	row, err := tx.RetentionDefect.Get(ctx, wire.ID(id))
	if err != nil {
		return nil, db.Missing(err, "retention_defect")
	}
	if row.Version != wire.Version(etag) {
		return nil, wire.ReasonStale.New()
	}
	if err := refuseDefectDecision(v, row); err != nil {
		return nil, err
	}
	updated, err := tx.RetentionDefect.UpdateOneID(row.ID).Where(retentiondefect.Version(row.Version)).AddVersion(1).
		SetState(state).SetDecidedBy(v.ID).SetDeciderName(v.Name).SetDecisionReason(reason).Save(ctx)
	if err != nil {
		return nil, db.Stale(ctx, err, "retention_defect", func(ctx context.Context) (bool, error) {
			return tx.RetentionDefect.Query().Where(retentiondefect.ID(row.ID)).Exist(ctx)
		})
	}
	return updated, nil
}

// deduct gives the retention of a lot back to it and keeps back again what is left: the ledger corrects in full.
func (s *retentions) deduct(ctx context.Context, row *ent.RetentionDefect) error {
	tx := db.From(ctx)
	source, err := tx.Claim.Query().Where(claim.ID(row.ClaimID), withheld()).Only(ctx)
	if err != nil { // its payment was reversed since
		return db.Missing(err, "retention")
	}
	line, err := tx.ClaimLine.Query().Where(claimline.ClaimID(row.ClaimID), claimline.AllocationID(row.AllocationID)).Only(ctx)
	if err != nil {
		return err
	}
	lot := ledger.ProjectLot{Lot: row.AllocationID, Project: source.ProjectID}
	kept := ledger.Retention{ProjectLot: lot, Claim: source.ID}
	if err := ledger.Lock(ctx, tx, lot.Account(), lot.PayeeAccount(), kept.Account()); err != nil {
		return err
	}
	if err := s.takeable(ctx, source, row.AllocationID, row.AmountFen); err != nil {
		return err
	}
	left, err := retentionLeft(ctx, source.ProjectID, source.ID)
	if err != nil {
		return err
	}
	b, today := left[row.AllocationID], calendar.Today(s.clock)
	rest := b.Withheld - money.Fen(row.AmountFen)
	hold := retainedID(row.ID)
	return s.book(ctx, today, func() error {
		if err := ledger.ReverseRetention(ctx, tx, settlementID(*line.RetentionHoldID), booking(tx, row.ID, today, "retention_defect", row.ID)); err != nil {
			return err
		}
		if rest == 0 {
			return tx.ClaimLine.UpdateOneID(line.ID).ClearRetentionHoldID().Exec(ctx)
		}
		if err := ledger.HoldRetention(ctx, tx, kept, b.ReleaseOn, rest, 0, booking(tx, hold, today, "retention_defect", row.ID)); err != nil {
			return err
		}
		if err := ledger.SettleRetention(ctx, tx, hold, booking(tx, settlementID(hold), today, "retention_defect", row.ID)); err != nil {
			return err
		}
		return tx.ClaimLine.UpdateOneID(line.ID).SetRetentionHoldID(hold).Exec(ctx)
	})
}
