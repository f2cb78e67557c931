package audit_test

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"zhengcun/internal/platform/audit"
)

var noon = time.Date(2026, 3, 1, 4, 0, 0, 0, time.UTC)

type vector struct {
	Seq      int64             `json:"seq"`
	At       string            `json:"at"`
	Fields   map[string]string `json:"fields"`
	Rows     []vectorRow       `json:"rows"`
	PrevHash string            `json:"prev_hash"`
	Hash     string            `json:"hash"`
}

type vectorRow struct{ Table, ID, Digest string }

// vectors were computed by another implementation than ours.
func vectors(t *testing.T) []vector {
	text, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []vector
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func (v vector) entry(t *testing.T) (time.Time, audit.Entry) {
	at, err := time.Parse(audit.AtLayout, v.At)
	if err != nil {
		t.Fatal(err)
	}
	f := v.Fields
	e := audit.Entry{
		ActorID: f["actor_id"], ActorName: f["actor_name"], ActorRoles: f["actor_roles"], ActorOrg: f["actor_org"], OnBehalfOf: f["on_behalf_of"],
		ClientIP: f["client_ip"], SessionID: f["session_id"], RequestID: f["request_id"], Action: f["action"], ObjectType: f["object_type"],
		ObjectID: f["object_id"], VillageID: f["village_id"], Purpose: f["purpose"], Before: f["before"], After: f["after"], Result: f["result"],
		RuleVersions: f["rule_versions"],
	}
	for _, r := range v.Rows {
		digest, err := hex.DecodeString(r.Digest)
		if err != nil {
			t.Fatal(err)
		}
		e.Rows = append(e.Rows, audit.Row{Table: r.Table, ID: r.ID, Digest: [32]byte(digest)})
	}
	return at, e
}

func TestGoldenVectors(t *testing.T) {
	onBoth(t, func(t *testing.T, db database) {
		for _, v := range vectors(t) {
			at, entry := v.entry(t)
			db.mustSeal(t, at, entry)
			var prev, hash []byte
			if err := db.app.QueryRow(fmt.Sprintf("SELECT prev_hash, hash FROM audit_entries WHERE seq = %d", v.Seq)).Scan(&prev, &hash); err != nil {
				t.Fatal(err)
			}
			if hex.EncodeToString(prev) != v.PrevHash || hex.EncodeToString(hash) != v.Hash {
				t.Errorf("entry %d: prev %x, hash %x; want %s, %s", v.Seq, prev, hash, v.PrevHash, v.Hash)
			}
		}
		if report := db.verify(t, audit.VerifyOptions{}); !report.OK() || report.Entries != int64(len(vectors(t))) {
			t.Errorf("%+v", report)
		}
	})
}

func TestSeveralEntriesInOneTransaction(t *testing.T) {
	onBoth(t, func(t *testing.T, db database) {
		for _, n := range []int{1, 2, 64, 600} {
			entries := make([]audit.Entry, n)
			for i := range entries {
				entries[i] = audit.Entry{Action: "test.many", ObjectID: fmt.Sprint(n, "/", i)}
			}
			db.mustSeal(t, noon, entries...)
		}
		if report := db.verify(t, audit.VerifyOptions{}); !report.OK() || report.Entries != 667 {
			t.Errorf("%+v", report)
		}
		var last string
		if err := db.app.QueryRow("SELECT object_id FROM audit_entries WHERE seq = 667").Scan(&last); err != nil || last != "600/599" {
			t.Errorf("order not kept: last is %q, %v", last, err)
		}
	})
}

func TestRollbackLeavesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, db database) {
		tx, err := db.app.Begin()
		if err != nil {
			t.Fatal(err)
		}
		if err := audit.Seal(t.Context(), conn{tx, db.dialect}, noon, []audit.Entry{{Action: "test.lost"}}); err != nil {
			t.Fatal(err)
		}
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
		db.mustSeal(t, noon, audit.Entry{Action: "test.kept"})
		if report := db.verify(t, audit.VerifyOptions{}); !report.OK() || report.Entries != 1 {
			t.Errorf("%+v", report)
		}
	})
}

// A chain numbered by a sequence breaks under load with nobody tampering.
func TestConcurrentWritersNeitherForkNorGap(t *testing.T) {
	const writers, each = 32, 40
	onBoth(t, func(t *testing.T, db database) {
		var wg sync.WaitGroup
		for w := range writers {
			wg.Go(func() {
				for i := range each {
					entries := make([]audit.Entry, 1+(w+i)%3)
					for n := range entries {
						entries[n] = audit.Entry{Action: "test.load", ActorID: fmt.Sprint(w)}
					}
					if err := db.seal(t.Context(), noon.Add(time.Duration(i)*time.Second), entries...); err != nil {
						t.Error(err)
						return
					}
					// Verification goes on beside writers.
					if w == 0 && i%10 == 0 {
						if report := db.verify(t, audit.VerifyOptions{}); !report.OK() {
							t.Errorf("while writing: %v", report.Findings)
						}
					}
				}
			})
		}
		wg.Wait()
		want := int64(0)
		for w := range writers {
			for i := range each {
				want += int64(1 + (w+i)%3)
			}
		}
		report := db.verify(t, audit.VerifyOptions{})
		if !report.OK() || report.Entries != want || report.Head.Seq != want {
			t.Errorf("want %d entries: %+v", want, report)
		}
	})
}

func TestUnfitEntriesAreRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, db database) {
		for name, entry := range map[string]audit.Entry{
			"no action":    {ActorID: "u-1"},
			"NUL":          {Action: "a", Purpose: "x\x00y"},
			"not UTF-8":    {Action: "a", RequestID: "\xff"},
			"spaced id":    {Action: "a", Rows: []audit.Row{{Table: "t", ID: "1 2"}}},
			"broken table": {Action: "a", Rows: []audit.Row{{Table: "t\nt", ID: "1"}}},
			"no row id":    {Action: "a", Rows: []audit.Row{{Table: "t"}}},
		} {
			if err := db.seal(t.Context(), noon, audit.Entry{Action: "fine"}, entry); err == nil {
				t.Errorf("%s: accepted", name)
			}
		}
		if report := db.verify(t, audit.VerifyOptions{}); report.Entries != 0 {
			t.Errorf("%+v", report)
		}
	})
}

// What the application's own connection can't do to the log, in either database.
func TestApplicationCanOnlyAppend(t *testing.T) {
	const values = `'2026-03-01T00:00:00.000000Z', '', '', '', '', '', '', '', '', 'forged', '', '', '', '', '', '', '', '', '', 1, 1`
	zero := map[string]string{"sqlite3": "zeroblob(32)", "postgres": `decode(repeat('00', 32), 'hex')`}
	onBoth(t, func(t *testing.T, db database) {
		for range 3 {
			db.mustSeal(t, noon, audit.Entry{Action: "test.kept"})
		}
		before := db.verify(t, audit.VerifyOptions{})
		zero := zero[db.dialect]
		statements := []string{
			"UPDATE audit_entries SET purpose = 'x' WHERE seq = 2",
			"DELETE FROM audit_entries WHERE seq = 3",
			"DELETE FROM audit_entries",
			"INSERT INTO audit_entries SELECT * FROM audit_entries WHERE seq = 2",
			"INSERT INTO audit_entries VALUES (4, " + values + ", " + zero + ", " + zero + ")",
			"INSERT INTO audit_entries VALUES (9, " + values + ", (SELECT hash FROM audit_head), " + zero + ")",
			"UPDATE audit_head SET seq = 2, hash = (SELECT hash FROM audit_entries WHERE seq = 2)",
			"UPDATE audit_head SET seq = 4",
			"UPDATE audit_head SET hash = " + zero,
			"UPDATE audit_head SET id = 2",
			"INSERT INTO audit_head VALUES (2, 0, " + zero + ")",
			"DELETE FROM audit_head",
		}
		if db.dialect == "sqlite3" {
			statements = append(statements,
				"INSERT OR REPLACE INTO audit_entries VALUES (2, "+values+", "+zero+", "+zero+")",
				"INSERT OR REPLACE INTO audit_entries VALUES (2, "+values+", (SELECT prev_hash FROM audit_entries WHERE seq = 2), "+zero+")",
				"REPLACE INTO audit_entries SELECT * FROM audit_entries WHERE seq = 3",
				"INSERT OR IGNORE INTO audit_entries VALUES (9, "+values+", "+zero+", "+zero+")",
				"UPDATE OR REPLACE audit_entries SET seq = 2 WHERE seq = 3",
				"INSERT INTO audit_entries SELECT * FROM audit_entries WHERE seq = 2 ON CONFLICT (seq) DO UPDATE SET purpose = 'x'",
				"INSERT OR REPLACE INTO audit_head VALUES (1, 0, "+zero+")",
			)
		} else {
			statements = append(statements,
				"TRUNCATE audit_entries",
				"TRUNCATE audit_head",
				"ALTER TABLE audit_entries DISABLE TRIGGER ALL",
				"DROP TRIGGER audit_entries_append ON audit_entries",
				"SET session_replication_role = replica",
				"INSERT INTO audit_entries SELECT * FROM audit_entries WHERE seq = 2 ON CONFLICT (seq) DO UPDATE SET purpose = 'x'",
				"SELECT audit_refuse()",
			)
		}
		for _, statement := range statements {
			if _, err := db.app.Exec(statement); err == nil {
				t.Errorf("accepted: %s", statement)
			}
		}
		if after := db.verify(t, audit.VerifyOptions{}); !after.OK() || after.Head != before.Head {
			t.Errorf("the log changed: %+v", after)
		}
		db.mustSeal(t, noon, audit.Entry{Action: "test.still works"})
	})
}

// The owner has every right and is still stopped by the triggers.
func TestTriggersStopTheOwnerToo(t *testing.T) {
	db := openPostgres(t)
	db.mustSeal(t, noon, audit.Entry{Action: "test.kept"})
	for _, statement := range []string{
		"UPDATE audit_entries SET purpose = 'x'", "DELETE FROM audit_entries", "TRUNCATE audit_entries",
		"DELETE FROM audit_head", "TRUNCATE audit_head", "UPDATE audit_head SET seq = 0", "UPDATE audit_head SET id = 2",
	} {
		if _, err := db.super.Exec(statement); err == nil || !strings.Contains(err.Error(), "audit: ") {
			t.Errorf("%s: %v", statement, err)
		}
	}
}

func TestNoHeadNoEntry(t *testing.T) {
	onBoth(t, func(t *testing.T, db database) {
		for _, statement := range map[string][]string{
			"sqlite3":  {"DROP TRIGGER audit_head_nodelete", "DELETE FROM audit_head"},
			"postgres": {"ALTER TABLE audit_head DISABLE TRIGGER ALL", "DELETE FROM audit_head"},
		}[db.dialect] {
			if _, err := db.super.Exec(statement); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.seal(t.Context(), noon, audit.Entry{Action: "test.lost"}); !errors.Is(err, audit.ErrNoHead) {
			t.Errorf("got %v", err)
		}
	})
}
