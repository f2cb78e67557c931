package inspections

import (
	"context"

	"github.com/google/uuid"
	"google.golang.org/grpc"

	inspectionsv1 "zhengcun/api/zhengcun/inspections/v1"
	"zhengcun/ent"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
)

// Room serves the acceptances.
type Room struct{ acceptances *acceptances }

// New returns the room. clock tells what day it is.
func New(clock calendar.Clock, pager *paging.Pager) *Room {
	return &Room{&acceptances{clock: clock, pager: pager}}
}

// Register registers the room's services.
func (r *Room) Register(s grpc.ServiceRegistrar) {
	inspectionsv1.RegisterAcceptanceServiceServer(s, r.acceptances)
}

// acceptances serves AcceptanceService.
type acceptances struct {
	inspectionsv1.UnimplementedAcceptanceServiceServer
	clock calendar.Clock
	pager *paging.Pager
}

// Get returns an acceptance the viewer sees, else NOT_FOUND.
func Get(ctx context.Context, id uuid.UUID) (*ent.Acceptance, error) {
	row, err := db.From(ctx).Acceptance.Get(ctx, id)
	if err != nil {
		return nil, db.Missing(err, "acceptance")
	}
	return row, nil
}
