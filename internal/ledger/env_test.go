package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/uuid"
	"github.com/pressly/goose/v3"

	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/platform/dbtest"
)

// env is a database with the ledger's tables and nothing else, reached as the product reaches it.
type env struct {
	dialect string
	db      *sql.DB // as the application
	schema  dbtest.Schema

	mu      sync.Mutex
	touched map[string][32]byte // table and id → newest digest, of committed transactions
}

// forEachDatabase runs the test on SQLite and on PostgreSQL.
func forEachDatabase(t *testing.T, test func(t *testing.T, e *env)) {
	t.Run("sqlite", func(t *testing.T) { test(t, sqliteEnv(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, postgresEnv(t)) })
}

func sqliteEnv(t *testing.T) *env {
	t.Helper()
	dsn := "file:" + filepath.Join(t.TempDir(), "ledger.db") + "?_txlock=immediate&_pragma=busy_timeout(60000)" +
		"&_pragma=foreign_keys(1)&_pragma=recursive_triggers(1)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)"
	db := open(t, "sqlite", dsn)
	migrate(t, goose.DialectSQLite3, db, "sqlite")
	return &env{dialect: sqlite, db: db, touched: map[string][32]byte{}}
}

func postgresEnv(t *testing.T) *env {
	t.Helper()
	schema := dbtest.Postgres(t)
	owner := open(t, "pgx", schema.OwnerURL)
	migrate(t, goose.DialectPostgres, owner, "postgres")
	for _, statement := range Grants(dbtest.AppRole) {
		if _, err := owner.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	db := open(t, "pgx", schema.AppURL)
	db.SetMaxIdleConns(64)
	return &env{dialect: postgres, db: db, schema: schema, touched: map[string][32]byte{}}
}

func open(t *testing.T, driver, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func migrate(t *testing.T, dialect goose.Dialect, db *sql.DB, folder string) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("..", "..", "ent", "migrate", folder, "*_ledger*.sql"))
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(name)] = &fstest.MapFile{Data: text}
	}
	provider, err := goose.NewProvider(dialect, db, files)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// conn is a transaction as the product gives it to the ledger.
type conn struct {
	*sql.Tx
	dialect string
	touched map[string][32]byte
}

func (c *conn) Dialect() string { return c.dialect }

func (c *conn) Touch(table, id string, digest [32]byte) { c.touched[table+" "+id] = digest }

// tx runs fn in a transaction, which commits unless fn fails. Errors of a commit are errors of the test's action.
func (e *env) tx(ctx context.Context, fn func(c Conn) error) error {
	tx, err := e.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	c := &conn{tx, e.dialect, map[string][32]byte{}}
	if err := fn(c); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	for key, digest := range c.touched {
		e.touched[key] = digest
	}
	return nil
}

// do is tx that must succeed.
func (e *env) do(t *testing.T, fn func(c Conn) error) {
	t.Helper()
	if err := e.tx(t.Context(), fn); err != nil {
		t.Fatalf("unexpected: %v (%v)", err, errors.Unwrap(err))
	}
}

// refused runs fn, which must fail with the reason.
func (e *env) refused(t *testing.T, reason error, fn func(c Conn) error) {
	t.Helper()
	if err := e.tx(t.Context(), fn); !errors.Is(err, reason) {
		t.Errorf("got %v (%v), want %v", err, errors.Unwrap(err), reason)
	}
}

// The tests' today.
var now = time.Date(2026, 6, 15, 3, 4, 5, 678_901_234, time.UTC)

// on is a new booking of a day.
func on(day string) Booking {
	return Booking{ID: uuid.Must(uuid.NewV7()), On: calendar.MustParseDate(day), At: now, Reference: "test:1"}
}

// today is a new booking of today.
func today() Booking { return on("2026-06-15") }

// dump is every row of these lots with every column, the years, and how many rows there are at all, for telling whether
// anything changed.
func (e *env) dump(t *testing.T, lots ...uuid.UUID) string {
	t.Helper()
	c := &conn{dialect: e.dialect}
	var text strings.Builder
	for _, table := range tables {
		where, args := " WHERE lot_id "+anyOf(c), []any{idList(c, lots)}
		switch table.name {
		case "ledger_years", "ledger_year_marks":
			where, args = "", nil
		case "ledger_lots":
			where = " WHERE id " + anyOf(c)
		}
		var count int
		if err := e.db.QueryRowContext(t.Context(), "SELECT count(*) FROM "+table.name).Scan(&count); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&text, table.name, count)
		//nolint:sqlclosecheck // each closes them
		rows, err := e.db.QueryContext(t.Context(), "SELECT * FROM "+table.name+where+" ORDER BY "+table.key, args...)
		if err != nil {
			t.Fatal(err)
		}
		names, _ := rows.Columns()
		values, into := make([]any, len(names)), make([]any, len(names))
		for i := range values {
			into[i] = &values[i]
		}
		err = each(rows, func() error {
			err := rows.Scan(into...)
			fmt.Fprintln(&text, values...)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return text.String()
}

// sound fails the test unless counters are what the rows say, and the rows are exactly those that were touched.
func (e *env) sound(t *testing.T) {
	t.Helper()
	e.do(t, func(c Conn) error {
		mismatches, err := Replay(t.Context(), c)
		for _, m := range mismatches {
			t.Error(m)
		}
		return err
	})
	found := e.digests(t)
	for key, digest := range e.touched {
		if found[key] != digest {
			t.Errorf("%s: touched with %x, found with %x", key, digest, found[key])
		}
	}
	if len(found) != len(e.touched) {
		t.Errorf("%d rows, %d touched", len(found), len(e.touched))
	}
}

// county opens 2026, closes 2025, and leaves a lot promised 1000, received 800, with one project lot appropriated 600 (cap
// on advances 40 %, on retention 5 %) and accepted 300, and another project lot with nothing.
type county struct {
	lot, otherLot       uuid.UUID
	main, empty, abroad ProjectLot // abroad: the main project on the other lot, appropriated 600, accepted 300
	receipt, accept     uuid.UUID
	approval            uuid.UUID
	requested           uuid.UUID // a pending request of 50 for empty
	hold                uuid.UUID // a pending payment of 100 from main
}

func newCounty(t *testing.T, e *env) county {
	t.Helper()
	ctx := t.Context()
	f := county{lot: uuid.Must(uuid.NewV7()), otherLot: uuid.Must(uuid.NewV7())}
	project := uuid.Must(uuid.NewV7())
	f.main, f.abroad = ProjectLot{f.lot, project}, ProjectLot{f.otherLot, project}
	f.empty = ProjectLot{f.lot, uuid.Must(uuid.NewV7())}
	e.do(t, func(c Conn) error {
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatalf("%v (%v)", err, errors.Unwrap(err))
			}
		}
		must(EnsureYear(ctx, c, 2026))
		closed, err := YearClosed(ctx, c, 2025) // by the county before
		must(err)
		if !closed {
			must(CloseYear(ctx, c, 2025, today()))
		}
		for _, p := range []ProjectLot{f.main, f.abroad} {
			must(OpenLot(ctx, c, Lot{p.Lot, uuid.New(), uuid.New(), 2026, 1000}, now))
			receipt, request, approval, accept := today(), today(), today(), today()
			must(Receive(ctx, c, p.Lot, 800, receipt))
			must(OpenProjectLot(ctx, c, p, Caps{4000, 500}, today()))
			must(RequestAppropriation(ctx, c, p, 600, request))
			must(ApproveAppropriation(ctx, c, request.ID, approval))
			must(Accept(ctx, c, p, 300, accept))
			if p == f.main {
				f.receipt, f.approval, f.accept = receipt.ID, approval.ID, accept.ID
			}
		}
		must(OpenProjectLot(ctx, c, f.empty, Caps{4000, 500}, today()))
		request, hold := today(), today()
		must(RequestAppropriation(ctx, c, f.empty, 50, request))
		must(HoldPayment(ctx, c, f.main, 100, 0, hold))
		f.requested, f.hold = request.ID, hold.ID
		return nil
	})
	return f
}
