// Package db opens the county's database and is the only door to it: [DB.Tx]
// for changes and [DB.Read] for questions.
//
// A county is one SQLite file or one PostgreSQL schema. Everything above works
// the same on both.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	"entgo.io/ent/dialect"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	_ "zhengcun/ent/runtime" // the scope's hooks and interceptors
	"zhengcun/internal/kernel/calendar"
)

// Config says where the county's data is.
type Config struct {
	// File is the SQLite file, used when URL is empty.
	File string
	// URL is the PostgreSQL connection of the application's role.
	URL string
	// MigrateURL is the PostgreSQL connection of the schema's owner; URL when empty.
	MigrateURL string
	// Schema is the PostgreSQL schema of the county.
	Schema string
	// Clock tells the time of audit entries; the system's when nil.
	Clock calendar.Clock
}

// Dialect is ent's name of the database.
func (c Config) Dialect() string {
	if c.URL != "" {
		return dialect.Postgres
	}
	return dialect.SQLite
}

// owner is the connection of who migrates.
func (c Config) owner() string {
	if c.MigrateURL != "" {
		return c.MigrateURL
	}
	return c.URL
}

// DB is the county's database.
type DB struct {
	dialect string
	write   *sql.DB
	read    *sql.DB
	clock   calendar.Clock
	changes changes
	group   group

	shelving sync.Mutex
	shelves  sync.Map // of *Known
}

// readers is how many questions SQLite answers at once.
const readers = 8

// connections is how many connections PostgreSQL is asked for. More than it has
// cores for only makes its own locks slower.
const connections = 48

// Open opens the database as the application does. It changes nothing.
func Open(ctx context.Context, c Config) (*DB, error) {
	d := &DB{dialect: c.Dialect(), clock: c.Clock}
	if d.clock == nil {
		d.clock = calendar.System()
	}
	if d.dialect == dialect.Postgres {
		pool, err := openPostgres(c.URL, c.Schema, map[string]string{
			// A call ends after thirty seconds; what outlives it must not hold locks. Who
			// waits for a lock as long as SQLite's busy_timeout is told to come back.
			"statement_timeout": "35s", "idle_in_transaction_session_timeout": "60s", "lock_timeout": "5s",
		})
		if err != nil {
			return nil, err
		}
		pool.SetMaxOpenConns(connections)
		pool.SetMaxIdleConns(connections)
		d.write, d.read = pool, pool
	} else {
		if err := os.MkdirAll(filepath.Dir(c.File), 0o700); err != nil {
			return nil, err
		}
		var err error
		if d.write, err = openSQLite(sqliteURL(c.File, true)); err != nil {
			return nil, err
		}
		d.write.SetMaxOpenConns(1)
		if d.read, err = openSQLite(sqliteURL(c.File, false)); err != nil {
			return nil, err
		}
		d.read.SetMaxOpenConns(readers)
		d.read.SetMaxIdleConns(readers)
	}
	if err := d.first(ctx, c); err != nil {
		_ = d.Close()
		return nil, err
	}
	return d, nil
}

// first is the first question: whether the database answers, and whether it is the county's.
func (d *DB) first(ctx context.Context, c Config) error {
	if err := d.Ping(ctx); err != nil {
		return err
	}
	if d.dialect == dialect.Postgres {
		return checkSchema(ctx, d.write, c.URL, c.Schema)
	}
	return nil
}

// Ping tells whether the database answers.
func (d *DB) Ping(ctx context.Context) error {
	if err := d.write.PingContext(ctx); err != nil {
		return fmt.Errorf("db: no answer: %w", err)
	}
	if d.dialect == dialect.SQLite {
		return d.checkSQLiteVersion(ctx)
	}
	return nil
}

// checkSQLiteVersion refuses libraries with a known loss of data in WAL mode.
func (d *DB) checkSQLiteVersion(ctx context.Context) error {
	var major, minor, patch int
	var text string
	if err := d.write.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&text); err != nil {
		return err
	}
	if _, err := fmt.Sscanf(text, "%d.%d.%d", &major, &minor, &patch); err != nil {
		return err
	}
	if major*1_000_000+minor*1_000+patch < 3_051_003 {
		return fmt.Errorf("db: SQLite %s is too old, 3.51.3 is needed", text)
	}
	return nil
}

// Dialect is ent's name of the database: sqlite3 or postgres.
func (d *DB) Dialect() string { return d.dialect }

// Clock is the clock of the database's entries.
func (d *DB) Clock() calendar.Clock { return d.clock }

// Close closes all connections.
func (d *DB) Close() error {
	if d.read == d.write {
		return d.write.Close()
	}
	return errors.Join(d.read.Close(), d.write.Close())
}

// sqliteURL is how the product opens its file: every promise about the ledger
// on SQLite rests on these settings.
func sqliteURL(file string, writer bool) string {
	q := url.Values{"_pragma": {
		"busy_timeout(5000)", "synchronous(FULL)", "foreign_keys(1)", "recursive_triggers(1)",
		"cache_size(-65536)", "temp_store(2)", "wal_autocheckpoint(4000)",
	}}
	if writer {
		q.Add("_pragma", "journal_mode(WAL)") // the file remembers it; a reader of a copy must not change it
		q.Set("_txlock", "immediate")
	} else {
		q.Add("_pragma", "query_only(1)")
	}
	q.Set("_time_format", "sqlite")
	return "file:" + (&url.URL{Path: file}).EscapedPath() + "?" + q.Encode()
}

func openPostgres(address, schema string, settings map[string]string) (*sql.DB, error) {
	c, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("db: PostgreSQL URL: %w", err)
	}
	if schema != "" {
		c.RuntimeParams["search_path"] = pgx.Identifier{schema}.Sanitize()
	}
	c.RuntimeParams["timezone"] = "UTC"
	c.RuntimeParams["application_name"] = "zhengcun"
	maps.Copy(c.RuntimeParams, settings)
	return stdlib.OpenDB(*c), nil
}
