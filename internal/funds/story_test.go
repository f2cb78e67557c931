package funds

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"google.golang.org/protobuf/testing/protocmp"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/internal/countytest"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/wire"
)

// The demo story of main-path.md, told by the people who would do it.
func TestStory(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		allocation := o.fund("岳交计〔2026〕12号", 60_000_000, 25_000_000, 15_000_000)
		o.appropriate(allocation, 38_000_000)

		advance := o.claim(&fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: "2026-04-10",
			Lines: []*fundsv1.ClaimLine{{AllocationId: allocation.String(), AmountFen: 15_200_000}}})
		if advance.Number != "BZ2026-00001" || advance.AdvanceCapBp != 4000 {
			t.Errorf("advance is %s with cap %d", advance.Number, advance.AdvanceCapBp)
		}
		o.pay(o.review(advance), "PAY-1")

		accepted := o.accepted(allocation, 35_000_000, "2026-09-20")
		final := o.claim(&fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_FINAL, ClaimedOn: "2026-09-25", AcceptanceId: accepted.ID.String(),
			Lines: []*fundsv1.ClaimLine{{AllocationId: allocation.String(), AmountFen: 19_800_000, SetOffFen: 15_200_000}}})
		paid := o.pay(o.review(final), "PAY-2")
		if paid.Number != "ZF2026-00002" || paid.AmountFen != 19_800_000 {
			t.Errorf("payment is %s of %d", paid.Number, paid.AmountFen)
		}

		want := &fundsv1.AllocationMoney{PromisedFen: 60_000_000, ReceivedFen: 40_000_000, AppropriatedFen: 38_000_000, PaidFen: 35_000_000,
			AvailableFen: 2_000_000, IdleUnappropriatedFen: 2_000_000, IdleAppropriatedFen: 3_000_000}
		o.as(o.finance, func(ctx context.Context) error {
			got, err := (&allocations{Room: o.Room}).GetAllocation(ctx, &fundsv1.GetAllocationRequest{Id: allocation.String()})
			if err != nil {
				return err
			}
			if diff := cmp.Diff(want, got.Money, protocmp.Transform()); diff != "" {
				t.Errorf("money of the allocation (-want +got):\n%s", diff)
			}
			list, err := (&allocations{Room: o.Room}).ListAllocations(ctx, &fundsv1.ListAllocationsRequest{IdleOnly: true, ChannelCode: "D-TRANSPORT", FiscalYear: 2026, RegionCode: ""})
			if err != nil {
				return err
			}
			if list.TotalSize != 1 {
				t.Errorf("%d idle allocations", list.TotalSize)
			}
			if diff := cmp.Diff(want, list.Totals, protocmp.Transform()); diff != "" {
				t.Errorf("totals of the list (-want +got):\n%s", diff)
			}
			wrong, err := ledger.Replay(ctx, db.From(ctx))
			if len(wrong) > 0 {
				t.Errorf("counters differ from replay: %v", wrong)
			}
			return err
		})
		o.traces(allocation, paid)
	})
}

// traces follows the money from the number of the document to the payee, and back from the payment.
func (o *office) traces(allocation uuid.UUID, paid *fundsv1.Payment) {
	kinds := func(r *fundsv1.TraceFundsResponse) map[string]int {
		n := map[string]int{}
		for _, node := range r.Nodes {
			n[node.Kind.String()[len("TRACE_NODE_KIND_"):]]++
		}
		return n
	}
	o.as(o.finance, func(ctx context.Context) error {
		s := &traces{Room: o.Room}
		down, err := s.TraceFunds(ctx, &fundsv1.TraceFundsRequest{Start: &fundsv1.TraceFundsRequest_DocumentNumber{DocumentNumber: "岳交计[2026] １２ 号"}})
		if err != nil {
			return err
		}
		want := map[string]int{"DOCUMENT": 1, "ALLOCATION": 1, "RECEIPT": 2, "PROJECT_LOT": 1, "CLAIM": 2, "PAYMENT": 2, "PAYEE": 1}
		if diff := cmp.Diff(want, kinds(down)); diff != "" {
			o.t.Errorf("trace from the document (-want +got):\n%s", diff)
		}
		up, err := s.TraceFunds(ctx, &fundsv1.TraceFundsRequest{Start: &fundsv1.TraceFundsRequest_PaymentNumber{PaymentNumber: paid.Number}})
		if err != nil {
			return err
		}
		want["CLAIM"], want["PAYMENT"] = 1, 1
		if diff := cmp.Diff(want, kinds(up)); diff != "" {
			o.t.Errorf("trace from the payment (-want +got):\n%s", diff)
		}
		return nil
	})
}

// fund pushes a document of one line and records receipts in parts.
func (o *office) fund(number string, promised int64, receiptsFen ...int64) uuid.UUID {
	o.t.Helper()
	var id uuid.UUID
	o.as(o.client, func(ctx context.Context) error {
		d, err := (&documents{Room: o.Room}).CreateFundDocument(ctx, &fundsv1.CreateFundDocumentRequest{FundDocument: document(number, promised)})
		if err == nil {
			id = wire.ID(d.Lines[0].AllocationId)
		}
		return err
	})
	for i, fen := range receiptsFen {
		o.as(o.finance, func(ctx context.Context) error {
			_, err := (&receipts{Room: o.Room}).CreateReceipt(ctx, &fundsv1.CreateReceiptRequest{Receipt: &fundsv1.Receipt{
				AllocationId: id.String(), AmountFen: fen, BankReference: number + string(rune('a'+i)), ReceivedOn: "2026-03-20"}})
			return err
		})
	}
	return id
}

// appropriate sets money aside for the road, with two people of the office.
func (o *office) appropriate(allocation uuid.UUID, fen int64) *fundsv1.Appropriation {
	o.t.Helper()
	s := &appropriations{Room: o.Room}
	var a *fundsv1.Appropriation
	o.as(o.office1, func(ctx context.Context) (err error) {
		a, err = s.CreateAppropriation(ctx, &fundsv1.CreateAppropriationRequest{Appropriation: &fundsv1.Appropriation{
			AllocationId: allocation.String(), ProjectId: o.road.ID.String(), AmountFen: fen, Share: fundsv1.Share_SHARE_FLEXIBLE}})
		return err
	})
	o.as(o.office2, func(ctx context.Context) (err error) {
		a, err = s.ApproveAppropriation(ctx, &fundsv1.ApproveAppropriationRequest{Id: a.Id, Etag: a.Etag})
		return err
	})
	return a
}

// claim drafts and submits a claim of the road's unit.
func (o *office) claim(in *fundsv1.Claim) *fundsv1.Claim {
	o.t.Helper()
	s := &claims{Room: o.Room}
	in.ProjectId, in.PayeeName, in.PayeeAccount = o.road.ID.String(), "岳西县某建筑公司", "6222020200001234567"
	var c *fundsv1.Claim
	o.as(o.unitMan, func(ctx context.Context) (err error) {
		c, err = s.CreateClaim(ctx, &fundsv1.CreateClaimRequest{Claim: in})
		return err
	})
	o.as(o.unitMan, func(ctx context.Context) (err error) {
		c, err = s.SubmitClaim(ctx, &fundsv1.SubmitClaimRequest{Id: c.Id, Etag: c.Etag})
		return err
	})
	return c
}

// review takes a submitted claim through all its reviews.
func (o *office) review(c *fundsv1.Claim) *fundsv1.Claim {
	o.t.Helper()
	s := &claims{Room: o.Room}
	o.as(o.townshipMan, func(ctx context.Context) (err error) {
		c, err = s.AgreeClaimByTownship(ctx, &fundsv1.AgreeClaimByTownshipRequest{Id: c.Id, Etag: c.Etag})
		return err
	})
	o.as(o.department, func(ctx context.Context) (err error) {
		c, err = s.CheckClaimByDepartment(ctx, &fundsv1.CheckClaimByDepartmentRequest{Id: c.Id, Etag: c.Etag})
		return err
	})
	o.as(o.office1, func(ctx context.Context) (err error) {
		c, err = s.AgreeClaimByOffice(ctx, &fundsv1.AgreeClaimByOfficeRequest{Id: c.Id, Etag: c.Etag})
		return err
	})
	o.as(o.approver, func(ctx context.Context) (err error) {
		c, err = s.ApproveClaim(ctx, &fundsv1.ApproveClaimRequest{Id: c.Id, Etag: c.Etag})
		return err
	})
	return c
}

// pay pays an approved claim.
func (o *office) pay(c *fundsv1.Claim, reference string) *fundsv1.Payment {
	o.t.Helper()
	var p *fundsv1.Payment
	o.as(o.cashier, func(ctx context.Context) (err error) {
		p, err = (&payments{Room: o.Room}).CreatePayment(ctx, &fundsv1.CreatePaymentRequest{Payment: &fundsv1.Payment{
			ClaimId: c.Id, ClaimEtag: c.Etag, BankReference: reference, PaidOn: "2026-10-08"}})
		return err
	})
	return p
}

// Idle money on a project lot is what is set aside and not paid, as far as it arrived more than 90 days ago.
func TestIdleMoneyOfAProject(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		lot := o.fund("岳交计〔2026〕12号", 60_000_000, 25_000_000, 15_000_000) // both arrived on 2026-03-20
		o.appropriate(lot, 38_000_000)
		o.pay(o.review(o.claim(&fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: "2026-04-10",
			Lines: []*fundsv1.ClaimLine{{AllocationId: lot.String(), AmountFen: 15_200_000}}})), "PAY-1")
		idle := func() (fen int64) {
			o.as(o.finance, func(ctx context.Context) error {
				all, err := ledger.IdleOfProjects(ctx, db.From(ctx), ledger.IdleBefore(db.From(ctx).Now()), o.road.ID)
				fen = int64(all[ledger.ProjectLot{Lot: lot, Project: o.road.ID}])
				return err
			})
			return fen
		}
		if got := idle(); got != 38_000_000-15_200_000 {
			t.Errorf("idle %d", got)
		}
		o.as(o.finance, func(ctx context.Context) error { // on the ninetieth day nothing is idle yet
			all, err := ledger.IdleOfProjects(ctx, db.From(ctx), calendar.MustParseDate("2026-03-19"), o.road.ID)
			if n := all[ledger.ProjectLot{Lot: lot, Project: o.road.ID}]; n != 0 {
				t.Errorf("idle before anything arrived: %d", n)
			}
			return err
		})
	})
}
