package projects

import (
	"context"
	"slices"

	"github.com/google/uuid"

	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/ent"
	"zhengcun/internal/kernel/money"
	"zhengcun/internal/platform/access"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/projects/lifecycle"
)

// Offer tells what else the viewer may do with each of these projects now, by
// the verb of a later room's method. It asks a fixed number of questions however many they are.
type Offer func(ctx context.Context, rows []*ent.Project) (map[uuid.UUID][]string, error)

// settle is the verb of settling.
const settle = "settle"

// edit is the verb of changing a project; the other verbs are the names of the moves.
const edit = "edit"

// report is the verb of reporting progress.
const report = "report"

// verbs are this room's verbs in the order messages list them in, each with its method.
var verbs = []struct{ verb, method string }{
	{edit, projectsv1.ProjectService_UpdateProject_FullMethodName},
	{string(lifecycle.Approve), projectsv1.ProjectService_ApproveProject_FullMethodName},
	{string(lifecycle.Start), projectsv1.ProjectService_StartProject_FullMethodName},
	{report, projectsv1.ProgressReportService_CreateProgressReport_FullMethodName},
	{string(lifecycle.Complete), projectsv1.ProjectService_CompleteProject_FullMethodName},
	{settle, projectsv1.ProjectService_SettleProject_FullMethodName},
	{string(lifecycle.Cancel), projectsv1.ProjectService_CancelProject_FullMethodName},
}

// changeable tells why a project cannot be changed where it stands, or nil.
func changeable(p *ent.Project) error {
	if !lifecycle.MayChange(lifecycle.State(p.State)) {
		return ReasonNotListed.New("state", p.State)
	}
	return nil
}

// movable tells why the viewer cannot make the move on the project now, or nil:
// where it stands first, then whose it is and what he has done before, then its
// money, which only cancelling asks for. His role is judged by the contract.
func movable(v *scope.Viewer, p *ent.Project, m lifecycle.Move, has *projectsv1.ProjectMoney) error {
	if _, ok := lifecycle.Next(lifecycle.State(p.State), m); !ok {
		return notThere[m].New("state", p.State)
	}
	switch m {
	case lifecycle.Approve:
		if p.ListedBy == v.ID {
			return ReasonSamePerson.New()
		}
	case lifecycle.Start, lifecycle.Complete:
		// The scope may show a unit more than its own: a township sees all projects of its villages.
		if !v.County && !OfOwnUnit(v, p) {
			return ReasonOtherUnit.New()
		}
	case lifecycle.Cancel:
		if has.GetRequestedFen() > 0 || has.GetAppropriatedFen() > 0 {
			return ReasonHasMoney.New(slices.Concat(money.Told("requested", money.Fen(has.GetRequestedFen())), money.Told("appropriated", money.Fen(has.GetAppropriatedFen())))...)
		}
	}
	return nil
}

// OfOwnUnit tells whether the viewer's own organization carries the project out.
func OfOwnUnit(v *scope.Viewer, p *ent.Project) bool { return v.Unit != uuid.Nil && p.UnitID == v.Unit }

// mayAct lists what the viewer may do with a project by this room's methods.
func mayAct(v *scope.Viewer, p *ent.Project, money *projectsv1.ProjectMoney, unsettled error) []string {
	var may []string
	for _, a := range verbs {
		var objection error
		switch a.verb {
		case edit:
			objection = changeable(p)
		case report:
			objection = Reportable(v, p)
		case settle:
			objection = unsettled
		default:
			objection = movable(v, p, lifecycle.Move(a.verb), money)
		}
		if objection == nil && access.May(a.method, v) {
			may = append(may, a.verb)
		}
	}
	return may
}

// allowed lists what the viewer may do with each project, here and in later rooms.
// money is that of all fiscal years.
func (s *service) allowed(ctx context.Context, rows []*ent.Project, money map[uuid.UUID]*projectsv1.ProjectMoney) (map[uuid.UUID][]string, error) {
	v, _ := scope.From(ctx)
	actions := make(map[uuid.UUID][]string, len(rows))
	why, err := unsettled(ctx, rows, money)
	if err != nil {
		return nil, err
	}
	for _, p := range rows {
		actions[p.ID] = mayAct(v, p, money[p.ID], why[p.ID])
	}
	for _, offer := range append([]Offer{offerChanges}, s.offers...) {
		more, err := offer(ctx, rows)
		if err != nil {
			return nil, err
		}
		for _, p := range rows {
			actions[p.ID] = slices.Concat(actions[p.ID], more[p.ID])
		}
	}
	return actions, nil
}
