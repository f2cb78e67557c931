package torture

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"zhengcun/internal/app"
	"zhengcun/internal/kernel/calendar"
)

// Whoever changes a column of the ledger or the audit log by hand, past every
// trigger and constraint, is found out: audit verify ends with 1 and names the
// row. One column of each table is changed at a time.
func TestEveryColumnIsVerified(t *testing.T) {
	t.Parallel()
	forEach(t, func(t *testing.T, c *county) {
		if r := run(t, c.env, "demo"); r.code != 0 {
			t.Fatalf("demo: %s", r.stderr)
		}
		if r := c.verify(t); r.code != 0 {
			t.Fatalf("before anything is changed: %d\n%s%s", r.code, r.stdout, r.stderr)
		}
		var all hand = &sqliteHand{whole: c}
		if c.dialect == "postgres" {
			all = newPostgresHand(t, c)
		}
		rounds, tried := rounds(all.columns(t))
		for _, round := range rounds {
			found(t, all, func() map[string][]string {
				names := map[string][]string{}
				for _, at := range round {
					names[at.table+"."+at.name] = all.change(t, at)
				}
				return names
			})
		}
		found(t, all, func() map[string][]string {
			names := map[string][]string{}
			for _, table := range all.tables(t) {
				names["row deleted from "+table] = all.remove(t, table)
			}
			return names
		})
		if r := c.verify(t); r.code != 0 {
			t.Errorf("after everything is as it was: %d\n%s%s", r.code, r.stdout, r.stderr)
		}
		if tried < 80 {
			t.Errorf("only %d columns were tried", tried)
		}
		t.Logf("%d columns in %d rounds", tried, len(rounds))
	})
}

// rounds puts the first columns of all tables together, then the second, …
func rounds(columns []column) (rounds [][]column, tried int) {
	nth := map[string]int{}
	for _, at := range columns {
		n := nth[at.table]
		nth[at.table]++
		if n == len(rounds) {
			rounds = append(rounds, nil)
		}
		rounds[n] = append(rounds[n], at)
	}
	return rounds, len(columns)
}

// found fails the test unless audit verify names every row that change changes.
func found(t *testing.T, all hand, change func() map[string][]string) {
	t.Helper()
	c := all.begin(t)
	changed := change()
	all.end(t)
	r := c.verify(t)
	if r.code != 1 {
		t.Errorf("%v: ended with %d:\n%s%s", changed, r.code, r.stdout, r.stderr)
	}
	for what, names := range changed {
		if !mentions(r.stdout, names) {
			t.Errorf("%s: names none of %q:\n%s", what, names, r.stdout)
		}
	}
	all.undo(t)
}

// mentions tells whether the report has one of the names as a word.
func mentions(report string, names []string) bool {
	for _, name := range names {
		if regexp.MustCompile(`\b` + regexp.QuoteMeta(name) + `\b`).MatchString(report) {
			return true
		}
	}
	return false
}

// column is a column of a guarded table.
type column struct{ table, name, kind string }

// keys are the columns that name a row.
var keys = map[string]string{
	"ledger_years": "year", "ledger_lots": "id", "ledger_accounts": "id", "ledger_transfers": "id", "ledger_limits": "id", "ledger_year_marks": "id",
	"audit_entries": "seq", "audit_head": "seq",
}

// hand changes rows past the guards.
type hand interface {
	tables(t *testing.T) []string
	columns(t *testing.T) []column
	// begin returns the county that is changed.
	begin(t *testing.T) *county
	// change changes the column of one row, remove removes a row; both return what
	// names the row, before and after.
	change(t *testing.T, at column) []string
	remove(t *testing.T, table string) []string
	// end puts the guards back, undo the rows.
	end(t *testing.T)
	undo(t *testing.T)
}

func mustExec(t *testing.T, db interface {
	Exec(query string, args ...any) (sql.Result, error)
}, statement string, args ...any) {
	t.Helper()
	if _, err := db.Exec(statement, args...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// texts runs a question and returns the rows, each column as text.
func texts(t *testing.T, db interface {
	Query(query string, args ...any) (*sql.Rows, error)
}, width int, question string, args ...any) (list [][]string) {
	t.Helper()
	rows, err := db.Query(question, args...)
	if err != nil {
		t.Fatalf("%s: %v", question, err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		row := make([]string, width)
		into := make([]any, width)
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatalf("%s: %v", question, err)
		}
		list = append(list, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// where is the row whose column is changed: one that has a value if any has; of a
// number that counts rows, the last one, so that the next number is free.
func where(at column) string {
	if at.name == "seq" || at.name == "year" {
		return fmt.Sprintf("%s = (SELECT max(%s) FROM %s)", at.name, at.name, at.table)
	}
	order := quoted(at.name) + " IS NULL"
	if at.table == "ledger_transfers" {
		order += ", project_id IS NULL" // what is generated from kind and project is never null there
	}
	return fmt.Sprintf("%[1]s = (SELECT %[1]s FROM %[2]s ORDER BY %[3]s, %[1]s LIMIT 1)", keys[at.table], at.table, order)
}

func quoted(name string) string { return `"` + name + `"` }

// namesOf is what a report may call the row.
func namesOf(table, key string) []string {
	switch table {
	case "audit_entries":
		return []string{"entry " + key, "entries " + key}
	case "audit_head":
		return []string{"wrong head", "past head", "missing"}
	}
	return []string{table + " " + key, "account " + key}
}

// guarded are the tables as the catalogue knows them.
const (
	sqliteTables   = `SELECT name FROM sqlite_schema WHERE type = 'table' AND (name LIKE 'ledger\_%' ESCAPE '\' OR name LIKE 'audit\_%' ESCAPE '\') ORDER BY 1`
	postgresTables = `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
		AND (table_name LIKE 'ledger\_%' OR table_name LIKE 'audit\_%') ORDER BY 1`
)

// sqliteHand changes a copy of the file each time.
type sqliteHand struct {
	whole    *county
	db       *sql.DB // the copy, without constraints
	triggers [][]string
}

func (h *sqliteHand) tables(t *testing.T) (names []string) {
	for _, row := range texts(t, h.whole.super, 1, sqliteTables) {
		names = append(names, row[0])
	}
	return names
}

func (h *sqliteHand) columns(t *testing.T) (list []column) {
	for _, table := range h.tables(t) {
		for _, row := range texts(t, h.whole.super, 2, "SELECT name, type FROM pragma_table_xinfo(?) WHERE hidden = 0", table) {
			list = append(list, column{table, row[0], row[1]})
		}
	}
	return list
}

func (h *sqliteHand) begin(t *testing.T) *county {
	c := &county{dialect: "sqlite", data: t.TempDir()}
	c.config.File = filepath.Join(c.data, "zhengcun.db")
	c.setEnv()
	mustExec(t, h.whole.super, "VACUUM INTO ?", c.config.File)
	var err error
	if h.db, err = sql.Open("sqlite", "file:"+c.config.File+"?_pragma=ignore_check_constraints(1)&_pragma=synchronous(0)"); err != nil {
		t.Fatal(err)
	}
	h.db.SetMaxOpenConns(1)
	h.triggers = texts(t, h.db, 2, "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN ("+sqliteTables+")")
	for _, trigger := range h.triggers {
		mustExec(t, h.db, "DROP TRIGGER "+trigger[0])
	}
	return c
}

func (h *sqliteHand) end(t *testing.T) {
	for _, trigger := range h.triggers {
		mustExec(t, h.db, trigger[1])
	}
	if err := h.db.Close(); err != nil {
		t.Fatal(err)
	}
}

func (h *sqliteHand) undo(*testing.T) {} // the copy is thrown away

func (h *sqliteHand) change(t *testing.T, at column) []string {
	key, name := keys[at.table], quoted(at.name)
	var old, now string
	if err := h.db.QueryRow(fmt.Sprintf("SELECT CAST(%s AS TEXT) FROM %s WHERE %s", key, at.table, where(at))).Scan(&old); err != nil {
		t.Fatal(err)
	}
	value := map[string]string{
		"INTEGER": "coalesce({}, 0) + 1",
		"TEXT":    "coalesce({}, '') || 'x'",
		"BLOB":    "CAST(CASE substr({}, 1, 1) WHEN x'78' THEN 'y' ELSE 'x' END || substr({}, 2) AS BLOB)",
	}[at.kind]
	if value == "" {
		t.Fatalf("no other value for %s", at.kind)
	}
	update := fmt.Sprintf("UPDATE %s SET %s = %s WHERE %s RETURNING CAST(%s AS TEXT)", at.table, name, strings.ReplaceAll(value, "{}", name), where(at), key)
	if err := h.db.QueryRow(update).Scan(&now); err != nil {
		t.Fatalf("%s: %v", update, err)
	}
	return append(namesOf(at.table, old), namesOf(at.table, now)...)
}

func (h *sqliteHand) remove(t *testing.T, table string) []string {
	var key string
	if err := h.db.QueryRow(fmt.Sprintf("DELETE FROM %[1]s WHERE %[2]s = (SELECT min(%[2]s) FROM %[1]s) RETURNING CAST(%[2]s AS TEXT)", table, keys[table])).Scan(&key); err != nil {
		t.Fatal(err)
	}
	return namesOf(table, key)
}

// postgresHand changes the county itself and changes it back.
type postgresHand struct {
	c    *county
	conn *sql.DB // one connection, with triggers and foreign keys off
	back []func(t *testing.T)
}

func newPostgresHand(t *testing.T, c *county) *postgresHand {
	c.super.SetMaxOpenConns(1)
	mustExec(t, c.super, "SET session_replication_role = replica")
	return &postgresHand{c: c, conn: c.super}
}

func (h *postgresHand) tables(t *testing.T) (names []string) {
	for _, row := range texts(t, h.conn, 1, postgresTables) {
		names = append(names, row[0])
	}
	return names
}

func (h *postgresHand) columns(t *testing.T) (list []column) {
	for _, table := range h.tables(t) {
		for _, row := range texts(t, h.conn, 2, `SELECT column_name, data_type FROM information_schema.columns
			WHERE table_schema = current_schema() AND table_name = $1 AND is_generated = 'NEVER' ORDER BY ordinal_position`, table) {
			list = append(list, column{table, row[0], row[1]})
		}
	}
	return list
}

func (h *postgresHand) begin(*testing.T) *county { return h.c }
func (h *postgresHand) end(*testing.T)           {}

func (h *postgresHand) undo(t *testing.T) {
	for len(h.back) > 0 {
		last := len(h.back) - 1
		h.back[last](t)
		h.back = h.back[:last]
	}
}

// loosen takes the table's checks away until undo.
func (h *postgresHand) loosen(t *testing.T, table string) {
	checks := texts(t, h.conn, 2, "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = $1::regclass AND contype = 'c'", table)
	for _, check := range checks {
		mustExec(t, h.conn, "ALTER TABLE "+table+" DROP CONSTRAINT "+quoted(check[0]))
	}
	h.back = append(h.back, func(t *testing.T) {
		for _, check := range checks {
			mustExec(t, h.conn, "ALTER TABLE "+table+" ADD CONSTRAINT "+quoted(check[0])+" "+check[1])
		}
	})
}

// another gives a column of a type another value.
var another = map[string]string{
	"bigint":                   "coalesce({}, 0) + 1",
	"integer":                  "coalesce({}, 0) + 1",
	"smallint":                 "coalesce({}, 0) + 1",
	"boolean":                  "NOT {}",
	"uuid":                     "coalesce(overlay({}::text placing '00000000' from 1 for 8)::uuid, gen_random_uuid())",
	"text":                     "coalesce({}, '') || 'x'",
	"date":                     "coalesce({}, '2026-01-01') + 1",
	"timestamp with time zone": "{} + interval '1 microsecond'",
	"bytea":                    "set_byte({}, 0, (get_byte({}, 0) + 1) % 256)",
}

func (h *postgresHand) change(t *testing.T, at column) []string {
	key, name := keys[at.table], quoted(at.name)
	var before, now, place string
	var old *string
	if err := h.conn.QueryRow(fmt.Sprintf("SELECT %s::text, %s::text FROM %s WHERE %s", key, name, at.table, where(at))).Scan(&before, &old); err != nil {
		t.Fatal(err)
	}
	value := strings.ReplaceAll(another[at.kind], "{}", name)
	if value == "" {
		t.Fatalf("no other value for %s", at.kind)
	}
	update := fmt.Sprintf("UPDATE %s SET %s = %s WHERE %s RETURNING %s::text, ctid::text", at.table, name, value, where(at), key)
	if err := h.conn.QueryRow(update).Scan(&now, &place); err != nil { // a check has refused it, even to the superuser
		h.loosen(t, at.table)
		if err := h.conn.QueryRow(update).Scan(&now, &place); err != nil {
			t.Fatalf("%s: %v", update, err)
		}
	}
	h.back = append(h.back, func(t *testing.T) {
		mustExec(t, h.conn, fmt.Sprintf("UPDATE %s SET %s = $1::text::%s WHERE ctid = $2::text::tid", at.table, name, at.kind), old, place)
	})
	return append(namesOf(at.table, before), namesOf(at.table, now)...)
}

func (h *postgresHand) remove(t *testing.T, table string) []string {
	kept := "removed_from_" + table
	mustExec(t, h.conn, fmt.Sprintf("CREATE TEMPORARY TABLE %[3]s AS SELECT * FROM %[1]s WHERE %[2]s = (SELECT %[2]s FROM %[1]s ORDER BY %[2]s LIMIT 1)", table, keys[table], kept))
	var key string
	if err := h.conn.QueryRow(fmt.Sprintf("DELETE FROM %[1]s WHERE %[2]s = (SELECT %[2]s FROM %[3]s) RETURNING %[2]s::text", table, keys[table], kept)).Scan(&key); err != nil {
		t.Fatal(err)
	}
	h.back = append(h.back, func(t *testing.T) {
		var names []string
		for _, at := range h.columns(t) {
			if at.table == table {
				names = append(names, quoted(at.name))
			}
		}
		list := strings.Join(names, ", ")
		mustExec(t, h.conn, fmt.Sprintf("INSERT INTO %s (%s) SELECT %s FROM %s", table, list, list, kept))
		mustExec(t, h.conn, "DROP TABLE "+kept)
	})
	return namesOf(table, key)
}

// A log that was cut off behind is whole in itself: only a head that was noted
// elsewhere shows it.
func TestCutTailIsFoundByANotedHead(t *testing.T) {
	forEach(t, func(t *testing.T, c *county) {
		c.populate(t)
		r := run(t, c.env, "audit", "head")
		head := strings.TrimSpace(r.stdout)
		if r.code != 0 || !regexp.MustCompile(`^\d+:[0-9a-f]{64}$`).MatchString(head) {
			t.Fatalf("audit head ended with %d: %s%s", r.code, r.stdout, r.stderr)
		}
		if r := c.verify(t, "--head", head); r.code != 0 {
			t.Errorf("nothing was cut: %d\n%s%s", r.code, r.stdout, r.stderr)
		}
		var triggers [][]string
		if c.dialect == "postgres" {
			c.super.SetMaxOpenConns(1)
			c.exec(t, "SET session_replication_role = replica")
		} else {
			triggers = texts(t, c.super, 2, "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN ('audit_entries', 'audit_head')")
			for _, trigger := range triggers {
				c.exec(t, "DROP TRIGGER "+trigger[0])
			}
		}
		c.exec(t, "DELETE FROM audit_entries WHERE seq = (SELECT max(seq) FROM audit_entries)")
		c.exec(t, "UPDATE audit_head SET seq = seq - 1, hash = (SELECT hash FROM audit_entries ORDER BY seq DESC LIMIT 1)")
		for _, trigger := range triggers {
			c.exec(t, trigger[1])
		}
		if r := c.verify(t); r.code != 0 {
			t.Errorf("the rest is whole in itself: %d\n%s%s", r.code, r.stdout, r.stderr)
		}
		seq, _, _ := strings.Cut(head, ":")
		if r := c.verify(t, "--head", head); r.code != 1 || !mentions(r.stdout, []string{"entry " + seq}) {
			t.Errorf("with the noted head: %d\n%s%s", r.code, r.stdout, r.stderr)
		}
	})
}

// What cannot be checked is neither right nor wrong: 2.
func TestVerifyOfWhatCannotBeRead(t *testing.T) {
	empty := t.TempDir()
	garbage := t.TempDir()
	if err := os.WriteFile(filepath.Join(garbage, "zhengcun.db"), []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	truncated := t.TempDir()
	c := emptyCounty(t, "sqlite")
	c.populate(t)
	mustExec(t, c.super, "PRAGMA wal_checkpoint(TRUNCATE)")
	whole, err := os.ReadFile(c.config.File)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(truncated, "zhengcun.db"), whole[:len(whole)/3], 0o600); err != nil {
		t.Fatal(err)
	}
	for name, env := range map[string][]string{
		"no file":   {"ZHENGCUN_DATA=" + empty},
		"garbage":   {"ZHENGCUN_DATA=" + garbage},
		"truncated": {"ZHENGCUN_DATA=" + truncated},
		"no server": {"ZHENGCUN_DATABASE_URL=postgres://zc_app@" + freeAddress(t) + "/postgres?sslmode=disable"},
	} {
		if r := run(t, env, "audit", "verify"); r.code != 2 || r.stderr == "" {
			t.Errorf("%s: ended with %d: %s%s", name, r.code, r.stdout, r.stderr)
		}
	}
	if names := filesOf(t, empty); len(names) > 0 {
		t.Errorf("verifying made files: %v", names)
	}
	if r := c.verify(t, "--head", "12"); r.code != 2 {
		t.Errorf("a head that is none: ended with %d: %s", r.code, r.stderr)
	}
}

// A time whose microseconds end in zeros is one time like any other. A driver that
// turned text into times once dropped the zeros of one row in ten when reading.
func TestTimesThatEndInZeros(t *testing.T) {
	forEach(t, func(t *testing.T, c *county) {
		c.populate(t)
		c.config.Clock = calendar.Fixed(time.Now().Truncate(time.Second).Add(120 * time.Millisecond))
		a, err := app.New(t.Context(), app.Options{Database: c.config, KeyFile: filepath.Join(c.data, "keys.json")})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = a.Close() }()
		newPartners(t, serveHere(t, a), c.key, 1).push(simple(3))
		c.mustVerify(t)
	})
}
