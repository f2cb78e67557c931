// Command migrationdiff writes the next migration for both databases: what the
// ent schema wants beyond what the migrations so far have made. It plans
// against empty databases, an in-memory SQLite and a throw-away PostgreSQL.
//
//	go run ./internal/tools/migrationdiff NAME
//
// Without a name it only checks: it exits 1 when a migration is missing.
package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/sqltool"
	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/schema"
	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	entmigrate "zhengcun/ent/migrate"
	"zhengcun/internal/platform/dbtest"
)

func main() {
	flag.Parse()
	if err := run(context.Background(), flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "migrationdiff:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, name string) error {
	lite, err := sql.Open("sqlite", "file:dev?mode=memory&cache=shared&_pragma=foreign_keys(1)")
	if err != nil {
		return err
	}
	lite.SetMaxOpenConns(1)
	cluster, err := dbtest.Server()
	if err != nil {
		return err
	}
	postgres, err := sql.Open("pgx", cluster)
	if err != nil {
		return err
	}
	return errors.Join(
		diff(ctx, dialect.SQLite, lite, "ent/migrate/sqlite", name),
		diff(ctx, dialect.Postgres, postgres, "ent/migrate/postgres", name),
	)
}

// handKept are the migrations of the ledger and the audit log: their tables,
// triggers and composite keys are beyond what the planner understands, so it
// never sees them and cannot touch them.
var handKept = regexp.MustCompile(`_(ledger|audit)(_[a-z_]+)?\.sql$`)

func diff(ctx context.Context, d string, pool *sql.DB, path, name string) error {
	dir, err := sqltool.NewGooseDir(path)
	if err != nil {
		return err
	}
	check := name == ""
	if check {
		name = "missing"
		if err := migrate.Validate(dir); err != nil {
			return fmt.Errorf("%s: atlas.sum: %w", path, err)
		}
	}
	file, err := plan(ctx, d, pool, path, name)
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w", d, err)
	case file == nil:
		fmt.Println(d+":", "no change")
		if check {
			return nil
		}
		return rehash(dir)
	case check:
		return fmt.Errorf("%s: the schema has changed and the migration is missing; run make migration NAME=…\n%s", d, file.content)
	}
	if d == dialect.SQLite {
		file.content = outsideTransaction(file.content)
	}
	if err := os.WriteFile(filepath.Join(path, file.name), upOnly(file.content), 0o644); err != nil {
		return err
	}
	fmt.Println(d+":", file.name)
	return rehash(dir)
}

type file struct {
	name    string
	content []byte
}

// plan replays the planner's own migrations on the empty database and returns
// the file it would add, nil when none is needed.
func plan(ctx context.Context, d string, pool *sql.DB, path, name string) (*file, error) {
	temp, err := os.MkdirTemp("", "migrationdiff")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(temp) }()
	known := map[string]bool{"atlas.sum": true}
	paths, err := filepath.Glob(filepath.Join(path, "*.sql"))
	if err != nil {
		return nil, err
	}
	for _, p := range paths {
		if handKept.MatchString(p) {
			continue
		}
		content, err := os.ReadFile(p)
		if err != nil {
			return nil, err
		}
		known[filepath.Base(p)] = true
		if err := os.WriteFile(filepath.Join(temp, filepath.Base(p)), content, 0o600); err != nil {
			return nil, err
		}
	}
	dir, err := sqltool.NewGooseDir(temp)
	if err != nil {
		return nil, err
	}
	if err := rehash(dir); err != nil {
		return nil, err
	}
	planner, err := schema.NewMigrate(entsql.OpenDB(d, pool),
		schema.WithDir(dir), schema.WithMigrationMode(schema.ModeReplay), schema.WithDialect(d),
		schema.WithFormatter(sqltool.GooseFormatter), schema.WithForeignKeys(true))
	if err != nil {
		return nil, err
	}
	if err := planner.NamedDiff(ctx, name, entmigrate.Tables...); err != nil && !errors.Is(err, migrate.ErrNoPlan) {
		return nil, err
	}
	entries, err := os.ReadDir(temp)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if !known[e.Name()] {
			content, err := os.ReadFile(filepath.Join(temp, e.Name()))
			return &file{e.Name(), content}, err
		}
	}
	return nil, nil
}

// outsideTransaction keeps a table rebuild on SQLite from losing child rows:
// inside a transaction foreign_keys cannot be switched off, and dropping the
// old table would delete through the foreign keys. The file opens its own
// transaction after switching them off, so that a program killed in the middle
// leaves the database as it was.
func outsideTransaction(content []byte) []byte {
	off, on := []byte("PRAGMA foreign_keys = off;\n"), []byte("-- enable back the enforcement")
	if !bytes.Contains(content, off) {
		return content
	}
	content = bytes.Replace(content, off, append(bytes.Clone(off), "BEGIN IMMEDIATE;\n"...), 1)
	content = bytes.Replace(content, on, append([]byte("COMMIT;\n"), on...), 1)
	return append([]byte("-- +goose NO TRANSACTION\n"), content...)
}

// upOnly drops the way back: migrations go forward only, and a way back would
// delete people's records.
func upOnly(content []byte) []byte {
	up, _, _ := bytes.Cut(content, []byte("-- +goose Down"))
	return up
}

func rehash(dir migrate.Dir) error {
	sum, err := dir.Checksum()
	if err != nil {
		return err
	}
	return migrate.WriteSumFile(dir, sum)
}
