package funds

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent"
	"zhengcun/ent/claim"
	"zhengcun/ent/payment"
	"zhengcun/ent/predicate"
	"zhengcun/ent/reversal"
	"zhengcun/ent/schema"
	"zhengcun/internal/funds/claimflow"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/privacy"
	"zhengcun/internal/platform/wire"
)

type payments struct {
	fundsv1.UnimplementedPaymentServiceServer
	*Room
}

// CreatePayment pays an approved claim: whole, once, and only by settling what
// finance holds for it.
func (s *payments) CreatePayment(ctx context.Context, req *fundsv1.CreatePaymentRequest) (*fundsv1.Payment, error) {
	in, tx := req.Payment, db.From(ctx)
	c := &claims{Room: s.Room}
	on, wrong := s.day(in.PaidOn, "payment.paid_on")
	if wrong != nil {
		return nil, fault.Fields(*wrong)
	}
	row, next, err := c.take(ctx, in.ClaimId, in.ClaimEtag, claimflow.Pay)
	if err != nil {
		return nil, err
	}
	if on.Before(row.ClaimedOn) {
		return nil, fault.Fields(ReasonTooEarly.Field("payment.paid_on", "earliest", row.ClaimedOn.String(), "why", "claimed_on"))
	}
	if err := openYear(ctx, on, "payment.paid_on"); err != nil {
		return nil, err
	}
	used, err := tx.Payment.Query().Where(payment.BankReference(in.BankReference), payment.StateEQ(payment.StatePaid)).Exist(ctx)
	if err != nil {
		return nil, err
	}
	if used {
		return nil, refuseField(ReasonBankReference, "payment.bank_reference")
	}
	// The claim is changed first: of many cashiers at once, the others wait here and find it changed.
	claimed, err := c.advance(ctx, row, next, claimflow.Pay, "", nil)
	if err != nil {
		return nil, err
	}
	account, err := c.openAccount(row)
	if err != nil {
		return nil, err
	}
	year := calendar.FiscalYear(on)
	if err := s.settle(ctx, c, claimed, on); err != nil {
		return nil, err
	}
	n, err := db.NextNumber(ctx, fmt.Sprintf("payment/%d", year))
	if err != nil {
		return nil, err
	}
	id := schema.NewID()
	paid, err := tx.Payment.Create().SetID(id).SetNumber(fmt.Sprintf("ZF%d-%05d", year, n)).SetClaimID(row.ID).SetProjectID(row.ProjectID).
		SetVillageID(row.VillageID).SetUnitID(row.UnitID).SetNillableDepartmentID(row.DepartmentID).
		SetPayeeName(row.PayeeName).SetPayeeAccount(s.keys.Seal(account, privacy.Place("payments", "payee_account", id.String()))).
		SetPayeeAccountMasked(row.PayeeAccountMasked).SetAmountFen(row.AmountFen).SetBankReference(in.BankReference).
		SetPaidOn(on).SetState(payment.StatePaid).SetPaidBy(viewer(ctx).ID).Save(ctx)
	if db.IsUnique(err) {
		return nil, refuseField(ReasonBankReference, "payment.bank_reference")
	}
	if err != nil {
		return nil, err
	}
	db.Audit(ctx, audit.Entry{Action: "funds.createPayment", ObjectType: "payment", ObjectID: paid.ID.String(), VillageID: row.VillageID.String(),
		After: asJSON(map[string]any{"number": paid.Number, "claim": row.Number, "amount_fen": paid.AmountFen, "bank_reference": paid.BankReference, "paid_on": on.String()})})
	return one(s.messages(ctx, paid))
}

// settlementID is the ledger's id of the payment of a hold.
func settlementID(hold uuid.UUID) uuid.UUID { return uuid.NewSHA1(hold, []byte("settle")) }

func (s *payments) settle(ctx context.Context, c *claims, row *ent.Claim, on calendar.Date) error {
	tx := db.From(ctx)
	lines, err := c.lines(ctx, row)
	if err != nil {
		return err
	}
	if err := lockLots(ctx, row, lines); err != nil {
		return err
	}
	return s.book(ctx, on, func() error {
		for _, l := range lines {
			settling := func(hold uuid.UUID) ledger.Booking { return booking(tx, settlementID(hold), on, "claim", row.ID) }
			if row.Kind == claim.KindRetention {
				if err := ledger.SettleRelease(ctx, tx, *l.HoldID, settling(*l.HoldID)); err != nil {
					return err
				}
				continue
			}
			if err := ledger.SettlePayment(ctx, tx, *l.HoldID, settling(*l.HoldID)); err != nil {
				return err
			}
			if l.RetentionHoldID != nil {
				if err := ledger.SettleRetention(ctx, tx, *l.RetentionHoldID, settling(*l.RetentionHoldID)); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// GetPayment gets a payment.
func (s *payments) GetPayment(ctx context.Context, req *fundsv1.GetPaymentRequest) (*fundsv1.Payment, error) {
	row, err := db.From(ctx).Payment.Get(ctx, wire.ID(req.Id))
	if err != nil {
		return nil, db.Missing(err, "payment")
	}
	return one(s.messages(ctx, row))
}

// ListPayments lists payments, newest first unless asked for otherwise.
func (s *payments) ListPayments(ctx context.Context, req *fundsv1.ListPaymentsRequest) (*fundsv1.ListPaymentsResponse, error) {
	if req.OrderBy == "" {
		req.OrderBy = "paid_on desc"
	}
	order, err := paging.Parse(req.OrderBy, "paid_on", "amount_fen", "number")
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
	if err := query.Clone().Aggregate(counted, summed("amount", payment.FieldAmountFen, payment.StatePaid)).Scan(ctx, &all); err != nil {
		return nil, err
	}
	rows, err := query.Where(page.Selector()).All(ctx)
	if err != nil {
		return nil, err
	}
	rows, next := paging.Cut(page, rows, func(r *ent.Payment) []string {
		switch order[0].Name {
		case "amount_fen":
			return []string{fmt.Sprint(r.AmountFen), r.ID.String()}
		case "number":
			return []string{r.Number, r.ID.String()}
		default:
			return []string{r.PaidOn.String(), r.ID.String()}
		}
	})
	list, err := s.messages(ctx, rows...)
	if err != nil {
		return nil, err
	}
	return &fundsv1.ListPaymentsResponse{Payments: list, NextPageToken: next, TotalSize: all[0].Rows, TotalAmountFen: all[0].Amount}, nil
}

// found are the payments a list's filters leave.
func (s *payments) found(ctx context.Context, req *fundsv1.ListPaymentsRequest) (*ent.PaymentQuery, error) {
	query := db.From(ctx).Payment.Query().Where(between(payment.FieldPaidOn, req.FromDate, req.ToDate))
	if req.ClaimId != "" {
		query.Where(payment.ClaimID(wire.ID(req.ClaimId)))
	}
	if req.ProjectId != "" {
		query.Where(payment.ProjectID(wire.ID(req.ProjectId)))
	}
	if req.State != 0 {
		query.Where(payment.StateEQ(wire.FromEnum[payment.State](req.State)))
	}
	if req.FiscalYear != 0 {
		query.Where(inYear(payment.FieldPaidOn, req.FiscalYear))
	}
	if villages, all, err := villageFilter(ctx, req.RegionCode); err != nil {
		return nil, err
	} else if !all {
		query.Where(among[predicate.Payment](payment.FieldVillageID, villages))
	}
	if text := search(req.Query); text != "" {
		query.Where(payment.Or(payment.NumberContainsFold(text), payment.PayeeNameContainsFold(text), payment.BankReferenceContainsFold(text)))
	}
	return query, nil
}

// messages turns rows into messages: a few queries however many rows.
func (s *payments) messages(ctx context.Context, rows ...*ent.Payment) ([]*fundsv1.Payment, error) {
	carried, err := projectsOf(ctx, rows, func(r *ent.Payment) uuid.UUID { return r.ProjectID })
	if err != nil {
		return nil, err
	}
	ids := idsOf(rows, func(r *ent.Payment) uuid.UUID { return r.ClaimID })
	claimed, err := db.From(ctx).Claim.Query().Where(among[predicate.Claim](claim.FieldID, ids)).All(ctx)
	if err != nil {
		return nil, err
	}
	numbers := map[uuid.UUID]string{}
	for _, c := range claimed {
		if c.Number != nil {
			numbers[c.ID] = *c.Number
		}
	}
	asked, err := reversalsOf(ctx, idsOf(rows, func(r *ent.Payment) uuid.UUID { return r.ID })...)
	if err != nil {
		return nil, err
	}
	v := viewer(ctx)
	list := make([]*fundsv1.Payment, len(rows))
	for i, row := range rows {
		list[i] = &fundsv1.Payment{
			Id: row.ID.String(), Number: row.Number, ClaimId: row.ClaimID.String(), ClaimNumber: numbers[row.ClaimID],
			ProjectId: row.ProjectID.String(), ProjectName: carried[row.ProjectID].Name, PayeeName: row.PayeeName,
			PayeeAccount: row.PayeeAccountMasked,
			AmountFen:    row.AmountFen, BankReference: row.BankReference, PaidOn: row.PaidOn.String(),
			State: wire.ToEnum[fundsv1.PaymentState](row.State), CreateTime: wire.Time(row.CreateTime), Etag: wire.Etag(row.Version),
			AllowedActions: asked.actions(v, reversal.TargetPayment, row.ID, string(row.State)),
		}
	}
	return list, nil
}
