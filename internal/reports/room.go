package reports

import (
	"context"

	"go.uber.org/zap"
	"google.golang.org/grpc"

	reportsv1 "zhengcun/api/zhengcun/reports/v1"
	"zhengcun/internal/funds"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/plans"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/validate"
	"zhengcun/internal/platform/waiting"
	"zhengcun/internal/reports/export"
)

// House is what the room stands on.
type House struct {
	Clock calendar.Clock
	DB    *db.DB
	Pager *paging.Pager
	// Validator learns what the room's requests look like where their names do not say it.
	Validator *validate.Validator
	Funds     *funds.Room
	Plans     *plans.Room
	// Waiting are the rooms' lists of what waits for the viewer.
	Waiting []waiting.Source
	// As is the in-process connection whose calls run for a viewer: [rpc.Server.As].
	As func(v *scope.Viewer) grpc.ClientConnInterface
	// Words are the screens' words, which sheets are written in.
	Words export.Languages
	// Verify checks audit log and ledger; progress is told how many entries have been read.
	Verify func(ctx context.Context, head *audit.Head, progress func(entries int64)) (Verified, error)
	Log    *zap.Logger
}

// Room is the room of reports.
type Room struct {
	House
	clock calendar.Clock
	pager *paging.Pager
	funds *funds.Room
	plans *plans.Room

	checks *verifications
}

// New returns the room.
func New(h House) *Room {
	// Actors and objects of the audit log have ids of many forms, such as user:… and a year.
	h.Validator.Rules(&reportsv1.ListAuditEntriesRequest{}, map[string]string{"actor_id": "max=200", "object_id": "max=200"})
	return &Room{House: h, clock: h.Clock, pager: h.Pager, funds: h.Funds, plans: h.Plans, checks: newVerifications(h)}
}

// Close stops what runs in the background and waits for it.
func (r *Room) Close() { r.checks.close() }

// Register registers the room's services.
func (r *Room) Register(s grpc.ServiceRegistrar) {
	reportsv1.RegisterOverviewServiceServer(s, &overviews{Room: r})
	reportsv1.RegisterIntegrationServiceServer(s, &integrations{Room: r})
	reportsv1.RegisterAuditEntryServiceServer(s, &auditEntries{Room: r})
	reportsv1.RegisterInboxServiceServer(s, &inbox{Room: r})
	reportsv1.RegisterExportServiceServer(s, &exports{Room: r})
}
