package db_test

import (
	"context"
	sqldriver "database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/jackc/pgx/v5/pgconn"

	"zhengcun/internal/countytest"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/db"
)

func TestExplain(t *testing.T) {
	plain := errors.New("a defect")
	for _, test := range []struct {
		err    error
		reason *fault.Reason // nil: as it was
	}{
		{nil, nil},
		{plain, nil},
		{fault.ReasonNotFound.New(), fault.ReasonNotFound},
		{fmt.Errorf("wrapped: %w", db.ReasonFull.New()), db.ReasonFull},
		{db.Again(plain), db.ReasonBusy},
		{&pgconn.PgError{Code: "40001"}, db.ReasonBusy},
		{&pgconn.PgError{Code: "40P01"}, db.ReasonBusy},
		{&pgconn.PgError{Code: "55P03"}, db.ReasonBusy},
		{&pgconn.PgError{Code: "53100"}, db.ReasonFull},
		{&pgconn.PgError{Code: "53300"}, db.ReasonUnavailable},
		{&pgconn.PgError{Code: "57P01"}, db.ReasonUnavailable},
		{&pgconn.PgError{Code: "57P03"}, db.ReasonUnavailable},
		{&pgconn.PgError{Code: "08006"}, db.ReasonUnavailable},
		{&pgconn.PgError{Code: "58030"}, db.ReasonUnavailable},
		{&pgconn.PgError{Code: "57014"}, db.ReasonTimeout},
		{&pgconn.PgError{Code: "25P03"}, db.ReasonTimeout},
		{&pgconn.PgError{Code: "23505"}, nil},
		{&pgconn.PgError{Code: "42P01"}, nil},
		{context.DeadlineExceeded, db.ReasonTimeout},
		{fmt.Errorf("query: %w", context.DeadlineExceeded), db.ReasonTimeout},
		{sqldriver.ErrBadConn, db.ReasonUnavailable},
		{fmt.Errorf("receive: %w", io.ErrUnexpectedEOF), db.ReasonUnavailable},
		{&net.OpError{Op: "read", Err: errors.New("reset")}, db.ReasonUnavailable},
	} {
		got := db.Explain(test.err)
		if test.reason == nil {
			if got != test.err { //nolint:errorlint // the very same error
				t.Errorf("%v became %v", test.err, got)
			}
			continue
		}
		if f, ok := fault.From(got); !ok || f.Reason() != test.reason {
			t.Errorf("%v became %v, want %s", test.err, got, test.reason.Code)
		}
	}
	if !db.IsUnique(&pgconn.PgError{Code: "23505"}) || db.IsUnique(&pgconn.PgError{Code: "23514"}) || !db.IsConstraint(&pgconn.PgError{Code: "23514"}) || db.IsConstraint(plain) {
		t.Error("constraints")
	}
	// A fault is what the room wants told, whatever lies behind it.
	if db.Retryable(fault.ReasonNotFound.New().WithCause(&pgconn.PgError{Code: "40001"})) {
		t.Error("a fault is run again")
	}
}

func TestConstraints(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		err := c.DB.Tx(as(t), func(ctx context.Context) error {
			entry(ctx)
			tx := db.From(ctx)
			_ = tx.Savepoint(ctx, func(ctx context.Context) error {
				err := errors.Join(put(ctx, "a"), put(ctx, "a"))
				if !db.IsUnique(err) || !db.IsConstraint(err) || db.Retryable(err) {
					t.Errorf("twice the same: %v", err)
				}
				return err
			})
			_ = tx.Savepoint(ctx, func(ctx context.Context) error {
				_, err := tx.ExecContext(ctx, "INSERT INTO regions (id, create_time, code, name, short_name, initials, level, villagers_committee, valid_from, source) VALUES "+
					"('01900000-0000-7000-8000-000000000001', '2026-01-01 00:00:00+00:00', '340828000000', 'n', 's', 'i', 'planet', false, '2026-01-01', 's')")
				if db.IsUnique(err) || !db.IsConstraint(err) {
					t.Errorf("a CHECK: %v", err)
				}
				return err
			})
			return nil
		})
		must(t, err)
	})
}

func TestFullSQLite(t *testing.T) {
	c := countytest.SQLite(t)
	limit := func(pages string) {
		must(t, c.DB.Tx(as(t), func(ctx context.Context) error {
			var n int
			return db.From(ctx).QueryRowContext(ctx, "PRAGMA max_page_count = "+pages).Scan(&n)
		}))
	}
	var pages string
	must(t, c.Super.QueryRowContext(t.Context(), "PRAGMA page_count").Scan(&pages))
	limit(pages)
	err := c.DB.Tx(as(t), func(ctx context.Context) error {
		entry(ctx)
		return put(ctx, strings.Repeat("x", 1<<20))
	})
	if f, ok := fault.From(db.Explain(err)); !ok || f.Reason() != db.ReasonFull {
		t.Errorf("full: %v", err)
	}
	if names(t, c) != "" {
		t.Error("something was stored")
	}
	limit("100000000")
	must(t, c.DB.Tx(as(t), func(ctx context.Context) error { entry(ctx); return put(ctx, "a") }))
}

func TestLockedSQLite(t *testing.T) {
	c := countytest.SQLite(t)
	conn, err := c.Super.Conn(t.Context())
	must(t, err)
	defer func() { _ = conn.Close() }()
	_, err = conn.ExecContext(t.Context(), "BEGIN IMMEDIATE")
	must(t, err)
	// Another program holds the file: a call that gives up says that it was too late, or that we are busy, and did nothing.
	ctx, cancel := context.WithTimeout(as(t), 300*time.Millisecond)
	defer cancel()
	err = c.DB.Tx(ctx, func(ctx context.Context) error { entry(ctx); return put(ctx, "a") })
	if f, ok := fault.From(db.Explain(err)); !ok || f.Reason() != db.ReasonTimeout && f.Reason() != db.ReasonBusy {
		t.Errorf("locked: %v", err)
	}
	_, err = conn.ExecContext(t.Context(), "ROLLBACK")
	must(t, err)
	must(t, c.DB.Tx(as(t), func(ctx context.Context) error { entry(ctx); return put(ctx, "b") }))
	if names(t, c) != "b" {
		t.Error(names(t, c))
	}
}

func TestUnreachable(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	address := listener.Addr().String()
	must(t, listener.Close())
	_, err = db.Open(t.Context(), db.Config{URL: "postgres://somebody:secret-word@" + address + "/x?sslmode=disable"})
	if f, ok := fault.From(db.Explain(err)); !ok || f.Reason() != db.ReasonUnavailable {
		t.Errorf("refused connection: %v", err)
	}
	if strings.Contains(fmt.Sprint(err), "secret-word") {
		t.Error("the password is in the error")
	}
	if _, err := db.Open(t.Context(), db.Config{File: filepath.Join("/dev/null", "x", "y.db")}); err == nil {
		t.Error("a folder that cannot be made")
	}
	for _, address := range []string{"postgres://u@h/x?sslpassword=secret-word", "postgres://h/x?user=u&password=secret-word", "host=h/x password=secret-word user=u",
		`host=h/x PASSWORD = 'it\'s secret-word' user=u`, "postgres://u:secret-word%zz@h/x"} {
		if got := db.Redact(address); strings.Contains(got, "secret-word") || !strings.Contains(got, "h/x") && !strings.Contains(got, "not an address") {
			t.Errorf("%s: %s", address, got)
		}
	}
	if got := db.Redact("postgres://u:secret-word@h/x"); strings.Contains(got, "secret-word") || !strings.Contains(got, "h/x") {
		t.Error(got)
	}
}

func TestDeadline(t *testing.T) {
	const slow = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT COUNT(*) FROM n"
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		for name, run := range map[string]func(context.Context, func(context.Context) error) error{"Tx": c.DB.Tx, "Read": c.DB.Read} {
			ctx, cancel := context.WithTimeout(as(t), 200*time.Millisecond)
			started := time.Now()
			err := run(ctx, func(ctx context.Context) error {
				var n int
				return db.From(ctx).QueryRowContext(ctx, slow).Scan(&n)
			})
			cancel()
			if f, ok := fault.From(db.Explain(err)); !ok || f.Reason() != db.ReasonTimeout || time.Since(started) > 5*time.Second {
				t.Errorf("%s: %v after %v", name, err, time.Since(started))
			}
		}
		// The connection is as good as new.
		must(t, c.DB.Tx(as(t), func(ctx context.Context) error { entry(ctx); return put(ctx, "a") }))
		if c.DB.Dialect() == dialect.Postgres {
			err := c.DB.Tx(as(t), func(ctx context.Context) error {
				if _, err := db.From(ctx).ExecContext(ctx, "SET LOCAL statement_timeout = '20ms'"); err != nil {
					return err
				}
				_, err := db.From(ctx).ExecContext(ctx, "SELECT pg_sleep(5)")
				return err
			})
			if f, ok := fault.From(db.Explain(err)); !ok || f.Reason() != db.ReasonTimeout {
				t.Errorf("statement timeout: %v", err)
			}
		}
		// Too late before anything was sent: nothing is in doubt.
		ctx, cancel := context.WithCancel(as(t))
		err := c.DB.Tx(ctx, func(ctx context.Context) error { entry(ctx); cancel(); return nil })
		if err == nil || errors.Is(err, db.ReasonOutcomeUnknown) || names(t, c) != "a" {
			t.Errorf("cancelled: %v", err)
		}
	})
}

// TestCommitRefusedSQLite lets the COMMIT itself fail: the database has answered,
// so nothing is in doubt, and the writer's only connection goes on.
func TestCommitRefusedSQLite(t *testing.T) {
	c := countytest.SQLite(t)
	err := c.DB.Tx(as(t), func(ctx context.Context) error {
		entry(ctx)
		tx := db.From(ctx)
		if _, err := tx.ExecContext(ctx, "PRAGMA defer_foreign_keys = 1"); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO document_conflicts (id, create_time, version, update_time, fund_document_id, refused, refused_hash, refused_source, resolved, resolution) VALUES "+
			"('1', '2026-01-01', 1, '2026-01-01', 'nowhere', x'00', x'00', 'typed', 0, '')")
		return err
	})
	if !db.IsConstraint(err) || errors.Is(err, db.ReasonOutcomeUnknown) {
		t.Errorf("a foreign key at commit: %v", err)
	}
	must(t, c.DB.Tx(as(t), func(ctx context.Context) error { entry(ctx); return put(ctx, "a") }))
	if names(t, c) != "a" || entries(t, c) != 1 {
		t.Error(names(t, c), entries(t, c))
	}
}

// TestCommitPostgres puts a trigger at the end of the transaction that refuses,
// loses or is cut off.
func TestCommitPostgres(t *testing.T) {
	c := countytest.Postgres(t)
	exec := func(statement string) {
		t.Helper()
		if _, err := c.Super.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	exec(`CREATE SEQUENCE tries; GRANT USAGE ON SEQUENCE tries TO PUBLIC;
	CREATE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
	  IF NEW.name = 'refused' THEN RAISE EXCEPTION 'refused' USING ERRCODE = '23514'; END IF;
	  IF NEW.name = 'loses' AND nextval('tries') < 3 THEN RAISE EXCEPTION 'lost' USING ERRCODE = '40001'; END IF;
	  IF NEW.name = 'cut' THEN PERFORM pg_sleep(30); END IF;
	  RETURN NULL;
	END $$;
	CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON counters DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION at_commit()`)
	tries, after := 0, 0
	write := func(name string) error {
		tries, after = 0, 0
		return c.DB.Tx(as(t), func(ctx context.Context) error {
			tries++
			db.From(ctx).AfterRollback(func(context.Context) error { after++; return nil })
			entry(ctx)
			return put(ctx, name)
		})
	}
	if err := write("refused"); !db.IsConstraint(err) || errors.Is(err, db.ReasonOutcomeUnknown) || tries != 1 || after != 1 {
		t.Errorf("refused: %v after %d tries", err, tries)
	}
	if err := write("loses"); err != nil || tries != 3 || after != 0 {
		t.Errorf("lost: %v after %d tries", err, tries)
	}
	go func() {
		for range 100 {
			time.Sleep(50 * time.Millisecond)
			var n int
			err := c.Super.QueryRow("SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE state = 'active' AND wait_event = 'PgSleep' AND query ILIKE 'commit%'").Scan(&n)
			if err != nil || n > 0 {
				return
			}
		}
	}()
	if err := write("cut"); !errors.Is(err, db.ReasonOutcomeUnknown) || tries != 1 || after != 0 {
		t.Errorf("cut off: %v after %d tries, %d times after", err, tries, after)
	}
	// Cut off in the middle: nothing was done, and that is known.
	err := c.DB.Tx(as(t), func(ctx context.Context) error {
		entry(ctx)
		var pid int
		if err := db.From(ctx).QueryRowContext(ctx, "SELECT pg_backend_pid()").Scan(&pid); err != nil {
			return err
		}
		exec(fmt.Sprintf("SELECT pg_terminate_backend(%d)", pid))
		time.Sleep(50 * time.Millisecond)
		return put(ctx, "middle")
	})
	if f, ok := fault.From(db.Explain(err)); !ok || f.Reason() != db.ReasonUnavailable {
		t.Errorf("cut off in the middle: %v", err)
	}
	// An error that was swallowed has ended the transaction: not stored, and known.
	err = c.DB.Tx(as(t), func(ctx context.Context) error {
		db.From(ctx).Exempt("test")
		_ = put(ctx, "swallowed")
		_ = put(ctx, "swallowed")
		return nil
	})
	if err == nil || errors.Is(err, db.ReasonOutcomeUnknown) {
		t.Errorf("a swallowed error: %v", err)
	}
	if got := names(t, c); got != "loses" {
		t.Errorf("rows %q", got)
	}
}
