package funds

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent/documentconflict"
	"zhengcun/internal/countytest"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"
	"zhengcun/internal/projects"
)

func (o *office) push(v *scope.Viewer, d *fundsv1.FundDocument) (*fundsv1.FundDocument, error) {
	var stored *fundsv1.FundDocument
	err := o.try(v, func(ctx context.Context) (err error) {
		stored, err = (&documents{Room: o.Room}).CreateFundDocument(ctx, &fundsv1.CreateFundDocumentRequest{FundDocument: d})
		return err
	})
	return stored, err
}

func wants(t *testing.T, err error, want *fault.Reason) {
	t.Helper()
	f, known := fault.From(err)
	if !known {
		t.Fatalf("got %v, want %s", err, want.Code)
	}
	for _, v := range f.Violations() {
		if v.Reason == want {
			return
		}
	}
	if f.Reason() != want {
		t.Fatalf("got %v %v, want %s", err, f.Violations(), want.Code)
	}
}

// tells fails the test unless the refusal says what it should in both languages, keeps the amounts in fen for programs
// and, where a field is given, says the same of that field alone.
func tells(t *testing.T, err error, want *fault.Reason, field string, amounts map[string]string, zh, en string) {
	t.Helper()
	f, known := fault.From(err)
	if !known || f.Reason() != want || f.ZH() != zh || f.EN() != en {
		t.Fatalf("got %v, want %s: %s, %s", err, want.Code, zh, en)
	}
	for name, fen := range amounts {
		if f.Metadata()[name] != fen {
			t.Errorf("%s: %v, want %s of %s", want.Code, f.Metadata(), name, fen)
		}
	}
	var at []string
	for _, v := range f.Violations() {
		at = append(at, v.Field)
		if v.Reason != want || v.ZH() != zh || v.EN() != en {
			t.Errorf("at %s: %s %q %q", v.Field, v.Reason.Code, v.ZH(), v.EN())
		}
	}
	if strings.Join(at, " ") != field {
		t.Errorf("%s at %q, want %q", want.Code, at, field)
	}
}

func TestDocumentsAreFacts(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		first, err := o.push(o.client, document("岳交计〔2026〕12号", 60_000_000))
		if err != nil {
			t.Fatal(err)
		}
		// The same paper again, written another way and typed by finance, is the same document.
		again := document("岳交计[２０２６]12 号", 60_000_000)
		second, err := o.push(o.finance, again)
		if err != nil || second.Id != first.Id || len(second.Sources) != 2 {
			t.Fatalf("typed after pushed: %v %v", second, err)
		}
		// Another content under the same number is refused, and nothing is changed by it.
		_, err = o.push(o.client, document("岳交计〔2026〕12号", 60_000_001))
		wants(t, err, ReasonDocumentDiffers)
		o.as(o.finance, func(ctx context.Context) error {
			n, err := db.From(ctx).Allocation.Query().Count(ctx)
			if n != 1 {
				t.Errorf("%d allocations", n)
			}
			conflicts, _ := db.From(ctx).DocumentConflict.Query().Count(ctx)
			if conflicts != 0 {
				t.Errorf("%d conflicts between two papers that came in the same way", conflicts)
			}
			return err
		})
		// Typed differently from what was pushed: refused, and both are put before finance.
		if _, err = o.push(o.client, document("岳交计〔2026〕13号", 1_000)); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			_, err = o.push(o.finance, document("岳交计〔2026〕13号", 2_000))
			wants(t, err, ReasonDocumentDiffers)
		}
		o.as(o.finance, func(ctx context.Context) error {
			list, err := (&documents{Room: o.Room}).ListDocumentConflicts(ctx, &fundsv1.ListDocumentConflictsRequest{})
			if err != nil {
				return err
			}
			if len(list.DocumentConflicts) != 1 || list.DocumentConflicts[0].Refused.Lines[0].AmountFen != 2_000 || list.DocumentConflicts[0].Stored.Lines[0].AmountFen != 1_000 {
				t.Errorf("conflicts: %v", list)
			}
			for _, order := range []string{"create_time", "create_time desc"} {
				if sorted, err := (&documents{Room: o.Room}).ListDocumentConflicts(ctx, &fundsv1.ListDocumentConflictsRequest{OrderBy: order}); err != nil || len(sorted.DocumentConflicts) != 1 {
					t.Errorf("by %s: %v %v", order, sorted, err)
				}
			}
			for document, want := range map[string]int{list.DocumentConflicts[0].Stored.Id: 1, first.Id: 0} {
				of, err := (&documents{Room: o.Room}).ListDocumentConflicts(ctx, &fundsv1.ListDocumentConflictsRequest{FundDocumentId: document})
				if err != nil {
					return err
				}
				if len(of.DocumentConflicts) != want || int(of.TotalSize) != want {
					t.Errorf("conflicts of one document: %v, want %d", of, want)
				}
			}
			_, err = (&documents{Room: o.Room}).ResolveDocumentConflict(ctx, &fundsv1.ResolveDocumentConflictRequest{
				Id: list.DocumentConflicts[0].Id, Etag: list.DocumentConflicts[0].Etag, Resolution: "以推送件为准"})
			if err != nil {
				return err
			}
			open, err := db.From(ctx).DocumentConflict.Query().Where(documentconflict.Resolved(false)).Count(ctx)
			if open != 0 {
				t.Errorf("%d conflicts still open", open)
			}
			return err
		})
	})
}

func TestWrongDocuments(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		for name, test := range map[string]struct {
			change func(*fundsv1.FundDocument)
			want   *fault.Reason
		}{
			"issuer":          {func(d *fundsv1.FundDocument) { d.IssuerCode = "NOBODY" }, ReasonIssuerUnknown},
			"channel":         {func(d *fundsv1.FundDocument) { d.Lines[0].ChannelCode = "NONE" }, ReasonChannelUnknown},
			"other's channel": {func(d *fundsv1.FundDocument) { d.Lines[0].ChannelCode = "F-DEV" }, ReasonChannelUnknown},
			"purpose":         {func(d *fundsv1.FundDocument) { d.Lines[0].PurposeCode = "banquets" }, ReasonPurposeUnknown},
			"future":          {func(d *fundsv1.FundDocument) { d.IssuedOn = "2026-11-03" }, ReasonFuture},
			"project":         {func(d *fundsv1.FundDocument) { d.Lines[0].ProjectId = uuid.NewString() }, ReasonProjectUnknown},
			"refers":          {func(d *fundsv1.FundDocument) { d.RefersToId = uuid.NewString() }, ReasonDocumentUnknown},
			"line twice":      {func(d *fundsv1.FundDocument) { d.Lines = append(d.Lines, d.Lines[0]) }, ReasonLineRepeated},
			"too large": {func(d *fundsv1.FundDocument) {
				d.Lines[0].AmountFen = 1e14
				d.Lines = append(d.Lines, &fundsv1.AllocationLine{LineNumber: 2, ChannelCode: "D-TRANSPORT", PurposeCode: "rural-road", FiscalYear: 2026, AmountFen: 1e14})
			}, ReasonTotal},
		} {
			d := document("岳交计〔2026〕99号", 100)
			test.change(d)
			_, err := o.push(o.client, d)
			if err == nil {
				t.Errorf("%s: stored", name)
				continue
			}
			wants(t, err, test.want)
		}
		o.as(o.finance, func(ctx context.Context) error {
			n, err := db.From(ctx).FundDocument.Query().Count(ctx)
			if n != 0 {
				t.Errorf("%d documents after refusals", n)
			}
			return err
		})
	})
}

func TestMoneyThatIsNotThere(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		lot := o.fund("岳交计〔2026〕12号", 60_000_000, 40_000_000)
		receive := func(fen int64, reference string) error {
			return o.try(o.finance, func(ctx context.Context) error {
				_, err := (&receipts{Room: o.Room}).CreateReceipt(ctx, &fundsv1.CreateReceiptRequest{Receipt: &fundsv1.Receipt{
					AllocationId: lot.String(), AmountFen: fen, BankReference: reference, ReceivedOn: "2026-03-21"}})
				return err
			})
		}
		tells(t, receive(20_000_001, "R-2"), ReasonReceiptOverPromise, "receipt.amount_fen", map[string]string{"left_fen": "20000000"},
			"到账金额超过指标余额，还可登记 200,000.00 元", "More than was promised: 200,000.00 yuan may still arrive")
		if err := receive(1, "R-3"); err != nil {
			t.Fatal(err)
		}
		tells(t, receive(1, "R-3"), ReasonBankReference, "receipt.bank_reference", nil, "该银行流水号已登记过", "This bank reference has been recorded already")

		request := func(project uuid.UUID, fen int64) error {
			return o.try(o.office1, func(ctx context.Context) error {
				_, err := (&appropriations{Room: o.Room}).CreateAppropriation(ctx, &fundsv1.CreateAppropriationRequest{Appropriation: &fundsv1.Appropriation{
					AllocationId: lot.String(), ProjectId: project.String(), AmountFen: fen, Share: fundsv1.Share_SHARE_STABLE}})
				return err
			})
		}
		var big, school uuid.UUID
		o.as(o.office1, func(ctx context.Context) error {
			big = o.project(ctx, "XM2026-00002", "road", 90_000_000).ID
			school = o.project(ctx, "XM2026-00003", "school", 90_000_000).ID
			return nil
		})
		tells(t, request(big, 40_000_002), ReasonNotEnough, "appropriation.amount_fen", map[string]string{"available_fen": "40000001", "needed_fen": "40000002"},
			"可用资金不足：可用 400,000.01 元，需要 400,000.02 元", "Not enough money: 400,000.01 yuan available, 400,000.02 needed")
		tells(t, request(o.road.ID, 40_000_001), ReasonOverBudget, "appropriation.amount_fen", map[string]string{"left_fen": "40000000"},
			"超过项目预算：预算余额 400,000.00 元", "More than the project's budget: 400,000.00 yuan of it are left")
		wants(t, request(school, 100), ReasonPurposeForbids)

		o.appropriate(lot, 38_000_000)
		advance := func(fen int64) *fundsv1.Claim {
			return &fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: "2026-04-10", ProjectId: o.road.ID.String(), PayeeName: "甲", PayeeAccount: "62220000111122",
				Lines: []*fundsv1.ClaimLine{{AllocationId: lot.String(), AmountFen: fen}}}
		}
		submit := func(in *fundsv1.Claim) error {
			return o.try(o.unitMan, func(ctx context.Context) error {
				s := &claims{Room: o.Room}
				drafted, err := s.CreateClaim(ctx, &fundsv1.CreateClaimRequest{Claim: in})
				if err != nil {
					return err
				}
				_, err = s.SubmitClaim(ctx, &fundsv1.SubmitClaimRequest{Id: drafted.Id, Etag: drafted.Etag})
				return err
			})
		}
		wants(t, submit(advance(15_200_001)), ReasonAdvanceOverCap)
		tells(t, submit(advance(38_000_001)), ReasonNotEnough, "", map[string]string{"available_fen": "38000000", "needed_fen": "38000001"},
			"可用资金不足：可用 380,000.00 元，需要 380,000.01 元", "Not enough money: 380,000.00 yuan available, 380,000.01 needed")
		final := advance(100)
		final.Kind = fundsv1.ClaimKind_CLAIM_KIND_FINAL
		wants(t, submit(final), ReasonAcceptanceRequired)
		accepted := o.accepted(lot, 10_000_000, "2026-09-20")
		final.AcceptanceId, final.ClaimedOn = accepted.ID.String(), "2026-09-19"
		wants(t, submit(final), ReasonTooEarly)
		final.ClaimedOn, final.Lines[0].AmountFen = "2026-09-21", 10_000_001
		wants(t, submit(final), ReasonOverAccepted)
		final.Lines[0].AmountFen, final.Lines[0].SetOffFen = 100, 1
		wants(t, submit(final), ReasonSetOffTooMuch)
		final.Lines[0].SetOffFen = 0
		final.Lines = append(final.Lines, final.Lines[0])
		wants(t, submit(final), ReasonLineTwice)
		final.Lines = []*fundsv1.ClaimLine{{AllocationId: uuid.NewString(), AmountFen: 1}}
		wants(t, submit(final), ReasonLotUnknown)
	})
}

// Sixty-four ask at once for 120 % of what is left; what is granted never exceeds it, and nothing is left over that
// would have fitted.
func TestManyAppropriationsAtOnce(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		lot := o.fund("岳交计〔2026〕12号", 64_000, 64_000)
		projects := make([]uuid.UUID, 8)
		o.as(o.office1, func(ctx context.Context) error {
			for i := range projects {
				projects[i] = o.project(ctx, fmt.Sprintf("XM2026-1%04d", i), "road", 1_000_000).ID
			}
			return nil
		})
		var granted, refused atomic.Int64
		var all sync.WaitGroup
		for i := range 64 {
			all.Go(func() {
				err := o.try(o.office1, func(ctx context.Context) error {
					_, err := (&appropriations{Room: o.Room}).CreateAppropriation(ctx, &fundsv1.CreateAppropriationRequest{Appropriation: &fundsv1.Appropriation{
						AllocationId: lot.String(), ProjectId: projects[i%8].String(), AmountFen: 1_200, Share: fundsv1.Share_SHARE_STABLE}})
					return err
				})
				switch {
				case err == nil:
					granted.Add(1)
				case errors.Is(err, ReasonNotEnough):
					refused.Add(1)
				default:
					t.Errorf("unexpected: %v", err)
				}
			})
		}
		all.Wait()
		if granted.Load() != 53 || refused.Load() != 11 { // 53 × 1,200 = 63,600 of 64,000
			t.Errorf("granted %d, refused %d", granted.Load(), refused.Load())
		}
		o.as(o.finance, func(ctx context.Context) error {
			wrong, err := ledger.Replay(ctx, db.From(ctx))
			if len(wrong) > 0 {
				t.Errorf("replay: %v", wrong)
			}
			return err
		})
	})
}

// Sixty-four cashiers pay one claim: one pays.
func TestManyCashiersAtOnce(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		lot := o.fund("岳交计〔2026〕12号", 60_000_000, 40_000_000)
		o.appropriate(lot, 38_000_000)
		approved := o.review(o.claim(&fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: "2026-04-10",
			Lines: []*fundsv1.ClaimLine{{AllocationId: lot.String(), AmountFen: 15_200_000}}}))
		var paid, conflicts atomic.Int64
		var all sync.WaitGroup
		for i := range 64 {
			all.Go(func() {
				err := o.try(o.cashier, func(ctx context.Context) error {
					_, err := (&payments{Room: o.Room}).CreatePayment(ctx, &fundsv1.CreatePaymentRequest{Payment: &fundsv1.Payment{
						ClaimId: approved.Id, ClaimEtag: approved.Etag, BankReference: fmt.Sprintf("PAY-%d", i), PaidOn: "2026-10-08"}})
					return err
				})
				f, _ := fault.From(err)
				switch {
				case err == nil:
					paid.Add(1)
				case f != nil && (f.Reason().Kind == fault.AlreadyExists || f.Reason().Kind == fault.Aborted):
					conflicts.Add(1)
				default:
					t.Errorf("unexpected: %v", err)
				}
			})
		}
		all.Wait()
		if paid.Load() != 1 || conflicts.Load() != 63 {
			t.Errorf("%d paid, %d refused", paid.Load(), conflicts.Load())
		}
	})
}

func TestNobodyActsTwiceOnOneClaim(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		lot := o.fund("岳交计〔2026〕12号", 60_000_000, 40_000_000)
		o.appropriate(lot, 38_000_000)
		s := &claims{Room: o.Room}
		submitted := o.claim(&fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: "2026-04-10",
			Lines: []*fundsv1.ClaimLine{{AllocationId: lot.String(), AmountFen: 100}}})
		// One person with every role, who also drafted: not even the first review is his.
		everything := *o.townshipMan
		everything.ID, everything.Unit = o.unitMan.ID, o.unit
		o.refused(&everything, projects.ReasonSamePerson, func(ctx context.Context) error {
			_, err := s.AgreeClaimByTownship(ctx, &fundsv1.AgreeClaimByTownshipRequest{Id: submitted.Id, Etag: submitted.Etag})
			return err
		})
		approved := o.review(submitted)
		both := *o.cashier
		both.ID = o.approver.ID
		o.refused(&both, projects.ReasonSamePerson, func(ctx context.Context) error {
			_, err := (&payments{Room: o.Room}).CreatePayment(ctx, &fundsv1.CreatePaymentRequest{Payment: &fundsv1.Payment{
				ClaimId: approved.Id, ClaimEtag: approved.Etag, BankReference: "P", PaidOn: "2026-10-08"}})
			return err
		})
		// Stale etags, and whose turn it is not.
		o.refused(o.cashier, wire.ReasonStale, func(ctx context.Context) error {
			_, err := s.ReturnClaim(ctx, &fundsv1.ReturnClaimRequest{Id: approved.Id, Etag: "1", Reason: "x"})
			return err
		})
		o.refused(o.townshipMan, ReasonNotYourTurn, func(ctx context.Context) error {
			_, err := s.ReturnClaim(ctx, &fundsv1.ReturnClaimRequest{Id: approved.Id, Etag: approved.Etag, Reason: "x"})
			return err
		})
		// Returned by the cashier: the money is free, the same claim goes round again under its number, and is paid once.
		var returned *fundsv1.Claim
		o.as(o.cashier, func(ctx context.Context) (err error) {
			returned, err = s.ReturnClaim(ctx, &fundsv1.ReturnClaimRequest{Id: approved.Id, Etag: approved.Etag, Reason: "账号有误"})
			return err
		})
		o.as(o.finance, func(ctx context.Context) error {
			lots, err := ledger.ProjectLotsOfLots(ctx, db.From(ctx), lot)
			if len(lots) != 1 || lots[0].Held != 0 || lots[0].Advance != 0 {
				t.Errorf("after the return: %+v", lots)
			}
			return err
		})
		o.as(o.unitMan, func(ctx context.Context) (err error) {
			returned, err = s.SubmitClaim(ctx, &fundsv1.SubmitClaimRequest{Id: returned.Id, Etag: returned.Etag})
			return err
		})
		if returned.Number != approved.Number {
			t.Errorf("number changed from %s to %s", approved.Number, returned.Number)
		}
		o.pay(o.review(returned), "PAY-9")
	})
}

func TestReversals(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		lot := o.fund("岳交计〔2026〕12号", 60_000_000, 40_000_000)
		appropriated := o.appropriate(lot, 38_000_000)
		paid := o.pay(o.review(o.claim(&fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: "2026-04-10",
			Lines: []*fundsv1.ClaimLine{{AllocationId: lot.String(), AmountFen: 15_200_000}}})), "PAY-1")
		var receipt string
		o.as(o.finance, func(ctx context.Context) error {
			list, err := (&receipts{Room: o.Room}).ListReceipts(ctx, &fundsv1.ListReceiptsRequest{FundDocumentId: "", ChannelCode: "D-TRANSPORT"})
			receipt = list.Receipts[0].Id
			return err
		})
		s := &reversals{Room: o.Room}
		ask := func(target fundsv1.ReversalTarget, id string) *fundsv1.Reversal {
			t.Helper()
			var r *fundsv1.Reversal
			o.as(o.finance, func(ctx context.Context) (err error) {
				r, err = s.CreateReversal(ctx, &fundsv1.CreateReversalRequest{Reversal: &fundsv1.Reversal{Target: target, TargetId: id, Reason: "录错"}})
				return err
			})
			return r
		}
		approve := func(v *scope.Viewer, r *fundsv1.Reversal) error {
			return o.try(v, func(ctx context.Context) error {
				_, err := s.ApproveReversal(ctx, &fundsv1.ApproveReversalRequest{Id: r.Id, Etag: r.Etag})
				return err
			})
		}
		ofReceipt := ask(fundsv1.ReversalTarget_REVERSAL_TARGET_RECEIPT, receipt)
		ofAppropriation := ask(fundsv1.ReversalTarget_REVERSAL_TARGET_APPROPRIATION, appropriated.Id)
		ofPayment := ask(fundsv1.ReversalTarget_REVERSAL_TARGET_PAYMENT, paid.Id)
		o.refused(o.finance2, ReasonReversalPending, func(ctx context.Context) error {
			_, err := s.CreateReversal(ctx, &fundsv1.CreateReversalRequest{Reversal: &fundsv1.Reversal{Target: fundsv1.ReversalTarget_REVERSAL_TARGET_PAYMENT, TargetId: paid.Id, Reason: "再申请"}})
			return err
		})
		wants(t, approve(o.approver, ofReceipt), ReasonReversalBlocked)
		wants(t, approve(o.approver, ofAppropriation), ReasonReversalBlocked)
		self := *o.approver
		self.ID = o.finance.ID
		wants(t, approve(&self, ofPayment), projects.ReasonSamePerson)
		for _, r := range []*fundsv1.Reversal{ofPayment, ofAppropriation, ofReceipt} {
			if err := approve(o.approver, r); err != nil {
				t.Fatal(err)
			}
		}
		o.as(o.finance, func(ctx context.Context) error {
			money, err := o.moneyOf(ctx, lot)
			if m := money[lot]; m.ReceivedFen != 0 || m.AppropriatedFen != 0 || m.PaidFen != 0 {
				t.Errorf("after reversing everything: %v", m)
			}
			wrong, _ := ledger.Replay(ctx, db.From(ctx))
			if len(wrong) > 0 {
				t.Errorf("replay: %v", wrong)
			}
			return err
		})
	})
}

func TestOthersMoneyIsNotThere(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		lot := o.fund("岳交计〔2026〕12号", 60_000_000, 40_000_000)
		o.appropriate(lot, 38_000_000)
		drafted := o.claim(&fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: "2026-04-10",
			Lines: []*fundsv1.ClaimLine{{AllocationId: lot.String(), AmountFen: 100}}})
		stranger := &scope.Viewer{Kind: scope.Person, ID: uuid.New(), Name: "外人", Roles: []string{"DEPARTMENT", "UNIT", "TOWNSHIP", "VILLAGE"},
			Department: uuid.New(), Unit: uuid.New(), Villages: []uuid.UUID{uuid.New()}}
		notFound := func(name string, fn func(ctx context.Context) error) {
			t.Helper()
			if err := o.try(stranger, fn); !errors.Is(err, fault.ReasonNotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		notFound("allocation", func(ctx context.Context) error {
			_, err := (&allocations{Room: o.Room}).GetAllocation(ctx, &fundsv1.GetAllocationRequest{Id: lot.String()})
			return err
		})
		notFound("claim", func(ctx context.Context) error {
			_, err := (&claims{Room: o.Room}).GetClaim(ctx, &fundsv1.GetClaimRequest{Id: drafted.Id})
			return err
		})
		notFound("agree", func(ctx context.Context) error {
			_, err := (&claims{Room: o.Room}).AgreeClaimByTownship(ctx, &fundsv1.AgreeClaimByTownshipRequest{Id: drafted.Id, Etag: drafted.Etag})
			return err
		})
		notFound("trace by number", func(ctx context.Context) error {
			_, err := (&traces{Room: o.Room}).TraceFunds(ctx, &fundsv1.TraceFundsRequest{Start: &fundsv1.TraceFundsRequest_DocumentNumber{DocumentNumber: "岳交计〔2026〕12号"}})
			return err
		})
		if err := o.try(stranger, func(ctx context.Context) error {
			documents, err := (&documents{Room: o.Room}).ListFundDocuments(ctx, &fundsv1.ListFundDocumentsRequest{ChannelCode: "D-TRANSPORT"})
			if err == nil && documents.TotalSize != 0 {
				err = fmt.Errorf("%d documents", documents.TotalSize)
			}
			if err != nil {
				return err
			}
			list, err := (&allocations{Room: o.Room}).ListAllocations(ctx, &fundsv1.ListAllocationsRequest{})
			if err == nil && (list.TotalSize != 0 || list.Totals.PromisedFen != 0) {
				err = fmt.Errorf("%v allocations", list)
			}
			if err != nil {
				return err
			}
			lots, err := (&allocations{Room: o.Room}).ListProjectLots(ctx, &fundsv1.ListProjectLotsRequest{})
			if err == nil && len(lots.ProjectLots) != 0 {
				err = fmt.Errorf("%v lots", lots)
			}
			return err
		}); err != nil {
			t.Error(err)
		}
	})
}

// Whoever has touched a claim as its maker does not review it, and a claim is only
// its own unit's, whatever else a person may see.
func TestMakersDoNotReview(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		lot := o.fund("岳交计〔2026〕12号", 60_000_000, 40_000_000)
		o.appropriate(lot, 38_000_000)
		s := &claims{Room: o.Room}
		var drafted *fundsv1.Claim
		o.as(o.unitMan, func(ctx context.Context) (err error) {
			drafted, err = s.CreateClaim(ctx, &fundsv1.CreateClaimRequest{Claim: &fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: "2026-04-10",
				ProjectId: o.road.ID.String(), PayeeName: "甲", PayeeAccount: "6222020200001234567",
				Lines: []*fundsv1.ClaimLine{{AllocationId: lot.String(), AmountFen: 100}}}})
			return err
		})
		edit := &fundsv1.UpdateClaimRequest{Claim: &fundsv1.Claim{Id: drafted.Id, Etag: drafted.Etag, PayeeAccount: "6222999900001111222"},
			UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"payee_account"}}}
		// A person of the township who also claims for the township's own projects sees this claim, and may not touch it.
		both := *o.townshipMan
		both.Roles, both.Unit = []string{"TOWNSHIP", "UNIT"}, o.township
		o.refused(&both, projects.ReasonOtherUnit, func(ctx context.Context) error {
			_, err := s.UpdateClaim(ctx, edit)
			return err
		})
		o.refused(&both, projects.ReasonOtherUnit, func(ctx context.Context) error {
			_, err := s.SubmitClaim(ctx, &fundsv1.SubmitClaimRequest{Id: drafted.Id, Etag: drafted.Etag})
			return err
		})
		o.refused(&both, projects.ReasonOtherUnit, func(ctx context.Context) error {
			_, err := s.CreateClaim(ctx, &fundsv1.CreateClaimRequest{Claim: &fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: "2026-04-10",
				ProjectId: o.road.ID.String(), PayeeName: "甲", PayeeAccount: "6222020200001234567", Lines: drafted.Lines}})
			return err
		})
		// A second person of the unit changes it, the first submits it; the second then is a maker too.
		editor := *o.townshipMan
		editor.ID, editor.Roles, editor.Unit = uuid.New(), []string{"TOWNSHIP", "UNIT"}, o.unit
		o.as(&editor, func(ctx context.Context) (err error) {
			// Who sends all of a form says only of what is another that it was changed.
			edit.Claim.PayeeName, edit.Claim.ClaimedOn, edit.Claim.Lines = drafted.PayeeName, drafted.ClaimedOn, drafted.Lines
			edit.UpdateMask.Paths = []string{"claimed_on", "payee_name", "payee_account", "lines"}
			drafted, err = s.UpdateClaim(ctx, edit)
			return err
		})
		if last := drafted.History[len(drafted.History)-1]; last.Action != fundsv1.ClaimAction_CLAIM_ACTION_EDIT || last.Comment != "payee_account" {
			t.Errorf("the trail says %v", last)
		}
		o.as(o.unitMan, func(ctx context.Context) (err error) {
			drafted, err = s.SubmitClaim(ctx, &fundsv1.SubmitClaimRequest{Id: drafted.Id, Etag: drafted.Etag})
			return err
		})
		o.refused(&editor, projects.ReasonSamePerson, func(ctx context.Context) error {
			_, err := s.AgreeClaimByTownship(ctx, &fundsv1.AgreeClaimByTownshipRequest{Id: drafted.Id, Etag: drafted.Etag})
			return err
		})
		o.pay(o.review(drafted), "PAY-1")
	})
}

// An account is shown in clear only when asked for, with an entry that says what for; nowhere is it kept in clear.
func TestPayeeAccountInClear(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		lot := o.fund("岳交计〔2026〕12号", 60_000_000, 40_000_000)
		o.appropriate(lot, 38_000_000)
		submitted := o.claim(&fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: "2026-04-10",
			Lines: []*fundsv1.ClaimLine{{AllocationId: lot.String(), AmountFen: 100}}})
		s := &claims{Room: o.Room}
		for name, v := range map[string]*scope.Viewer{"unit": o.unitMan, "cashier": o.cashier, "office": o.office1} {
			o.as(v, func(ctx context.Context) error {
				got, err := s.GetClaim(ctx, &fundsv1.GetClaimRequest{Id: submitted.Id})
				if strings.Contains(got.GetPayeeAccount(), "6222020200001234") {
					t.Errorf("%s sees %s", name, got.PayeeAccount)
				}
				return err
			})
		}
		o.as(o.cashier, func(ctx context.Context) error {
			got, err := s.RevealClaimPayeeAccount(ctx, &fundsv1.RevealClaimPayeeAccountRequest{Id: submitted.Id, Etag: submitted.Etag, Purpose: "核对后拨付"})
			if got.GetPayeeAccount() != "6222020200001234567" {
				t.Errorf("revealed %q", got.GetPayeeAccount())
			}
			return err
		})
		o.refused(o.office1, fault.ReasonPermissionDenied, func(ctx context.Context) error {
			_, err := s.RevealClaimPayeeAccount(ctx, &fundsv1.RevealClaimPayeeAccountRequest{Id: submitted.Id, Etag: submitted.Etag, Purpose: "看看"})
			return err
		})
		o.as(o.finance, func(ctx context.Context) error {
			var entries int
			err := db.From(ctx).QueryRowContext(ctx, "SELECT COUNT(*) FROM audit_entries WHERE action = 'funds.revealClaimPayeeAccount' AND purpose = '核对后拨付'").Scan(&entries)
			if entries != 1 {
				t.Errorf("%d entries of the reading", entries)
			}
			return err
		})
	})
}
