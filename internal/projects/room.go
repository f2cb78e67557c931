package projects

import (
	"context"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"
	"google.golang.org/grpc"

	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/ent"
	"zhengcun/ent/project"
	"zhengcun/ent/projectstep"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/projects/lifecycle"
)

// Room serves the project library.
type Room struct {
	projects *service
	reports  *reports
	changes  *changes
}

// New returns the room. clock tells the year of a new project's number and what is late; offers are what later rooms
// let the viewer do with a project.
func New(clock calendar.Clock, pager *paging.Pager, offers ...Offer) *Room {
	return &Room{&service{clock: clock, pager: pager, offers: offers}, &reports{clock: clock, pager: pager}, &changes{pager: pager}}
}

// Register registers the room's services.
func (r *Room) Register(s grpc.ServiceRegistrar) {
	projectsv1.RegisterProjectServiceServer(s, r.projects)
	projectsv1.RegisterProgressReportServiceServer(s, r.reports)
	projectsv1.RegisterProjectChangeServiceServer(s, r.changes)
}

// service serves ProjectService.
type service struct {
	projectsv1.UnimplementedProjectServiceServer
	clock  calendar.Clock
	pager  *paging.Pager
	offers []Offer
}

// Get returns a project the viewer sees, else NOT_FOUND.
func Get(ctx context.Context, id uuid.UUID) (*ent.Project, error) {
	row, err := db.From(ctx).Project.Get(ctx, id)
	if err != nil {
		return nil, db.Missing(err, "project")
	}
	return row, nil
}

// Lock is Get for those who decide by what they read: nobody changes the project until the transaction ends. Take it
// before any lock of the ledger. New rows may still refer to the project meanwhile.
func Lock(ctx context.Context, id uuid.UUID) (*ent.Project, error) {
	tx := db.From(ctx)
	query := tx.Project.Query().Where(project.ID(id))
	if tx.Dialect() == dialect.Postgres { // on SQLite the writer is alone
		query.ForUpdate(sql.WithLockClause("FOR NO KEY UPDATE"))
	}
	row, err := query.Only(ctx)
	if err != nil {
		return nil, db.Missing(err, "project")
	}
	return row, nil
}

// MayReceiveMoney reports whether money may be appropriated to a project in this state: approved and not yet accepted.
func MayReceiveMoney(state project.State) bool {
	return lifecycle.MayReceiveMoney(lifecycle.State(state))
}

// MarkAccepted moves a completed project to accepted, because this acceptance is confirmed. The caller has locked it and
// writes the audit entry. In any other state it is [ReasonNotCompleted].
func MarkAccepted(ctx context.Context, p *ent.Project, acceptance uuid.UUID) error {
	_, err := step(ctx, p, lifecycle.Accept, words{acceptance: &acceptance}, nil)
	return err
}

// ReopenAfterRevocation moves an accepted project back to completed, because no confirmed acceptance is left after this
// one was revoked for the reason. The caller has locked it and writes the audit entry. In any other state it is
// [ReasonNotAccepted].
func ReopenAfterRevocation(ctx context.Context, p *ent.Project, acceptance uuid.UUID, reason string) error {
	_, err := step(ctx, p, lifecycle.Reopen, words{comment: reason, acceptance: &acceptance}, nil)
	return err
}

// step makes a move on a project that was read in this transaction, and keeps it in the project's history.
func step(ctx context.Context, p *ent.Project, m lifecycle.Move, said words, set func(*ent.ProjectUpdateOne)) (*ent.Project, error) {
	next, ok := lifecycle.Next(lifecycle.State(p.State), m)
	if !ok {
		return nil, notThere[m].New("state", p.State)
	}
	tx := db.From(ctx)
	update := tx.Project.UpdateOneID(p.ID).Where(project.Version(p.Version)).AddVersion(1).SetState(project.State(next))
	if set != nil {
		set(update)
	}
	row, err := update.Save(ctx)
	if err != nil {
		return nil, stale(ctx, err, p.ID)
	}
	return row, keep(ctx, row, projectstep.Action(m), said)
}

func stale(ctx context.Context, err error, id uuid.UUID) error {
	return db.Stale(ctx, err, "project", func(ctx context.Context) (bool, error) {
		return db.From(ctx).Project.Query().Where(project.ID(id)).Exist(ctx)
	})
}
