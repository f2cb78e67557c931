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
	return s.move(ctx, req.Id, req.Etag, lifecycle.Approve, "", "projects.approveProject", func(u *ent.ProjectUpdateOne) { u.SetApprovedBy(viewer.ID) })
}

// StartProject says that work has begun.
func (s *service) StartProject(ctx context.Context, req *projectsv1.StartProjectRequest) (*projectsv1.Project, error) {
	return s.move(ctx, req.Id, req.Etag, lifecycle.Start, "", "projects.startProject", nil)
}

// CompleteProject says that the work is done.
func (s *service) CompleteProject(ctx context.Context, req *projectsv1.CompleteProjectRequest) (*projectsv1.Project, error) {
	return s.move(ctx, req.Id, req.Etag, lifecycle.Complete, "", "projects.completeProject", nil)
}

// CancelProject cancels a project that no money is asked for or set aside for.
func (s *service) CancelProject(ctx context.Context, req *projectsv1.CancelProjectRequest) (*projectsv1.Project, error) {
	return s.move(ctx, req.Id, req.Etag, lifecycle.Cancel, req.Reason, "projects.cancelProject", func(u *ent.ProjectUpdateOne) { u.SetCancelReason(req.Reason) })
}

// move makes a move as a method of its own: a stale etag is told before anything else.
func (s *service) move(ctx context.Context, id, etag string, m lifecycle.Move, comment, action string, set func(*ent.ProjectUpdateOne)) (*projectsv1.Project, error) {
	p, err := Lock(ctx, wire.ID(id))
	if err != nil {
		return nil, err
	}
	if p.Version != wire.Version(etag) {
		return nil, wire.ReasonStale.New()
	}
	money, _, err := moneyOf(ctx, []uuid.UUID{p.ID}, 0)
	if err != nil {
		return nil, err
	}
	viewer, _ := scope.From(ctx)
	if err := movable(viewer, p, m, money[p.ID]); err != nil {
		return nil, err
	}
	moved, err := step(ctx, p, m, words{comment: comment}, set)
	if err != nil {
		return nil, err
	}
	db.Audit(ctx, audit.Entry{Action: action, ObjectType: "project", ObjectID: p.ID.String(), VillageID: p.VillageID.String(),
		Before: fmt.Sprintf(`{"state":%q}`, p.State), After: fmt.Sprintf(`{"state":%q}`, moved.State)})
	return s.message(ctx, moved)
}
