package projects

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/ent"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"
	"zhengcun/internal/projects/lifecycle"
)

// ApproveProject approves a listed project; another person than the one who listed it or changed it last.
func (s *service) ApproveProject(ctx context.Context, req *projectsv1.ApproveProjectRequest) (*projectsv1.Project, error) {
	viewer, _ := scope.From(ctx)
	return move(ctx, req.Id, req.Etag, lifecycle.Approve, "projects.approveProject", func(p *ent.Project) (func(*ent.ProjectUpdateOne), error) {
		if p.ListedBy == viewer.ID {
			return nil, ReasonSamePerson.New()
		}
		return func(u *ent.ProjectUpdateOne) { u.SetApprovedBy(viewer.ID) }, nil
	})
}

// StartProject says that work has begun.
func (s *service) StartProject(ctx context.Context, req *projectsv1.StartProjectRequest) (*projectsv1.Project, error) {
	return move(ctx, req.Id, req.Etag, lifecycle.Start, "projects.startProject", ownUnit(ctx))
}

// CompleteProject says that the work is done.
func (s *service) CompleteProject(ctx context.Context, req *projectsv1.CompleteProjectRequest) (*projectsv1.Project, error) {
	return move(ctx, req.Id, req.Etag, lifecycle.Complete, "projects.completeProject", ownUnit(ctx))
}

// CancelProject cancels a project that no money is asked for or set aside for.
func (s *service) CancelProject(ctx context.Context, req *projectsv1.CancelProjectRequest) (*projectsv1.Project, error) {
	return move(ctx, req.Id, req.Etag, lifecycle.Cancel, "projects.cancelProject", func(p *ent.Project) (func(*ent.ProjectUpdateOne), error) {
		money, err := moneyOf(ctx, []uuid.UUID{p.ID}, 0)
		if err != nil {
			return nil, err
		}
		if m := money[p.ID]; m.RequestedFen > 0 || m.AppropriatedFen > 0 {
			return nil, ReasonHasMoney.New("requested_fen", m.RequestedFen, "appropriated_fen", m.AppropriatedFen)
		}
		return func(u *ent.ProjectUpdateOne) { u.SetCancelReason(req.Reason) }, nil
	})
}

// ownUnit lets a unit act on its own projects only. The scope may show it more: a township sees all projects of its
// villages, whoever carries them out.
func ownUnit(ctx context.Context) condition {
	viewer, _ := scope.From(ctx)
	return func(p *ent.Project) (func(*ent.ProjectUpdateOne), error) {
		if !viewer.County && p.UnitID != viewer.Unit {
			return nil, ReasonOtherUnit.New()
		}
		return nil, nil
	}
}

// condition is asked before a move, when etag and state are right, and answers what else to set.
type condition func(p *ent.Project) (func(*ent.ProjectUpdateOne), error)

// move makes a move as a method of its own: a stale etag is told before a wrong state, and that before anything else.
func move(ctx context.Context, id, etag string, m lifecycle.Move, action string, ask condition) (*projectsv1.Project, error) {
	p, err := Lock(ctx, wire.ID(id))
	if err != nil {
		return nil, err
	}
	if p.Version != wire.Version(etag) {
		return nil, wire.ReasonStale.New()
	}
	if _, ok := lifecycle.Next(lifecycle.State(p.State), m); !ok {
		return nil, notThere[m].New("state", p.State)
	}
	set, err := ask(p)
	if err != nil {
		return nil, err
	}
	moved, err := step(ctx, p, m, set)
	if err != nil {
		return nil, err
	}
	db.Audit(ctx, audit.Entry{Action: action, ObjectType: "project", ObjectID: p.ID.String(), VillageID: p.VillageID.String(),
		Before: fmt.Sprintf(`{"state":%q}`, p.State), After: fmt.Sprintf(`{"state":%q}`, moved.State)})
	return message(ctx, moved)
}
