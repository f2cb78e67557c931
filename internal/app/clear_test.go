package app_test

import (
	"fmt"
	"strings"
	"testing"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"go.uber.org/zap/zaptest/observer"

	"zhengcun/internal/app"
	"zhengcun/internal/app/apptest"
)

// A bank account that went in with a key, was shown, repeated and refused, stands nowhere in the database or the log in
// clear: not in the answers kept for repeats, not in the audit log, not in an error.
func TestAccountsAreNowhereInClear(t *testing.T) {
	const account = "6222029876543210987"
	for _, dialect := range apptest.Dialects {
		t.Run(dialect, func(t *testing.T) {
			core, logged := observer.New(zapcore.DebugLevel)
			w := newWorld(t, dialect, func(o *app.Options) { o.Log = zap.New(core) })
			unit, project, allocation := w.token("UNIT"), w.id("project", own), w.id("allocation", own)
			body := `{"projectId":"` + project + `","kind":"CLAIM_KIND_ADVANCE","claimedOn":"2026-10-10","payeeName":"甲","payeeAccount":"` + account +
				`","lines":[{"allocationId":"` + allocation + `","amountFen":"100"}]}`
			var claim *apptest.Response
			for range 2 {
				claim = w.Do("POST", "/v1/claims", unit, body, "Idempotency-Key", "clear-1")
				if claim.Status != 200 {
					t.Fatalf("%d %s", claim.Status, claim.Body)
				}
			}
			w.Do("POST", "/v1/claims", unit, strings.Replace(body, `"100"`, `"0"`, 1), "Idempotency-Key", "clear-2")
			reveal := w.Do("POST", "/v1/claims/"+claim.JSON["id"].(string)+":revealPayeeAccount", unit,
				`{"purpose":"核对","etag":"`+claim.JSON["etag"].(string)+`"}`, "Idempotency-Key", "clear-3")
			if reveal.JSON["payeeAccount"] != account {
				t.Fatalf("%d %s", reveal.Status, reveal.Body)
			}
			again := w.Do("POST", "/v1/claims/"+claim.JSON["id"].(string)+":revealPayeeAccount", unit,
				`{"purpose":"核对","etag":"`+claim.JSON["etag"].(string)+`"}`, "Idempotency-Key", "clear-3")
			if again.Status != 200 || again.JSON["payeeAccount"] != "" {
				t.Errorf("a repeat shows %s", again.Body)
			}
			for _, table := range tablesOf(t, w) {
				rows, err := w.Super.Query("SELECT * FROM " + table)
				if err != nil {
					t.Fatal(err)
				}
				columns, _ := rows.Columns()
				values, into := make([]any, len(columns)), make([]any, len(columns))
				for i := range values {
					into[i] = &values[i]
				}
				for rows.Next() {
					if err := rows.Scan(into...); err != nil {
						t.Fatal(err)
					}
					for i, v := range values {
						if b, ok := v.([]byte); ok {
							v = string(b)
						}
						if strings.Contains(fmt.Sprint(v), account) {
							t.Errorf("%s.%s has the account in clear", table, columns[i])
						}
					}
				}
				if err := rows.Close(); err != nil {
					t.Fatal(err)
				}
			}
			for _, line := range logged.All() {
				if text := fmt.Sprint(line.Message, line.ContextMap()); strings.Contains(text, account) {
					t.Errorf("the log has the account: %s", text)
				}
			}
		})
	}
}

func tablesOf(t *testing.T, w *world) []string {
	query := "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
	if w.DB.Dialect() == "postgres" {
		query = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
	}
	rows, err := w.Super.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	return names
}
