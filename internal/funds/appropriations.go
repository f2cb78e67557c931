package funds

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent"
	"zhengcun/ent/allocation"
	"zhengcun/ent/appropriation"
	"zhengcun/ent/fundrule"
	"zhengcun/ent/predicate"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/kernel/money"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/wire"
	"zhengcun/internal/projects"
	"zhengcun/internal/rules"
)

type appropriations struct {
	fundsv1.UnimplementedAppropriationServiceServer
	*Room
}

// CreateAppropriation asks for money of an allocation for a project. The amount
// is reserved in the ledger at once.
func (s *appropriations) CreateAppropriation(ctx context.Context, req *fundsv1.CreateAppropriationRequest) (*fundsv1.Appropriation, error) {
	in, tx, v := req.Appropriation, db.From(ctx), viewer(ctx)
	a, err := tx.Allocation.Get(ctx, wire.ID(in.AllocationId))
	if ent.IsNotFound(err) {
		return nil, fault.Fields(ReasonAllocationUnknown.Field("appropriation.allocation_id"))
	}
	if err != nil {
		return nil, err
	}
	// The project stays locked, so that two requests at once cannot pass its budget together.
	p, err := projects.Lock(ctx, wire.ID(in.ProjectId))
	if errors.Is(err, fault.ReasonNotFound) {
		return nil, fault.Fields(ReasonProjectUnknown.Field("appropriation.project_id"))
	}
	if err != nil {
		return nil, err
	}
	if err := s.fits(ctx, a, p, in.AmountFen); err != nil {
		return nil, err
	}
	today := calendar.Today(s.clock)
	lot := ledger.ProjectLot{Lot: a.ID, Project: p.ID}
	if err := s.openLot(ctx, lot, today); err != nil {
		return nil, err
	}
	if err := ledger.Lock(ctx, tx, ledger.LotAccount(a.ID), lot.Account()); err != nil {
		return nil, err
	}
	balances, err := ledger.LotBalances(ctx, tx, a.ID)
	if err != nil {
		return nil, err
	}
	if available := balances[a.ID].Available(); money.Fen(in.AmountFen) > available {
		return nil, refuseField(ReasonNotEnough, "appropriation.amount_fen", money.Told("available", available), money.Told("needed", money.Fen(in.AmountFen)))
	}
	row, err := tx.Appropriation.Create().SetAllocationID(a.ID).SetProjectID(p.ID).
		SetVillageID(p.VillageID).SetUnitID(p.UnitID).SetNillableDepartmentID(p.DepartmentID).SetNillableMoneyDepartmentID(a.DepartmentID).
		SetAmountFen(in.AmountFen).SetShare(wire.FromEnum[appropriation.Share](in.Share)).SetState(appropriation.StateRequested).
		SetRequestedBy(v.ID).SetRequesterName(v.Name).Save(ctx)
	if err != nil {
		return nil, err
	}
	if err := ledger.RequestAppropriation(ctx, tx, lot, money.Fen(in.AmountFen), booking(tx, row.ID, today, "appropriation", row.ID)); err != nil {
		return nil, err
	}
	db.Audit(ctx, audit.Entry{Action: "funds.createAppropriation", ObjectType: "appropriation", ObjectID: row.ID.String(), VillageID: p.VillageID.String(),
		After: asJSON(map[string]any{"allocation": a.ID, "project": p.Number, "amount_fen": row.AmountFen, "share": row.Share})})
	return one(appropriationMessages(ctx, row))
}

// fits checks that the money may be used for the project at all: 渠道不乱、用途不变.
func (s *appropriations) fits(ctx context.Context, a *ent.Allocation, p *ent.Project, amount int64) error {
	tx := db.From(ctx)
	if err := refuseMoney(p); err != nil {
		return err
	}
	purpose, err := tx.Purpose.Get(ctx, a.PurposeID)
	if err != nil {
		return err
	}
	kind, err := tx.ProjectType.Get(ctx, p.TypeID)
	if err != nil {
		return err
	}
	if !slices.Contains(purpose.ProjectTypeCodes, kind.Code) {
		return ReasonPurposeForbids.New("purpose", purpose.Name, "project_type", kind.Name)
	}
	if a.ProjectID != nil && *a.ProjectID != p.ID {
		return ReasonProjectForbids.New()
	}
	if a.RegionID != nil {
		within, err := regionContains(ctx, *a.RegionID, p.VillageID)
		if err != nil {
			return err
		}
		if !within {
			return ReasonRegionForbids.New()
		}
	}
	rows, err := tx.Appropriation.Query().Where(appropriation.ProjectID(p.ID),
		appropriation.StateIn(appropriation.StateRequested, appropriation.StateApproved)).All(ctx)
	if err != nil {
		return err
	}
	left := p.BudgetFen
	for _, row := range rows {
		left -= row.AmountFen
	}
	if amount > left {
		return refuseField(ReasonOverBudget, "appropriation.amount_fen", money.Told("left", money.Fen(left)))
	}
	return nil
}

// openLot opens the project lot with the caps in force today.
func (s *appropriations) openLot(ctx context.Context, lot ledger.ProjectLot, today calendar.Date) error {
	tx := db.From(ctx)
	advance, rule, err := rules.InForce(ctx, fundrule.KindAdvanceCap, today)
	if err != nil {
		return err
	}
	retention, _, err := rules.InForce(ctx, fundrule.KindRetentionCap, today)
	if err != nil {
		return err
	}
	return s.book(ctx, today, func() error {
		return ledger.OpenProjectLot(ctx, tx, lot, ledger.Caps{AdvanceBP: advance, RetentionBP: retention},
			booking(tx, uuid.Nil, today, "fund_rule", rule))
	})
}

// approvalID is the ledger's id of the approval of a request.
func approvalID(request uuid.UUID) uuid.UUID { return uuid.NewSHA1(request, []byte("approval")) }

// ApproveAppropriation approves a request of somebody else.
func (s *appropriations) ApproveAppropriation(ctx context.Context, req *fundsv1.ApproveAppropriationRequest) (*fundsv1.Appropriation, error) {
	return s.decide(ctx, req.Id, req.Etag, appropriation.StateApproved, "", "funds.approveAppropriation")
}

// RefuseAppropriation refuses a request of somebody else.
func (s *appropriations) RefuseAppropriation(ctx context.Context, req *fundsv1.RefuseAppropriationRequest) (*fundsv1.Appropriation, error) {
	return s.decide(ctx, req.Id, req.Etag, appropriation.StateRefused, req.Reason, "funds.refuseAppropriation")
}

// WithdrawAppropriation takes back one's own request.
func (s *appropriations) WithdrawAppropriation(ctx context.Context, req *fundsv1.WithdrawAppropriationRequest) (*fundsv1.Appropriation, error) {
	return s.decide(ctx, req.Id, req.Etag, appropriation.StateWithdrawn, "", "funds.withdrawAppropriation")
}

// decide ends a request in one of the three ways.
func (s *appropriations) decide(ctx context.Context, id, etag string, state appropriation.State, reason, action string) (*fundsv1.Appropriation, error) {
	tx, v := db.From(ctx), viewer(ctx)
	row, err := tx.Appropriation.Get(ctx, wire.ID(id))
	if err != nil {
		return nil, db.Missing(err, "appropriation")
	}
	if row.Version != wire.Version(etag) {
		return nil, wire.ReasonStale.New()
	}
	if err := refuseDecision(v, row, state); err != nil {
		return nil, err
	}
	updated, err := tx.Appropriation.UpdateOneID(row.ID).Where(appropriation.Version(row.Version)).AddVersion(1).
		SetState(state).SetDecidedBy(v.ID).SetDeciderName(v.Name).SetReason(reason).Save(ctx)
	if err != nil {
		return nil, db.Stale(ctx, err, "appropriation", func(ctx context.Context) (bool, error) {
			return tx.Appropriation.Query().Where(appropriation.ID(row.ID)).Exist(ctx)
		})
	}
	today := calendar.Today(s.clock)
	err = s.book(ctx, today, func() error {
		b := booking(tx, approvalID(row.ID), today, "appropriation", row.ID)
		if state == appropriation.StateApproved {
			return ledger.ApproveAppropriation(ctx, tx, row.ID, b)
		}
		return ledger.VoidAppropriation(ctx, tx, row.ID, b)
	})
	if err != nil {
		return nil, err
	}
	db.Audit(ctx, audit.Entry{Action: action, ObjectType: "appropriation", ObjectID: id, VillageID: row.VillageID.String(),
		Before: asJSON(map[string]any{"state": row.State}), After: asJSON(map[string]any{"state": state, "reason": reason})})
	return one(appropriationMessages(ctx, updated))
}

// GetAppropriation gets an appropriation.
func (s *appropriations) GetAppropriation(ctx context.Context, req *fundsv1.GetAppropriationRequest) (*fundsv1.Appropriation, error) {
	row, err := db.From(ctx).Appropriation.Get(ctx, wire.ID(req.Id))
	if err != nil {
		return nil, db.Missing(err, "appropriation")
	}
	return one(appropriationMessages(ctx, row))
}

// ListAppropriations lists appropriations, newest first unless asked for otherwise.
func (s *appropriations) ListAppropriations(ctx context.Context, req *fundsv1.ListAppropriationsRequest) (*fundsv1.ListAppropriationsResponse, error) {
	order, err := newestFirst(req.OrderBy, "amount_fen")
	if err != nil {
		return nil, err
	}
	page, err := s.pager.Open(ctx, req, order)
	if err != nil {
		return nil, err
	}
	query, err := s.found(ctx, req)
	if err != nil {
		return nil, err
	}
	var all []tally
	if err := query.Clone().Aggregate(counted, summed("amount", appropriation.FieldAmountFen, appropriation.StateApproved),
		summed("asked", appropriation.FieldAmountFen, appropriation.StateRequested)).Scan(ctx, &all); err != nil {
		return nil, err
	}
	rows, err := query.Where(page.Selector()).All(ctx)
	if err != nil {
		return nil, err
	}
	rows, next := paging.Cut(page, rows, func(r *ent.Appropriation) []string {
		if order[0].Name == "amount_fen" {
			return []string{fmt.Sprint(r.AmountFen), r.ID.String()}
		}
		return []string{r.ID.String()}
	})
	list, err := appropriationMessages(ctx, rows...)
	if err != nil {
		return nil, err
	}
	return &fundsv1.ListAppropriationsResponse{
		Appropriations: list, NextPageToken: next, TotalSize: all[0].Rows, TotalAmountFen: all[0].Amount, TotalRequestedFen: all[0].Asked,
	}, nil
}

// found are the appropriations a list's filters leave.
func (s *appropriations) found(ctx context.Context, req *fundsv1.ListAppropriationsRequest) (*ent.AppropriationQuery, error) {
	query := db.From(ctx).Appropriation.Query()
	if req.AllocationId != "" {
		query.Where(appropriation.AllocationID(wire.ID(req.AllocationId)))
	}
	if req.ProjectId != "" {
		query.Where(appropriation.ProjectID(wire.ID(req.ProjectId)))
	}
	if req.State != 0 {
		query.Where(appropriation.StateEQ(wire.FromEnum[appropriation.State](req.State)))
	}
	if req.FiscalYear != 0 {
		query.Where(ofAllocation(func(a, _ *sql.SelectTable) *sql.Predicate {
			return sql.EQ(a.C(allocation.FieldFiscalYear), req.FiscalYear)
		}))
	}
	if villages, all, err := villageFilter(ctx, req.RegionCode); err != nil {
		return nil, err
	} else if !all {
		query.Where(among[predicate.Appropriation](appropriation.FieldVillageID, villages))
	}
	if text := search(req.Query); text != "" {
		query.Where(func(s *sql.Selector) {
			s.Where(sql.Or(sql.In(s.C(appropriation.FieldProjectID), projectsNamed(s.Dialect(), text)),
				sql.In(s.C(appropriation.FieldAllocationID), allocationsWhere(s.Dialect(), numberHas(text)))))
		})
	}
	return query, nil
}

// one is the only message of a list.
func one[T any](list []T, err error) (T, error) {
	if err != nil {
		var none T
		return none, err
	}
	return list[0], nil
}

func appropriationMessages(ctx context.Context, rows ...*ent.Appropriation) ([]*fundsv1.Appropriation, error) {
	numbers, err := numbersByAllocation(ctx, rows, func(r *ent.Appropriation) uuid.UUID { return r.AllocationID })
	if err != nil {
		return nil, err
	}
	carried, err := projectsOf(ctx, rows, func(r *ent.Appropriation) uuid.UUID { return r.ProjectID })
	if err != nil {
		return nil, err
	}
	asked, err := reversalsOf(ctx, idsOf(rows, func(r *ent.Appropriation) uuid.UUID { return r.ID })...)
	if err != nil {
		return nil, err
	}
	v := viewer(ctx)
	list := make([]*fundsv1.Appropriation, len(rows))
	for i, row := range rows {
		list[i] = &fundsv1.Appropriation{
			Id: row.ID.String(), AllocationId: row.AllocationID.String(), DocumentNumber: numbers[row.AllocationID],
			ProjectId: row.ProjectID.String(), ProjectNumber: carried[row.ProjectID].Number, ProjectName: carried[row.ProjectID].Name,
			AmountFen: row.AmountFen, Share: wire.ToEnum[fundsv1.Share](row.Share), State: wire.ToEnum[fundsv1.AppropriationState](row.State),
			RequesterName: row.RequesterName, DeciderName: row.DeciderName, Reason: row.Reason,
			CreateTime: wire.Time(row.CreateTime), Etag: wire.Etag(row.Version), AllowedActions: appropriationActions(v, row, asked),
		}
	}
	return list, nil
}
