// Command guardedgolden writes what the hand-kept tables look like after all
// migrations, on both databases. The server compares its database with these
// texts before it starts. Run it after a migration of the ledger or the audit
// log, and read the difference it makes.
package main

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"zhengcun/internal/platform/catalogue"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/dbtest"
)

// guarded are the prefixes of the hand-kept tables.
var guarded = []string{"audit_", "ledger_"}

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "guardedgolden:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	temp, err := os.MkdirTemp("", "guardedgolden")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(temp) }()
	if err := write(ctx, db.Config{File: filepath.Join(temp, "zhengcun.db")}, "ent/migrate/sqlite/guarded.golden"); err != nil {
		return err
	}
	server, err := dbtest.Server()
	if err != nil {
		return err
	}
	schema := "golden_" + strings.ToLower(rand.Text()[:8])
	err = write(ctx, db.Config{URL: server, Schema: schema}, "ent/migrate/postgres/guarded.golden")
	pool, openErr := sql.Open("pgx", server)
	if openErr != nil {
		return errors.Join(err, openErr)
	}
	defer func() { _ = pool.Close() }()
	_, dropErr := pool.ExecContext(ctx, fmt.Sprintf(`DROP SCHEMA IF EXISTS "%s" CASCADE`, schema))
	return errors.Join(err, dropErr)
}

func write(ctx context.Context, c db.Config, path string) error {
	if err := db.Migrate(ctx, c, nil); err != nil {
		return err
	}
	d, err := db.Open(ctx, c)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	var text string
	if err := d.Read(ctx, func(ctx context.Context) (err error) {
		text, err = catalogue.Snapshot(ctx, db.From(ctx), d.Dialect(), guarded)
		return err
	}); err != nil {
		return err
	}
	if old, err := os.ReadFile(path); err == nil && string(old) == text {
		return nil
	}
	return os.WriteFile(path, []byte(text), 0o644)
}
