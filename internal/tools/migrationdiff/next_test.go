package main

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql/schema"
	"entgo.io/ent/schema/field"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	entmigrate "zhengcun/ent/migrate"
	"zhengcun/internal/countytest"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/catalogue"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/dbtest"
	"zhengcun/internal/platform/scope"
)

// TestNextMigrationLeavesGuardedTablesAlone plans the migrations of made-up
// changes of the schema, applies them to a county with data in it, and looks at
// what the planner does not know of: ledger and audit log, constraints, rows.
func TestNextMigrationLeavesGuardedTablesAlone(t *testing.T) {
	for name, change := range map[string]func(t *schema.Table){
		"a new column": func(t *schema.Table) {
			t.Columns = append(t.Columns, &schema.Column{Name: "made_up", Type: field.TypeString, Nullable: true})
		},
		// A new CHECK makes SQLite write the table anew, children and all.
		"a new check": func(t *schema.Table) {
			annotation := *t.Annotation
			annotation.Checks = map[string]string{"made_up": "(length(name) < 500)"}
			for k, v := range t.Annotation.Checks {
				annotation.Checks[k] = v
			}
			t.Annotation = &annotation
		},
	} {
		t.Run(name, func(t *testing.T) {
			changed := *entmigrate.RegionsTable // has children that refer to it, and itself
			change(&changed)
			tables := entmigrate.Tables
			t.Cleanup(func() { entmigrate.Tables = tables })
			entmigrate.Tables = nil
			for _, table := range tables {
				if table == entmigrate.RegionsTable {
					table = &changed
				}
				entmigrate.Tables = append(entmigrate.Tables, table)
			}
			countytest.ForEach(t, func(t *testing.T, c *countytest.County) { next(t, c) })
		})
	}
}

func next(t *testing.T, c *countytest.County) {
	t.Helper()
	ctx := t.Context()
	d := c.DB.Dialect()
	folder, pool := "sqlite", planning(t, d)
	if d == dialect.Postgres {
		folder = "postgres"
	}
	path := filepath.Join("../../../ent/migrate", folder)
	planned, err := plan(ctx, d, pool, path, "made_up")
	if err != nil {
		t.Fatal(err)
	}
	if planned == nil {
		t.Fatal("no migration for a changed schema")
	}
	content := planned.content
	if d == dialect.SQLite {
		content = outsideTransaction(content)
	}
	content = upOnly(content)
	for _, word := range []string{"ledger_", "audit_", "DROP TRIGGER", "Down"} {
		if strings.Contains(string(content), word) {
			t.Errorf("the migration speaks of %s:\n%s", word, content)
		}
	}

	fillCounty(t, c)
	before, counts := snapshot(t, c), count(t, c)
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(path)); err != nil {
		t.Fatal(err)
	}
	// Later than all others, whatever day it is.
	if err := os.WriteFile(filepath.Join(dir, "99991231235959_made_up.sql"), content, 0o600); err != nil {
		t.Fatal(err)
	}
	owner, gooseDialect := c.Super, goose.DialectPostgres
	if d == dialect.SQLite {
		gooseDialect = goose.DialectSQLite3
		if owner, err = sql.Open("sqlite", "file:"+c.Config.File+"?_pragma=foreign_keys(1)&_pragma=recursive_triggers(1)&_txlock=immediate&_pragma=busy_timeout(5000)"); err != nil {
			t.Fatal(err)
		}
		owner.SetMaxOpenConns(1)
		defer func() { _ = owner.Close() }()
	}
	provider, err := goose.NewProvider(gooseDialect, owner, os.DirFS(dir), goose.WithTableName("schema_migrations"))
	if err != nil {
		t.Fatal(err)
	}
	if results, err := provider.Up(ctx); err != nil || len(results) != 1 {
		t.Fatalf("%d applied: %v\n%s", len(results), err, content)
	}
	if after := snapshot(t, c); after != before {
		t.Errorf("guarded tables changed:\n%s\n%s", before, after)
	}
	if err := catalogue.Check(ctx, c.Super, d, entmigrate.Guarded(d)); err != nil {
		t.Error(err)
	}
	for table, n := range count(t, c) {
		if counts[table] != n {
			t.Errorf("%s: %d rows of %d are left", table, n, counts[table])
		}
	}
	if d == dialect.SQLite {
		var broken int
		if err := c.Super.QueryRowContext(ctx, "SELECT COUNT(*) FROM pragma_foreign_key_check").Scan(&broken); err != nil || broken > 0 {
			t.Errorf("%d foreign keys lead nowhere: %v", broken, err)
		}
	}
	// And the log still hangs together.
	var report audit.Report
	err = c.DB.Read(ctx, func(ctx context.Context) (err error) {
		report, err = audit.Verify(ctx, db.From(ctx), audit.VerifyOptions{})
		return err
	})
	if err != nil || !report.OK() || report.Entries == 0 {
		t.Errorf("%v %+v", err, report)
	}
	fillCounty(t, c)
}

// planning is an empty database to plan on, as the tool has it.
func planning(t *testing.T, d string) *sql.DB {
	t.Helper()
	if d == dialect.SQLite {
		pool, err := sql.Open("sqlite", "file:"+uuid.NewString()+"?mode=memory&cache=shared&_pragma=foreign_keys(1)")
		if err != nil {
			t.Fatal(err)
		}
		pool.SetMaxOpenConns(1)
		t.Cleanup(func() { _ = pool.Close() })
		return pool
	}
	// The planner looks at all schemas, so it gets a database of its own.
	address, err := dbtest.Server()
	if err != nil {
		t.Fatal(err)
	}
	server, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	name := "plan_" + uuid.NewString()[:8]
	if _, err := server.ExecContext(t.Context(), "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	config, err := pgx.ParseConfig(address)
	if err != nil {
		t.Fatal(err)
	}
	config.Database = name
	pool := stdlib.OpenDB(*config)
	t.Cleanup(func() {
		_ = pool.Close()
		if _, err := server.ExecContext(context.Background(), "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Error(err)
		}
		_ = server.Close()
	})
	return pool
}

func fillCounty(t *testing.T, c *countytest.County) {
	t.Helper()
	code := uuid.NewString()[:12]
	err := c.DB.Tx(scope.With(t.Context(), scope.SystemViewer("test")), func(ctx context.Context) error {
		db.Audit(ctx, audit.Entry{Action: "test.act"})
		tx := db.From(ctx)
		county := tx.Region.Create().SetCode(code).SetName("县").SetShortName("县").SetInitials("x").SetLevel("county").SetValidFrom(calendar.MustParseDate("2020-01-01")).SetSource("test").SaveX(ctx)
		tx.Region.Create().SetCode(code[:11] + "Z").SetName("乡").SetShortName("乡").SetInitials("x").SetLevel("township").SetValidFrom(calendar.MustParseDate("2020-01-01")).SetSource("test").SetParentID(county.ID).SaveX(ctx)
		tx.Organization.Create().SetCode(code).SetName("局").SetKind("department").SetRegionID(county.ID).SaveX(ctx)
		if err := ledger.EnsureYear(ctx, tx, 2026); err != nil {
			return err
		}
		return ledger.OpenLot(ctx, tx, ledger.Lot{ID: uuid.New(), Channel: uuid.New(), Purpose: uuid.New(), FiscalYear: 2026, Promised: 5}, tx.Now())
	})
	if err != nil {
		t.Fatal(err)
	}
}

func snapshot(t *testing.T, c *countytest.County) string {
	t.Helper()
	text, err := catalogue.Snapshot(t.Context(), c.Super, c.DB.Dialect(), []string{"ledger_", "audit_"})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func count(t *testing.T, c *countytest.County) map[string]int {
	t.Helper()
	found := map[string]int{}
	for _, table := range []string{"regions", "organizations", "ledger_lots", "ledger_accounts", "audit_entries", "audit_head"} {
		var n int
		if err := c.Super.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM "+table).Scan(&n); err != nil || n == 0 {
			t.Fatalf("%s: %d rows, %v", table, n, err)
		}
		found[table] = n
	}
	return found
}
