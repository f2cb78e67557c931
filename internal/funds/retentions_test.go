package funds

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent/fundrule"
	"zhengcun/internal/countytest"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
)

// retaining is a county whose rule keeps back 5 % for 12 months, with a road whose advance and first part are paid: of
// 200,000 yuan accepted on 2026-06-20, 60,000 were set off, 130,000 paid and 10,000 kept back until 2027-06-20.
type retaining struct {
	*office
	lot  uuid.UUID
	part *fundsv1.Claim
}

func newRetaining(t *testing.T, c *countytest.County) *retaining {
	o := &retaining{office: newOffice(t, c)}
	o.as(scope.SystemViewer("test"), func(ctx context.Context) error {
		db.Audit(ctx, audit.Entry{Action: "test.rule"})
		return db.From(ctx).FundRule.Create().SetKind(fundrule.KindRetentionRate).SetRateBp(500).SetTermMonths(12).
			SetValidFrom(calendar.MustParseDate("2026-01-01")).SetSourceDocument("测试").Exec(ctx)
	})
	o.lot = o.fund("岳交计〔2026〕12号", 60_000_000, 40_000_000)
	o.appropriate(o.lot, 38_000_000)
	o.pay(o.review(o.claim(&fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: "2026-04-10", Lines: o.line(6_000_000, 0, 0)})), "PAY-1")
	accepted := o.accepted(o.lot, 20_000_000, "2026-06-20")
	o.part = o.claim(&fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_PROGRESS, ClaimedOn: "2026-06-25", AcceptanceId: accepted.ID.String(),
		Lines: o.line(13_000_000, 6_000_000, 1_000_000)})
	o.pay(o.review(o.part), "PAY-2")
	return o
}

func (o *retaining) line(amount, setOff, retained int64) []*fundsv1.ClaimLine {
	return []*fundsv1.ClaimLine{{AllocationId: o.lot.String(), AmountFen: amount, SetOffFen: setOff, RetentionFen: retained}}
}

// kept is where the retention stands, told to everybody alike, and it must be what the list says.
func (o *retaining) kept() *fundsv1.Retention {
	o.t.Helper()
	var m *fundsv1.Retention
	o.as(o.unitMan, func(ctx context.Context) (err error) {
		m, err = (&retentions{Room: o.Room}).GetRetention(ctx, &fundsv1.GetRetentionRequest{Id: o.part.Id})
		if err != nil {
			return err
		}
		for _, state := range []fundsv1.RetentionState{0, 1, 2, 3, 4} {
			list, err := (&retentions{Room: o.Room}).ListRetentions(ctx, &fundsv1.ListRetentionsRequest{State: state})
			if err != nil {
				return err
			}
			if want := state == 0 || state == m.State; want != (list.TotalSize == 1) {
				o.t.Errorf("%d in state %s, it is %s", list.TotalSize, state, m.State)
			}
			if list.TotalSize == 1 && (list.TotalWithheldFen != m.WithheldFen || list.TotalLeftFen != m.LeftFen) {
				o.t.Errorf("the list tells %d and %d, the record %d and %d", list.TotalWithheldFen, list.TotalLeftFen, m.WithheldFen, m.LeftFen)
			}
		}
		wrong, err := ledger.Replay(ctx, db.From(ctx))
		if len(wrong) > 0 {
			o.t.Errorf("counters differ from replay: %v", wrong)
		}
		return err
	})
	return m
}

// wants compares a retention's figures: deducted, held, released, left.
func (o *retaining) wants(state fundsv1.RetentionState, deducted, held, released, left int64) {
	o.t.Helper()
	m := o.kept()
	if got := [4]int64{m.DeductedFen, m.HeldFen, m.ReleasedFen, m.LeftFen}; m.State != state || got != [4]int64{deducted, held, released, left} {
		o.t.Fatalf("retention is %s %v, want %s %v", m.State, got, state, [4]int64{deducted, held, released, left})
	}
}

func (o *retaining) release(on string, amount int64) *fundsv1.Claim {
	return &fundsv1.Claim{ProjectId: o.road.ID.String(), PayeeName: "岳西县某建筑公司", PayeeAccount: "6222020200001234567",
		Kind: fundsv1.ClaimKind_CLAIM_KIND_RETENTION, ClaimedOn: on, RetentionOfId: o.part.Id, Lines: o.line(amount, 0, 0)}
}

func (o *retaining) draft(in *fundsv1.Claim) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		_, err := (&claims{Room: o.Room}).CreateClaim(ctx, &fundsv1.CreateClaimRequest{Claim: in})
		return err
	}
}

// submit drafts and submits, and tells what became of it.
func (o *retaining) submit(in *fundsv1.Claim) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		s := &claims{Room: o.Room}
		c, err := s.CreateClaim(ctx, &fundsv1.CreateClaimRequest{Claim: in})
		if err == nil {
			_, err = s.SubmitClaim(ctx, &fundsv1.SubmitClaimRequest{Id: c.Id, Etag: c.Etag})
		}
		return err
	}
}

func (o *retaining) defect(amount int64, on string) *fundsv1.RetentionDefect {
	o.t.Helper()
	var d *fundsv1.RetentionDefect
	o.as(o.office1, func(ctx context.Context) (err error) {
		d, err = (&retentions{Room: o.Room}).CreateRetentionDefect(ctx, o.found(amount, on))
		return err
	})
	return d
}

func (o *retaining) found(amount int64, on string) *fundsv1.CreateRetentionDefectRequest {
	return &fundsv1.CreateRetentionDefectRequest{RetentionDefect: &fundsv1.RetentionDefect{ClaimId: o.part.Id, AllocationId: o.lot.String(),
		AmountFen: amount, FoundOn: on, Reason: "路面开裂 30 米"}}
}

func (o *retaining) confirm(d *fundsv1.RetentionDefect) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		_, err := (&retentions{Room: o.Room}).ConfirmRetentionDefect(ctx, &fundsv1.ConfirmRetentionDefectRequest{Id: d.Id, Etag: d.Etag})
		return err
	}
}

const (
	running  = fundsv1.RetentionState_RETENTION_STATE_RUNNING
	due      = fundsv1.RetentionState_RETENTION_STATE_DUE
	claimed  = fundsv1.RetentionState_RETENTION_STATE_CLAIMED
	released = fundsv1.RetentionState_RETENTION_STATE_RELEASED
)

// on sets the day everybody lives in.
func (o *retaining) on(day string) {
	o.Clock.Set(calendar.MustParseDate(day).Begin().Add(10 * time.Hour))
}

// What is kept back: the rule's rate on the work's value; released once, on its day and not before, less what defects took.
func TestRetention(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newRetaining(t, c)
		m := o.kept()
		if m.RetentionBp != 500 || m.DueOn != "2027-06-20" || m.DaysLeft != 230 {
			t.Errorf("kept back at %d bp until %s, %d days", m.RetentionBp, m.DueOn, m.DaysLeft)
		}
		o.wants(running, 0, 0, 0, 1_000_000)

		// Neither more nor less than the rule says, by whatever kind of claim.
		second := o.accepted(o.lot, 10_000_000, "2026-09-20")
		for _, wrong := range []int64{0, 499_999, 500_001} {
			in := &fundsv1.Claim{ProjectId: o.road.ID.String(), PayeeName: "某公司", PayeeAccount: "6222020200001234567", Kind: fundsv1.ClaimKind_CLAIM_KIND_FINAL,
				ClaimedOn: "2026-09-25", AcceptanceId: second.ID.String(), Lines: o.line(10_000_000-wrong, 0, wrong)}
			o.refused(o.unitMan, ReasonRetentionDiffers, o.submit(in))
		}
		advance := &fundsv1.Claim{ProjectId: o.road.ID.String(), PayeeName: "某公司", PayeeAccount: "6222020200001234567",
			Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: "2026-09-25", Lines: o.line(100, 0, 5)}
		o.refused(o.unitMan, ReasonRetentionNotOfWork, o.draft(advance))

		// A defect: two people, within the term, no more than is left.
		o.refused(o.office1, ReasonRetentionNone, func(ctx context.Context) error {
			_, err := (&retentions{Room: o.Room}).CreateRetentionDefect(ctx, o.found(1_000_001, "2026-10-10"))
			return err
		})
		d := o.defect(400_000, "2026-10-10")
		o.refused(o.office2, ReasonRetentionDefectOpen, func(ctx context.Context) error {
			_, err := (&retentions{Room: o.Room}).CreateRetentionDefect(ctx, o.found(1, "2026-10-10"))
			return err
		})
		o.wants(running, 0, 0, 0, 1_000_000) // nothing moves yet
		o.as(o.approver, o.confirm(d))
		o.wants(running, 400_000, 0, 0, 600_000)

		// The repair money is the lot's again, and the bad work is paid to nobody: it needs another acceptance.
		o.as(o.unitMan, func(ctx context.Context) error {
			lots, err := (&allocations{Room: o.Room}).ListProjectLots(ctx, &fundsv1.ListProjectLotsRequest{ProjectId: o.road.ID.String()})
			if err != nil {
				return err
			}
			if l := lots.ProjectLots[0]; l.PaidFen != 19_000_000 || l.RetainedFen != 600_000 || l.AvailableFen != 18_400_000 || l.DefectiveFen != 400_000 {
				t.Errorf("lot %+v", l)
			}
			return nil
		})
		all := &fundsv1.Claim{ProjectId: o.road.ID.String(), PayeeName: "某公司", PayeeAccount: "6222020200001234567", Kind: fundsv1.ClaimKind_CLAIM_KIND_FINAL,
			ClaimedOn: "2026-09-25", AcceptanceId: second.ID.String(), Lines: o.line(9_880_000, 0, 520_000)}
		o.refused(o.unitMan, ReasonOverAccepted, o.submit(all))

		// Not a day early, however often it is tried.
		o.on("2027-06-19")
		o.refused(o.unitMan, ReasonRetentionNotDue, o.draft(o.release("2027-06-19", 600_000)))
		o.refused(o.unitMan, ReasonFuture, o.draft(o.release("2027-06-20", 600_000)))
		o.on("2027-06-20")
		o.wants(due, 400_000, 0, 0, 600_000)
		o.refused(o.office1, ReasonDefectLate, func(ctx context.Context) error {
			o.on("2027-06-21")
			defer o.on("2027-06-20")
			_, err := (&retentions{Room: o.Room}).CreateRetentionDefect(ctx, o.found(1, "2027-06-21"))
			return err
		})
		for _, wrong := range []int64{1, 599_999, 600_001, 1_000_000} { // whole
			o.refused(o.unitMan, ReasonRetentionAmount, o.submit(o.release("2027-06-20", wrong)))
		}

		// Not while a defect is undecided, nor what was taken since it was claimed.
		late := o.defect(100_000, "2027-06-20")
		o.refused(o.unitMan, ReasonRetentionDefectOpen, o.submit(o.release("2027-06-20", 600_000)))
		o.as(o.approver, o.confirm(late))
		in := o.release("2027-06-20", 500_000)
		claim := o.claim(in)
		o.wants(claimed, 500_000, 0, 0, 500_000)
		o.refused(o.unitMan, ReasonRetentionClaimed, o.draft(o.release("2027-06-20", 500_000))) // once
		approved := o.review(claim)
		o.wants(claimed, 500_000, 500_000, 0, 0)
		o.refused(o.office1, ReasonRetentionNone, func(ctx context.Context) error {
			_, err := (&retentions{Room: o.Room}).CreateRetentionDefect(ctx, o.found(1, "2027-06-20"))
			return err
		})
		o.as(o.cashier, func(ctx context.Context) error {
			_, err := (&payments{Room: o.Room}).CreatePayment(ctx, &fundsv1.CreatePaymentRequest{Payment: &fundsv1.Payment{
				ClaimId: approved.Id, ClaimEtag: approved.Etag, BankReference: "PAY-3", PaidOn: "2027-06-20"}})
			return err
		})
		o.wants(released, 500_000, 0, 500_000, 0)
		o.refused(o.unitMan, ReasonRetentionClaimed, o.draft(o.release("2027-06-20", 500_000))) // twice
	})
}

// A claim that is returned, rejected or reversed gives back what it kept back or released, and can be made again.
func TestRetentionTakenBack(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newRetaining(t, c)
		o.on("2027-07-01")
		approved := o.review(o.claim(o.release("2027-07-01", 1_000_000)))
		o.wants(claimed, 0, 1_000_000, 0, 0)
		var back *fundsv1.Claim
		o.as(o.cashier, func(ctx context.Context) (err error) {
			back, err = (&claims{Room: o.Room}).ReturnClaim(ctx, &fundsv1.ReturnClaimRequest{Id: approved.Id, Etag: approved.Etag, Reason: "账号不符"})
			return err
		})
		o.wants(claimed, 0, 0, 0, 1_000_000)
		o.as(o.unitMan, func(ctx context.Context) (err error) {
			back, err = (&claims{Room: o.Room}).SubmitClaim(ctx, &fundsv1.SubmitClaimRequest{Id: back.Id, Etag: back.Etag})
			return err
		})
		again := o.review(back)
		var paid *fundsv1.Payment
		o.as(o.cashier, func(ctx context.Context) (err error) {
			paid, err = (&payments{Room: o.Room}).CreatePayment(ctx, &fundsv1.CreatePaymentRequest{Payment: &fundsv1.Payment{
				ClaimId: again.Id, ClaimEtag: again.Etag, BankReference: "PAY-3", PaidOn: "2027-07-01"}})
			return err
		})
		o.wants(released, 0, 0, 1_000_000, 0)
		reverse := func(payment string) *fundsv1.Reversal {
			var r *fundsv1.Reversal
			o.as(o.finance, func(ctx context.Context) (err error) {
				r, err = (&reversals{Room: o.Room}).CreateReversal(ctx, &fundsv1.CreateReversalRequest{Reversal: &fundsv1.Reversal{
					Target: fundsv1.ReversalTarget_REVERSAL_TARGET_PAYMENT, TargetId: payment, Reason: "付错了"}})
				return err
			})
			return r
		}
		approve := func(r *fundsv1.Reversal) func(ctx context.Context) error {
			return func(ctx context.Context) error {
				_, err := (&reversals{Room: o.Room}).ApproveReversal(ctx, &fundsv1.ApproveReversalRequest{Id: r.Id, Etag: r.Etag})
				return err
			}
		}
		// The payment whose retention is paid back goes last.
		var source *fundsv1.Claim
		o.as(o.unitMan, func(ctx context.Context) (err error) {
			source, err = (&claims{Room: o.Room}).GetClaim(ctx, &fundsv1.GetClaimRequest{Id: o.part.Id})
			return err
		})
		first := reverse(source.PaymentId)
		o.refused(o.approver, ReasonReversalBlocked, approve(first))
		o.as(o.approver, approve(reverse(paid.Id)))
		o.wants(claimed, 0, 0, 0, 1_000_000)
		o.as(o.approver, approve(first))
		o.as(o.unitMan, func(ctx context.Context) error {
			_, err := (&retentions{Room: o.Room}).GetRetention(ctx, &fundsv1.GetRetentionRequest{Id: o.part.Id})
			if err == nil {
				t.Error("nothing is kept back of a payment that was reversed")
			}
			wrong, err := ledger.Replay(ctx, db.From(ctx))
			if len(wrong) > 0 {
				t.Errorf("counters differ from replay: %v", wrong)
			}
			return err
		})
		// It is claimed again, with the day that was fixed.
		o.as(o.unitMan, func(ctx context.Context) error {
			s := &claims{Room: o.Room}
			c, err := s.GetClaim(ctx, &fundsv1.GetClaimRequest{Id: o.part.Id})
			if err == nil {
				o.part, err = s.SubmitClaim(ctx, &fundsv1.SubmitClaimRequest{Id: c.Id, Etag: c.Etag})
			}
			return err
		})
		o.payOn(o.review(o.part), "PAY-4", "2027-07-01")
		if m := o.kept(); m.DueOn != "2027-06-20" || m.LeftFen != 1_000_000 {
			t.Errorf("kept back anew: %d until %s", m.LeftFen, m.DueOn)
		}
	})
}

func (o *retaining) payOn(c *fundsv1.Claim, reference, day string) {
	o.t.Helper()
	o.as(o.cashier, func(ctx context.Context) error {
		_, err := (&payments{Room: o.Room}).CreatePayment(ctx, &fundsv1.CreatePaymentRequest{Payment: &fundsv1.Payment{
			ClaimId: c.Id, ClaimEtag: c.Etag, BankReference: reference, PaidOn: day}})
		return err
	})
}
