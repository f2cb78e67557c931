package funds

import (
	"context"

	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent"
	"zhengcun/ent/appropriation"
	"zhengcun/ent/claim"
	"zhengcun/ent/payment"
	"zhengcun/ent/predicate"
	"zhengcun/ent/receipt"
	"zhengcun/ent/reversal"
	"zhengcun/internal/funds/claimflow"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/wire"
	"zhengcun/internal/projects"
)

type reversals struct {
	fundsv1.UnimplementedReversalServiceServer
	*Room
}

// CreateReversal asks to take a posted record back.
func (s *reversals) CreateReversal(ctx context.Context, req *fundsv1.CreateReversalRequest) (*fundsv1.Reversal, error) {
	in, tx, v := req.Reversal, db.From(ctx), viewer(ctx)
	target, id := wire.FromEnum[reversal.Target](in.Target), wire.ID(in.TargetId)
	asked, err := everyReversalOf(ctx, id)
	if err != nil {
		return nil, err
	}
	amount, err := s.target(ctx, target, id, asked)
	if err != nil {
		return nil, err
	}
	row, err := tx.Reversal.Create().SetTarget(target).SetTargetID(id).SetAmountFen(amount).SetReason(in.Reason).
		SetState(reversal.StateRequested).SetRequestedBy(v.ID).SetRequesterName(v.Name).Save(ctx)
	if db.IsUnique(err) {
		return nil, ReasonReversalPending.New()
	}
	if err != nil {
		return nil, err
	}
	db.Audit(ctx, audit.Entry{Action: "funds.createReversal", ObjectType: "reversal", ObjectID: row.ID.String(),
		After: asJSON(map[string]any{"target": target, "target_id": id, "amount_fen": amount, "reason": in.Reason})})
	return one(reversalMessages(ctx, row))
}

// target finds the record that is to be reversed and its amount. asked are the
// reversals that stand in the way of another one.
func (s *reversals) target(ctx context.Context, kind reversal.Target, id uuid.UUID, asked reversedTargets) (amount int64, err error) {
	tx := db.From(ctx)
	var state string
	switch kind {
	case reversal.TargetReceipt:
		row, e := tx.Receipt.Get(ctx, id)
		if err = e; e == nil {
			amount, state = row.AmountFen, string(row.State)
		}
	case reversal.TargetAppropriation:
		row, e := tx.Appropriation.Get(ctx, id)
		if err = e; e == nil {
			amount, state = row.AmountFen, string(row.State)
		}
	case reversal.TargetPayment:
		row, e := tx.Payment.Get(ctx, id)
		if err = e; e == nil {
			amount, state = row.AmountFen, string(row.State)
		}
	}
	if err != nil {
		return 0, db.Missing(err, string(kind))
	}
	if err := asked.refuse(kind, id, state); err != nil {
		return 0, err
	}
	return amount, nil
}

// ApproveReversal carries a reversal out.
func (s *reversals) ApproveReversal(ctx context.Context, req *fundsv1.ApproveReversalRequest) (*fundsv1.Reversal, error) {
	row, err := s.decide(ctx, req.Id, req.Etag, reversal.StateApproved, "")
	if err != nil {
		return nil, err
	}
	if _, err := s.target(ctx, row.Target, row.TargetID, nil); err != nil {
		return nil, err
	}
	today := calendar.Today(s.clock)
	err = s.book(ctx, today, func() error {
		switch row.Target {
		case reversal.TargetReceipt:
			return s.receipt(ctx, row, today)
		case reversal.TargetAppropriation:
			return s.appropriation(ctx, row, today)
		default:
			return s.payment(ctx, row, today)
		}
	})
	if f, known := fault.From(err); known && f.Reason() == ledger.ReasonRefused {
		return nil, ReasonReversalBlocked.New().WithCause(err)
	}
	if err != nil {
		return nil, err
	}
	return one(reversalMessages(ctx, row))
}

func (s *reversals) receipt(ctx context.Context, row *ent.Reversal, today calendar.Date) error {
	tx := db.From(ctx)
	if err := tx.Receipt.UpdateOneID(row.TargetID).Where(receipt.StateEQ(receipt.StateRecorded)).
		SetState(receipt.StateReversed).AddVersion(1).Exec(ctx); err != nil {
		return db.Missing(err, "receipt")
	}
	return ledger.ReverseReceipt(ctx, tx, row.TargetID, booking(tx, row.ID, today, "reversal", row.ID))
}

func (s *reversals) appropriation(ctx context.Context, row *ent.Reversal, today calendar.Date) error {
	tx := db.From(ctx)
	if err := tx.Appropriation.UpdateOneID(row.TargetID).Where(appropriation.StateEQ(appropriation.StateApproved)).
		SetState(appropriation.StateReversed).SetReason(row.Reason).AddVersion(1).Exec(ctx); err != nil {
		return db.Missing(err, "appropriation")
	}
	return ledger.ReverseAppropriation(ctx, tx, approvalID(row.TargetID), booking(tx, row.ID, today, "reversal", row.ID))
}

// payment takes a payment back and returns its claim to the unit.
func (s *reversals) payment(ctx context.Context, row *ent.Reversal, today calendar.Date) error {
	tx := db.From(ctx)
	paid, err := tx.Payment.Get(ctx, row.TargetID)
	if err != nil {
		return db.Missing(err, "payment")
	}
	if err := tx.Payment.UpdateOneID(paid.ID).Where(payment.StateEQ(payment.StatePaid)).SetState(payment.StateReversed).AddVersion(1).Exec(ctx); err != nil {
		return db.Missing(err, "payment")
	}
	c := &claims{Room: s.Room}
	claimed, err := tx.Claim.Get(ctx, paid.ClaimID)
	if err != nil {
		return err
	}
	lines, err := c.lines(ctx, claimed)
	if err != nil {
		return err
	}
	if err := projects.Unsettle(ctx, claimed.ProjectID, row.Reason); err != nil { // the project before any lock of the ledger
		return err
	}
	if err := lockLots(ctx, claimed, lines); err != nil {
		return err
	}
	for _, l := range lines {
		b := booking(tx, uuid.NewSHA1(row.ID, l.ID[:]), today, "reversal", row.ID)
		reverse := ledger.ReversePayment
		if claimed.Kind == claim.KindRetention {
			reverse = ledger.ReverseRelease
		}
		if l.RetentionHoldID != nil { // first, for it is a share of what the payment settled
			if err := ledger.ReverseRetention(ctx, tx, settlementID(*l.RetentionHoldID), booking(tx, retainedID(b.ID), today, "reversal", row.ID)); err != nil {
				return err
			}
		}
		if err := reverse(ctx, tx, settlementID(*l.HoldID), b); err != nil {
			return err
		}
		if err := tx.ClaimLine.UpdateOneID(l.ID).ClearHoldID().ClearRetentionHoldID().Exec(ctx); err != nil {
			return err
		}
	}
	_, err = c.advance(ctx, claimed, claim.StateReturned, claimflow.ReversePayment, row.Reason, nil)
	return err
}

// RefuseReversal refuses a reversal.
func (s *reversals) RefuseReversal(ctx context.Context, req *fundsv1.RefuseReversalRequest) (*fundsv1.Reversal, error) {
	row, err := s.decide(ctx, req.Id, req.Etag, reversal.StateRefused, req.Reason)
	if err != nil {
		return nil, err
	}
	return one(reversalMessages(ctx, row))
}

func (s *reversals) decide(ctx context.Context, id, etag string, state reversal.State, reason string) (*ent.Reversal, error) {
	tx, v := db.From(ctx), viewer(ctx)
	row, err := tx.Reversal.Get(ctx, wire.ID(id))
	if err != nil {
		return nil, db.Missing(err, "reversal")
	}
	if row.Version != wire.Version(etag) {
		return nil, wire.ReasonStale.New()
	}
	if err := refuseReversalDecision(v, row); err != nil {
		return nil, err
	}
	updated, err := tx.Reversal.UpdateOneID(row.ID).Where(reversal.Version(row.Version)).AddVersion(1).
		SetState(state).SetDecidedBy(v.ID).SetDeciderName(v.Name).SetDecisionReason(reason).Save(ctx)
	if err != nil {
		return nil, db.Stale(ctx, err, "reversal", func(ctx context.Context) (bool, error) {
			return tx.Reversal.Query().Where(reversal.ID(row.ID)).Exist(ctx)
		})
	}
	action := "funds.approveReversal"
	if state == reversal.StateRefused {
		action = "funds.refuseReversal"
	}
	db.Audit(ctx, audit.Entry{Action: action, ObjectType: "reversal", ObjectID: id, After: asJSON(map[string]any{"state": state, "target": row.Target, "target_id": row.TargetID, "reason": reason})})
	return updated, nil
}

// GetReversal gets a reversal.
func (s *reversals) GetReversal(ctx context.Context, req *fundsv1.GetReversalRequest) (*fundsv1.Reversal, error) {
	row, err := db.From(ctx).Reversal.Get(ctx, wire.ID(req.Id))
	if err != nil {
		return nil, db.Missing(err, "reversal")
	}
	return one(reversalMessages(ctx, row))
}

// ListReversals lists reversals, newest first.
func (s *reversals) ListReversals(ctx context.Context, req *fundsv1.ListReversalsRequest) (*fundsv1.ListReversalsResponse, error) {
	page, err := s.pager.Open(ctx, req, paging.Order{{Name: "id", Desc: true}})
	if err != nil {
		return nil, err
	}
	query := db.From(ctx).Reversal.Query()
	if req.State != 0 {
		query.Where(reversal.StateEQ(wire.FromEnum[reversal.State](req.State)))
	}
	if req.Target != 0 {
		query.Where(reversal.TargetEQ(wire.FromEnum[reversal.Target](req.Target)))
	}
	if req.TargetId != "" {
		query.Where(reversal.TargetID(wire.ID(req.TargetId)))
	}
	total, err := query.Clone().Count(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := query.Where(page.Selector()).All(ctx)
	if err != nil {
		return nil, err
	}
	rows, next := paging.Cut(page, rows, func(r *ent.Reversal) []string { return []string{r.ID.String()} })
	list, err := reversalMessages(ctx, rows...)
	if err != nil {
		return nil, err
	}
	return &fundsv1.ListReversalsResponse{Reversals: list, NextPageToken: next, TotalSize: int32(total)}, nil
}

// reversalMessages turns rows into messages: a few queries however many rows.
func reversalMessages(ctx context.Context, rows ...*ent.Reversal) ([]*fundsv1.Reversal, error) {
	titles, err := targetTitles(ctx, rows)
	if err != nil {
		return nil, err
	}
	v := viewer(ctx)
	list := make([]*fundsv1.Reversal, len(rows))
	for i, row := range rows {
		list[i] = &fundsv1.Reversal{
			Id: row.ID.String(), Target: wire.ToEnum[fundsv1.ReversalTarget](row.Target), TargetId: row.TargetID.String(), Reason: row.Reason,
			AmountFen: row.AmountFen, State: wire.ToEnum[fundsv1.ReversalState](row.State), RequesterName: row.RequesterName,
			DeciderName: row.DeciderName, DecisionReason: row.DecisionReason, CreateTime: wire.Time(row.CreateTime), Etag: wire.Etag(row.Version),
			TargetTitle: titles[row.TargetID], AllowedActions: reversalActions(v, row),
		}
	}
	return list, nil
}

// targetTitles name the records of reversals: the number or bank reference, and the
// project or document it is about.
func targetTitles(ctx context.Context, rows []*ent.Reversal) (map[uuid.UUID]string, error) {
	tx := db.From(ctx)
	ids := idsOf(rows, func(r *ent.Reversal) uuid.UUID { return r.TargetID })
	received, err := tx.Receipt.Query().Where(among[predicate.Receipt](receipt.FieldID, ids)).All(ctx)
	if err != nil {
		return nil, err
	}
	set, err := tx.Appropriation.Query().Where(among[predicate.Appropriation](appropriation.FieldID, ids)).All(ctx)
	if err != nil {
		return nil, err
	}
	paid, err := tx.Payment.Query().Where(among[predicate.Payment](payment.FieldID, ids)).All(ctx)
	if err != nil {
		return nil, err
	}
	lots := append(idsOf(received, func(r *ent.Receipt) uuid.UUID { return r.AllocationID }),
		idsOf(set, func(a *ent.Appropriation) uuid.UUID { return a.AllocationID })...)
	numbers, err := numbersByAllocation(ctx, lots, func(id uuid.UUID) uuid.UUID { return id })
	if err != nil {
		return nil, err
	}
	ofProjects := append(idsOf(set, func(a *ent.Appropriation) uuid.UUID { return a.ProjectID }),
		idsOf(paid, func(p *ent.Payment) uuid.UUID { return p.ProjectID })...)
	carried, err := projectsOf(ctx, ofProjects, func(id uuid.UUID) uuid.UUID { return id })
	if err != nil {
		return nil, err
	}
	titles := make(map[uuid.UUID]string, len(rows))
	for _, r := range received {
		titles[r.ID] = r.BankReference + " " + numbers[r.AllocationID]
	}
	for _, a := range set {
		titles[a.ID] = numbers[a.AllocationID] + " " + carried[a.ProjectID].Name
	}
	for _, p := range paid {
		titles[p.ID] = p.Number + " " + carried[p.ProjectID].Name
	}
	return titles, nil
}
