package reports

import (
	"google.golang.org/grpc"

	reportsv1 "zhengcun/api/zhengcun/reports/v1"
	"zhengcun/internal/funds"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/plans"
	"zhengcun/internal/platform/paging"
)

// Room is the room of reports.
type Room struct {
	clock calendar.Clock
	pager *paging.Pager
	funds *funds.Room
	plans *plans.Room
}

// New returns the room.
func New(clock calendar.Clock, pager *paging.Pager, f *funds.Room, p *plans.Room) *Room {
	return &Room{clock: clock, pager: pager, funds: f, plans: p}
}

// Register registers the room's services.
func (r *Room) Register(s grpc.ServiceRegistrar) {
	reportsv1.RegisterOverviewServiceServer(s, &overviews{Room: r})
	reportsv1.RegisterAuditEntryServiceServer(s, &auditEntries{Room: r})
}
