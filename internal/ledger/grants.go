package ledger

import "strings"

// Grants returns the PostgreSQL statements that give the application's role exactly what it needs on the ledger: read
// all and add rows. The owner runs them after every migration, with the schema in its search path.
func Grants(role string) []string {
	to := `"` + strings.ReplaceAll(role, `"`, `""`) + `"`
	statements := []string{
		`REVOKE ALL ON ledger_years, ledger_lots, ledger_accounts, ledger_transfers, ledger_limits, ledger_year_marks, ledger_effects FROM PUBLIC, ` + to,
		`REVOKE ALL ON SEQUENCE ledger_transfers_seq, ledger_limits_seq, ledger_year_marks_seq FROM PUBLIC, ` + to,
		`GRANT SELECT ON ledger_years, ledger_lots, ledger_accounts, ledger_transfers, ledger_limits, ledger_year_marks, ledger_effects TO ` + to,
		`GRANT EXECUTE ON FUNCTION ledger_lock(uuid[]) TO ` + to,
	}
	for _, t := range tables {
		var columns []string
		for _, c := range t.columns {
			// The database gives the number, and a year begins open.
			if c.name != "seq" && c.name != "closed" {
				columns = append(columns, c.name)
			}
		}
		statements = append(statements, `GRANT INSERT (`+strings.Join(columns, ", ")+`) ON `+t.name+` TO `+to)
	}
	return statements
}
