package ledger

import (
	"context"
	"database/sql"
)

// Conn is the door for raw SQL inside one transaction. db.Tx implements it. The ledger begins and ends no transaction
// itself: its rows commit together with the room's rows and the audit entry, or not at all.
type Conn interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	// Dialect is ent's name of the database: "sqlite3" or "postgres".
	Dialect() string
	// Touch tells the audit entry of this transaction which ledger row was written, and the digest of its columns.
	Touch(table, id string, digest [32]byte)
}

const (
	sqlite   = "sqlite3"
	postgres = "postgres"
)
