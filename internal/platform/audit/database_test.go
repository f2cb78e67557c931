package audit_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite"

	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/dbtest"
)

const migration = "20261125000002_audit.sql"

// database is a migrated log: as the application reaches it, and as whoever owns
// the machine does.
type database struct {
	dialect string
	app     *sql.DB
	super   *sql.DB
}

type conn struct {
	querier
	dialect string
}

type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func (c conn) Dialect() string { return c.dialect }

func onBoth(t *testing.T, test func(t *testing.T, db database)) {
	t.Run("sqlite", func(t *testing.T) { test(t, openSQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, openPostgres(t)) })
}

func openSQLite(t testing.TB) database {
	// recursive_triggers stays off: the guards must not need it.
	db := open(t, "sqlite", "file:"+filepath.Join(t.TempDir(), "audit.db")+
		"?_txlock=immediate&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(60000)")
	migrate(t, db, goose.DialectSQLite3, "sqlite")
	return database{"sqlite3", db, db}
}

func openPostgres(t testing.TB) database {
	schema := dbtest.Postgres(t)
	owner := open(t, "pgx", schema.OwnerURL)
	migrate(t, owner, goose.DialectPostgres, "postgres")
	for _, statement := range audit.Grants(dbtest.AppRole) {
		if _, err := owner.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	return database{"postgres", open(t, "pgx", schema.AppURL), open(t, "pgx", schema.SuperURL)}
}

func open(t testing.TB, driver, address string) *sql.DB {
	t.Helper()
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func migrate(t testing.TB, db *sql.DB, dialect goose.Dialect, folder string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../../ent/migrate", folder, migration))
	if err != nil {
		t.Fatal(err)
	}
	provider, err := goose.NewProvider(dialect, db, fstest.MapFS{migration: {Data: text}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// seal appends in a transaction of its own.
func (d database) seal(ctx context.Context, now time.Time, entries ...audit.Entry) error {
	tx, err := d.app.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if err := audit.Seal(ctx, conn{tx, d.dialect}, now, entries); err != nil {
		return err
	}
	return tx.Commit()
}

func (d database) mustSeal(t testing.TB, now time.Time, entries ...audit.Entry) {
	t.Helper()
	if err := d.seal(t.Context(), now, entries...); err != nil {
		t.Fatal(err)
	}
}

func (d database) verify(t testing.TB, opts audit.VerifyOptions) audit.Report {
	t.Helper()
	report, err := audit.Verify(t.Context(), conn{d.app, d.dialect}, opts)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// tamper runs statements as whoever owns the machine, on tables without
// constraints and triggers, verifies, and takes all of it back.
func (d database) tamper(t testing.TB, opts audit.VerifyOptions, statements ...string) audit.Report {
	t.Helper()
	tx, err := d.super.BeginTx(t.Context(), &sql.TxOptions{Isolation: map[string]sql.IsolationLevel{"postgres": sql.LevelRepeatableRead}[d.dialect]})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	for _, statement := range append([]string{
		"CREATE TABLE bare_entries AS SELECT * FROM audit_entries",
		"CREATE TABLE bare_head AS SELECT * FROM audit_head",
		"DROP TABLE audit_entries",
		"DROP TABLE audit_head",
		"ALTER TABLE bare_entries RENAME TO audit_entries",
		"ALTER TABLE bare_head RENAME TO audit_head",
	}, statements...) {
		if _, err := tx.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	report, err := audit.Verify(t.Context(), conn{tx, d.dialect}, opts)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// columns of audit_entries and their types, from the catalogue.
func (d database) columns(t testing.TB) map[string]string {
	t.Helper()
	query := "SELECT name, type FROM pragma_table_info('audit_entries')"
	if d.dialect == "postgres" {
		query = "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'audit_entries'"
	}
	rows, err := d.super.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	columns := map[string]string{}
	for rows.Next() {
		var name, kind string
		if err := rows.Scan(&name, &kind); err != nil {
			t.Fatal(err)
		}
		columns[name] = kind
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return columns
}
