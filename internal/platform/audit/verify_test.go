package audit_test

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"zhengcun/internal/platform/audit"
)

// tenEntries of which every column has content, each naming one ledger row.
func tenEntries(t *testing.T, db database) {
	for i := range 10 {
		n := fmt.Sprint(i + 1)
		db.mustSeal(t, noon.Add(time.Duration(i)*time.Minute), audit.Entry{
			ActorID: "u" + n, ActorName: "张三", ActorRoles: "cashier", ActorOrg: "o" + n, OnBehalfOf: "b" + n, ClientIP: "10.0.0." + n,
			SessionID: "s" + n, RequestID: "r" + n, Action: "funds.pay", ObjectType: "payment", ObjectID: n, VillageID: "v" + n, Purpose: "p" + n,
			Before: "before" + n, After: "after" + n, Result: "ok", RuleVersions: "rule@" + n,
			Rows: []audit.Row{{Table: "ledger_transfers", ID: n, Digest: digest(n)}, {Table: "claims", ID: "1", Digest: digest("claim at " + n)}},
		})
	}
}

func digest(text string) [32]byte { return new(audit.Encoder).Text(text).Sum() }

// A new column that is left out of the hash fails here: the list comes from the catalogue.
func TestEveryColumnIsInTheHash(t *testing.T) {
	onBoth(t, func(t *testing.T, db database) {
		tenEntries(t, db)
		bytes := map[string]string{"sqlite3": "x'" + strings.Repeat("ab", 32) + "'", "postgres": `'\x` + strings.Repeat("ab", 32) + "'"}[db.dialect]
		longer := map[string]string{"sqlite3": "cast(%s || x'00' AS blob)", "postgres": `%s || '\x00'`}[db.dialect]
		columns := db.columns(t)
		if len(columns) != 24 {
			t.Errorf("%d columns", len(columns))
		}
		for column, kind := range columns {
			quoted := `"` + column + `"`
			var changes []string
			switch strings.ToLower(kind) {
			case "text":
				changes = []string{quoted + " || 'x'", "''", "NULL"}
			case "integer", "bigint":
				changes = []string{quoted + " + 1000", "NULL", "0"}
			case "blob", "bytea":
				changes = []string{bytes, fmt.Sprintf(longer, quoted), "NULL"}
			default:
				t.Fatalf("column %s is a %s: say how to change it", column, kind)
			}
			for _, change := range changes {
				for _, seq := range []int64{1, 5, 10} {
					report := db.tamper(t, audit.VerifyOptions{}, fmt.Sprintf("UPDATE audit_entries SET %s = %s WHERE seq = %d", quoted, change, seq))
					if column == "seq" && change == "0" {
						if !names(report, audit.Missing, seq) || !names(report, audit.Extra, 0) {
							t.Errorf("%s = %s in entry %d: %v", column, change, seq, report.Findings)
						}
						continue
					}
					if report.OK() || report.Findings[0].Seq != seq {
						t.Errorf("%s = %s in entry %d: %v", column, change, seq, report.Findings)
					}
				}
			}
		}
	})
}

// An empty text and a missing one look alike to a careless reader.
func TestNullIsNotEmpty(t *testing.T) {
	onBoth(t, func(t *testing.T, db database) {
		db.mustSeal(t, noon, audit.Entry{Action: "test"})
		if report := db.tamper(t, audit.VerifyOptions{}, "UPDATE audit_entries SET purpose = NULL"); !names(report, audit.Altered, 1) {
			t.Errorf("%v", report.Findings)
		}
	})
}

func names(report audit.Report, kind audit.Kind, seq int64) bool {
	for _, f := range report.Findings {
		if f.Kind == kind && f.Seq == seq {
			return true
		}
	}
	return false
}

func TestTampering(t *testing.T) {
	const copied = `INSERT INTO audit_entries SELECT %s, at, actor_id, actor_name, actor_roles, actor_org, on_behalf_of, client_ip, session_id, request_id, action,
		object_type, object_id, village_id, 'forged', before, after, result, rule_versions, rows, alg, format, %s FROM audit_entries WHERE seq = %d`
	cut := []string{"DELETE FROM audit_entries WHERE seq > 7", "UPDATE audit_head SET seq = 7, hash = (SELECT hash FROM audit_entries WHERE seq = 7)"}
	onBoth(t, func(t *testing.T, db database) {
		tenEntries(t, db)
		report := db.verify(t, audit.VerifyOptions{})
		if !report.OK() || report.Entries != 10 {
			t.Fatalf("untouched: %+v", report)
		}
		known := report.Head
		for _, test := range []struct {
			name       string
			statements []string
			head       *audit.Head
			want       audit.Finding
		}{
			{"delete the middle", []string{"DELETE FROM audit_entries WHERE seq IN (4, 5)"}, nil, audit.Finding{Kind: audit.Missing, Seq: 4, Through: 5}},
			{"delete the first", []string{"DELETE FROM audit_entries WHERE seq = 1"}, nil, audit.Finding{Kind: audit.Missing, Seq: 1, Through: 1}},
			{"delete all", []string{"DELETE FROM audit_entries"}, nil, audit.Finding{Kind: audit.Missing, Seq: 1, Through: 10}},
			{"delete the middle and close up", []string{"DELETE FROM audit_entries WHERE seq = 4", "UPDATE audit_entries SET seq = seq - 1 WHERE seq > 4",
				"UPDATE audit_head SET seq = 9"}, nil, audit.Finding{Kind: audit.BrokenLink, Seq: 4}},
			{"swap two", []string{"UPDATE audit_entries SET seq = 9 - seq WHERE seq IN (4, 5)"}, nil, audit.Finding{Kind: audit.BrokenLink, Seq: 4}},
			{"swap two with their links", []string{"CREATE TABLE old AS SELECT * FROM audit_entries", "UPDATE audit_entries SET seq = 9 - seq, " +
				"hash = (SELECT hash FROM old WHERE old.seq = 9 - audit_entries.seq), prev_hash = (SELECT prev_hash FROM old WHERE old.seq = 9 - audit_entries.seq) " +
				"WHERE seq IN (4, 5)"}, nil, audit.Finding{Kind: audit.Altered, Seq: 4}},
			{"cut the tail, head left", cut[:1], nil, audit.Finding{Kind: audit.Missing, Seq: 8, Through: 10}},
			{"cut the tail and the head", cut, &known, audit.Finding{Kind: audit.Missing, Seq: 8, Through: 10}},
			{"insert at the end", []string{fmt.Sprintf(copied, "11", "(SELECT hash FROM audit_head), hash", 10)}, nil, audit.Finding{Kind: audit.Altered, Seq: 11}},
			{"insert a number twice", []string{fmt.Sprintf(copied, "seq", "prev_hash, hash", 5)}, nil, audit.Finding{Kind: audit.Extra, Seq: 5}},
			{"insert before the first", []string{fmt.Sprintf(copied, "-3", "prev_hash, hash", 5)}, nil, audit.Finding{Kind: audit.Extra, Seq: -3}},
			{"remove the head", []string{"DELETE FROM audit_head"}, nil, audit.Finding{Kind: audit.WrongHead, Seq: 10}},
			{"turn the head back", []string{"UPDATE audit_head SET seq = 8"}, nil, audit.Finding{Kind: audit.PastHead, Seq: 9, Through: 10}},
			{"change the head's hash", []string{"UPDATE audit_head SET hash = (SELECT hash FROM audit_entries WHERE seq = 3)"}, nil, audit.Finding{Kind: audit.WrongHead, Seq: 10}},
		} {
			t.Run(test.name, func(t *testing.T) {
				report := db.tamper(t, audit.VerifyOptions{Head: test.head}, test.statements...)
				if report.OK() {
					t.Fatal("not found")
				}
				// Of two rows with one number either may come first.
				if report.Findings[0] != test.want && test.want.Kind != audit.Extra || !names(report, test.want.Kind, test.want.Seq) {
					t.Errorf("got %v, want %v", report.Findings, test.want)
				}
			})
		}
		// Nothing inside the database gives this one away.
		if report := db.tamper(t, audit.VerifyOptions{}, cut...); !report.OK() {
			t.Errorf("%v", report.Findings)
		}
	})
}

// Somebody who writes the whole chain anew is found by a head noted outside.
func TestRewrittenChain(t *testing.T) {
	onBoth(t, func(t *testing.T, db database) {
		tenEntries(t, db)
		known := db.verify(t, audit.VerifyOptions{}).Head
		db.mustSeal(t, noon, audit.Entry{Action: "test.later"})
		if report := db.verify(t, audit.VerifyOptions{Head: &known}); !report.OK() {
			t.Errorf("%v", report.Findings)
		}
		forged := known
		forged.Hash[0]++
		for _, from := range []int64{0, 5, 10, 11} {
			if report := db.verify(t, audit.VerifyOptions{Head: &forged, From: from}); report.Bad != 1 || !names(report, audit.NotKnownHead, 10) {
				t.Errorf("from %d: %v", from, report.Findings)
			}
		}
	})
}

// The head of an empty log fits whatever was written since, so it is known only while nothing has been.
func TestHeadOfAnEmptyLog(t *testing.T) {
	onBoth(t, func(t *testing.T, db database) {
		empty := db.verify(t, audit.VerifyOptions{}).Head
		if (empty != audit.Head{}) {
			t.Errorf("the head of an empty log is %v", empty)
		}
		if report := db.verify(t, audit.VerifyOptions{Head: &empty}); !report.OK() {
			t.Errorf("empty: %v", report.Findings)
		}
		if report := db.verify(t, audit.VerifyOptions{Head: &audit.Head{Hash: digest("x")}}); report.Bad != 1 || !names(report, audit.NotKnownHead, 0) {
			t.Errorf("empty, with a hash: %v", report.Findings)
		}
		tenEntries(t, db)
		for _, from := range []int64{0, 5, 11} {
			report := db.verify(t, audit.VerifyOptions{Head: &empty, From: from})
			if report.Bad != 1 || !names(report, audit.NotKnownHead, 0) || !strings.Contains(report.Findings[0].String(), "empty log") {
				t.Errorf("from %d: %v", from, report.Findings)
			}
		}
	})
}

func TestFromTheMiddle(t *testing.T) {
	onBoth(t, func(t *testing.T, db database) {
		tenEntries(t, db)
		if report := db.verify(t, audit.VerifyOptions{From: 6}); !report.OK() || report.Entries != 5 || report.From != 6 {
			t.Errorf("%+v", report)
		}
		if report := db.verify(t, audit.VerifyOptions{From: 11}); !report.OK() || report.Entries != 0 || report.Head.Seq != 10 {
			t.Errorf("%+v", report)
		}
		if _, err := audit.Verify(t.Context(), conn{db.app, db.dialect}, audit.VerifyOptions{From: 12}); err == nil {
			t.Error("started where nothing is")
		}
		if report := db.tamper(t, audit.VerifyOptions{From: 6}, "UPDATE audit_entries SET purpose = 'x' WHERE seq = 3"); !report.OK() {
			t.Errorf("looked before the start: %v", report.Findings)
		}
		if report := db.tamper(t, audit.VerifyOptions{From: 6}, "UPDATE audit_entries SET hash = (SELECT hash FROM audit_head) WHERE seq = 5"); !names(report, audit.BrokenLink, 6) {
			t.Errorf("%v", report.Findings)
		}
	})
}

func TestClockGoingBackIsNotedAndNoFinding(t *testing.T) {
	onBoth(t, func(t *testing.T, db database) {
		for _, offset := range []time.Duration{0, time.Hour, time.Hour - audit.ClockSlack, 0, time.Second} {
			db.mustSeal(t, noon.Add(offset), audit.Entry{Action: "test"})
		}
		report := db.verify(t, audit.VerifyOptions{})
		if want := (audit.ClockNote{Steps: 1, First: 4, Largest: time.Hour - audit.ClockSlack}); !report.OK() || report.Clock != want {
			t.Errorf("%+v", report)
		}
	})
}

func TestHeadText(t *testing.T) {
	head := audit.Head{Seq: 12, Hash: digest("x")}
	for _, head := range []audit.Head{head, {}} {
		if back, err := audit.ParseHead(" " + head.String() + "\n"); err != nil || back != head {
			t.Errorf("%v, %v", back, err)
		}
	}
	for _, text := range []string{"", "12", "12:", "12:abcd", "-1:" + strings.Repeat("ab", 32), "x:" + strings.Repeat("ab", 32),
		"0:" + strings.Repeat("ab", 32), strings.Repeat("00", 32)} {
		if _, err := audit.ParseHead(text); err == nil {
			t.Errorf("accepted %q", text)
		}
	}
}

func TestRowsMatchOneToOne(t *testing.T) {
	const table = "ledger_transfers"
	type rows map[string]string
	source := func(changed rows) audit.RowSource {
		return func(context.Context) iter.Seq2[audit.Row, error] {
			return func(yield func(audit.Row, error) bool) {
				for i := range 11 {
					id := fmt.Sprint(i + 1)
					text, touched := changed[id]
					if i == 10 && !touched || touched && text == "gone" {
						continue
					}
					if !touched {
						text = id
					}
					if !yield(audit.Row{Table: table, ID: id, Digest: digest(text)}, nil) {
						return
					}
				}
			}
		}
	}
	onBoth(t, func(t *testing.T, db database) {
		tenEntries(t, db)
		options := func(changed rows) audit.VerifyOptions {
			return audit.VerifyOptions{Source: source(changed), Tables: []string{table}}
		}
		if report := db.tamper(t, options(nil)); !report.OK() || report.Rows != 10 {
			t.Errorf("untouched: %+v", report)
		}
		for _, test := range []struct {
			changed rows
			want    audit.Finding
		}{
			{rows{"4": "other amount"}, audit.Finding{Kind: audit.RowAltered, Seq: 4, Table: table, ID: "4"}},
			{rows{"4": "gone"}, audit.Finding{Kind: audit.RowMissing, Seq: 4, Table: table, ID: "4"}},
			{rows{"11": "added"}, audit.Finding{Kind: audit.RowUnnamed, Table: table, ID: "11"}},
			{rows{"3": "4", "4": "3"}, audit.Finding{Kind: audit.RowAltered, Seq: 3, Table: table, ID: "3"}},
		} {
			if report := db.tamper(t, options(test.changed)); report.OK() || report.Findings[0] != test.want {
				t.Errorf("%v: %v", test.changed, report.Findings)
			}
		}
		db.mustSeal(t, noon, audit.Entry{Action: "test.again", Rows: []audit.Row{{Table: table, ID: "7", Digest: digest("7")}}})
		if report := db.tamper(t, options(nil)); report.Bad != 1 || !names(report, audit.RowTwice, 11) {
			t.Errorf("named twice: %v", report.Findings)
		}

		if db.dialect == "postgres" {
			if _, err := audit.Verify(t.Context(), conn{db.app, db.dialect}, options(nil)); err == nil || !strings.Contains(err.Error(), "repeatable read") {
				t.Errorf("compared rows without a snapshot: %v", err)
			}
		}
		if _, err := audit.Verify(t.Context(), conn{db.app, db.dialect}, audit.VerifyOptions{From: 2, Source: source(nil), Tables: []string{table}}); err == nil {
			t.Error("compared rows with part of the log")
		}
	})
}
