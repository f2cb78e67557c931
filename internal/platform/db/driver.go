package db

import (
	"context"
	"database/sql"
	"slices"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
)

// txDriver lets ent run inside a transaction that is already open. ent opens one
// for writes that touch edges; ours is it.
type txDriver struct {
	entsql.Conn
	name string
}

func driver(name string, tx *counted) dialect.Driver {
	return &txDriver{Conn: entsql.Conn{ExecQuerier: tx}, name: name}
}

// counted is the transaction with a count of its statements, so that tests can
// tell a query per row from a query per list, and with the tables they wrote. With
// a recorder there is no transaction yet, and with one question none at all.
type counted struct {
	*sql.Tx
	recorder   *recorder
	one        *question
	statements int
	wrote      []string
}

func (c *counted) note(query string) {
	c.statements++
	if table := writtenTable(query); table != "" && !slices.Contains(c.wrote, table) {
		c.wrote = append(c.wrote, table)
	}
}

func (c *counted) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	c.note(query)
	if c.recorder != nil {
		return c.recorder.exec(query, args)
	}
	if c.one != nil {
		return nil, c.one.tooMuch()
	}
	return c.Tx.ExecContext(ctx, query, args...)
}

func (c *counted) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	c.note(query)
	if c.recorder != nil {
		return c.recorder.query()
	}
	if c.one != nil {
		if !c.one.may(query) {
			return nil, c.one.tooMuch()
		}
		return c.one.pool.QueryContext(ctx, query, args...)
	}
	return c.Tx.QueryContext(ctx, query, args...)
}

func (c *counted) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	c.note(query)
	if c.recorder != nil {
		return c.recorder.row()
	}
	if c.one != nil {
		if !c.one.may(query) {
			_ = c.one.tooMuch()
			ctx = ended // only a pool can make a row whose Scan fails
		}
		return c.one.pool.QueryRowContext(ctx, query, args...)
	}
	return c.Tx.QueryRowContext(ctx, query, args...)
}

func (d *txDriver) Dialect() string { return d.name }
func (d *txDriver) Close() error    { return nil }
func (d *txDriver) Tx(context.Context) (dialect.Tx, error) {
	return dialect.NopTx(d), nil
}
