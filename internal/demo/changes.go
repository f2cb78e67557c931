package demo

import (
	"context"
	"slices"

	projectsv1 "zhengcun/api/zhengcun/projects/v1"
)

// change asks for a change of a project underway, a different one for each in turn: another scale and longer days that
// the office agrees to, the same that waits for its decision, a suspension, a failure where no money is on its way, and
// nothing.
func (s *site) change(ctx context.Context) error {
	n := s.plan
	unit := projectsv1.NewProjectChangeServiceClient(s.as(unitUser[n.unit]))
	office := projectsv1.NewProjectChangeServiceClient(s.as("office2"))
	s.planner.amendable++
	turn := s.planner.amendable % 5
	in := &projectsv1.ProjectChange{ProjectId: s.project.Id, Kind: projectsv1.ProjectChangeKind_PROJECT_CHANGE_KIND_AMEND, Reason: "设计变更并遇汛期，申请调整规模、延长工期",
		After: &projectsv1.ProjectTerms{PlannedQuantityMilli: n.quantity + 1000, StartDate: n.start.String(), EndDate: n.end.AddDays(30).String(), BudgetFen: n.budget}}
	switch {
	case turn == 1:
		in.Kind, in.After, in.Reason = projectsv1.ProjectChangeKind_PROJECT_CHANGE_KIND_SUSPEND, nil, "山体滑坡，道路中断，暂时停工"
	case turn == 2 && n.money == given && (n.advance == none || n.advance == paid):
		in.Kind, in.After, in.Reason = projectsv1.ProjectChangeKind_PROJECT_CHANGE_KIND_FAIL, nil, "山体滑坡损毁工程，无法继续实施"
	case turn == 3, turn == 4:
	default:
		return nil
	}
	asked, err := unit.CreateProjectChange(ctx, &projectsv1.CreateProjectChangeRequest{ProjectChange: in})
	if err != nil || turn == 4 {
		return err
	}
	_, err = office.ApproveProjectChange(ctx, &projectsv1.ApproveProjectChangeRequest{Id: asked.Id, Etag: asked.Etag})
	return err
}

// close settles every other project that is paid out.
func (s *site) close(ctx context.Context) (err error) {
	if s.planner.closed++; s.planner.closed%2 == 0 {
		return nil
	}
	if s.project, err = s.office("office1").GetProject(ctx, &projectsv1.GetProjectRequest{Id: s.project.Id}); err != nil || !slices.Contains(s.project.AllowedActions, "settle") {
		return err
	}
	s.project, err = s.office("office1").SettleProject(ctx, &projectsv1.SettleProjectRequest{Id: s.project.Id, Etag: s.project.Etag})
	return err
}
