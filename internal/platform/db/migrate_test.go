package db_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql/schema"
	"entgo.io/ent/schema/field"
	"github.com/google/uuid"
	"github.com/pressly/goose/v3"

	"zhengcun/ent/migrate"
	"zhengcun/internal/countytest"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/catalogue"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/dbtest"
)

// TestEveryStepOnAFilledDatabase applies one migration after the other and puts a
// row into every table after each: the next one must find data, not emptiness.
func TestEveryStepOnAFilledDatabase(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "x.db")
		pool, err := sql.Open("sqlite", "file:"+file+"?_pragma=foreign_keys(1)&_pragma=recursive_triggers(1)&_txlock=immediate")
		must(t, err)
		steps(t, pool, pool, goose.DialectSQLite3, db.Config{File: file})
	})
	t.Run("postgres", func(t *testing.T) {
		s := dbtest.Postgres(t)
		pool, err := sql.Open("pgx", s.OwnerURL)
		must(t, err)
		super, err := sql.Open("pgx", s.SuperURL)
		must(t, err)
		steps(t, pool, super, goose.DialectPostgres, db.Config{URL: s.OwnerURL, Schema: s.Name})
	})
}

func steps(t *testing.T, pool, super *sql.DB, d goose.Dialect, config db.Config) {
	t.Helper()
	t.Cleanup(func() { _, _ = pool.Close(), super.Close() })
	files, err := db.MigrationFiles(config.Dialect())
	must(t, err)
	provider, err := goose.NewProvider(d, pool, files, goose.WithTableName("schema_migrations"))
	must(t, err)
	filled := map[string]int{}
	for _, source := range provider.ListSources() {
		if _, err := provider.UpTo(t.Context(), source.Version); err != nil {
			t.Fatalf("%s on a filled database: %v", source.Path, err)
		}
		for name, n := range filled {
			var got int
			if err := super.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM "+name).Scan(&got); err != nil || got != n {
				t.Errorf("%s: %d rows of %s are left of %d: %v", source.Path, got, name, n, err)
			}
		}
		fillTables(t, super, config.Dialect(), filled)
		book(t, super, config, filled)
	}
	if filled["audit_entries"] == 0 || filled["counters"] == 0 {
		t.Error("the tables were not filled")
	}
	// Whatever came about that way is what a new county has.
	must(t, catalogue.Check(t.Context(), super, config.Dialect(), migrate.Guarded(config.Dialect())))
	must(t, db.Migrate(t.Context(), config, countytest.Grants))
	// A county of a newer program is left alone.
	_, err = pool.ExecContext(t.Context(), "INSERT INTO schema_migrations (version_id, is_applied) VALUES (99991231235959, true)")
	must(t, err)
	if err := db.Migrate(t.Context(), config, countytest.Grants); err == nil || !strings.Contains(err.Error(), "newer program") {
		t.Errorf("a newer database: %v", err)
	}
}

// fillTables puts a row into every table there is, past foreign keys.
func fillTables(t *testing.T, super *sql.DB, d string, filled map[string]int) {
	t.Helper()
	ctx := t.Context()
	conn, err := super.Conn(ctx)
	must(t, err)
	defer func() { _ = conn.Close() }()
	off, on := "SET session_replication_role = replica", "SET session_replication_role = DEFAULT"
	if d == dialect.SQLite {
		off, on = "PRAGMA foreign_keys = 0", "PRAGMA foreign_keys = 1"
	}
	_, err = conn.ExecContext(ctx, off)
	must(t, err)
	for _, table := range migrate.Tables {
		there := columns(ctx, conn, table.Name)
		if there == nil {
			continue // a later step makes it
		}
		var names, holes []string
		var args []any
		for _, c := range table.Columns {
			if !slices.Contains(there, c.Name) || c.Nullable {
				continue
			}
			args = append(args, sample(c, filled[table.Name]+1))
			names = append(names, c.Name)
			holes = append(holes, fmt.Sprintf("$%d", len(args)))
		}
		statement := fmt.Sprintf(`INSERT INTO %s ("%s") VALUES (%s)`, table.Name, strings.Join(names, `","`), strings.Join(holes, ","))
		if _, err := conn.ExecContext(ctx, statement, args...); err != nil {
			t.Fatalf("%s: %v: give its columns other values here", table.Name, err)
		}
		filled[table.Name]++
	}
	_, err = conn.ExecContext(ctx, on)
	must(t, err)
}

// columns are the columns a table has by now, nil when there is no such table.
func columns(ctx context.Context, conn *sql.Conn, table string) []string {
	rows, err := conn.QueryContext(ctx, "SELECT * FROM "+table+" LIMIT 0")
	if err != nil {
		return nil
	}
	defer func() { _ = rows.Close() }()
	found, err := rows.Columns()
	if err != nil || rows.Err() != nil {
		return nil
	}
	return found
}

func sample(c *schema.Column, n int) any {
	if strings.HasPrefix(c.Name, "retention_") || c.Name == "term_months" {
		return 0 // nothing is kept back without an acceptance
	}
	switch c.Type {
	case field.TypeUUID:
		return uuid.NewString()
	case field.TypeTime:
		return "2026-01-01 00:00:00+00:00"
	case field.TypeEnum:
		return c.Enums[0]
	case field.TypeBool:
		return false
	case field.TypeJSON:
		return "[]"
	case field.TypeBytes:
		return fmt.Appendf(nil, "%d", n)
	case field.TypeOther:
		return "2026-01-02"
	case field.TypeString:
		return fmt.Sprintf("%012d", n)
	default:
		return n
	}
}

// book writes into the guarded tables, the way the product does.
func book(t *testing.T, super *sql.DB, config db.Config, filled map[string]int) {
	t.Helper()
	guarded := []string{"ledger_lots", "ledger_accounts", "audit_entries"}
	for _, name := range guarded {
		if _, err := super.ExecContext(t.Context(), "SELECT COUNT(*) FROM "+name); err != nil {
			return // a later step makes it
		}
	}
	d, err := db.Open(t.Context(), config)
	must(t, err)
	defer func() { _ = d.Close() }()
	must(t, d.Tx(as(t), func(ctx context.Context) error {
		db.Audit(ctx, audit.Entry{Action: "test.act"})
		tx := db.From(ctx)
		if err := ledger.EnsureYear(ctx, tx, 2026); err != nil {
			return err
		}
		return ledger.OpenLot(ctx, tx, ledger.Lot{ID: uuid.New(), Channel: uuid.New(), Purpose: uuid.New(), FiscalYear: 2026, Promised: 5}, tx.Now())
	}))
	for _, name := range guarded {
		var n int
		must(t, super.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM "+name).Scan(&n))
		if n == 0 {
			t.Errorf("%s is empty", name)
		}
		filled[name] = n
	}
}
