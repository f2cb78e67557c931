package people

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"google.golang.org/grpc"

	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/privacy"
	"zhengcun/internal/platform/scope"
)

// Room is the room of regions, organizations, users, sessions and API clients.
// It is the server's authenticator.
type Room struct {
	db     *db.DB
	keys   *privacy.Keyring
	pager  *paging.Pager
	demo   bool
	hasher *hasher
	uses   uses
	door   door
	// settled: there are users, which never go.
	settled atomic.Bool
}

// New returns the room. demo says that the county's people and figures are made up.
func New(d *db.DB, keys *privacy.Keyring, pager *paging.Pager, demo bool) *Room {
	return &Room{db: d, keys: keys, pager: pager, demo: demo, hasher: newHasher()}
}

// Register registers the room's services.
func (r *Room) Register(s grpc.ServiceRegistrar) {
	peoplev1.RegisterRegionServiceServer(s, &regions{Room: r})
	peoplev1.RegisterOrganizationServiceServer(s, &organizations{Room: r})
	peoplev1.RegisterUserServiceServer(s, &users{Room: r})
	peoplev1.RegisterSessionServiceServer(s, &sessions{Room: r})
	peoplev1.RegisterSetupServiceServer(s, &setups{Room: r})
	peoplev1.RegisterApiClientServiceServer(s, &apiClients{Room: r})
	peoplev1.RegisterPageSettingServiceServer(s, &pageSettings{Room: r})
	peoplev1.RegisterIdempotencyKeyServiceServer(s, &idempotencyKeys{})
}

// today is the day of the transaction, by the product's clock.
func today(ctx context.Context) calendar.Date { return calendar.DateOf(db.From(ctx).Now()) }

// viewer is who calls; nobody when there is none.
func viewer(ctx context.Context) *scope.Viewer {
	if v, ok := scope.From(ctx); ok {
		return v
	}
	return &scope.Viewer{}
}

// sortedTime is a moment as the databases compare it when a list is sorted by it.
func sortedTime(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05.999999999-07:00") }

// brief is the state of a row for an audit entry. Names and phones stay out of it:
// entries can never be erased.
func brief(fields map[string]any) string {
	out, err := json.Marshal(fields)
	if err != nil {
		return ""
	}
	return string(out)
}

// distinct returns the ids once each, without the empty one.
func distinct(ids []uuid.UUID) []uuid.UUID {
	set := make(map[uuid.UUID]bool, len(ids))
	for _, id := range ids {
		if id != uuid.Nil {
			set[id] = true
		}
	}
	return slices.Collect(maps.Keys(set))
}

// AtField tells an error about a region or an organization that a request named
// as the violation of the field at path. Other errors pass as they are.
func AtField(err error, path string) error {
	for _, reason := range []*fault.Reason{ReasonRegionUnknown, ReasonRegionNotInForce, ReasonOrganizationUnknown, ReasonOrganizationKind, ReasonOrganizationDisabled} {
		if !errors.Is(err, reason) {
			continue
		}
		var pairs []any
		if f, ok := fault.From(err); ok {
			for name, value := range f.Metadata() {
				pairs = append(pairs, name, value)
			}
		}
		return fault.Fields(reason.Field(path, pairs...))
	}
	return err
}

// collect moves the violations of err into bad and returns what else err is.
func collect(bad *[]fault.Violation, err error) error {
	if f, ok := fault.From(err); ok && len(f.Violations()) > 0 {
		*bad = append(*bad, f.Violations()...)
		return nil
	}
	return err
}

// lower returns texts in lower case.
func lower(texts []string) []string {
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = strings.ToLower(t)
	}
	return out
}
