package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"entgo.io/ent/dialect"

	"zhengcun/ent"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/call"
	"zhengcun/internal/platform/scope"
)

// Tx is the transaction of one call: ent's client, and the door for the
// hand-written SQL of the ledger, the audit log and the reports.
type Tx struct {
	*ent.Client
	tx       *counted
	dialect  string
	readOnly bool
	changes  int64 // SQLite's total_changes() at the start
	entries  []audit.Entry
	rows     []audit.Row
	exempt   string
	doomed   error
	saves    int
	after    []func(ctx context.Context) error
	now      time.Time
	blind    bool // see [Tx.Blind]
	db       *DB
	moment
}

type txKey struct{}

// From returns the transaction the call runs in. A method whose access rule
// declares an effect always has one; asking outside of one is a programming error.
func From(ctx context.Context) *Tx {
	tx, ok := ctx.Value(txKey{}).(*Tx)
	if !ok {
		panic("db: no transaction in context; open one with DB.Tx or DB.Read")
	}
	return tx
}

// Dialect is ent's name of the database.
func (t *Tx) Dialect() string { return t.dialect }

// ReadOnly tells whether nothing can be changed: what is read is what was committed.
func (t *Tx) ReadOnly() bool { return t.readOnly }

// Now is the moment the transaction began, by the product's clock.
func (t *Tx) Now() time.Time { return t.now }

// ExecContext runs hand-written SQL.
func (t *Tx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return t.tx.ExecContext(ctx, query, args...)
}

// QueryContext runs a hand-written question. The scope does not apply: its author passes the viewer's rows as arguments.
func (t *Tx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return t.tx.QueryContext(ctx, query, args...)
}

// QueryRowContext runs a hand-written question for one row.
func (t *Tx) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return t.tx.QueryRowContext(ctx, query, args...)
}

// Statements is how many statements the transaction has sent so far.
func (t *Tx) Statements() int { return t.tx.statements }

// Touch tells the audit entry of this transaction which guarded row was written.
func (t *Tx) Touch(table, id string, digest [32]byte) {
	t.rows = append(t.rows, audit.Row{Table: table, ID: id, Digest: digest})
}

// Audit adds the entry of a business action. Who and from where are filled in
// from the context. A transaction that changed something and has none does not commit.
func Audit(ctx context.Context, e audit.Entry) {
	t := From(ctx)
	info := call.From(ctx)
	if v, ok := scope.From(ctx); ok {
		e.ActorID, e.ActorName, e.ActorRoles = v.Caller(), v.Name, strings.Join(v.Roles, ",")
		e.ActorOrg, e.SessionID = v.OrganizationName, v.SessionID
	}
	e.ClientIP, e.RequestID = info.ClientIP, info.RequestID
	if e.Result == "" {
		e.Result = "ok"
	}
	t.entries = append(t.entries, e)
}

// Exempt lets machinery change its own rows without an audit entry, and says why.
func (t *Tx) Exempt(reason string) { t.exempt = reason }

// ExemptIfUnchanged is [Tx.Exempt] for what machinery writes beside a call that,
// so far, has changed nothing itself; what the call has changed still needs its entry.
func (t *Tx) ExemptIfUnchanged(ctx context.Context, reason string) error {
	if len(t.entries) > 0 {
		return nil
	}
	changed, err := t.changed(ctx)
	if err == nil && !changed {
		t.exempt = reason
	}
	return err
}

// AfterRollback runs fn in a transaction of its own when this one has failed for
// good: what must be remembered of a refusal. It does not run when the outcome of
// the commit is not known, and runs once, not once per try.
func (t *Tx) AfterRollback(fn func(ctx context.Context) error) { t.after = append(t.after, fn) }

// Savepoint runs fn so that its failure undoes only what fn did.
func (t *Tx) Savepoint(ctx context.Context, fn func(ctx context.Context) error) error {
	t.saves++
	name := fmt.Sprintf("s%d", t.saves)
	entries, rows, exempt, doomed := len(t.entries), len(t.rows), t.exempt, t.doomed
	if _, err := t.tx.ExecContext(ctx, "SAVEPOINT "+name); err != nil {
		return err
	}
	if err := fn(ctx); err != nil {
		t.entries, t.rows = t.entries[:entries], t.rows[:rows]
		if _, undo := t.tx.ExecContext(ctx, "ROLLBACK TO "+name); undo != nil {
			t.doomed = undo
			return errors.Join(err, undo)
		}
		t.exempt, t.doomed = exempt, doomed // a joined call that failed inside is undone with the rest
		_, release := t.tx.ExecContext(ctx, "RELEASE "+name)
		return errors.Join(err, release)
	}
	_, err := t.tx.ExecContext(ctx, "RELEASE "+name)
	return err
}

// tries is how often a transaction that lost to another is run.
const tries = 6

// patience is how long it may have taken when it is run once more: who waited for
// a lock in vain for seconds is told to come back, and does not make others wait.
const patience = 4 * time.Second

// Tx runs fn in one transaction. fn may run again when the database asks for it,
// so it changes nothing but the database. A nested call joins the outer
// transaction; when it fails, the outer one cannot commit.
func (d *DB) Tx(ctx context.Context, fn func(ctx context.Context) error) error {
	if outer, ok := ctx.Value(txKey{}).(*Tx); ok {
		if outer.readOnly {
			return errors.New("db: a change inside a read-only transaction")
		}
		err := fn(ctx)
		if err != nil {
			outer.doomed = err
		}
		return err
	}
	var t *Tx
	var err error
	started := time.Now()
	for try := range tries {
		if try > 0 {
			pause := time.Duration(1<<try) * time.Millisecond
			select {
			case <-time.After(pause + rand.N(pause)):
			case <-ctx.Done():
				return errors.Join(ctx.Err(), err)
			}
		}
		t, err = d.once(ctx, fn)
		if err == nil {
			return nil
		}
		if !Retryable(err) || time.Since(started) > patience {
			break
		}
	}
	if t == nil || errors.Is(err, ReasonOutcomeUnknown) {
		return err
	}
	// A caller who hangs up must not make us forget the refusal.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), afterTime)
	defer cancel()
	for _, after := range t.after {
		if e := d.Tx(ctx, after); e != nil {
			err = errors.Join(err, e)
		}
	}
	return err
}

// afterTime is how long all of [Tx.AfterRollback] may take.
const afterTime = 10 * time.Second

func (d *DB) once(ctx context.Context, fn func(ctx context.Context) error) (_ *Tx, err error) {
	seen := d.moment()
	raw, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	committed := false
	defer func() {
		if !committed {
			_ = raw.Rollback()
		}
	}()
	t := d.wrap(&counted{Tx: raw}, seen)
	if d.dialect == dialect.SQLite {
		if err := raw.QueryRowContext(ctx, changesQuery).Scan(&t.changes); err != nil {
			return t, err
		}
	}
	if err := fn(context.WithValue(ctx, txKey{}, t)); err != nil {
		return t, err
	}
	if t.doomed != nil {
		return t, fmt.Errorf("db: a joined transaction failed: %w", t.doomed)
	}
	if err := t.seal(ctx); err != nil {
		return t, err
	}
	if err := ctx.Err(); err != nil {
		return t, err // nothing is sent yet, so the outcome is known
	}
	committed = true
	err = raw.Commit()
	d.changes.wrote(t.tx.wrote) // whatever became of it
	if err != nil {
		if Retryable(err) || refused(err) {
			return t, err
		}
		return t, outcomeUnknown(err)
	}
	return t, nil
}

// moment is when a transaction was about to begin: it sees every change counted by
// then. The time is the process's own.
type moment struct {
	seen  int64
	began time.Time
}

func (d *DB) moment() moment { return moment{d.changes.count.Load(), time.Now()} }

func (d *DB) wrap(tx *counted, m moment) *Tx {
	return &Tx{
		Client: ent.NewClient(ent.Driver(driver(d.dialect, tx))), tx: tx, dialect: d.dialect,
		now: d.clock.Now().UTC().Truncate(time.Microsecond), db: d, moment: m,
	}
}

// changesQuery is how many rows the connection has changed so far.
const changesQuery = "SELECT total_changes()"

// ErrNoAuditEntry refuses a transaction that changed rows and tells nobody why.
var ErrNoAuditEntry = errors.New("db: the transaction changed rows and has no audit entry")

func (t *Tx) seal(ctx context.Context) error {
	if len(t.entries) == 0 {
		if len(t.rows) > 0 {
			return fmt.Errorf("%w: ledger rows were written", ErrNoAuditEntry)
		}
		if t.exempt != "" {
			return nil
		}
		changed, err := t.changed(ctx)
		if err != nil {
			return err
		}
		if changed {
			return ErrNoAuditEntry
		}
		return nil
	}
	t.entries[0].Rows = append(t.entries[0].Rows, t.rows...)
	return audit.Seal(ctx, t, t.now, t.entries)
}

// changed asks the database itself whether the transaction wrote anything.
func (t *Tx) changed(ctx context.Context) (changed bool, err error) {
	if t.dialect == dialect.Postgres {
		err = t.tx.QueryRowContext(ctx, "SELECT pg_current_xact_id_if_assigned() IS NOT NULL").Scan(&changed)
		return changed, err
	}
	var total int64
	err = t.tx.QueryRowContext(ctx, changesQuery).Scan(&total)
	return total != t.changes, err
}

// Read runs fn in one read-only transaction: all its questions see the same
// moment. It does not wait for writers. Inside another transaction it joins it.
func (d *DB) Read(ctx context.Context, fn func(ctx context.Context) error) error {
	if _, ok := ctx.Value(txKey{}).(*Tx); ok {
		return fn(ctx)
	}
	options := &sql.TxOptions{ReadOnly: true}
	if d.dialect == dialect.Postgres {
		options.Isolation = sql.LevelRepeatableRead
	}
	seen := d.moment()
	raw, err := d.read.BeginTx(ctx, options)
	if err != nil {
		return err
	}
	defer func() { _ = raw.Rollback() }()
	t := d.wrap(&counted{Tx: raw}, seen)
	t.readOnly = true
	return fn(context.WithValue(ctx, txKey{}, t))
}
