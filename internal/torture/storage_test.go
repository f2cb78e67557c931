package torture

import (
	"context"
	"errors"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/encoding/protojson"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/internal/app"
	"zhengcun/internal/platform/db"
)

// attempt pushes a paper once and returns the status and the body.
func (c *partners) attempt(p *paper) (int, []byte) {
	c.t.Helper()
	body, err := protojson.Marshal(p.document(p.amount))
	if err != nil {
		c.t.Fatal(err)
	}
	status, answer, err := c.post(body, p.key)
	if err != nil {
		c.t.Fatal(err)
	}
	return status, answer
}

// simple are n papers that are sent once.
func simple(n int) []*paper {
	list := papers(n, 1)
	for _, p := range list {
		*p = paper{number: p.number, amount: p.amount, key: p.key, copies: 1}
	}
	return list
}

// Somebody holds the database's write lock, or the table, for longer than a call
// waits: the caller is asked to try again, reads go on, and nothing is lost.
func TestLockedDatabase(t *testing.T) {
	t.Parallel()
	forEach(t, func(t *testing.T, c *county) {
		c.populate(t)
		s := c.server(t)
		s.start()
		p := newPartners(t, s, c.key, 4)
		list := simple(12)
		p.push(list[:4])

		lock := "BEGIN IMMEDIATE"
		if c.dialect == "postgres" {
			lock = "BEGIN; LOCK TABLE fund_documents IN ACCESS EXCLUSIVE MODE"
		}
		conn, err := c.super.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		if _, err := conn.ExecContext(t.Context(), lock); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		status, answer := p.attempt(list[4])
		took := time.Since(began)
		if reason(answer) != "DATABASE_BUSY" || status != http.StatusServiceUnavailable || !strings.Contains(string(answer), "RetryInfo") {
			t.Errorf("%d %s", status, answer)
		}
		if took > 15*time.Second {
			t.Errorf("answered after %s", took)
		}
		if c.dialect == "sqlite" { // reads do not wait for writers
			var page fundsv1.ListFundDocumentsResponse
			p.get("/v1/fundDocuments", &page)
			if page.TotalSize != 4 {
				t.Errorf("%d documents", page.TotalSize)
			}
		}
		done := make(chan struct{})
		go func() {
			defer close(done)
			p.push(list[4:])
		}()
		time.Sleep(300 * time.Millisecond)
		if _, err := conn.ExecContext(t.Context(), "ROLLBACK"); err != nil {
			t.Fatal(err)
		}
		released := time.Now()
		<-done
		if took := time.Since(released); took > 10*time.Second {
			t.Errorf("works again only after %s", took)
		}
		p.check(list)
		c.mustVerify(t)
		t.Logf("%s: %s after %s: %s", c.dialect, reason(answer), took.Round(time.Millisecond), p.figures())
	})
}

// The database has no more room: writing is refused with a reason, reading goes
// on, and once there is room again all is as if nothing had happened.
func TestFullDatabase(t *testing.T) {
	c := emptyCounty(t, "sqlite")
	c.populate(t)
	ctx := context.Background()
	a, err := app.New(ctx, app.Options{Database: c.config, KeyFile: filepath.Join(c.data, "keys.json")})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Close() }()
	// limit is set on the program's own connection, the only one that writes.
	limit := func(pages string) {
		t.Helper()
		if err := a.System(ctx, "test", func(ctx context.Context) error {
			_, err := db.From(ctx).ExecContext(ctx, "PRAGMA max_page_count = "+pages)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	s := serveHere(t, a)
	p := newPartners(t, s, c.key, 4)
	list := simple(400)
	limit("1") // becomes what the file has now
	full := 0
	for _, one := range list {
		if status, answer := p.attempt(one); status != http.StatusOK {
			if full++; reason(answer) != "DATABASE_FULL" || status != http.StatusServiceUnavailable || !strings.Contains(string(answer), "RetryInfo") {
				t.Fatalf("%d %s", status, answer)
			}
			if full == 5 {
				break
			}
		} else if full > 0 {
			t.Fatalf("stored after the database was full: %s", answer)
		} else {
			one.answer = answer
		}
	}
	if full == 0 {
		t.Fatal("the database never got full")
	}
	var stored int
	for _, one := range list {
		if one.answer != nil {
			stored++
		}
	}
	var page fundsv1.ListFundDocumentsResponse
	p.get("/v1/fundDocuments", &page)
	if int(page.TotalSize) != stored {
		t.Errorf("%d documents are there, %d were acknowledged", page.TotalSize, stored)
	}
	c.mustVerify(t)
	limit("1000000000")
	p.push(list)
	p.check(list)
	c.mustVerify(t)
	t.Logf("full after %d documents, then %d refused", stored, full)
}

// serveHere serves a program that runs in this process.
func serveHere(t *testing.T, a *app.App) *server {
	t.Helper()
	s := &server{t: t}
	listeners := app.Listeners{HTTP: listen(t), GRPC: listen(t)}
	s.http, s.grpc = listeners.HTTP.Addr().String(), listeners.GRPC.Addr().String()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx, listeners) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil && !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
	return s
}
