package people_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/ent/organization"
	"zhengcun/internal/countytest"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/people"
	"zhengcun/internal/people/roles"
	"zhengcun/internal/platform/call"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/rpc"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/validate"
)

const secret = "correct horse 整村"

// world is a county with its divisions, some organizations and one user of each
// sort, served through all the steps of a call.
type world struct {
	t    *testing.T
	c    *countytest.County
	room *people.Room
	hash string
	orgs map[string]uuid.UUID
	ids  map[string]uuid.UUID

	regions  peoplev1.RegionServiceClient
	orgsAPI  peoplev1.OrganizationServiceClient
	users    peoplev1.UserServiceClient
	sessions peoplev1.SessionServiceClient
	clients  peoplev1.ApiClientServiceClient
	pages    peoplev1.PageSettingServiceClient

	server *rpc.Server
	// requests takes the calls of API clients; a test that wants them written runs it.
	requests *people.RequestLog
	metrics  *prometheus.Registry
}

// forEach runs fn in a world on each database.
func forEach(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) { fn(t, newWorld(t, c)) })
}

func newWorld(t *testing.T, c *countytest.County) *world {
	t.Helper()
	w := &world{t: t, c: c, room: people.New(c.DB, c.Keys, c.Pager, true), orgs: map[string]uuid.UUID{}, ids: map[string]uuid.UUID{}}
	w.metrics = prometheus.NewRegistry()
	w.requests = people.NewRequestLog(c.DB, zap.NewNop(), w.metrics)
	server := &rpc.Server{DB: c.DB, Auth: w.room, Validator: validate.New(), Log: zap.NewNop(), Recorder: w.requests,
		Metrics: rpc.NewMetrics(prometheus.NewRegistry()), Timeout: 30 * time.Second}
	w.server = server
	w.room.Register(server)
	if err := server.Seal(); err != nil {
		t.Fatal(err)
	}
	conn := server.Conn()
	w.regions, w.orgsAPI, w.users = peoplev1.NewRegionServiceClient(conn), peoplev1.NewOrganizationServiceClient(conn), peoplev1.NewUserServiceClient(conn)
	w.sessions, w.clients, w.pages = peoplev1.NewSessionServiceClient(conn), peoplev1.NewApiClientServiceClient(conn), peoplev1.NewPageSettingServiceClient(conn)

	var err error
	if w.hash, err = w.room.HashPassword(t.Context(), "nobody", secret); err != nil {
		t.Fatal(err)
	}
	w.tx(func(ctx context.Context) error {
		if _, err := people.LoadDivisions(ctx); err != nil {
			return err
		}
		for _, o := range []people.NewOrganization{
			{Code: "county", Name: "县政府", Kind: organization.KindGovernment, RegionCode: "340828000000"},
			{Code: "finance", Name: "财政局", Kind: organization.KindFinance, RegionCode: "340828000000"},
			{Code: "transport", Name: "交通局", Kind: organization.KindDepartment, RegionCode: "340828000000"},
			{Code: "audit", Name: "审计局", Kind: organization.KindAudit, RegionCode: "340828000000"},
			{Code: "xiangchang", Name: "响肠镇政府", Kind: organization.KindTownship, RegionCode: "340828107000"},
			{Code: "qianfota", Name: "千佛塔村委会", Kind: organization.KindVillage, RegionCode: "340828107202"},
		} {
			row, err := people.CreateOrganization(ctx, o)
			if err != nil {
				return err
			}
			w.orgs[o.Code] = row.ID
		}
		return nil
	})
	w.user("admin", "county", roles.Admin)
	w.user("security", "county", roles.SecurityAdmin)
	w.user("auditadmin", "county", roles.AuditAdmin)
	w.user("officer", "finance", roles.FinanceOfficer)
	return w
}

// tx runs fn as the product itself.
func (w *world) tx(fn func(ctx context.Context) error) {
	w.t.Helper()
	if err := w.c.DB.Tx(w.system(), fn); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) system() context.Context {
	return scope.With(w.t.Context(), scope.SystemViewer("test"))
}

// user makes a user whose password is secret.
func (w *world) user(name, org string, held ...string) uuid.UUID {
	w.t.Helper()
	w.tx(func(ctx context.Context) error {
		row, err := w.room.CreateUserWithPassword(ctx, people.NewUser{Username: name, DisplayName: "用户 " + name,
			OrganizationID: w.orgs[org], Roles: held, Phone: "138-0000-1234", PasswordHash: w.hash})
		if err == nil {
			w.ids[name] = row.ID
		}
		return err
	})
	return w.ids[name]
}

// from is the context of a call from an address, with a token or without.
func (w *world) from(address, token string) context.Context {
	return call.With(w.t.Context(), &call.Info{RequestID: "test-request", ClientIP: address, Token: token})
}

// as is the context of a call of a user, who logs in for it.
func (w *world) as(username string) context.Context {
	w.t.Helper()
	return w.from("10.0.0.1", w.login(username))
}

// login logs a user in and returns his token.
func (w *world) login(username string) string {
	w.t.Helper()
	s, err := w.try(username, secret, "10.0.0.1")
	if err != nil {
		w.t.Fatalf("log-in of %s: %v", username, err)
	}
	return s.Token
}

// try tries to log in.
func (w *world) try(username, password, address string) (*peoplev1.Session, error) {
	return w.sessions.CreateSession(w.from(address, ""), &peoplev1.CreateSessionRequest{Username: username, Password: password})
}

// viewer is whom a token stands for.
func (w *world) viewer(token string) *scope.Viewer {
	w.t.Helper()
	v, err := w.room.Authenticate(w.t.Context(), token)
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

// get reads a user as the administrator sees him.
func (w *world) get(name string) *peoplev1.User {
	w.t.Helper()
	u, err := w.users.GetUser(w.as("admin"), &peoplev1.GetUserRequest{Id: w.ids[name].String()})
	if err != nil {
		w.t.Fatal(err)
	}
	return u
}

// audited counts audit entries of an action.
func (w *world) audited(action string) (n int) {
	w.t.Helper()
	err := w.c.DB.Read(w.system(), func(ctx context.Context) error {
		return db.From(ctx).QueryRowContext(ctx, "SELECT count(*) FROM audit_entries WHERE action = $1", action).Scan(&n)
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

// reason is the code of a call's error, with its violations as field:CODE.
func reason(err error) string {
	if f, ok := fault.From(err); ok {
		codes := []string{f.Reason().Code}
		for _, v := range f.Violations() {
			codes = append(codes, v.Field+":"+v.Reason.Code)
		}
		return strings.Join(codes, " ")
	}
	s, ok := status.FromError(err)
	if err == nil || !ok {
		return ""
	}
	var codes []string
	for _, d := range s.Details() {
		switch d := d.(type) {
		case *errdetails.ErrorInfo:
			codes = append(codes, d.Reason)
		case *errdetails.BadRequest:
			for _, v := range d.FieldViolations {
				codes = append(codes, v.Field+":"+v.Reason)
			}
		}
	}
	return strings.Join(codes, " ")
}

func want(t *testing.T, err error, code string) {
	t.Helper()
	if got := reason(err); got != code {
		t.Errorf("got %q (%v), want %q", got, err, code)
	}
}

func must[T any](v T, err error) func(t *testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err, reason(err))
		}
		return v
	}
}

// cookie logs in as a browser does and returns the Set-Cookie value.
func (w *world) cookie(ctx context.Context, username string) (*peoplev1.Session, string) {
	w.t.Helper()
	var header metadata.MD
	s, err := w.sessions.CreateSession(ctx, &peoplev1.CreateSessionRequest{Username: username, Password: secret,
		Delivery: peoplev1.TokenDelivery_TOKEN_DELIVERY_COOKIE}, grpc.Header(&header))
	if err != nil {
		w.t.Fatal(err)
	}
	return s, strings.Join(header.Get(people.CookieHeader), "|")
}

// everything is all text of the database, row by row.
func (w *world) everything() string {
	w.t.Helper()
	ctx, schema := w.t.Context(), ""
	query := "SELECT name FROM sqlite_master WHERE type = 'table'"
	if w.c.Config.URL != "" {
		query, schema = "SELECT tablename FROM pg_tables WHERE schemaname = '"+w.c.Config.Schema+"'", w.c.Config.Schema+"."
	}
	read := func(query string) (all []string) {
		rows, err := w.c.Super.QueryContext(ctx, query)
		if err != nil {
			w.t.Fatal(err)
		}
		defer func() { _ = rows.Close() }()
		columns, err := rows.Columns()
		if err != nil {
			w.t.Fatal(err)
		}
		for rows.Next() {
			values := make([][]byte, len(columns))
			into := make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			if err := rows.Scan(into...); err != nil {
				w.t.Fatal(err)
			}
			all = append(all, string(slices.Concat(values...)))
		}
		if err := errors.Join(rows.Err()); err != nil {
			w.t.Fatal(err)
		}
		return all
	}
	var all []string
	for _, table := range read(query) {
		all = append(all, read("SELECT * FROM "+schema+table)...)
	}
	return strings.Join(all, "\n")
}
