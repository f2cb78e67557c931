package demo

import (
	"context"
	"errors"
	"fmt"

	filesv1 "zhengcun/api/zhengcun/files/v1"
	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	inspectionsv1 "zhengcun/api/zhengcun/inspections/v1"
	projectsv1 "zhengcun/api/zhengcun/projects/v1"
)

// project lets a project go its path, step by step, each by the one who takes it.
func (l *loader) project(ctx context.Context, p *planner, n *project) error {
	s := &site{loader: l, planner: p, plan: n}
	if err := s.list(ctx); err != nil {
		return fmt.Errorf("list: %w", err)
	}
	steps := []struct {
		name string
		due  bool
		do   func(ctx context.Context) error
	}{
		{"approve", n.until >= approved, s.approve},
		{"appropriate", n.money != unasked, s.appropriate},
		{"start", n.until >= underway, s.start},
		{"report", n.until >= underway, s.report},
		{"advance", n.advance != none, s.advance},
		{"change", n.until == underway && !n.late && n.then == nothing, s.change},
		{"complete", n.until >= completed, s.complete},
		{"accept", n.judged != unjudged, s.accept},
		{"claim", n.final != none, s.settle},
		{"retain", n.final == paid && n.then == nothing, s.retain},
		{"close", n.final == paid && n.then == nothing && !n.files, s.close},
		{"end", n.then != nothing, s.end},
	}
	for _, step := range steps {
		if !step.due {
			continue
		}
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
	}
	return nil
}

// site is one project while it is being carried out.
type site struct {
	*loader
	planner *planner
	plan    *project

	project    *projectsv1.Project
	acceptance *inspectionsv1.Acceptance
	payment    *fundsv1.Payment // the last one
}

// office is the project library as a person of the poverty office works in it.
func (s *site) office(person string) projectsv1.ProjectServiceClient {
	return projectsv1.NewProjectServiceClient(s.as(person))
}

func (s *site) list(ctx context.Context) (err error) {
	n := s.plan
	s.project, err = s.office("office1").CreateProject(ctx, &projectsv1.CreateProjectRequest{Project: &projectsv1.Project{
		Name: n.name, RegionCode: n.village.code, TypeCode: n.kind.code, Benefit: n.kind.benefit, PlannedQuantityMilli: n.quantity,
		UnitId: s.organizations[n.unit], DepartmentId: s.organizations[n.department], BudgetFen: n.budget, SelfRaisedFen: n.selfRaised, LabourDays: int32(n.labourDays),
		StartDate: n.start.String(), EndDate: n.end.String(), Objective: n.kind.objective, BeneficiaryHouseholds: int32(n.households),
	}})
	return err
}

func (s *site) approve(ctx context.Context) (err error) {
	s.project, err = s.office("office2").ApproveProject(ctx, &projectsv1.ApproveProjectRequest{Id: s.project.Id, Etag: s.project.Etag})
	return err
}

func (s *site) start(ctx context.Context) (err error) {
	s.project, err = s.office(unitUser[s.plan.unit]).StartProject(ctx, &projectsv1.StartProjectRequest{Id: s.project.Id, Etag: s.project.Etag})
	return err
}

func (s *site) complete(ctx context.Context) (err error) {
	s.project, err = s.office(unitUser[s.plan.unit]).CompleteProject(ctx, &projectsv1.CompleteProjectRequest{Id: s.project.Id, Etag: s.project.Etag})
	return err
}

// appropriate asks for the money of every lot, and lets the request end as planned.
func (s *site) appropriate(ctx context.Context) error {
	share := fundsv1.Share_SHARE_FLEXIBLE
	if s.plan.kind.stable {
		share = fundsv1.Share_SHARE_STABLE
	}
	one := fundsv1.NewAppropriationServiceClient(s.as("office1"))
	other := fundsv1.NewAppropriationServiceClient(s.as("office2"))
	for _, lot := range s.plan.lots {
		a, err := one.CreateAppropriation(ctx, &fundsv1.CreateAppropriationRequest{Appropriation: &fundsv1.Appropriation{
			AllocationId: lot.line.allocation, ProjectId: s.project.Id, AmountFen: lot.amount, Share: share}})
		if err != nil {
			return err
		}
		switch s.plan.money {
		case refused:
			_, err = other.RefuseAppropriation(ctx, &fundsv1.RefuseAppropriationRequest{Id: a.Id, Etag: a.Etag, Reason: "资金须先保证重点村，待下批资金到账后再议"})
		case withdrawn:
			_, err = one.WithdrawAppropriation(ctx, &fundsv1.WithdrawAppropriationRequest{Id: a.Id, Etag: a.Etag})
		case given, reversedMoney:
			_, err = other.ApproveAppropriation(ctx, &fundsv1.ApproveAppropriationRequest{Id: a.Id, Etag: a.Etag})
		}
		if err != nil {
			return err
		}
		if s.plan.money != reversedMoney {
			continue
		}
		asked, err := s.askReversal(ctx, fundsv1.ReversalTarget_REVERSAL_TARGET_APPROPRIATION, a.Id, "群众公选结果改变，该项目资金改投其他项目")
		if err != nil {
			return err
		}
		if err := s.approveReversal(ctx, asked); err != nil {
			return err
		}
	}
	return nil
}

// accept drafts the acceptance and lets it end as planned.
func (s *site) accept(ctx context.Context) error {
	n := s.plan
	in := &inspectionsv1.Acceptance{ProjectId: s.project.Id, AcceptedOn: n.acceptedOn.String(), MeasuredQuantityMilli: n.quantity,
		Verdict: inspectionsv1.Verdict_VERDICT_PASSED, AcceptedFen: n.accepted, Remark: "工程量现场丈量，质量符合要求"}
	for i, m := range n.team {
		in.Team = append(in.Team, &inspectionsv1.TeamMember{Name: m.name, Organization: m.organization, VillagersRepresentative: i == villagersMember})
	}
	switch n.judged {
	case partly:
		in.Verdict, in.Remark = inspectionsv1.Verdict_VERDICT_PARTLY, "部分工程未达设计标准，按实际完成量认定"
		in.MeasuredQuantityMilli = max(n.quantity*7/10, 1)
	case failed:
		in.Verdict, in.Remark = inspectionsv1.Verdict_VERDICT_FAILED, "质量不合格，限期返工后重新验收"
		in.MeasuredQuantityMilli = max(n.quantity*4/10, 1)
	}
	var err error
	s.acceptance, err = inspectionsv1.NewAcceptanceServiceClient(s.as("office2")).CreateAcceptance(ctx, &inspectionsv1.CreateAcceptanceRequest{Acceptance: in})
	if err != nil {
		return err
	}
	if err := s.prove(ctx); err != nil || n.judged == drafted {
		return err
	}
	confirmer := inspectionsv1.NewAcceptanceServiceClient(s.as("office3"))
	s.acceptance, err = confirmer.ConfirmAcceptance(ctx, &inspectionsv1.ConfirmAcceptanceRequest{Id: s.acceptance.Id, Etag: s.acceptance.Etag})
	if err != nil || n.judged != revoked {
		return err
	}
	_, err = confirmer.RevokeAcceptance(ctx, &inspectionsv1.RevokeAcceptanceRequest{Id: s.acceptance.Id, Etag: s.acceptance.Etag, Reason: "群众反映厚度不足，重新组织验收"})
	return err
}

// prove keeps photo and sheet with the draft of the acceptance.
func (s *site) prove(ctx context.Context) error {
	if !s.plan.files {
		return nil
	}
	picture, err := photo()
	if err != nil {
		return err
	}
	const of = filesv1.FileSubject_FILE_SUBJECT_ACCEPTANCE
	return errors.Join(
		s.keep(ctx, "office2", of, s.acceptance.Id, s.plan.name+"竣工照片（演示）.png", picture),
		s.keep(ctx, "office2", of, s.acceptance.Id, "验收单（演示）.pdf", sheet("Acceptance sheet")))
}

// villagersMember is the villagers' representative in the team.
const villagersMember = 2

// end does what happens to the project last.
func (s *site) end(ctx context.Context) error {
	switch s.plan.then {
	case cancelled:
		_, err := s.office("office2").CancelProject(ctx, &projectsv1.CancelProjectRequest{Id: s.project.Id, Etag: s.project.Etag, Reason: "多数群众改选其他项目，本项目不再实施"})
		return err
	case reversalAsked, paymentReversed:
		asked, err := s.askReversal(ctx, fundsv1.ReversalTarget_REVERSAL_TARGET_PAYMENT, s.payment.Id, "收款账号已注销，银行退汇")
		if err != nil || s.plan.then == reversalAsked {
			return err
		}
		return s.approveReversal(ctx, asked)
	}
	return nil
}
