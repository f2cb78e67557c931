package demo

import (
	"context"
	"fmt"

	filesv1 "zhengcun/api/zhengcun/files/v1"
	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/internal/funds/retention"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	fen "zhengcun/internal/kernel/money"
	"zhengcun/internal/rules"

	"google.golang.org/protobuf/types/known/fieldmaskpb"
)

// advance claims an advance on every lot.
func (s *site) advance(ctx context.Context) error {
	c := &fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: s.plan.advancedOn.String(), Remark: "开工预付款"}
	for _, lot := range s.plan.lots {
		c.Lines = append(c.Lines, &fundsv1.ClaimLine{AllocationId: lot.line.allocation, AmountFen: lot.advance})
	}
	return s.claim(ctx, c, s.plan.advance, s.plan.advancePaidOn)
}

// settle claims what was accepted on every lot, with the advance set off.
func (s *site) settle(ctx context.Context) error {
	c := &fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_FINAL, ClaimedOn: s.plan.claimedOn.String(), AcceptanceId: s.acceptance.Id, Remark: "验收结算款"}
	if s.plan.judged == partly {
		c.Kind, c.Remark = fundsv1.ClaimKind_CLAIM_KIND_PROGRESS, "部分验收进度款"
	}
	advanced := map[string]int64{}
	if s.plan.advance == paid {
		for _, lot := range s.plan.lots {
			advanced[lot.line.allocation] = lot.advance
		}
	}
	for _, part := range s.acceptance.Splits {
		set := advanced[part.AllocationId]
		kept, err := s.keptBack(ctx, part.AcceptedFen)
		if err != nil {
			return err
		}
		c.Lines = append(c.Lines, &fundsv1.ClaimLine{AllocationId: part.AllocationId, AmountFen: part.AcceptedFen - set - kept, SetOffFen: set, RetentionFen: kept})
	}
	return s.claim(ctx, c, s.plan.final, s.plan.paidOn)
}

// keptBack is what the demo's rule keeps back of accepted work.
func (s *site) keptBack(ctx context.Context, value int64) (int64, error) {
	all, err := rules.RetentionsInForce(ctx, s.plan.claimedOn)
	return int64(retention.Of(fen.Fen(value), all.Of(s.plan.kind.code).RateBP)), err
}

// retain lets what was kept back go on as planned.
func (s *site) retain(ctx context.Context) error {
	n, kept := s.plan, fundsv1.NewRetentionServiceClient(s.as("office1"))
	if n.kept == keptBack || n.kept == pastTerm {
		return nil
	}
	of, err := kept.GetRetention(ctx, &fundsv1.GetRetentionRequest{Id: s.payment.ClaimId})
	if f, known := fault.From(err); known && f.Reason() == fault.ReasonNotFound {
		return nil // no rule keeps anything back of such projects
	}
	if err != nil {
		return err
	}
	lot, found, until := of.Lots[0], s.planner.today.AddDays(-2), paid
	switch n.kept {
	case asked:
		until = submitted
	default:
		if n.kept == paidBack {
			found = calendar.MustParseDate(of.DueOn).AddDays(-30)
		}
		defect, err := kept.CreateRetentionDefect(ctx, &fundsv1.CreateRetentionDefectRequest{RetentionDefect: &fundsv1.RetentionDefect{
			ClaimId: of.Id, AllocationId: lot.AllocationId, AmountFen: max(lot.LeftFen/4/yuan*yuan, 1), FoundOn: found.String(),
			Reason: "汛后检查发现局部损坏，须返修"}})
		if err != nil || n.kept == faulty {
			return err
		}
		_, err = fundsv1.NewRetentionServiceClient(s.as("approver")).ConfirmRetentionDefect(ctx, &fundsv1.ConfirmRetentionDefectRequest{Id: defect.Id, Etag: defect.Etag})
		if err != nil {
			return err
		}
		if of, err = kept.GetRetention(ctx, &fundsv1.GetRetentionRequest{Id: of.Id}); err != nil {
			return err
		}
	}
	c := &fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_RETENTION, ClaimedOn: of.DueOn, RetentionOfId: of.Id, Remark: "质保期满，申请退还质保金"}
	for _, lot := range of.Lots {
		c.Lines = append(c.Lines, &fundsv1.ClaimLine{AllocationId: lot.AllocationId, AmountFen: lot.LeftFen})
	}
	return s.claim(ctx, c, until, s.planner.today)
}

// claim drafts a claim of the unit and takes it as far as it is to come.
func (s *site) claim(ctx context.Context, c *fundsv1.Claim, until fundsv1.ClaimState, paidOn calendar.Date) error {
	c.ProjectId, c.PayeeName, c.PayeeAccount = s.project.Id, s.plan.payee, s.plan.account
	c, err := fundsv1.NewClaimServiceClient(s.as(unitUser[s.plan.unit])).CreateClaim(ctx, &fundsv1.CreateClaimRequest{Claim: c})
	if err != nil {
		return err
	}
	if s.plan.files {
		err := s.keep(ctx, unitUser[s.plan.unit], filesv1.FileSubject_FILE_SUBJECT_CLAIM, c.Id, c.Remark+"凭证（演示）.pdf", sheet("Vouchers of the claim"))
		if err != nil {
			return err
		}
	}
	if c, err = s.lists(ctx, c, until == draft); err != nil {
		return err
	}
	back := until // where it is sent back from, for the two ways back
	switch until {
	case returned:
		back = submitted
		if s.planner.IntN(2) == 0 {
			back = byFinance // the cashier finds it, and the held money is freed
		}
	case rejected:
		back = checked
	}
	for c.State < back { // a project without a department skips one state
		if c, err = s.review(ctx, c, paidOn); err != nil {
			return err
		}
	}
	switch until {
	case returned:
		reviewer, reason := townshipUser(s.plan.village.code), "发票缺经手人签字，请补齐后再报"
		if c.State == byFinance {
			reviewer, reason = "cashier", "收款账号与户名不符，请核对"
		}
		c, err = fundsv1.NewClaimServiceClient(s.as(reviewer)).ReturnClaim(ctx, &fundsv1.ReturnClaimRequest{Id: c.Id, Etag: c.Etag, Reason: reason})
		if err != nil {
			return err
		}
		// The unit has begun to mend it and not yet handed it in again.
		_, err = fundsv1.NewClaimServiceClient(s.as(unitUser[s.plan.unit])).UpdateClaim(ctx, &fundsv1.UpdateClaimRequest{
			Claim: &fundsv1.Claim{Id: c.Id, Etag: c.Etag, Remark: "正在补齐材料"}, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"remark"}}})
	case submitted:
		// Taken back for a slip of the pen, and handed in again.
		c, err = fundsv1.NewClaimServiceClient(s.as(unitUser[s.plan.unit])).WithdrawClaim(ctx, &fundsv1.WithdrawClaimRequest{Id: c.Id, Etag: c.Etag})
		if err != nil {
			return err
		}
		_, err = s.review(ctx, c, paidOn)
	case byTownship, checked:
		_, err = fundsv1.NewClaimServiceClient(s.as(unitUser[s.plan.unit])).RemindClaim(ctx, &fundsv1.RemindClaimRequest{Id: c.Id, Etag: c.Etag})
	case rejected:
		_, err = fundsv1.NewClaimServiceClient(s.as("office3")).RejectClaim(ctx, &fundsv1.RejectClaimRequest{Id: c.Id, Etag: c.Etag, Reason: "所报内容不在批准的项目规划内，不予报账"})
	}
	return err
}

// review takes the next step of a claim, by the one whose turn it is.
func (s *site) review(ctx context.Context, c *fundsv1.Claim, paidOn calendar.Date) (*fundsv1.Claim, error) {
	claims := func(who string) fundsv1.ClaimServiceClient { return fundsv1.NewClaimServiceClient(s.as(who)) }
	switch c.State {
	case draft:
		return claims(unitUser[s.plan.unit]).SubmitClaim(ctx, &fundsv1.SubmitClaimRequest{Id: c.Id, Etag: c.Etag})
	case submitted:
		return claims(townshipUser(s.plan.village.code)).AgreeClaimByTownship(ctx, &fundsv1.AgreeClaimByTownshipRequest{Id: c.Id, Etag: c.Etag, Comment: "情况属实，同意上报"})
	case byTownship:
		return claims(s.plan.department).CheckClaimByDepartment(ctx, &fundsv1.CheckClaimByDepartmentRequest{Id: c.Id, Etag: c.Etag, Comment: "已现场核查，工程量相符"})
	case checked:
		return claims("office1").AgreeClaimByOffice(ctx, &fundsv1.AgreeClaimByOfficeRequest{Id: c.Id, Etag: c.Etag, Comment: "同意"})
	case byOffice:
		return claims("approver").ApproveClaim(ctx, &fundsv1.ApproveClaimRequest{Id: c.Id, Etag: c.Etag, Comment: "手续齐全，同意拨付"})
	case byFinance:
		var err error
		s.payment, err = fundsv1.NewPaymentServiceClient(s.as("cashier")).CreatePayment(ctx, &fundsv1.CreatePaymentRequest{Payment: &fundsv1.Payment{
			ClaimId: c.Id, ClaimEtag: c.Etag, BankReference: s.planner.reference("FK", paidOn), PaidOn: paidOn.String()}})
		c.State = paid
		return c, err
	}
	return nil, fmt.Errorf("a claim that is %s has no next step", c.State)
}
