package audit

import "strings"

// Grants returns the statements that leave the application's role, on
// PostgreSQL, the right to append to the log and nothing else. The owner runs
// them after migrating and after any grant on all tables of the schema. The
// right to update the head is what locking it takes; its trigger allows no move
// but to the newest entry.
func Grants(role string) []string {
	quoted := `"` + strings.ReplaceAll(role, `"`, `""`) + `"`
	return []string{
		"REVOKE ALL ON audit_entries, audit_head FROM PUBLIC",
		"REVOKE ALL ON audit_entries, audit_head FROM " + quoted,
		"GRANT SELECT, INSERT ON audit_entries TO " + quoted,
		"GRANT SELECT, UPDATE (seq, hash) ON audit_head TO " + quoted,
	}
}
