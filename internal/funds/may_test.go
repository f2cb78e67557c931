package funds

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent/project"
	"zhengcun/internal/countytest"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/access"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/projects"
)

// personal are the reasons for which a person, or anybody now, may not do
// something: whose it is, whose turn, in what state, the same person twice.
var personal = []*fault.Reason{
	fault.ReasonNotFound, fault.ReasonPermissionDenied, ReasonState, ReasonNotYourTurn, ReasonNotRequester, ReasonRemindedToday,
	ReasonAlreadyPaid, ReasonReversalPending, ReasonProjectState, projects.ReasonOtherUnit, projects.ReasonSamePerson,
}

// deed is an action on a record: the method, and a call of it with everything else right.
type deed struct {
	method string
	call   func(ctx context.Context, id, etag string) error
}

// errUndo takes back what an allowed deed has done.
var errUndo = errors.New("undo")

// refusedPersonally tells whether the deed is refused for a personal reason, and undoes it.
func (o *office) refusedPersonally(v *scope.Viewer, d deed, id, etag string) bool {
	o.t.Helper()
	if !access.May(d.method, v) {
		return true
	}
	err := o.try(v, func(ctx context.Context) error {
		if err := d.call(ctx, id, etag); err != nil {
			return err
		}
		return errUndo
	})
	if errors.Is(err, errUndo) {
		return false
	}
	f, known := fault.From(err)
	if !known {
		o.t.Fatalf("%s by %s: %v", d.method, v.Name, err)
	}
	return slices.Contains(personal, f.Reason())
}

func (o *office) claimDeeds() map[string]deed {
	s, n := &claims{Room: o.Room}, 0
	return map[string]deed{
		"edit": {fundsv1.ClaimService_UpdateClaim_FullMethodName, func(ctx context.Context, id, etag string) error {
			_, err := s.UpdateClaim(ctx, &fundsv1.UpdateClaimRequest{Claim: &fundsv1.Claim{Id: id, Etag: etag, Remark: "改"}, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"remark"}}})
			return err
		}},
		"setPapers": {fundsv1.ClaimService_SetClaimPapers_FullMethodName, func(ctx context.Context, id, etag string) error {
			_, err := s.SetClaimPapers(ctx, &fundsv1.SetClaimPapersRequest{Id: id, Etag: etag})
			return err
		}},
		"submit": {fundsv1.ClaimService_SubmitClaim_FullMethodName, func(ctx context.Context, id, etag string) error {
			_, err := s.SubmitClaim(ctx, &fundsv1.SubmitClaimRequest{Id: id, Etag: etag})
			return err
		}},
		"withdraw": {fundsv1.ClaimService_WithdrawClaim_FullMethodName, func(ctx context.Context, id, etag string) error {
			_, err := s.WithdrawClaim(ctx, &fundsv1.WithdrawClaimRequest{Id: id, Etag: etag})
			return err
		}},
		"remind": {fundsv1.ClaimService_RemindClaim_FullMethodName, func(ctx context.Context, id, etag string) error {
			_, err := s.RemindClaim(ctx, &fundsv1.RemindClaimRequest{Id: id, Etag: etag})
			return err
		}},
		"agreeByTownship": {fundsv1.ClaimService_AgreeClaimByTownship_FullMethodName, func(ctx context.Context, id, etag string) error {
			_, err := s.AgreeClaimByTownship(ctx, &fundsv1.AgreeClaimByTownshipRequest{Id: id, Etag: etag})
			return err
		}},
		"checkByDepartment": {fundsv1.ClaimService_CheckClaimByDepartment_FullMethodName, func(ctx context.Context, id, etag string) error {
			_, err := s.CheckClaimByDepartment(ctx, &fundsv1.CheckClaimByDepartmentRequest{Id: id, Etag: etag})
			return err
		}},
		"agreeByOffice": {fundsv1.ClaimService_AgreeClaimByOffice_FullMethodName, func(ctx context.Context, id, etag string) error {
			_, err := s.AgreeClaimByOffice(ctx, &fundsv1.AgreeClaimByOfficeRequest{Id: id, Etag: etag})
			return err
		}},
		"approve": {fundsv1.ClaimService_ApproveClaim_FullMethodName, func(ctx context.Context, id, etag string) error {
			_, err := s.ApproveClaim(ctx, &fundsv1.ApproveClaimRequest{Id: id, Etag: etag})
			return err
		}},
		"return": {fundsv1.ClaimService_ReturnClaim_FullMethodName, func(ctx context.Context, id, etag string) error {
			_, err := s.ReturnClaim(ctx, &fundsv1.ReturnClaimRequest{Id: id, Etag: etag, Reason: "补材料"})
			return err
		}},
		"reject": {fundsv1.ClaimService_RejectClaim_FullMethodName, func(ctx context.Context, id, etag string) error {
			_, err := s.RejectClaim(ctx, &fundsv1.RejectClaimRequest{Id: id, Etag: etag, Reason: "不符"})
			return err
		}},
		"pay": {fundsv1.PaymentService_CreatePayment_FullMethodName, func(ctx context.Context, id, etag string) error {
			n++
			_, err := (&payments{Room: o.Room}).CreatePayment(ctx, &fundsv1.CreatePaymentRequest{Payment: &fundsv1.Payment{
				ClaimId: id, ClaimEtag: etag, BankReference: fmt.Sprintf("TRY-%d", n), PaidOn: "2026-10-08"}})
			return err
		}},
		"revealPayeeAccount": {fundsv1.ClaimService_RevealClaimPayeeAccount_FullMethodName, func(ctx context.Context, id, etag string) error {
			_, err := s.RevealClaimPayeeAccount(ctx, &fundsv1.RevealClaimPayeeAccountRequest{Id: id, Etag: etag, Purpose: "核对"})
			return err
		}},
	}
}

// reverse asks for the reversal of a record.
func (o *office) reverse(target fundsv1.ReversalTarget) deed {
	return deed{fundsv1.ReversalService_CreateReversal_FullMethodName, func(ctx context.Context, id, _ string) error {
		_, err := (&reversals{Room: o.Room}).CreateReversal(ctx, &fundsv1.CreateReversalRequest{Reversal: &fundsv1.Reversal{Target: target, TargetId: id, Reason: "录错"}})
		return err
	}}
}

// done does the deed for good and answers with the record as it is afterwards.
func (o *office) done(v *scope.Viewer, d deed, c *fundsv1.Claim) *fundsv1.Claim {
	o.t.Helper()
	o.as(v, func(ctx context.Context) error { return d.call(ctx, c.Id, c.Etag) })
	o.as(o.finance, func(ctx context.Context) (err error) {
		c, err = (&claims{Room: o.Room}).GetClaim(ctx, &fundsv1.GetClaimRequest{Id: c.Id})
		return err
	})
	return c
}

// busy is an office with a record of every kind in every state, and with people of
// every sort.
func (o *office) busy() (people []*scope.Viewer, lot uuid.UUID) {
	o.t.Helper()
	lot = o.fund("岳交计〔2026〕12号", 60_000_000, 20_000_000, 10_000_000)
	o.fund("岳交计〔2026〕13号", 5_000_000, 1_000_000)
	o.appropriate(lot, 20_000_000)
	apps := &appropriations{Room: o.Room}
	for i, end := range []func(ctx context.Context, id, etag string) error{
		nil,
		func(ctx context.Context, id, etag string) error {
			_, err := apps.RefuseAppropriation(ctx, &fundsv1.RefuseAppropriationRequest{Id: id, Etag: etag, Reason: "不急"})
			return err
		},
		func(ctx context.Context, id, etag string) error {
			_, err := apps.WithdrawAppropriation(ctx, &fundsv1.WithdrawAppropriationRequest{Id: id, Etag: etag})
			return err
		},
	} {
		var a *fundsv1.Appropriation
		o.as(o.office1, func(ctx context.Context) (err error) {
			a, err = apps.CreateAppropriation(ctx, &fundsv1.CreateAppropriationRequest{Appropriation: &fundsv1.Appropriation{
				AllocationId: lot.String(), ProjectId: o.road.ID.String(), AmountFen: int64(100 + i), Share: fundsv1.Share_SHARE_STABLE}})
			return err
		})
		if end != nil {
			o.as([]*scope.Viewer{nil, o.office2, o.office1}[i], func(ctx context.Context) error { return end(ctx, a.Id, a.Etag) })
		}
	}
	d := o.claimDeeds()
	way := []struct {
		verb string
		by   *scope.Viewer
	}{{"agreeByTownship", o.townshipMan}, {"checkByDepartment", o.department}, {"agreeByOffice", o.office1}, {"approve", o.approver}, {"pay", o.cashier}}
	n := int64(0)
	upTo := func(steps int) *fundsv1.Claim {
		n++
		c := o.claim(&fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: fmt.Sprintf("2026-04-%02d", n),
			Lines: []*fundsv1.ClaimLine{{AllocationId: lot.String(), AmountFen: 1000 + n}}})
		for _, w := range way[:steps] {
			c = o.done(w.by, d[w.verb], c)
		}
		return c
	}
	o.as(o.unitMan, func(ctx context.Context) error {
		_, err := (&claims{Room: o.Room}).CreateClaim(ctx, &fundsv1.CreateClaimRequest{Claim: &fundsv1.Claim{
			Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: "2025-12-31", ProjectId: o.road.ID.String(), PayeeName: "某公司", PayeeAccount: "6222020200001234567",
			Lines: []*fundsv1.ClaimLine{{AllocationId: lot.String(), AmountFen: 77}}}})
		return err
	})
	for steps := range len(way) + 1 {
		upTo(steps)
	}
	o.done(o.unitMan, d["withdraw"], upTo(0))
	o.done(o.unitMan, d["remind"], upTo(2))
	o.done(o.office2, d["reject"], upTo(2))
	o.done(o.townshipMan, d["return"], upTo(0))
	o.done(o.cashier, d["return"], upTo(4))
	// A claim of a second round, reviewed by others.
	second := o.done(o.unitMan, d["submit"], o.done(o.department, d["return"], upTo(1)))
	o.done(o.townshipMan, d["agreeByTownship"], second)
	// Reversals: asked for, approved, refused.
	var paid []*fundsv1.Payment
	var received []*fundsv1.Receipt
	upTo(5)
	upTo(5)
	o.as(o.finance, func(ctx context.Context) error {
		p, err := (&payments{Room: o.Room}).ListPayments(ctx, &fundsv1.ListPaymentsRequest{})
		paid = p.GetPayments()
		if err == nil {
			var r *fundsv1.ListReceiptsResponse
			r, err = (&receipts{Room: o.Room}).ListReceipts(ctx, &fundsv1.ListReceiptsRequest{OrderBy: "amount_fen"})
			received = r.GetReceipts()
		}
		return err
	})
	ask := func(target fundsv1.ReversalTarget, id string) (asked *fundsv1.Reversal) {
		o.as(o.finance, func(ctx context.Context) error { return o.reverse(target).call(ctx, id, "") })
		o.as(o.finance, func(ctx context.Context) error {
			list, err := (&reversals{Room: o.Room}).ListReversals(ctx, &fundsv1.ListReversalsRequest{TargetId: id})
			asked = list.GetReversals()[0]
			return err
		})
		return asked
	}
	ask(fundsv1.ReversalTarget_REVERSAL_TARGET_PAYMENT, paid[0].Id)
	approved := ask(fundsv1.ReversalTarget_REVERSAL_TARGET_PAYMENT, paid[1].Id)
	refused := ask(fundsv1.ReversalTarget_REVERSAL_TARGET_RECEIPT, received[0].Id)
	o.as(o.approver, func(ctx context.Context) error {
		_, err := (&reversals{Room: o.Room}).ApproveReversal(ctx, &fundsv1.ApproveReversalRequest{Id: approved.Id, Etag: approved.Etag})
		return err
	})
	o.as(o.approver, func(ctx context.Context) error {
		_, err := (&reversals{Room: o.Room}).RefuseReversal(ctx, &fundsv1.RefuseReversalRequest{Id: refused.Id, Etag: refused.Etag, Reason: "没有录错"})
		return err
	})

	another := func(v *scope.Viewer, name string, change func(*scope.Viewer)) *scope.Viewer {
		w := *v
		w.ID, w.Name = uuid.New(), name
		if change != nil {
			change(&w)
		}
		return &w
	}
	everything := another(o.finance, "样样都管", func(v *scope.Viewer) {
		v.Roles = []string{"UNIT", "TOWNSHIP", "DEPARTMENT", "POVERTY_OFFICE", "FINANCE_OFFICER", "FINANCE_APPROVER", "CASHIER"}
		v.Unit, v.Department, v.Villages = o.unit, o.transport, []uuid.UUID{o.village.ID}
	})
	maker := another(everything, "村文书身兼数职", nil)
	maker.ID = o.unitMan.ID
	reviewer := another(everything, "乡镇身兼数职", nil)
	reviewer.ID = o.townshipMan.ID
	asker := another(everything, "申请人身兼数职", nil)
	asker.ID = o.office1.ID
	reverser := another(everything, "冲销人身兼数职", nil)
	reverser.ID = o.finance.ID
	return []*scope.Viewer{
		o.client, o.finance, o.finance2, o.approver, o.cashier, o.office1, o.office2, o.townshipMan, o.department, o.unitMan,
		everything, maker, reviewer, asker, reverser,
		another(o.unitMan, "外村", func(v *scope.Viewer) { v.Unit = uuid.New() }),
		another(o.unitMan, "乡镇兼实施单位", func(v *scope.Viewer) { v.Villages, v.Unit = []uuid.UUID{o.village.ID}, o.township }),
		another(o.townshipMan, "外乡镇", func(v *scope.Viewer) { v.Villages = []uuid.UUID{uuid.New()} }),
		another(o.department, "外部门", func(v *scope.Viewer) { v.Department = uuid.New() }),
		another(o.finance, "审计", func(v *scope.Viewer) { v.Roles = []string{"AUDITOR"} }),
		another(o.finance, "领导", func(v *scope.Viewer) { v.Roles = []string{"LEADER"} }),
	}, lot
}

// What the records say one may do is what one is not refused, for everybody and everything.
func TestAllowedActionsAreWhatIsNotRefused(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		people, _ := o.busy()
		type record struct {
			name, id, etag string
			allowed        []string
		}
		apps, revs := &appropriations{Room: o.Room}, &reversals{Room: o.Room}
		kinds := []struct {
			list  func(ctx context.Context) ([]record, error)
			deeds map[string]deed
		}{
			{func(ctx context.Context) (all []record, _ error) {
				r, err := (&claims{Room: o.Room}).ListClaims(ctx, &fundsv1.ListClaimsRequest{})
				for _, m := range r.GetClaims() {
					all = append(all, record{m.State.String() + " " + m.Number, m.Id, m.Etag, m.AllowedActions})
				}
				return all, err
			}, o.claimDeeds()},
			{func(ctx context.Context) (all []record, _ error) {
				r, err := apps.ListAppropriations(ctx, &fundsv1.ListAppropriationsRequest{})
				for _, m := range r.GetAppropriations() {
					all = append(all, record{m.State.String(), m.Id, m.Etag, m.AllowedActions})
				}
				return all, err
			}, map[string]deed{
				"approve": {fundsv1.AppropriationService_ApproveAppropriation_FullMethodName, func(ctx context.Context, id, etag string) error {
					_, err := apps.ApproveAppropriation(ctx, &fundsv1.ApproveAppropriationRequest{Id: id, Etag: etag})
					return err
				}},
				"refuse": {fundsv1.AppropriationService_RefuseAppropriation_FullMethodName, func(ctx context.Context, id, etag string) error {
					_, err := apps.RefuseAppropriation(ctx, &fundsv1.RefuseAppropriationRequest{Id: id, Etag: etag, Reason: "否"})
					return err
				}},
				"withdraw": {fundsv1.AppropriationService_WithdrawAppropriation_FullMethodName, func(ctx context.Context, id, etag string) error {
					_, err := apps.WithdrawAppropriation(ctx, &fundsv1.WithdrawAppropriationRequest{Id: id, Etag: etag})
					return err
				}},
				"reverse": o.reverse(fundsv1.ReversalTarget_REVERSAL_TARGET_APPROPRIATION),
			}},
			{func(ctx context.Context) (all []record, _ error) {
				r, err := revs.ListReversals(ctx, &fundsv1.ListReversalsRequest{})
				for _, m := range r.GetReversals() {
					all = append(all, record{m.State.String() + " " + m.TargetTitle, m.Id, m.Etag, m.AllowedActions})
				}
				return all, err
			}, map[string]deed{
				"approve": {fundsv1.ReversalService_ApproveReversal_FullMethodName, func(ctx context.Context, id, etag string) error {
					_, err := revs.ApproveReversal(ctx, &fundsv1.ApproveReversalRequest{Id: id, Etag: etag})
					return err
				}},
				"refuse": {fundsv1.ReversalService_RefuseReversal_FullMethodName, func(ctx context.Context, id, etag string) error {
					_, err := revs.RefuseReversal(ctx, &fundsv1.RefuseReversalRequest{Id: id, Etag: etag, Reason: "否"})
					return err
				}},
			}},
			{func(ctx context.Context) (all []record, _ error) {
				r, err := (&payments{Room: o.Room}).ListPayments(ctx, &fundsv1.ListPaymentsRequest{})
				for _, m := range r.GetPayments() {
					all = append(all, record{m.State.String(), m.Id, m.Etag, m.AllowedActions})
				}
				return all, err
			}, map[string]deed{"reverse": o.reverse(fundsv1.ReversalTarget_REVERSAL_TARGET_PAYMENT)}},
			{func(ctx context.Context) (all []record, _ error) {
				r, err := (&receipts{Room: o.Room}).ListReceipts(ctx, &fundsv1.ListReceiptsRequest{})
				for _, m := range r.GetReceipts() {
					all = append(all, record{m.State.String(), m.Id, m.Etag, m.AllowedActions})
				}
				return all, err
			}, map[string]deed{"reverse": o.reverse(fundsv1.ReversalTarget_REVERSAL_TARGET_RECEIPT)}},
		}
		for _, kind := range kinds {
			seen := map[string]bool{}
			for _, v := range people {
				var records []record
				o.as(v, func(ctx context.Context) (err error) {
					records, err = kind.list(ctx)
					return err
				})
				for _, r := range records {
					for _, verb := range r.allowed {
						seen[verb] = true
						if _, known := kind.deeds[verb]; !known {
							t.Errorf("%s may %s %s, which no method does", v.Name, verb, r.name)
						}
					}
					for verb, d := range kind.deeds {
						if listed, refused := slices.Contains(r.allowed, verb), o.refusedPersonally(v, d, r.id, r.etag); listed == refused {
							t.Errorf("%s, %s %s: listed %v, refused %v", v.Name, verb, r.name, listed, refused)
						}
					}
				}
			}
			for verb := range kind.deeds {
				if !seen[verb] {
					t.Errorf("nobody may %s anything, so nothing is tested", verb)
				}
			}
		}
	})
}

// A claim taken back keeps its number and goes the whole way again, by the same people.
func TestWithdrawnClaimsGoRoundAgain(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		lot := o.fund("岳交计〔2026〕12号", 60_000_000, 40_000_000)
		o.appropriate(lot, 38_000_000)
		d := o.claimDeeds()
		submitted := o.claim(&fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: "2026-04-10",
			Lines: []*fundsv1.ClaimLine{{AllocationId: lot.String(), AmountFen: 100}}})
		draft := o.done(o.unitMan, d["withdraw"], submitted)
		if draft.State != fundsv1.ClaimState_CLAIM_STATE_DRAFT || draft.Number != submitted.Number {
			t.Errorf("taken back: %s %s, was %s", draft.State, draft.Number, submitted.Number)
		}
		again := o.done(o.unitMan, d["submit"], draft)
		if again.Number != submitted.Number {
			t.Errorf("number changed from %s to %s", submitted.Number, again.Number)
		}
		agreed := o.done(o.townshipMan, d["agreeByTownship"], again)
		o.refused(o.unitMan, ReasonState, func(ctx context.Context) error { return d["withdraw"].call(ctx, agreed.Id, agreed.Etag) })
		returned := o.done(o.department, d["return"], agreed)
		third := o.done(o.unitMan, d["withdraw"], o.done(o.unitMan, d["submit"], returned))
		o.pay(o.review(o.done(o.unitMan, d["submit"], third)), "PAY-1")
		o.as(o.finance, func(ctx context.Context) error {
			list, err := (&claims{Room: o.Room}).ListClaims(ctx, &fundsv1.ListClaimsRequest{})
			if len(list.GetClaims()) != 1 || list.Claims[0].VillageName == "" {
				t.Errorf("claims: %v", list)
			}
			withdrawn := 0
			for _, step := range list.Claims[0].History {
				if step.Action == fundsv1.ClaimAction_CLAIM_ACTION_WITHDRAW {
					withdrawn++
				}
			}
			if withdrawn != 2 {
				t.Errorf("taken back %d times in the history", withdrawn)
			}
			return err
		})
	})
}

// A claim is urged once a day of the county's, and whoever has it open can still act on it.
func TestRemindersDisturbNobody(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		lot := o.fund("岳交计〔2026〕12号", 60_000_000, 40_000_000)
		o.appropriate(lot, 38_000_000)
		d := o.claimDeeds()
		waiting := o.claim(&fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: "2026-04-10",
			Lines: []*fundsv1.ClaimLine{{AllocationId: lot.String(), AmountFen: 100}}})
		urged := o.done(o.unitMan, d["remind"], waiting)
		if urged.Etag != waiting.Etag || urged.State != waiting.State {
			t.Errorf("urged: %s %s, was %s %s", urged.State, urged.Etag, waiting.State, waiting.Etag)
		}
		c.Clock.Advance(13*time.Hour + 59*time.Minute) // 23:59 of the same day in the county
		o.refused(o.unitMan, ReasonRemindedToday, func(ctx context.Context) error { return d["remind"].call(ctx, waiting.Id, waiting.Etag) })
		c.Clock.Advance(time.Minute)
		o.done(o.unitMan, d["remind"], waiting)
		// Of many at once one is heard.
		c.Clock.Advance(24 * time.Hour)
		heard := make(chan error, 8)
		for range cap(heard) {
			go func() {
				heard <- o.try(o.unitMan, func(ctx context.Context) error { return d["remind"].call(ctx, waiting.Id, waiting.Etag) })
			}()
		}
		n := 0
		for range cap(heard) {
			if err := <-heard; err == nil {
				n++
			} else if !errors.Is(err, ReasonRemindedToday) {
				t.Errorf("urged at once: %v", err)
			}
		}
		if n != 1 {
			t.Errorf("%d of %d reminders at once were taken", n, cap(heard))
		}
		o.review(waiting)
	})
}

// A draft of a project that was cancelled meanwhile is not changed, and says so.
func TestDraftsOfCancelledProjects(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		lot := o.fund("岳交计〔2026〕12号", 60_000_000, 40_000_000)
		o.appropriate(lot, 38_000_000)
		var draft *fundsv1.Claim
		o.as(o.unitMan, func(ctx context.Context) (err error) {
			draft, err = (&claims{Room: o.Room}).CreateClaim(ctx, &fundsv1.CreateClaimRequest{Claim: &fundsv1.Claim{
				Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: "2026-04-10", ProjectId: o.road.ID.String(), PayeeName: "某公司", PayeeAccount: "6222020200001234567",
				Lines: []*fundsv1.ClaimLine{{AllocationId: lot.String(), AmountFen: 77}}}})
			return err
		})
		if !slices.Contains(draft.AllowedActions, "edit") {
			t.Errorf("a draft: %v", draft.AllowedActions)
		}
		o.as(o.office1, func(ctx context.Context) error {
			db.Audit(ctx, audit.Entry{Action: "test.project"})
			return db.From(ctx).Project.UpdateOneID(o.road.ID).SetState(project.StateCancelled).Exec(ctx)
		})
		o.as(o.unitMan, func(ctx context.Context) (err error) {
			draft, err = (&claims{Room: o.Room}).GetClaim(ctx, &fundsv1.GetClaimRequest{Id: draft.Id})
			return err
		})
		if slices.Contains(draft.AllowedActions, "edit") {
			t.Errorf("a draft of a cancelled project: %v", draft.AllowedActions)
		}
	})
}
