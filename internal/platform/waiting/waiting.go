// Package waiting is how a room tells what waits for somebody: light rows, all of them, from a fixed number of
// questions. Whoever joins the rooms' rows sorts and pages them, and knows by when each should be done.
package waiting

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/google/uuid"

	"zhengcun/internal/kernel/calendar"
)

// Row is one thing that waits for the viewer.
type Row struct {
	// Kind is what is waited for, as the contract names it, in lower case and without prefix.
	Kind string
	// ID is the id of the record, and Version what its etag is made of.
	ID      uuid.UUID
	Version int
	// Number and Title say what it is about; either may be empty.
	Number, Title string
	// Village is the village it belongs to; nil for none.
	Village uuid.UUID
	// AmountFen is the money it is about, in fen; 0 for none.
	AmountFen int64
	// Since is when it came to the viewer.
	Since time.Time
	// Due is the day it should be done by when the record itself says so; zero when the term of its kind counts.
	Due calendar.Date
	// From is who acted before, and Comment what was said.
	From, Comment string
	// Reminders is how often it was urged since it came to the viewer.
	Reminders int
}

// Key names the row for ever: kind and record.
func (r *Row) Key() string { return r.Kind + ":" + r.ID.String() }

// Source tells what waits for the viewer of ctx. It runs in the transaction of the call, asks the same number of
// questions however much there is, and asks none for a viewer nothing can wait for.
type Source func(ctx context.Context) ([]Row, error)

// Args gathers the values of a hand-written question.
type Args []any

// Add adds a value and returns its placeholder.
func (a *Args) Add(value any) string {
	*a = append(*a, value)
	return fmt.Sprintf("$%d", len(*a))
}

// Scan reads the rows of a question with one row for each thing that waits; rows and err are what the question has answered.
func Scan(rows *sql.Rows, err error, scan func(r *Row, scan func(...any) error) error) ([]Row, error) {
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var list []Row
	for rows.Next() {
		var r Row
		if err := scan(&r, rows.Scan); err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, rows.Err()
}
