package db

import (
	"context"
	"database/sql"
	"errors"
	"strings"
)

// Ask is [DB.Read] for what as a rule asks one question: a single SELECT sees one
// moment by itself, so it is sent without a transaction around it, which on PostgreSQL
// are two round trips of three. When fn sends anything else, or anything more, it is
// run again by [DB.Read], and what it did before is forgotten. So fn means the same
// either way.
func (d *DB) Ask(ctx context.Context, fn func(ctx context.Context) error) error {
	if _, inside := ctx.Value(txKey{}).(*Tx); inside {
		return fn(ctx)
	}
	one := &question{pool: d.read}
	t := d.wrap(&counted{one: one}, d.moment())
	t.readOnly = true
	err := fn(context.WithValue(ctx, txKey{}, t))
	if !one.unfit {
		return err
	}
	return d.Read(ctx, fn)
}

// question is a single SELECT.
type question struct {
	pool  *sql.DB
	asked bool
	unfit bool
}

// errMore ends what is more than a question.
var errMore = errors.New("db: more than one question")

// may tells whether the statement is the one question there may be.
func (q *question) may(query string) bool {
	word, _ := nextWord(query)
	ok := !q.asked && !q.unfit && word == "SELECT" && !strings.Contains(query, " FOR ")
	q.asked = true
	return ok
}

func (q *question) tooMuch() error {
	q.unfit = true
	return errMore
}
