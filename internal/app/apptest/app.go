// Package apptest runs the whole program in a test: an empty county on either
// database, served over HTTP and gRPC, with a clock that stands still.
package apptest

import (
	"context"
	"database/sql"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"zhengcun/ent/organization"
	"zhengcun/frontend"
	"zhengcun/internal/app"
	"zhengcun/internal/countytest"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/people"
	"zhengcun/internal/people/roles"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
)

// Dialects are the databases to test on.
var Dialects = []string{"sqlite", "postgres"}

// App is a running program.
type App struct {
	*app.App
	Options app.Options // as it was started
	Clock   *calendar.FixedClock
	// Super is a connection past the application's rights.
	Super *sql.DB
	// URL is where REST is, GRPC where gRPC is.
	URL, GRPCAddress string

	t    testing.TB
	mu   sync.Mutex
	hash string
	held map[string]string // tokens by role
}

// ForEach runs fn with a program on each database.
func ForEach(t *testing.T, fn func(t *testing.T, a *App)) {
	t.Helper()
	for _, dialect := range Dialects {
		t.Run(dialect, func(t *testing.T) { fn(t, Start(t, dialect)) })
	}
}

// ForEachBare runs fn with a program without any county on each database.
func ForEachBare(t *testing.T, fn func(t *testing.T, a *App)) {
	t.Helper()
	for _, dialect := range Dialects {
		t.Run(dialect, func(t *testing.T) { fn(t, StartBare(t, dialect)) })
	}
}

// Start starts the program on an empty county, Yuexi without bodies and users;
// dialect is sqlite or postgres. The clock stands at countytest.Now. change may
// change the options.
func Start(t testing.TB, dialect string, change ...func(*app.Options)) *App {
	t.Helper()
	a := StartBare(t, dialect, change...)
	if err := a.LoadYuexi(context.Background()); err != nil {
		t.Fatal(err)
	}
	return a
}

// StartBare starts the program without any county.
func StartBare(t testing.TB, dialect string, change ...func(*app.Options)) *App {
	t.Helper()
	county := countytest.SQLite
	if dialect == "postgres" {
		county = countytest.Postgres
	}
	c := county(t)
	o := app.Options{Database: c.Config, KeyFile: filepath.Join(t.TempDir(), "keys.json"), Words: frontend.Words(), Log: zaptest.NewLogger(t, zaptest.Level(zap.WarnLevel))}
	for _, fn := range change {
		fn(&o)
	}
	a := &App{Options: o, Clock: c.Clock, Super: c.Super, t: t, held: map[string]string{}}
	a.Serve()
	return a
}

// Serve starts the program with its options, which a test may have changed: for
// a test of a second start.
func (a *App) Serve() {
	a.t.Helper()
	running, err := app.New(context.Background(), a.Options)
	if err != nil {
		a.t.Fatal(err)
	}
	a.App = running
	a.t.Cleanup(func() { _ = running.Close() })
	web := httptest.NewServer(running.Handler())
	a.t.Cleanup(web.Close)
	a.URL = web.URL
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		a.t.Fatal(err)
	}
	calls := running.GRPC()
	go func() { _ = calls.Serve(listener) }()
	a.t.Cleanup(calls.Stop)
	a.GRPCAddress = listener.Addr().String()
}

// Dial connects to gRPC.
func (a *App) Dial() *grpc.ClientConn {
	a.t.Helper()
	conn, err := grpc.NewClient(a.GRPCAddress, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		a.t.Fatal(err)
	}
	a.t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// Password is the password of every user a test makes.
const Password = "correct horse 整村"

// In runs fn in a transaction that sees the whole county.
func (a *App) In(fn func(ctx context.Context) error) {
	a.t.Helper()
	if err := a.System(context.Background(), "test", fn); err != nil {
		a.t.Fatal(err)
	}
}

// Organization returns the organization with this code, made on demand.
func (a *App) Organization(code string, kind organization.Kind, regionCode string) (id uuid.UUID) {
	a.t.Helper()
	a.In(func(ctx context.Context) error {
		row, err := db.From(ctx).Organization.Query().Where(organization.Code(code)).First(ctx)
		if err != nil {
			if row, err = people.CreateOrganization(ctx, people.NewOrganization{Code: code, Name: code, Kind: kind, RegionCode: regionCode}); err != nil {
				return err
			}
		}
		id = row.ID
		return nil
	})
	return id
}

// User makes a user with these roles, logs him in and returns his bearer token.
func (a *App) User(username string, organizationID uuid.UUID, held ...string) (token string) {
	a.t.Helper()
	a.mu.Lock()
	if a.hash == "" {
		var err error
		if a.hash, err = a.People.HashPassword(context.Background(), "nobody", Password); err != nil {
			a.t.Fatal(err)
		}
	}
	a.mu.Unlock()
	a.In(func(ctx context.Context) error {
		_, err := a.People.CreateUserWithPassword(ctx, people.NewUser{Username: username, DisplayName: username, OrganizationID: organizationID, Roles: held, PasswordHash: a.hash})
		return err
	})
	return a.Login(username)
}

// Login returns a bearer token of the user.
func (a *App) Login(username string) string {
	a.t.Helper()
	r := a.Do("POST", "/v1/sessions", "", `{"username":"`+username+`","password":"`+Password+`"}`)
	token, _ := r.JSON["token"].(string)
	if r.Status != 200 || token == "" {
		a.t.Fatalf("log in %s: %d %s", username, r.Status, r.Body)
	}
	return token
}

// Codes of places in the county's divisions.
const (
	County   = "340828000000"
	Township = "340828107000" // 响肠镇
	Village  = "340828107202" // 千佛塔村
)

// homes are where each role's user works.
var homes = map[string]struct {
	code   string
	kind   organization.Kind
	region string
}{
	roles.PovertyOffice:   {"poverty_office", organization.KindPovertyOffice, County},
	roles.FinanceOfficer:  {"finance", organization.KindFinance, County},
	roles.FinanceApprover: {"finance", organization.KindFinance, County},
	roles.Cashier:         {"finance", organization.KindFinance, County},
	roles.Department:      {"transport", organization.KindDepartment, County},
	roles.Unit:            {"contractor", organization.KindContractor, County},
	roles.Township:        {"township", organization.KindTownship, Township},
	roles.Village:         {"village", organization.KindVillage, Village},
	roles.Statistics:      {"statistics", organization.KindStatistics, County},
	roles.Leader:          {"government", organization.KindGovernment, County},
	roles.Auditor:         {"audit_bureau", organization.KindAudit, County},
}

// Role returns the token of a user with this one role, as in the contract without
// prefix, made on demand at an organization that fits.
func (a *App) Role(role string) string {
	a.t.Helper()
	if token, ok := a.held[role]; ok {
		return token
	}
	home, ok := homes[role]
	if !ok {
		home = homes[roles.Leader]
	}
	a.held[role] = a.User(strings.ToLower(role), a.Organization(home.code, home.kind, home.region), role)
	return a.held[role]
}

// Response is what REST has answered.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
	JSON   map[string]any
}

// Reason is the reason of an error, empty for none.
func (r *Response) Reason() string {
	details, _ := r.JSON["details"].([]any)
	for _, d := range details {
		if detail, ok := d.(map[string]any); ok && strings.HasSuffix(detail["@type"].(string), "google.rpc.ErrorInfo") {
			reason, _ := detail["reason"].(string)
			return reason
		}
	}
	return ""
}

// Do sends a request; headers are pairs.
func (a *App) Do(method, path, token, body string, headers ...string) *Response {
	a.t.Helper()
	req, err := http.NewRequest(method, a.URL+path, strings.NewReader(body))
	if err != nil {
		a.t.Fatal(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		a.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	r := &Response{Status: resp.StatusCode, Header: resp.Header}
	if r.Body, err = io.ReadAll(resp.Body); err != nil {
		a.t.Fatal(err)
	}
	if strings.HasPrefix(resp.Header.Get("Content-Type"), "application/json") {
		if err := json.Unmarshal(r.Body, &r.JSON); err != nil {
			a.t.Fatalf("%s %s: %s: %v", method, path, r.Body, err)
		}
	}
	return r
}

// Viewer is whom a user's calls run for.
func (a *App) Viewer(username string) (v *scope.Viewer) {
	a.t.Helper()
	a.In(func(ctx context.Context) (err error) {
		v, err = people.ViewerOf(ctx, username)
		return err
	})
	return v
}
