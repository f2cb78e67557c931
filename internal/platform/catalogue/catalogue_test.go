package catalogue_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite"

	"zhengcun/internal/platform/catalogue"
	"zhengcun/internal/platform/dbtest"
)

var prefixes = []string{"guarded_"}

func open(t *testing.T, driver, address string) *sql.DB {
	t.Helper()
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func run(t *testing.T, db interface {
	ExecContext(context.Context, string, ...any) (sql.Result, error)
}, statements ...string) {
	t.Helper()
	for _, statement := range statements {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

var sqliteSchema = []string{
	`CREATE TABLE guarded_parent (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT`,
	`CREATE TABLE guarded_child (
	   id INTEGER PRIMARY KEY, parent INTEGER NOT NULL REFERENCES guarded_parent (id),
	   amount INTEGER NOT NULL CHECK (amount > 0), -- fen
	   note TEXT NOT NULL DEFAULT 'a  b' ) STRICT`,
	`CREATE INDEX guarded_child_parent ON guarded_child (parent)`,
	`CREATE TRIGGER guarded_child_nodelete BEFORE DELETE ON guarded_child BEGIN SELECT raise(ABORT, 'no'); END`,
	`CREATE TABLE other (id INTEGER PRIMARY KEY, amount INTEGER)`,
}

var postgresSchema = []string{
	`CREATE TABLE guarded_parent (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE)`,
	`CREATE TABLE guarded_child (
	   id bigint PRIMARY KEY, parent bigint NOT NULL REFERENCES guarded_parent,
	   amount bigint NOT NULL CHECK (amount > 0), note text NOT NULL DEFAULT 'a  b',
	   twice bigint GENERATED ALWAYS AS (amount * 2) STORED)`,
	`CREATE INDEX guarded_child_parent ON guarded_child (parent)`,
	`CREATE FUNCTION guarded_refuse() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN RAISE EXCEPTION 'no'; END $$`,
	`CREATE FUNCTION refuse_too() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$`,
	`CREATE FUNCTION guarded_sum(VARIADIC ids bigint[]) RETURNS bigint LANGUAGE sql STABLE AS 'SELECT sum(i)::bigint FROM unnest(ids) i'`,
	`DO $$ BEGIN EXECUTE format('ALTER FUNCTION guarded_refuse() SET search_path = %I, pg_temp', current_schema()); END $$`,
	`CREATE TRIGGER nodelete BEFORE DELETE ON guarded_child FOR EACH ROW EXECUTE FUNCTION guarded_refuse()`,
	`CREATE TRIGGER noupdate BEFORE UPDATE ON guarded_child FOR EACH ROW WHEN (OLD.amount > 5) EXECUTE FUNCTION refuse_too()`,
	`CREATE TABLE other (id bigint PRIMARY KEY, amount bigint)`,
}

type change struct {
	state, item string
	statements  []string
}

// Each change is made in a transaction of its own, noticed by name, and taken back.
func testChanges(t *testing.T, db *sql.DB, dialect string, changes []change) {
	golden, err := catalogue.Snapshot(t.Context(), db, dialect, prefixes)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(golden)
	if strings.Contains(golden, "other") {
		t.Error("a table that is not guarded is in the golden")
	}
	if err := catalogue.Check(t.Context(), db, dialect, golden); err != nil {
		t.Errorf("untouched: %v", err)
	}
	for _, c := range changes {
		tx, err := db.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		run(t, tx, c.statements...)
		err = catalogue.Check(t.Context(), tx, dialect, golden)
		_ = tx.Rollback()
		var difference *catalogue.Difference
		switch {
		case c.state == "":
			if err != nil {
				t.Errorf("%q: %v", c.statements, err)
			}
		case !errors.As(err, &difference) || difference.State != c.state || difference.Item != c.item || !strings.Contains(err.Error(), c.item):
			t.Errorf("%q: got %v, want %s %s", c.statements, err, c.item, c.state)
		}
	}
}

func TestSQLite(t *testing.T) {
	db := open(t, "sqlite", "file:"+filepath.Join(t.TempDir(), "c.db"))
	run(t, db, sqliteSchema...)
	const child, table = "DROP TABLE guarded_child", "table guarded_child"
	// rebuilt is what a generated migration does: the same table from other words.
	rebuilt := func(old, new string) []string {
		return []string{child, strings.Replace(sqliteSchema[1], old, new, 1), sqliteSchema[2], sqliteSchema[3]}
	}
	testChanges(t, db, "sqlite3", []change{
		{"", "", rebuilt("", "")},
		{"", "", rebuilt("(\n", "(   \t")},
		{"", "", rebuilt("-- fen", "/* cents */")},
		{"", "", []string{"ALTER TABLE other ADD COLUMN x", "DROP TABLE other"}},
		{"missing", "trigger guarded_child.guarded_child_nodelete", []string{"DROP TRIGGER guarded_child_nodelete"}},
		{"missing", "index guarded_child.guarded_child_parent", []string{"DROP INDEX guarded_child_parent"}},
		{"missing", "index guarded_child.guarded_child_parent", []string{child}},
		{"altered", table, rebuilt(" CHECK (amount > 0)", "")},
		{"altered", table, rebuilt("CHECK (amount > 0), -- fen", "-- CHECK (amount > 0), fen\n,")},
		{"altered", table, rebuilt(" REFERENCES guarded_parent (id)", "")},
		{"altered", table, rebuilt("'a  b'", "'a b'")},
		{"altered", table, rebuilt(" STRICT", "")},
		{"altered", table, []string{"ALTER TABLE guarded_child ADD COLUMN x TEXT"}},
		{"altered", "trigger guarded_child.guarded_child_nodelete", []string{"DROP TRIGGER guarded_child_nodelete", strings.Replace(sqliteSchema[3], "raise(ABORT, 'no')", "1", 1)}},
		{"extra", "trigger guarded_child.x", []string{"CREATE TRIGGER x AFTER INSERT ON guarded_child BEGIN SELECT 1; END"}},
		{"extra", "table guarded_more", []string{"CREATE TABLE guarded_more (id INTEGER PRIMARY KEY)"}},
	})
}

func TestPostgres(t *testing.T) {
	schema := dbtest.Postgres(t)
	run(t, open(t, "pgx", schema.OwnerURL), postgresSchema...)
	testChanges(t, open(t, "pgx", schema.SuperURL), "postgres", []change{
		{"", "", []string{"CREATE INDEX ON other (amount)", "DROP TABLE other"}},
		{"", "", []string{"UPDATE guarded_child SET amount = 3", "REVOKE ALL ON guarded_child FROM PUBLIC"}},
		{"missing", "trigger guarded_child.nodelete", []string{"DROP TRIGGER nodelete ON guarded_child"}},
		{"missing", "constraint guarded_child.guarded_child_amount_check", []string{"ALTER TABLE guarded_child DROP CONSTRAINT guarded_child_amount_check"}},
		{"missing", "constraint guarded_child.guarded_child_parent_fkey", []string{"ALTER TABLE guarded_child DROP CONSTRAINT guarded_child_parent_fkey"}},
		{"missing", "index guarded_child.guarded_child_parent", []string{"DROP INDEX guarded_child_parent"}},
		{"missing", "column guarded_child.note", []string{"ALTER TABLE guarded_child DROP COLUMN note"}},
		{"missing", "function guarded_sum(VARIADIC_ids_bigint[])", []string{"DROP FUNCTION guarded_sum"}},
		{"altered", "trigger guarded_child.nodelete", []string{"ALTER TABLE guarded_child DISABLE TRIGGER nodelete"}},
		{"altered", "trigger guarded_child.nodelete", []string{"ALTER TABLE guarded_child ENABLE REPLICA TRIGGER nodelete"}},
		{"altered", "trigger guarded_child.noupdate", []string{"DROP TRIGGER noupdate ON guarded_child",
			"CREATE TRIGGER noupdate BEFORE UPDATE ON guarded_child FOR EACH ROW WHEN (OLD.amount > 6) EXECUTE FUNCTION refuse_too()"}},
		{"altered", "function guarded_refuse()", []string{"CREATE OR REPLACE FUNCTION guarded_refuse() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = " +
			schema.Name + ", pg_temp AS $$ BEGIN RETURN OLD; END $$"}},
		{"altered", "function guarded_refuse()", []string{"ALTER FUNCTION guarded_refuse() SET search_path = pg_temp, " + schema.Name}},
		{"altered", "function guarded_refuse()", []string{"ALTER FUNCTION guarded_refuse() RESET search_path"}},
		{"altered", "function guarded_refuse()", []string{"ALTER FUNCTION guarded_refuse() SECURITY INVOKER"}},
		{"altered", "function refuse_too()", []string{"CREATE OR REPLACE FUNCTION refuse_too() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"}},
		{"altered", "function guarded_sum(VARIADIC_ids_bigint[])", []string{"ALTER FUNCTION guarded_sum VOLATILE"}},
		{"altered", "column guarded_child.amount", []string{"ALTER TABLE guarded_child ALTER COLUMN amount DROP NOT NULL"}},
		{"altered", "column guarded_child.note", []string{"ALTER TABLE guarded_child ALTER COLUMN note SET DEFAULT 'b'"}},
		{"altered", "column guarded_parent.id", []string{"ALTER TABLE guarded_parent ALTER COLUMN id SET GENERATED BY DEFAULT"}},
		{"altered", "table guarded_child", []string{"ALTER TABLE guarded_child SET UNLOGGED"}},
		{"altered", "table guarded_child", []string{"ALTER TABLE guarded_child ENABLE ROW LEVEL SECURITY"}},
		{"altered", "constraint guarded_child.guarded_child_amount_check", []string{"ALTER TABLE guarded_child DROP CONSTRAINT guarded_child_amount_check",
			"ALTER TABLE guarded_child ADD CONSTRAINT guarded_child_amount_check CHECK (amount > 0) NOT VALID"}},
		{"extra", "rule guarded_child.swallow", []string{"CREATE RULE swallow AS ON INSERT TO guarded_child DO INSTEAD NOTHING"}},
		{"extra", "column guarded_child.x", []string{"ALTER TABLE guarded_child ADD COLUMN x text"}},
		{"extra", "trigger guarded_child.guarded_child_parent_fkey.RI_FKey_check_ins", []string{"ALTER TABLE guarded_child DISABLE TRIGGER ALL", "ALTER TABLE guarded_child ENABLE TRIGGER USER"}},
		{"extra", "table guarded_more", []string{"CREATE TABLE guarded_more ()"}},
		{"extra", "function guarded_more()", []string{"CREATE FUNCTION guarded_more() RETURNS int LANGUAGE sql AS 'SELECT 1'"}},
	})
}

// One golden must serve every county: two schemas, one of them with a name that
// needs quotes, give the same text.
func TestGoldenNamesNoSchema(t *testing.T) {
	const odd = `T "odd" schema`
	quoted := `"` + strings.ReplaceAll(odd, `"`, `""`) + `"`
	first := dbtest.Postgres(t)
	db := open(t, "pgx", first.SuperURL)
	db.SetMaxOpenConns(1) // SET search_path below is the connection's
	run(t, db, postgresSchema...)
	golden, err := catalogue.Snapshot(t.Context(), db, "postgres", prefixes)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(golden, first.Name) {
		t.Errorf("the schema's name is in the golden:\n%s", golden)
	}
	run(t, db, "DROP SCHEMA IF EXISTS "+quoted+" CASCADE", "CREATE SCHEMA "+quoted, "SET search_path = "+quoted)
	t.Cleanup(func() { _, _ = db.ExecContext(context.Background(), "DROP SCHEMA "+quoted+" CASCADE") })
	run(t, db, postgresSchema...)
	if err := catalogue.Check(t.Context(), db, "postgres", golden); err != nil {
		t.Error(err)
	}
	// Deparsing qualifies names that the search path does not find first.
	run(t, db, "SET search_path = "+quoted+", "+first.Name)
	if err := catalogue.Check(t.Context(), db, "postgres", golden); err != nil {
		t.Error(err)
	}
}

func TestBadGoldens(t *testing.T) {
	db := open(t, "sqlite", "file:"+filepath.Join(t.TempDir(), "c.db"))
	for _, golden := range []string{"", "\n", "# tables: \ntable x y\n", "# tables: guarded_\n", "table guarded_child x\n", "# tables: guarded_\ntable a x\n\ntable b x\n",
		"# tables: guarded_\ntable\n", "# tables: guarded_\ntable a x\ntable a y\n"} {
		var difference *catalogue.Difference
		if err := catalogue.Check(t.Context(), db, "sqlite3", golden); err == nil || errors.As(err, &difference) {
			t.Errorf("%q: %v", golden, err)
		}
	}
	if _, err := catalogue.Snapshot(t.Context(), db, "mysql", prefixes); err == nil {
		t.Error("unknown dialect accepted")
	}
}

// The audit log's own tables, as a check that real migrations give a golden.
func TestAuditTables(t *testing.T) {
	const name = "20261125000002_audit.sql"
	schema := dbtest.Postgres(t)
	for dialect, db := range map[goose.Dialect]*sql.DB{
		goose.DialectSQLite3:  open(t, "sqlite", "file:"+filepath.Join(t.TempDir(), "c.db")),
		goose.DialectPostgres: open(t, "pgx", schema.OwnerURL),
	} {
		folder := map[goose.Dialect]string{goose.DialectSQLite3: "sqlite", goose.DialectPostgres: "postgres"}[dialect]
		migration, err := os.ReadFile(filepath.Join("../../../ent/migrate", folder, name))
		if err != nil {
			t.Fatal(err)
		}
		provider, err := goose.NewProvider(dialect, db, fstest.MapFS{name: {Data: migration}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := provider.Up(t.Context()); err != nil {
			t.Fatal(err)
		}
		name := map[goose.Dialect]string{goose.DialectSQLite3: "sqlite3", goose.DialectPostgres: "postgres"}[dialect]
		golden, err := catalogue.Snapshot(t.Context(), db, name, []string{"audit_", "ledger_"})
		if err != nil {
			t.Fatal(err)
		}
		t.Log(golden)
		if count := strings.Count(golden, "\ntrigger "); count != map[string]int{"sqlite3": 7, "postgres": 6}[name] {
			t.Errorf("%s: %d triggers", name, count)
		}
		if err := catalogue.Check(t.Context(), db, name, golden); err != nil {
			t.Error(err)
		}
	}
}
