package db

import (
	"container/list"
	"context"
	"database/sql"
	sqldriver "database/sql/driver"
	"errors"
	"strings"

	"modernc.org/sqlite"
)

// openSQLite opens a file as [sql.Open] does, with connections that keep what they
// have compiled: compiling a statement costs more than running it. PostgreSQL's
// driver does so by itself.
func openSQLite(url string) (*sql.DB, error) {
	c, err := sqlite.NewConnector(url)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(keeper{c}), nil
}

// keptStatements is how many statements a connection keeps, and keptLength the
// longest text kept: what is longer is a list of values that does not come again.
const (
	keptStatements = 256
	keptLength     = 16 << 10
)

type keeper struct{ sqldriver.Connector }

func (k keeper) Connect(ctx context.Context) (sqldriver.Conn, error) {
	raw, err := k.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	whole, ok := raw.(sqliteConn)
	if !ok {
		_ = raw.Close()
		return nil, errors.New("db: SQLite's driver lacks what it had")
	}
	return &keptConn{sqliteConn: whole, free: map[string]*list.Element{}, order: list.New()}, nil
}

// sqliteConn is what SQLite's driver can do.
type sqliteConn interface {
	sqldriver.Conn
	sqldriver.ConnBeginTx
	sqldriver.ConnPrepareContext
	sqldriver.ExecerContext
	sqldriver.QueryerContext
	sqldriver.Pinger
	sqldriver.SessionResetter
	sqldriver.Validator
}

type sqliteStmt interface {
	sqldriver.Stmt
	sqldriver.StmtExecContext
	sqldriver.StmtQueryContext
}

// keptConn is a connection with its compiled statements. One that is running is not
// among them, so a question inside another one of the same text has its own.
type keptConn struct {
	sqliteConn
	free  map[string]*list.Element // of kept, by text
	order *list.List               // the one used last comes first
}

type kept struct {
	text string
	stmt sqliteStmt
}

// Unwrap is the driver's own connection.
func (c *keptConn) Unwrap() sqldriver.Conn { return c.sqliteConn }

func (c *keptConn) Close() error {
	for e := c.order.Front(); e != nil; e = e.Next() {
		_ = e.Value.(*kept).stmt.Close()
	}
	c.order.Init()
	clear(c.free)
	return c.sqliteConn.Close()
}

// take returns a compiled statement that nobody uses.
func (c *keptConn) take(ctx context.Context, text string) (*kept, error) {
	if e := c.free[text]; e != nil {
		delete(c.free, text)
		return c.order.Remove(e).(*kept), nil
	}
	s, err := c.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	return &kept{text, s.(sqliteStmt)}, nil
}

// give takes a statement back.
func (c *keptConn) give(k *kept) {
	if c.free[k.text] != nil {
		_ = k.stmt.Close()
		return
	}
	c.free[k.text] = c.order.PushFront(k)
	if c.order.Len() > keptStatements {
		oldest := c.order.Remove(c.order.Back()).(*kept)
		delete(c.free, oldest.text)
		_ = oldest.stmt.Close()
	}
}

// BeginTx begins a transaction. The driver would compile BEGIN and its end each time.
func (c *keptConn) BeginTx(ctx context.Context, options sqldriver.TxOptions) (sqldriver.Tx, error) {
	if options.Isolation != 0 {
		return c.sqliteConn.BeginTx(ctx, options) // it says what it knows of that
	}
	if options.ReadOnly {
		return keptTx{c}, c.run(context.Background(), "BEGIN") // it waits for nobody
	}
	if err := c.run(ctx, "BEGIN IMMEDIATE"); err != nil {
		_ = keptTx{c}.Rollback() // the context may have ended when it had begun
		return nil, err
	}
	return keptTx{c}, nil
}

// run runs a statement without arguments that is kept.
func (c *keptConn) run(ctx context.Context, text string) error {
	k, err := c.take(ctx, text)
	if err != nil {
		return err
	}
	if _, err := k.stmt.ExecContext(ctx, nil); err != nil {
		_ = k.stmt.Close()
		return err
	}
	c.give(k)
	return nil
}

// keptTx is a transaction of a [keptConn]. Its end does not ask for any context: a
// rollback comes when that is over, and a commit that was sent is to be heard out.
type keptTx struct{ conn *keptConn }

// Commit commits, or leaves no transaction behind.
func (t keptTx) Commit() error {
	err := t.conn.run(context.Background(), "COMMIT")
	if err != nil {
		_ = t.Rollback() // an error when the database has done it already
	}
	return err
}

func (t keptTx) Rollback() error { return t.conn.run(context.Background(), "ROLLBACK") }

// ExecContext runs a statement. Of those without arguments only savepoints are kept:
// others may be scripts, or pragmas that work while they are compiled.
func (c *keptConn) ExecContext(ctx context.Context, query string, args []sqldriver.NamedValue) (sqldriver.Result, error) {
	if len(args) == 0 && !savepoint(query) || len(query) > keptLength {
		return c.sqliteConn.ExecContext(ctx, query, args)
	}
	k, err := c.take(ctx, query)
	if err != nil {
		return nil, err
	}
	result, err := k.stmt.ExecContext(ctx, args)
	if err != nil {
		_ = k.stmt.Close()
		return nil, err
	}
	c.give(k)
	return result, nil
}

func savepoint(query string) bool {
	return strings.HasPrefix(query, "SAVEPOINT ") || strings.HasPrefix(query, "RELEASE ") || strings.HasPrefix(query, "ROLLBACK TO ")
}

// QueryContext asks a question.
func (c *keptConn) QueryContext(ctx context.Context, query string, args []sqldriver.NamedValue) (sqldriver.Rows, error) {
	if len(args) == 0 && !strings.HasPrefix(query, "SELECT ") || len(query) > keptLength {
		return c.sqliteConn.QueryContext(ctx, query, args)
	}
	k, err := c.take(ctx, query)
	if err != nil {
		return nil, err
	}
	rows, err := k.stmt.QueryContext(ctx, args)
	if err != nil {
		_ = k.stmt.Close()
		return nil, err
	}
	return &keptRows{sqliteRows: rows.(sqliteRows), conn: c, kept: k}, nil
}

// sqliteRows is what rows of SQLite's driver can tell.
type sqliteRows interface {
	sqldriver.Rows
	sqldriver.RowsColumnTypeDatabaseTypeName
	sqldriver.RowsColumnTypeLength
	sqldriver.RowsColumnTypeNullable
	sqldriver.RowsColumnTypePrecisionScale
	sqldriver.RowsColumnTypeScanType
}

type keptRows struct {
	sqliteRows
	conn *keptConn
	kept *kept
}

func (r *keptRows) Close() error {
	err := r.sqliteRows.Close()
	if r.kept != nil {
		if err == nil {
			r.conn.give(r.kept)
		} else {
			_ = r.kept.stmt.Close()
		}
		r.kept = nil
	}
	return err
}
