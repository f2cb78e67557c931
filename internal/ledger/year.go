package ledger

import (
	"context"
	"database/sql"
	"errors"
)

// EnsureYear opens a fiscal year unless it is there. A transfer needs its year.
func EnsureYear(ctx context.Context, c Conn, year int) error {
	result, err := c.ExecContext(ctx, `INSERT INTO ledger_years (year)
		SELECT $1 WHERE NOT EXISTS (SELECT 1 FROM ledger_years WHERE year = $1) ON CONFLICT DO NOTHING`, year)
	if err != nil {
		return refusal(err)
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return err
	}
	years.touch(c, row{"year": year, "closed": 0})
	return nil
}

// YearClosed reports whether the fiscal year is closed. A year that was never opened is not.
func YearClosed(ctx context.Context, c Conn, year int) (bool, error) {
	var closed bool
	err := c.QueryRowContext(ctx, `SELECT closed FROM ledger_years WHERE year = $1`, year).Scan(&closed)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return closed, err
}

// CloseYear closes a fiscal year. It waits for transfers under way in it; those that come later are refused with
// ReasonYearClosed. Corrections go into an open year. b.On is not used. Closing a closed year is ReasonAlreadyDone.
func CloseYear(ctx context.Context, c Conn, year int, b Booking) error {
	if err := EnsureYear(ctx, c, year); err != nil {
		return err
	}
	return markYear(ctx, c, "close", year, b)
}

// ReopenYear opens a closed year again. Opening one that is not closed is ReasonAlreadyDone.
func ReopenYear(ctx context.Context, c Conn, year int, b Booking) error {
	if err := EnsureYear(ctx, c, year); err != nil {
		return err
	}
	return markYear(ctx, c, "reopen", year, b)
}

// markYear writes what the year follows: a row that is only added, so that every row of the ledger is named once in the
// audit log, whatever becomes of the year.
func markYear(ctx context.Context, c Conn, kind string, year int, b Booking) error {
	return insertNumbered(ctx, c, yearMarks, `INSERT INTO ledger_year_marks (id, year, kind, reference, booked_at) VALUES ($1, $2, $3, $4, $5)`,
		b.ID.String(), year, kind, b.Reference, moment(b.At))
}

// Years tells of every year that was opened whether it is closed.
func Years(ctx context.Context, c Conn) (map[int]bool, error) {
	return yearFlags(ctx, c, `SELECT year, closed FROM ledger_years`)
}

// YearsBooked are the years that transfers were booked in.
func YearsBooked(ctx context.Context, c Conn) (map[int]bool, error) {
	return yearFlags(ctx, c, `SELECT y.year, EXISTS (SELECT 1 FROM ledger_transfers t WHERE t.fiscal_year = y.year) FROM ledger_years y`)
}

func yearFlags(ctx context.Context, c Conn, query string) (map[int]bool, error) {
	rows, err := c.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	flags := map[int]bool{}
	err = each(rows, func() error {
		var year int
		var flag bool
		err := rows.Scan(&year, &flag)
		flags[year] = flag
		return err
	})
	return flags, err
}
