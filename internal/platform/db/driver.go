package db

import (
	"context"
	"database/sql"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
)

// txDriver lets ent run inside a transaction that is already open. ent opens one
// for writes that touch edges; ours is it.
type txDriver struct {
	entsql.Conn
	name string
}

func driver(name string, tx *sql.Tx) dialect.Driver {
	return &txDriver{Conn: entsql.Conn{ExecQuerier: tx}, name: name}
}

func (d *txDriver) Dialect() string { return d.name }
func (d *txDriver) Close() error    { return nil }
func (d *txDriver) Tx(context.Context) (dialect.Tx, error) {
	return dialect.NopTx(d), nil
}
