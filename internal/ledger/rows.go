package ledger

import (
	"context"
	"iter"
)

// Row names one row of the ledger and what it holds. Digest covers every column that is not a counter.
type Row struct {
	Table  string
	ID     string // the uuid, or the year in ledger_years
	Digest [32]byte
}

// Rows streams all rows as the database has them now, for comparison with the digests in the audit chain: each row was
// touched once. Order is by table, then by number or id. The
// connection is busy while the loop runs. An error ends the sequence.
func Rows(ctx context.Context, c Conn) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for _, t := range tables {
			if !t.stream(ctx, c, yield) {
				return
			}
		}
	}
}

func (t table) stream(ctx context.Context, c Conn, yield func(Row, error) bool) (more bool) {
	rows, err := c.QueryContext(ctx, "SELECT "+t.columnsAsText(c.Dialect())+" FROM "+t.name+" ORDER BY "+t.order)
	if err != nil {
		yield(Row{}, err)
		return false
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		r, err := t.scanRow(rows.Scan)
		if !yield(r, err) || err != nil {
			return false
		}
	}
	if err := rows.Err(); err != nil {
		yield(Row{}, err)
		return false
	}
	return true
}

// Tables are the names of the tables [Rows] reads.
func Tables() []string {
	names := make([]string, len(tables))
	for i, t := range tables {
		names[i] = t.name
	}
	return names
}
