package migrate

import _ "embed"

// What the hand-kept tables look like after all migrations, for package
// catalogue to compare with before the server starts.
var (
	//go:embed sqlite/guarded.golden
	guardedSQLite string
	//go:embed postgres/guarded.golden
	guardedPostgres string
)

// Guarded is the golden text of a dialect, as ent names it.
func Guarded(dialect string) string {
	if dialect == "postgres" {
		return guardedPostgres
	}
	return guardedSQLite
}
