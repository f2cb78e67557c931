package ledger

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// table describes one of the ledger's tables: all columns that are neither counters nor computed from others.
type table struct {
	name    string
	key     string   // the column whose text names a row
	order   string   // the column rows are streamed by
	columns []column // in the order of the digest, which must never change for existing columns
}

type column struct {
	name string
	form form
}

// form says how a column becomes the text that enters the digest, the same on both databases.
type form int

const (
	plain   form = iota // text, uuid
	number              // whole numbers
	date                // 2006-01-02
	instant             // 2006-01-02T15:04:05.000000Z
	opening             // what a counter began with, whatever it has become: 0
)

var (
	// Whether a year is closed follows from the marks, so it is no part of the row's digest, beyond what it began with.
	years = table{"ledger_years", "year", "year", []column{{"year", number}, {"closed", opening}}}

	lots = table{"ledger_lots", "id", "id", []column{
		{"id", plain}, {"channel_id", plain}, {"purpose_id", plain}, {"fiscal_year", number}, {"promised_fen", number},
		{"booked_at", instant}}}

	accounts = table{"ledger_accounts", "id", "id", []column{
		{"id", plain}, {"kind", plain}, {"lot_id", plain}, {"project_id", plain}, {"claim_id", plain},
		{"release_on", date}, {"promised_fen", number}}}

	transfers = table{"ledger_transfers", "id", "seq", []column{
		{"seq", number}, {"id", plain}, {"kind", plain}, {"debit_account", plain}, {"debit_kind", plain},
		{"credit_account", plain}, {"credit_kind", plain}, {"lot_id", plain}, {"project_id", plain},
		{"amount_fen", number}, {"advance_fen", number}, {"fiscal_year", number}, {"booked_on", date},
		{"hold_id", plain}, {"reverses_id", plain}, {"reverses_kind", plain}, {"release_on", date},
		{"reference", plain}, {"booked_at", instant}}}

	limits = table{"ledger_limits", "id", "seq", []column{
		{"seq", number}, {"id", plain}, {"kind", plain}, {"account_id", plain}, {"lot_id", plain}, {"project_id", plain},
		{"amount_fen", number}, {"cap_bp", number}, {"undoes_id", plain}, {"booked_on", date}, {"reference", plain},
		{"booked_at", instant}}}

	yearMarks = table{"ledger_year_marks", "id", "seq", []column{
		{"seq", number}, {"id", plain}, {"year", number}, {"kind", plain}, {"reference", plain}, {"booked_at", instant}}}

	tables = []table{years, lots, accounts, transfers, limits, yearMarks}
)

// asText is the SQL that gives the column as the text of the digest.
func (c column) asText(dialect string) string {
	if c.form == opening {
		return "'0'"
	}
	if dialect == sqlite {
		return "CAST(" + c.name + " AS TEXT)"
	}
	switch c.form {
	case date:
		return "to_char(" + c.name + ", 'YYYY-MM-DD')"
	case instant:
		return "to_char(" + c.name + " AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
	default:
		return c.name + "::text"
	}
}

func (t table) columnsAsText(dialect string) string {
	texts := make([]string, len(t.columns))
	for i, c := range t.columns {
		texts[i] = c.asText(dialect)
	}
	return strings.Join(texts, ", ")
}

// scanRow reads what columnsAsText selects.
func (t table) scanRow(scan func(...any) error) (Row, error) {
	values := make([]sql.NullString, len(t.columns))
	into := make([]any, len(values))
	for i := range values {
		into[i] = &values[i]
	}
	if err := scan(into...); err != nil {
		return Row{}, err
	}
	r := Row{Table: t.name, Digest: t.digest(values)}
	for i, c := range t.columns {
		if c.name == t.key {
			r.ID = values[i].String
		}
	}
	return r, nil
}

// digestFormat is the version of the encoding below. Audit entries keep digests for ever, so another encoding is
// another version beside this one.
const digestFormat = "zhengcun.ledger.row/1"

// digest is SHA-256 over the row: format, table, number of columns, then each column's name and its text. Every piece
// is preceded by its length, and NULL is told from empty, so no two rows encode alike.
func (t table) digest(values []sql.NullString) [32]byte {
	var b []byte
	piece := func(s string) {
		b = binary.BigEndian.AppendUint64(b, uint64(len(s)))
		b = append(b, s...)
	}
	piece(digestFormat)
	piece(t.name)
	b = binary.BigEndian.AppendUint64(b, uint64(len(t.columns)))
	for i, c := range t.columns {
		piece(c.name)
		if !values[i].Valid {
			b = append(b, 0)
			continue
		}
		b = append(b, 1)
		piece(values[i].String)
	}
	return sha256.Sum256(b)
}

// row is what to write: values by column name, absent ones NULL. Values are strings or whole numbers.
type row map[string]any

// insertAll writes rows all of whose columns the caller knows, with one statement and without reading anything back. A
// column that one of them has is NULL in the others.
func insertAll(ctx context.Context, c Conn, t table, rows []row) error {
	var names, places []string
	var used []column
	for _, column := range t.columns {
		if slices.ContainsFunc(rows, func(r row) bool { _, given := r[column.name]; return given }) {
			used, names = append(used, column), append(names, column.name)
		}
	}
	args := make([]any, 0, len(rows)*len(used))
	for _, r := range rows {
		one := make([]string, len(used))
		for i, column := range used {
			args = append(args, r[column.name])
			one[i] = "$" + strconv.Itoa(len(args))
		}
		places = append(places, "("+strings.Join(one, ", ")+")")
	}
	if _, err := c.ExecContext(ctx, "INSERT INTO "+t.name+" ("+strings.Join(names, ", ")+") VALUES "+strings.Join(places, ", "), args...); err != nil {
		return refusal(err)
	}
	for _, r := range rows {
		t.touch(c, r)
	}
	return nil
}

// insertAbsent is insertAll of one row that does nothing when there is a row with this key.
func insertAbsent(ctx context.Context, c Conn, t table, r row) (added bool, err error) {
	names, places, args := t.split(r)
	// Not only ON CONFLICT: on SQLite a guard refuses an insert over an existing row whatever its conflict clause.
	result, err := c.ExecContext(ctx, fmt.Sprintf(
		"INSERT INTO %s (%s) SELECT %s WHERE NOT EXISTS (SELECT 1 FROM %s WHERE %s = $1) ON CONFLICT DO NOTHING",
		t.name, names, places, t.name, t.key), args...)
	if err != nil {
		return false, refusal(err)
	}
	n, err := result.RowsAffected()
	if err != nil || n == 0 {
		return false, err
	}
	t.touch(c, r)
	return true, nil
}

// insertNumbered writes a row whose number the database gives, and reports what it really wrote. query ends before
// RETURNING. Without a row to write it is nothingToDo.
func insertNumbered(ctx context.Context, c Conn, t table, query string, args ...any) error {
	r, err := t.scanRow(c.QueryRowContext(ctx, query+" RETURNING "+t.columnsAsText(c.Dialect()), args...).Scan)
	if err != nil {
		return refusal(err)
	}
	c.Touch(r.Table, r.ID, r.Digest)
	return nil
}

// split returns the columns, the places and the arguments of an INSERT. The key is $1.
func (t table) split(r row) (names, places string, args []any) {
	var n, p []string
	for _, c := range t.columns {
		v, given := r[c.name]
		if !given {
			continue
		}
		args = append(args, v)
		n = append(n, c.name)
		p = append(p, fmt.Sprintf("$%d", len(args)))
	}
	return strings.Join(n, ", "), strings.Join(p, ", "), args
}

func (t table) touch(c Conn, r row) {
	values := make([]sql.NullString, len(t.columns))
	var id string
	for i, column := range t.columns {
		if v, given := r[column.name]; given {
			values[i] = sql.NullString{String: fmt.Sprint(v), Valid: true}
		}
		if column.name == t.key {
			id = values[i].String
		}
	}
	c.Touch(t.name, id, t.digest(values))
}
