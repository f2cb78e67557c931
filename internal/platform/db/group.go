package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"

	"entgo.io/ent/dialect"

	"zhengcun/internal/platform/audit"
)

// groupSize is how many calls are stored by one commit at the most.
const groupSize = 64

// Group is [DB.Tx] for what only adds rows. fn is run blind, without a connection:
// its INSERTs are recorded, and what it would ask about rows that a unique key
// refuses anyway, it takes as absent (see [Tx.Blind]). What all callers have recorded
// at this moment is then stored in one transaction with one commit, and each of them
// learns that his is stored.
//
// Nobody is refused here. When fn asks something, or fails, or the database refuses
// one of its rows, it is run again by [DB.Tx], alone and with open eyes; the others
// of the group are stored without it. So an answer never rests on what another member
// has written and not committed, and fn means the same either way.
func (d *DB) Group(ctx context.Context, fn func(ctx context.Context) error) error {
	if _, inside := ctx.Value(txKey{}).(*Tx); !inside {
		if m := d.record(ctx, fn); m != nil {
			if err := d.group.store(ctx, d, m); !errors.Is(err, errAlone) {
				return err
			}
		}
	}
	return d.Tx(ctx, fn)
}

// errAlone sends a member of a group to [DB.Tx]: of its rows nothing is stored.
var errAlone = errors.New("db: not in a group")

// Blind tells that the transaction is being recorded for [DB.Group] and can be asked
// nothing. A method that looks for a row before it adds one that a unique key would
// refuse beside it may then go on as if it had found none: if there is one, the
// method is run again and can look. Everything else asks, and so ends the recording.
func (t *Tx) Blind() bool { return t.blind }

// statement is a recorded INSERT.
type statement struct {
	query string
	args  []any
}

// errBlind ends a recording.
var errBlind = errors.New("db: a recorded transaction can only add rows")

// recorder is a transaction that is not there yet.
type recorder struct {
	db         *DB
	statements []statement
	unfit      bool
}

func (r *recorder) exec(query string, args []any) (sql.Result, error) {
	// What an INSERT … SELECT adds, or one that tolerates conflicts, its author must ask.
	if !strings.HasPrefix(query, "INSERT INTO ") || strings.Contains(query, "SELECT") || strings.Contains(query, "ON CONFLICT") {
		r.unfit = true
		return nil, errBlind
	}
	r.statements = append(r.statements, statement{query, args})
	return unasked{r}, nil
}

func (r *recorder) query() (*sql.Rows, error) {
	r.unfit = true
	return nil, errBlind
}

// row is a row whose Scan fails. Only a pool can make one.
func (r *recorder) row() *sql.Row {
	r.unfit = true
	return r.db.write.QueryRowContext(ended, "SELECT 1")
}

// ended is a context that is over.
var ended = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()

// unasked is the result of a statement that has not run.
type unasked struct{ recorder *recorder }

func (u unasked) LastInsertId() (int64, error) { return u.RowsAffected() }

func (u unasked) RowsAffected() (int64, error) {
	u.recorder.unfit = true
	return 0, errBlind
}

// member is one call in a group.
type member struct {
	statements []statement
	entries    []audit.Entry
	wrote      []string
	state      atomic.Int32
	done       chan error
}

const (
	waiting int32 = iota
	taken         // being stored: the outcome must be waited for
	left          // its caller has gone; nothing of it is stored
)

// record runs fn blind. It returns nil when it cannot be stored so.
func (d *DB) record(ctx context.Context, fn func(ctx context.Context) error) *member {
	r := &recorder{db: d}
	t := d.wrap(&counted{recorder: r}, d.moment())
	t.blind = true
	err := fn(context.WithValue(ctx, txKey{}, t))
	if err != nil || r.unfit || t.doomed != nil || len(t.entries) == 0 || len(r.statements) == 0 {
		return nil
	}
	t.entries[0].Rows = append(t.entries[0].Rows, t.rows...)
	return &member{statements: r.statements, entries: t.entries, wrote: t.tx.wrote, done: make(chan error, 1)}
}

// group is the queue of those who wait to be stored together. Who comes first begins;
// nobody waits for company: what comes while one group is stored is the next.
type group struct {
	mu      sync.Mutex
	queue   []*member
	working bool
}

// store waits until the member is stored. A caller who goes before his turn is let
// go; later, what became of his call is waited for, which takes no longer than others
// need to be stored.
func (g *group) store(ctx context.Context, d *DB, m *member) error {
	g.mu.Lock()
	g.queue = append(g.queue, m)
	begin := !g.working
	g.working = true
	g.mu.Unlock()
	if begin {
		go g.work(d)
	}
	select {
	case err := <-m.done:
		return err
	case <-ctx.Done():
		if m.state.CompareAndSwap(waiting, left) {
			return ctx.Err()
		}
		return <-m.done
	}
}

// work stores groups until nobody is waiting.
func (g *group) work(d *DB) {
	for g.more() {
		if d.dialect == dialect.Postgres {
			d.groupOnPostgres(g)
		} else {
			d.groupOnSQLite(g)
		}
	}
}

func (g *group) more() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.working = len(g.queue) > 0
	return g.working
}

// take returns the next group. It may be empty: callers go.
func (g *group) take() []*member {
	g.mu.Lock()
	defer g.mu.Unlock()
	var members []*member
	n := 0
	for ; n < len(g.queue) && len(members) < groupSize; n++ {
		if m := g.queue[n]; m.state.CompareAndSwap(waiting, taken) {
			members = append(members, m)
		}
	}
	clear(g.queue[:n])
	g.queue = g.queue[n:]
	return members
}

// answer tells members what became of them; who has been told is not told again.
func answer(members []*member, err error) {
	for _, m := range members {
		select {
		case m.done <- err:
		default:
		}
	}
}

// outcome is the end of a group whose commit was sent: the database's word for or
// against it, or nobody knows.
func (d *DB) outcome(members []*member, err error) {
	for _, m := range members {
		d.changes.wrote(m.wrote)
	}
	switch {
	case err == nil:
	case Retryable(err) || refused(err):
		err = errAlone
	default:
		err = outcomeUnknown(err)
	}
	answer(members, err)
}

// broken answers members when storing them has panicked.
func broken(members *[]*member) {
	if p := recover(); p != nil {
		answer(*members, outcomeUnknown(fmt.Errorf("db: panic in a group: %T", p)))
	}
}

func entriesOf(members []*member) []audit.Entry {
	var entries []audit.Entry
	for _, m := range members {
		entries = append(entries, m.entries...)
	}
	return entries
}

// groupOnSQLite stores a group on the one writing connection. As a rule every row is
// taken; so it is tried without savepoints, for which SQLite would copy each page
// that a member changes. When a row is refused, each member gets one.
func (d *DB) groupOnSQLite(g *group) {
	var open []*member // not answered yet
	defer broken(&open)
	begun := d.moment()
	for _, insert := range []func(context.Context, *sql.Tx, []*member) (good, alone []*member){insertTogether, insertEach} {
		ctx := context.Background() // nobody's: who goes must not take the others with him
		raw, err := d.write.BeginTx(ctx, nil)
		if open == nil {
			open = g.take()
		}
		if err != nil {
			answer(open, errAlone)
			return
		}
		done := func() bool {
			defer func() { _ = raw.Rollback() }() // nothing once it is committed
			good, alone := insert(ctx, raw, open)
			if len(good) == 0 {
				return false
			}
			t := d.wrap(&counted{Tx: raw}, begun)
			if err := audit.Seal(ctx, t, t.now, entriesOf(good)); err != nil {
				return false
			}
			d.outcome(good, raw.Commit())
			answer(alone, errAlone)
			return true
		}()
		if done {
			return
		}
	}
	answer(open, errAlone)
}

// insertTogether inserts the rows of all members, or of none.
func insertTogether(ctx context.Context, raw *sql.Tx, members []*member) (good, alone []*member) {
	for _, m := range members {
		if insertAll(ctx, raw, m) != nil {
			return nil, members
		}
	}
	return members, nil
}

// insertEach inserts each member's rows in a savepoint and tells whose are in and whose are not.
func insertEach(ctx context.Context, raw *sql.Tx, members []*member) (good, alone []*member) {
	for _, m := range members {
		err := run(ctx, raw, "SAVEPOINT member")
		if err == nil {
			err = insertAll(ctx, raw, m)
		}
		if err == nil {
			err = run(ctx, raw, "RELEASE member")
		}
		if err == nil {
			good = append(good, m)
			continue
		}
		alone = append(alone, m)
		if run(ctx, raw, "ROLLBACK TO member") != nil || run(ctx, raw, "RELEASE member") != nil {
			return nil, members // the whole transaction has gone
		}
	}
	return good, alone
}

func run(ctx context.Context, raw *sql.Tx, statement string) error {
	_, err := raw.ExecContext(ctx, statement)
	return err
}

func insertAll(ctx context.Context, raw *sql.Tx, m *member) error {
	for _, s := range m.statements {
		if _, err := raw.ExecContext(ctx, s.query, s.args...); err != nil {
			return err
		}
	}
	return nil
}
