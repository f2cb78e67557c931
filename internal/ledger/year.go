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
	touchYear(c, year, false)
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

// CloseYear closes a fiscal year for good. It waits for transfers under way in it; those that come later are refused with
// ReasonYearClosed. Closing a closed year changes nothing. Corrections go into an open year.
func CloseYear(ctx context.Context, c Conn, year int) error {
	if err := EnsureYear(ctx, c, year); err != nil {
		return err
	}
	result, err := c.ExecContext(ctx, `UPDATE ledger_years SET closed = TRUE WHERE year = $1 AND NOT closed`, year)
	if err != nil {
		return refusal(err)
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return err
	}
	touchYear(c, year, true)
	return nil
}

// touchYear reports a row of years, the only one of the ledger that may change later: its newest digest counts.
func touchYear(c Conn, year int, closed bool) {
	state := 0
	if closed {
		state = 1
	}
	years.touch(c, row{"year": year, "closed": state})
}
