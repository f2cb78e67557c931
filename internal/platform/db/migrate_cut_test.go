package db_test

import (
	"database/sql"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"entgo.io/ent/dialect"
	"github.com/pressly/goose/v3"

	"zhengcun/internal/platform/db"
)

// TestRebuildsCutInTheMiddle: steps that make tables anew on SQLite run outside of
// goose's transaction. A program killed after any of their statements finds at its
// next start a database in which the step can be taken from the beginning.
func TestRebuildsCutInTheMiddle(t *testing.T) {
	files, err := db.MigrationFiles(dialect.SQLite)
	must(t, err)
	rebuilds := 0
	names, err := fs.Glob(files, "*.sql")
	must(t, err)
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		must(t, err)
		if !strings.HasPrefix(string(text), "-- +goose NO TRANSACTION") {
			continue
		}
		rebuilds++
		// Outside of what BEGIN and COMMIT enclose nothing is changed.
		statements := strings.Split(string(text), ";\n")
		for cut := range statements[:len(statements)-1] {
			if strings.HasPrefix(statements[cut], "COMMIT") {
				break
			}
			cutAfter(t, files, name, statements[:cut+1])
		}
	}
	if rebuilds == 0 {
		t.Fatal("no step makes a table anew")
	}
}

func cutAfter(t *testing.T, files fs.FS, name string, statements []string) {
	t.Helper()
	pool, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "x.db"))
	must(t, err)
	defer func() { _ = pool.Close() }()
	pool.SetMaxOpenConns(1)
	provider, err := goose.NewProvider(goose.DialectSQLite3, pool, files, goose.WithTableName("schema_migrations"))
	must(t, err)
	var before int64
	for _, source := range provider.ListSources() {
		if strings.HasSuffix(source.Path, name) {
			break
		}
		before = source.Version
	}
	_, err = provider.UpTo(t.Context(), before)
	must(t, err)
	conn, err := pool.Conn(t.Context())
	must(t, err)
	for _, statement := range statements {
		_, err := conn.ExecContext(t.Context(), statement)
		must(t, err)
	}
	// The connection ends as the program does: what it had begun is undone.
	_, _ = conn.ExecContext(t.Context(), "ROLLBACK")
	must(t, conn.Close())
	if _, err := provider.Up(t.Context()); err != nil {
		t.Errorf("%s cut after statement %d cannot be taken again: %v", name, len(statements), err)
	}
}
