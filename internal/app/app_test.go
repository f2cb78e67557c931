package app_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/ent/user"
	"zhengcun/internal/app"
	"zhengcun/internal/app/apptest"
	"zhengcun/internal/people/roles"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/catalogue"
	"zhengcun/internal/platform/db"
)

func TestServesOverRESTAndGRPC(t *testing.T) {
	apptest.ForEach(t, func(t *testing.T, a *apptest.App) {
		if r := a.Do("GET", "/readyz", "", ""); r.Status != 200 {
			t.Errorf("%d %s", r.Status, r.Body)
		}
		token := a.Role(roles.PovertyOffice)
		r := a.Do("GET", "/v1/sessions/current", token, "")
		if who, _ := r.JSON["user"].(map[string]any); r.Status != 200 || who["username"] != "poverty_office" {
			t.Errorf("%d %s", r.Status, r.Body)
		}
		if r := a.Do("GET", "/v1/regions?pageSize=1000", token, ""); r.Status != 200 || !bytes.Contains(r.Body, []byte("天堂镇")) {
			t.Errorf("%d %.200s", r.Status, r.Body)
		}
		if r := a.Do("GET", "/v1/channels", token, ""); r.Status != 200 || len(r.JSON["channels"].([]any)) == 0 {
			t.Errorf("%d %s", r.Status, r.Body)
		}
		if r := a.Do("GET", "/v1/users", token, ""); r.Status != 403 || r.Reason() != "ROLE_NOT_ALLOWED" {
			t.Errorf("%d %s", r.Status, r.Reason())
		}
		if r := a.Do("GET", "/v1/claims", "", ""); r.Status != 401 || r.Header.Get("WWW-Authenticate") == "" {
			t.Errorf("%d %v", r.Status, r.Header)
		}

		calls := peoplev1.NewSessionServiceClient(a.Dial())
		ctx := metadata.AppendToOutgoingContext(t.Context(), "authorization", "Bearer "+token, "x-request-id", "trace-12345")
		var header metadata.MD
		session, err := calls.GetCurrentSession(ctx, &peoplev1.GetCurrentSessionRequest{}, grpc.Header(&header))
		if err != nil || session.GetUser().GetUsername() != "poverty_office" || header.Get("x-request-id")[0] != "trace-12345" {
			t.Errorf("%v, %v, %v", session, err, header)
		}
		if _, err := calls.GetCurrentSession(t.Context(), &peoplev1.GetCurrentSessionRequest{}); status.Code(err) != codes.Unauthenticated {
			t.Errorf("%v", err)
		}
	})
}

func TestBrowserSession(t *testing.T) {
	a := apptest.Start(t, "sqlite")
	a.Role(roles.PovertyOffice)
	r := a.Do("POST", "/v1/sessions", "", `{"username":"poverty_office","password":"`+apptest.Password+`","delivery":"TOKEN_DELIVERY_COOKIE"}`)
	cookie, _, _ := strings.Cut(r.Header.Get("Set-Cookie"), ";")
	csrf, _ := r.JSON["csrfToken"].(string)
	if r.Status != 200 || !strings.HasPrefix(cookie, "zc_session=") || csrf == "" || r.JSON["token"] != "" || !strings.Contains(r.Header.Get("Set-Cookie"), "HttpOnly") {
		t.Fatalf("%d %v %s", r.Status, r.Header, r.Body)
	}
	if r := a.Do("GET", "/v1/sessions/current", "", "", "Cookie", cookie); r.Status != 200 {
		t.Errorf("%d %s", r.Status, r.Body)
	}
	for name, headers := range map[string][]string{"none": {"Cookie", cookie}, "wrong": {"Cookie", cookie, "X-CSRF-Token", csrf + "0"}} {
		if r := a.Do("DELETE", "/v1/sessions/current", "", "", headers...); r.Status != 403 || r.Reason() != "CSRF_TOKEN_INVALID" {
			t.Errorf("%s: %d %s", name, r.Status, r.Reason())
		}
	}
	if r := a.Do("DELETE", "/v1/sessions/current", "", "", "Cookie", cookie, "X-CSRF-Token", csrf); r.Status != 200 {
		t.Errorf("%d %s", r.Status, r.Body)
	}
	if r := a.Do("GET", "/v1/sessions/current", "", "", "Cookie", cookie); r.Status != 401 {
		t.Errorf("after log-out: %d", r.Status)
	}
}

func TestDoesNotStartWithoutAGuard(t *testing.T) {
	apptest.ForEach(t, func(t *testing.T, a *apptest.App) {
		drop := first(t, a, map[string]string{
			"sqlite3": `SELECT 'DROP TRIGGER '||name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'ledger_transfers' ORDER BY 1 LIMIT 1`,
			"postgres": `SELECT 'DROP TRIGGER '||tgname||' ON '||c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
				WHERE c.relname = 'ledger_transfers' AND c.relnamespace = current_schema()::regnamespace AND NOT tgisinternal ORDER BY 1 LIMIT 1`,
		}[a.DB.Dialect()])
		if _, err := a.Super.ExecContext(t.Context(), drop); err != nil {
			t.Fatalf("%s: %v", drop, err)
		}
		_, err := app.New(t.Context(), a.Options)
		var difference *catalogue.Difference
		if !errors.As(err, &difference) || difference.State != "missing" || !strings.Contains(err.Error(), "ledger_transfers") {
			t.Errorf("started after %s: %v", drop, err)
		}
	})
}

// first is the text a question finds first.
func first(t *testing.T, a *apptest.App, query string) (statement string) {
	t.Helper()
	if err := a.Super.QueryRowContext(t.Context(), query).Scan(&statement); err != nil {
		t.Fatal(err)
	}
	return statement
}

func TestSecondStartKeepsWhatIsThere(t *testing.T) {
	apptest.ForEach(t, func(t *testing.T, a *apptest.App) {
		token := a.Role(roles.PovertyOffice)
		before := head(t, a)
		if err := a.App.Close(); err != nil {
			t.Fatal(err)
		}
		a.Serve()
		if r := a.Do("GET", "/v1/sessions/current", token, ""); r.Status != 200 {
			t.Errorf("%d %s", r.Status, r.Body)
		}
		if after := head(t, a); after != before {
			t.Errorf("starting again wrote to the audit log: %v, before %v", after, before)
		}
	})
}

func head(t *testing.T, a *apptest.App) (h audit.Head) {
	t.Helper()
	if err := a.DB.Read(t.Context(), func(ctx context.Context) (err error) {
		h, err = audit.ReadHead(ctx, db.From(ctx))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return h
}

func TestPopulatesOnlyADemo(t *testing.T) {
	times := 0
	a := apptest.Start(t, "sqlite", func(o *app.Options) {
		o.Populate = func(context.Context, *app.App) error {
			times++
			return nil
		}
	})
	if times != 0 {
		t.Error("a county that is no demo was filled")
	}
	a.Options.Demo = true
	_ = a.App.Close()
	a.Serve()
	if times != 1 {
		t.Errorf("a demo was filled %d times", times)
	}
	failure := errors.New("no room")
	a.Options.Populate = func(context.Context, *app.App) error { return failure }
	if _, err := app.New(t.Context(), a.Options); !errors.Is(err, failure) {
		t.Errorf("started with half a demo: %v", err)
	}
}

func TestVerify(t *testing.T) {
	apptest.ForEach(t, func(t *testing.T, a *apptest.App) {
		a.Role(roles.PovertyOffice)
		reader, err := db.OpenReader(t.Context(), a.Options.Database)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = reader.Close() }()
		if v, err := app.Verify(t.Context(), reader, nil); err != nil || !v.OK() || v.Audit.Entries == 0 {
			t.Errorf("%+v, %v", v, err)
		}
		if err := reader.Tx(t.Context(), func(ctx context.Context) error {
			_, err := db.From(ctx).User.Update().Where(user.Username("poverty_office")).SetDisabled(true).Save(ctx)
			return err
		}); err == nil {
			t.Error("a reader has written")
		}
		known := head(t, a)
		known.Hash[0] ^= 1
		if v, err := app.Verify(t.Context(), reader, &known); err != nil || v.OK() || v.Audit.Findings[0].Kind != audit.NotKnownHead {
			t.Errorf("%+v, %v", v, err)
		}
		for _, statement := range tamper[a.DB.Dialect()] {
			if _, err := a.Super.ExecContext(t.Context(), statement); err != nil {
				t.Fatalf("%s: %v", statement, err)
			}
		}
		v, err := app.Verify(t.Context(), reader, nil)
		if err != nil || v.Audit.OK() || v.Audit.Findings[0].Seq != 2 || v.Guards == nil {
			t.Errorf("%+v, %v", v, err)
		}
	})
	if _, err := db.OpenReader(t.Context(), db.Config{File: filepath.Join(t.TempDir(), "none.db")}); err == nil {
		t.Error("opened a file that is not there")
	}
}

// tamper is what one does who may do anything with the database.
var tamper = map[string][]string{
	"sqlite3":  {"DROP TRIGGER audit_entries_noupdate", "UPDATE audit_entries SET actor_name = 'nobody' WHERE seq = 2"},
	"postgres": {"ALTER TABLE audit_entries DISABLE TRIGGER ALL", "UPDATE audit_entries SET actor_name = 'nobody' WHERE seq = 2"},
}

func TestStopsGracefully(t *testing.T) {
	a := apptest.Start(t, "sqlite")
	var l app.Listeners
	var err error
	if l.HTTP, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	if l.GRPC, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx, l) }()

	// A call waits for the only writer while the program is told to stop.
	held, release := make(chan struct{}), make(chan struct{})
	go a.In(func(context.Context) error {
		close(held)
		<-release
		return nil
	})
	<-held
	answers := make(chan int, 1)
	go func() {
		resp, err := http.Post("http://"+l.HTTP.Addr().String()+"/v1/sessions", "application/json", strings.NewReader(`{"username":"nobody","password":"x"}`))
		if err != nil {
			answers <- 0
			return
		}
		_ = resp.Body.Close()
		answers <- resp.StatusCode
	}()
	conn, err := grpc.NewClient(l.GRPC.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	codesSeen := make(chan codes.Code, 1)
	go func() {
		_, err := peoplev1.NewSessionServiceClient(conn).CreateSession(context.Background(), &peoplev1.CreateSessionRequest{Username: "nobody", Password: "x"})
		codesSeen <- status.Code(err)
	}()
	time.Sleep(300 * time.Millisecond) // both calls are waiting now
	stop()
	time.Sleep(100 * time.Millisecond)
	if r := a.Do("GET", "/readyz", "", ""); r.Status != 503 || r.Reason() != "STOPPING" {
		t.Errorf("ready while stopping: %d", r.Status)
	}
	close(release)
	if got := <-answers; got != 401 {
		t.Errorf("REST answered %d, want the refused log-in", got)
	}
	if got := <-codesSeen; got != codes.Unauthenticated {
		t.Errorf("gRPC answered %v, want the refused log-in", got)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if _, err := net.Dial("tcp", l.HTTP.Addr().String()); err == nil {
		t.Error("still listening")
	}
}
