package ledger

import (
	"database/sql"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// TestDigestCoversEveryColumn takes the columns from the catalogue, so a new one outside the digest fails here.
func TestDigestCoversEveryColumn(t *testing.T) {
	// What may change, or only says how far the counters are.
	movable := append([]string{"accepted", "advance_cap_bp", "retention_cap_bp", "last_transfer", "last_limit"}, counters...)
	forEachDatabase(t, func(t *testing.T, e *env) {
		query := `SELECT name FROM pragma_table_xinfo($1) WHERE hidden = 0` // others are computed from these
		if e.dialect == postgres {
			query = `SELECT column_name FROM information_schema.columns
				WHERE table_schema = current_schema() AND table_name = $1 AND is_generated = 'NEVER'`
		}
		for _, table := range tables {
			//nolint:sqlclosecheck // each closes them
			rows, err := e.db.QueryContext(t.Context(), query, table.name)
			if err != nil {
				t.Fatal(err)
			}
			var stored []string
			err = each(rows, func() error {
				var name string
				err := rows.Scan(&name)
				if table.name != "ledger_accounts" || !slices.Contains(movable, name) {
					stored = append(stored, name)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			var digested []string
			for _, c := range table.columns {
				digested = append(digested, c.name)
			}
			slices.Sort(stored)
			slices.Sort(digested)
			if !slices.Equal(stored, digested) {
				t.Errorf("%s: stored %v, in the digest %v", table.name, stored, digested)
			}
		}
	})
}

// TestDigestVectors pins the encoding: audit entries keep digests for ever.
func TestDigestVectors(t *testing.T) {
	year := years.digest([]sql.NullString{{String: "2026", Valid: true}, {String: "0", Valid: true}})
	if got := hex.EncodeToString(year[:]); got != "1d00e129de3659b7874f522f85ecf45e8665979a4c2ae3cb37da31611507d2be" {
		t.Errorf("year: %s", got)
	}
	account := accounts.digest([]sql.NullString{
		{String: "00000000-0000-4000-8000-000000000001", Valid: true}, {String: "lot", Valid: true},
		{String: "00000000-0000-4000-8000-000000000002", Valid: true}, {}, {}, {}, {}})
	if got := hex.EncodeToString(account[:]); got != "7e12fc10dd2a52801afa0668a7a53b2e1f13bcb4576de12a6a7c12671422b8a5" {
		t.Errorf("account: %s", got)
	}
	if got := LotAccount(uuid.MustParse("00000000-0000-4000-8000-000000000002")).String(); got != "f639cfb9-da1d-5d9b-8883-bcc0cf06cada" {
		t.Errorf("account id: %s", got)
	}
}

// TestTamperingShows changes each column of each table behind the guards' back. Rows or Replay must notice every time.
func TestTamperingShows(t *testing.T) {
	forEachDatabase(t, func(t *testing.T, e *env) {
		f := newCounty(t, e)
		e.retention(t, f.main, 5)
		before := e.digests(t)
		db := e.db
		if e.dialect == postgres {
			db = open(t, "pgx", e.schema.SuperURL)
		}
		conn, err := db.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		must := func(statement string) {
			t.Helper()
			if _, err := conn.ExecContext(t.Context(), statement); err != nil {
				t.Fatalf("%s: %v", statement, err)
			}
		}
		unguard(t, e, must)
		other := map[form]string{plain: "'00000000-0000-4000-8000-000000000009'", number: "77", date: "'2026-01-02'", instant: "'2026-01-02T00:00:00.000009Z'", opening: "TRUE"}
		for _, table := range tables {
			columns := table.columns
			if table.name == "ledger_accounts" {
				for _, counter := range append(counters, "accepted", "advance_cap_bp", "retention_cap_bp") {
					columns = append(slices.Clone(columns), column{counter, number})
				}
			}
			for _, column := range columns {
				must("BEGIN")
				must("UPDATE " + table.name + " SET " + column.name + " = " + other[column.form] +
					" WHERE " + table.key + " = (SELECT " + table.key + " FROM " + table.name + " ORDER BY " + table.key + " DESC LIMIT 1)")
				after := map[string][32]byte{}
				c := &singleConn{conn, e.dialect}
				for r, err := range Rows(t.Context(), c) {
					if err != nil {
						t.Fatal(err)
					}
					after[r.Table+" "+r.ID] = r.Digest
				}
				mismatches, err := Replay(t.Context(), c)
				if err != nil {
					t.Fatal(err)
				}
				same := len(after) == len(before)
				for key, digest := range before {
					same = same && after[key] == digest
				}
				if same && len(mismatches) == 0 {
					t.Errorf("%s.%s changed unnoticed", table.name, column.name)
				}
				must("ROLLBACK")
			}
		}
	})
}

// unguard takes off every guard the way somebody with the file or a superuser's rights could.
func unguard(t *testing.T, e *env, must func(string)) {
	t.Helper()
	if e.dialect == postgres {
		must("SET session_replication_role = replica")
		//nolint:sqlclosecheck // each closes them
		rows, err := open(t, "pgx", e.schema.SuperURL).QueryContext(t.Context(), `SELECT conrelid::regclass::text, conname FROM pg_constraint
			WHERE connamespace = current_schema()::regnamespace AND contype IN ('c', 'f') AND conname NOT LIKE '%key%'`)
		if err != nil {
			t.Fatal(err)
		}
		if err := each(rows, func() error {
			var table, name string
			err := rows.Scan(&table, &name)
			must(`ALTER TABLE ` + table + ` DROP CONSTRAINT IF EXISTS "` + name + `" CASCADE`)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return
	}
	must("PRAGMA foreign_keys = OFF")
	must("PRAGMA ignore_check_constraints = ON")
	//nolint:sqlclosecheck // each closes them
	rows, err := e.db.QueryContext(t.Context(), `SELECT name FROM sqlite_schema WHERE type = 'trigger'`)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	if err := each(rows, func() error {
		var name string
		err := rows.Scan(&name)
		names = append(names, name)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	must("DROP TRIGGER " + strings.Join(names, "; DROP TRIGGER "))
}

// digests is what Rows says of every row.
func (e *env) digests(t *testing.T) map[string][32]byte {
	t.Helper()
	found := map[string][32]byte{}
	e.do(t, func(c Conn) error {
		for r, err := range Rows(t.Context(), c) {
			if err != nil {
				return err
			}
			found[r.Table+" "+r.ID] = r.Digest
		}
		return nil
	})
	return found
}

// singleConn is one connection, whose transactions the test begins and ends itself.
type singleConn struct {
	*sql.Conn
	dialect string
}

func (c *singleConn) Dialect() string { return c.dialect }

func (c *singleConn) Touch(string, string, [32]byte) {}
