package db

import (
	"context"
	sqldriver "database/sql/driver"
	"errors"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"zhengcun/internal/platform/audit"
)

const (
	// groupTime is how long a group may take: longer than any of its statements.
	groupTime = 40 * time.Second
	// groupRounds is how often a group is sent, first with the rows of all in common
	// statements and then each time without the member whose row was refused, before
	// the rest go alone.
	groupRounds = 5
	// headGuard fails when the audit log has no head: its entries were not stored then.
	headGuard = "SELECT 1 / (SELECT count(*) FROM audit_head WHERE id = 1)"
)

// groupOnPostgres sends a group with its audit entries and the commit as one pipeline:
// one round trip, during which alone the log's head is locked.
func (d *DB) groupOnPostgres(g *group) {
	var open []*member // not answered yet
	defer broken(&open)
	ctx, cancel := context.WithTimeout(context.Background(), groupTime) // nobody's: who goes must not take the others with him
	defer cancel()
	conn, err := d.write.Conn(ctx)
	open = g.take()
	if err != nil {
		answer(open, errAlone)
		return
	}
	defer func() { _ = conn.Close() }()
	members, alone := open, []*member(nil)
	err = errAlone
	_ = conn.Raw(func(driverConn any) error {
		c := driverConn.(*stdlib.Conn).Conn()
		for round := range groupRounds {
			bad, sent := d.sendGroup(ctx, c, members, round == 0)
			if bad >= 0 {
				alone = append(alone, members[bad])
				members = slices.Delete(slices.Clone(members), bad, bad+1)
			}
			if c.IsClosed() {
				err = sent
				return sqldriver.ErrBadConn
			}
			if c.PgConn().TxStatus() != 'I' {
				sent = errAlone // the transaction is still there, so it was not committed
				if _, err := c.Exec(ctx, "ROLLBACK"); err != nil {
					_ = c.Close(ctx)
					return sqldriver.ErrBadConn
				}
			}
			if bad == unknownMember {
				continue
			}
			if bad < 0 || len(members) == 0 {
				err = sent
				return nil
			}
		}
		return nil
	})
	if errors.Is(err, errAlone) {
		answer(members, errAlone)
	} else {
		d.outcome(members, err)
	}
	answer(alone, errAlone)
}

// unknownMember is whose row was refused when rows of several went in one statement.
const unknownMember = -2

// sendGroup sends the members' rows; merged, in as few statements as there can be.
// When the database refuses a row of one of them, bad is its index, or unknownMember,
// and nothing is stored. Otherwise bad is -1, and the error is errAlone when nothing
// is stored, else what is known of the commit.
func (d *DB) sendGroup(ctx context.Context, c *pgx.Conn, members []*member, merged bool) (bad int, err error) {
	entries := entriesOf(members)
	query, args, err := audit.PostgresAppend(d.clock.Now().UTC().Truncate(time.Microsecond), entries)
	if err != nil {
		return -1, errAlone
	}
	batch := &pgx.Batch{}
	var owner []int
	queue := func(of int, query string, args ...any) {
		batch.Queue(query, args...)
		owner = append(owner, of)
	}
	queue(-1, "BEGIN")
	if merged = merged && len(members) > 1; merged {
		for _, s := range merge(members) {
			queue(unknownMember, s.query, s.args...)
		}
	} else {
		for i, m := range members {
			for _, s := range m.statements {
				queue(i, s.query, s.args...)
			}
		}
	}
	queue(-1, query, args...)
	queue(-1, headGuard)
	queue(-1, "COMMIT")

	results := c.SendBatch(ctx, batch)
	at := 0
	for ; at < len(owner) && err == nil; at++ {
		_, err = results.Exec()
	}
	if closing := results.Close(); err == nil {
		return -1, closing
	}
	at--
	var pg *pgconn.PgError
	switch {
	case !errors.As(err, &pg):
		return -1, err // the commit may have been on its way
	case at == len(owner)-1:
		return -1, err // the database's word about the commit
	case owner[at] == unknownMember && !Retryable(err):
		return unknownMember, errAlone
	case owner[at] < 0 || Retryable(err):
		return -1, errAlone // what comes after an error is not done
	}
	return owner[at], errAlone
}
