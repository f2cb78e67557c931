package db

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"entgo.io/ent/dialect"
	"github.com/jackc/pgx/v5"
	"github.com/pressly/goose/v3"

	"zhengcun/ent/migrate"
)

// Migrate brings the database to the newest version: the only way it ever
// changes its form. On PostgreSQL the owner does it and then grants the
// application's role what it needs, and what grants adds for guarded tables.
func Migrate(ctx context.Context, c Config, grants func(role string) []string) error {
	pool, err := openOwner(c)
	if err != nil {
		return err
	}
	defer func() { _ = pool.Close() }()
	gooseDialect := goose.DialectSQLite3
	if c.Dialect() == dialect.Postgres {
		gooseDialect = goose.DialectPostgres
		if c.Schema != "" {
			if err := ensureSchema(ctx, pool, c.Schema); err != nil {
				return fmt.Errorf("db: schema %s: %w", c.Schema, err)
			}
		}
		if err := checkSchema(ctx, pool, c.owner(), c.Schema); err != nil {
			return err
		}
	}
	files, err := MigrationFiles(c.Dialect())
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(gooseDialect, pool, files, goose.WithTableName("schema_migrations"))
	if err != nil {
		return err
	}
	if current, target, err := provider.GetVersions(ctx); err != nil {
		return err
	} else if current > target {
		return fmt.Errorf("db: the database has version %d, this program knows only %d: use the newer program", current, target)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("db: migrate: %w", err)
	}
	if c.Dialect() != dialect.Postgres {
		return nil
	}
	return grantApplication(ctx, pool, c, grants)
}

// ensureSchema creates the schema when it is absent; an owner without the right
// to create schemas is given one by the server's administrator.
func ensureSchema(ctx context.Context, pool *sql.DB, schema string) error {
	var there bool
	err := pool.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = $1)", schema).Scan(&there)
	if err != nil || there {
		return err
	}
	_, err = pool.ExecContext(ctx, "CREATE SCHEMA "+pgx.Identifier{schema}.Sanitize())
	return err
}

// MigrationFiles are the migrations of a dialect.
func MigrationFiles(d string) (fs.FS, error) {
	if d == dialect.Postgres {
		return fs.Sub(migrate.Files, "postgres")
	}
	return fs.Sub(migrate.Files, "sqlite")
}

func openOwner(c Config) (*sql.DB, error) {
	if c.Dialect() == dialect.Postgres {
		return openPostgres(c.owner(), c.Schema, nil)
	}
	if err := os.MkdirAll(filepath.Dir(c.File), 0o700); err != nil {
		return nil, err
	}
	pool, err := sql.Open("sqlite", sqliteURL(c.File, true))
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1)
	return pool, nil
}

// grantApplication gives the application's role the ordinary tables and takes
// back what is guarded. When owner and application are one role there is nobody to grant to.
func grantApplication(ctx context.Context, pool *sql.DB, c Config, grants func(role string) []string) error {
	application, err := pgx.ParseConfig(c.URL)
	if err != nil {
		return err
	}
	var owner, schema string
	if err := pool.QueryRowContext(ctx, "SELECT current_user, current_schema()").Scan(&owner, &schema); err != nil {
		return err
	}
	if owner == application.User {
		return nil
	}
	role, in := pgx.Identifier{application.User}.Sanitize(), pgx.Identifier{schema}.Sanitize()
	statements := []string{
		"GRANT USAGE ON SCHEMA " + in + " TO " + role,
		"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA " + in + " TO " + role,
		"GRANT USAGE ON ALL SEQUENCES IN SCHEMA " + in + " TO " + role,
		"REVOKE INSERT, UPDATE, DELETE ON schema_migrations FROM " + role,
	}
	if grants != nil {
		statements = append(statements, grants(application.User)...)
	}
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	for _, statement := range statements {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("db: %s: %w", strings.SplitN(statement, " ON ", 2)[0], err)
		}
	}
	return tx.Commit()
}

// secretWord finds passwords in the other form of connection addresses: host=db password=….
var secretWord = regexp.MustCompile(`(?i)(password\s*=\s*)('(?:\\.|[^'\\])*'|\S+)`)

// Redact returns a connection address without its passwords, for logs.
func Redact(address string) string {
	if !strings.Contains(address, "://") {
		return secretWord.ReplaceAllString(address, "${1}xxxxx")
	}
	u, err := url.Parse(address)
	if err != nil {
		return "(not an address)"
	}
	q := u.Query()
	for name := range q {
		if strings.Contains(strings.ToLower(name), "password") {
			q.Set(name, "xxxxx")
		}
	}
	u.RawQuery = q.Encode()
	return u.Redacted()
}
