package db

import (
	"context"
	"database/sql"
	"fmt"
	"os"

	"entgo.io/ent/dialect"

	"zhengcun/internal/kernel/calendar"
)

// OpenReader opens the database for looking only: it makes no file, migrates
// nothing, and the database itself refuses every change. Questions may take as
// long as they need. Only [DB.Read] works on it.
func OpenReader(ctx context.Context, c Config) (*DB, error) {
	d := &DB{dialect: c.Dialect(), clock: c.Clock}
	if d.clock == nil {
		d.clock = calendar.System()
	}
	var pool *sql.DB
	var err error
	if d.dialect == dialect.Postgres {
		pool, err = openPostgres(c.URL, c.Schema, map[string]string{"default_transaction_read_only": "on"})
	} else {
		if _, err := os.Stat(c.File); err != nil {
			return nil, fmt.Errorf("db: %w", err)
		}
		pool, err = sql.Open("sqlite", sqliteURL(c.File, false)+"&mode=ro")
	}
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(4)
	d.write, d.read = pool, pool
	if err := d.first(ctx, c); err != nil {
		_ = d.Close()
		return nil, err
	}
	return d, nil
}
