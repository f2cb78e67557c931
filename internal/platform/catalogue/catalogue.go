package catalogue

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
)

// Conn is what reading the catalogue takes; *sql.DB, *sql.Conn and *sql.Tx have it.
type Conn interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// item is one line: "trigger audit_entries.audit_entries_append" is its key.
type item struct{ kind, name, definition string }

func (i item) key() string { return i.kind + " " + i.name }

func (i item) line() string { return strings.TrimRight(i.key()+" "+i.definition, " ") }

const header = "# tables: "

// Snapshot describes every table of the current schema whose name starts with
// one of the prefixes, with columns, constraints, indexes, triggers, rules and
// the functions these call, and every function with such a name. dialect is
// "sqlite3" or "postgres".
func Snapshot(ctx context.Context, conn Conn, dialect string, prefixes []string) (string, error) {
	items, err := read(ctx, conn, dialect, prefixes)
	if err != nil {
		return "", err
	}
	lines := make([]string, len(items))
	for i, item := range items {
		lines[i] = item.line()
	}
	slices.Sort(lines)
	return header + strings.Join(prefixes, " ") + "\n" + strings.Join(lines, "\n") + "\n", nil
}

func read(ctx context.Context, conn Conn, dialect string, prefixes []string) ([]item, error) {
	var items []item
	var err error
	switch dialect {
	case "postgres":
		items, err = readPostgres(ctx, conn, prefixes)
	case "sqlite3":
		items, err = readSQLite(ctx, conn, prefixes)
	default:
		err = fmt.Errorf("unknown dialect %q", dialect)
	}
	if err != nil {
		return nil, fmt.Errorf("catalogue: %w", err)
	}
	return items, nil
}

func hasPrefix(name string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

// query runs a query of two columns, name and definition.
func query(ctx context.Context, conn Conn, kind, statement string, args ...any) ([]item, error) {
	rows, err := conn.QueryContext(ctx, statement, args...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", kind, err)
	}
	defer func() { _ = rows.Close() }()
	var items []item
	for rows.Next() {
		i := item{kind: kind}
		if err := rows.Scan(&i.name, &i.definition); err != nil {
			return nil, fmt.Errorf("%s: %w", kind, err)
		}
		items = append(items, i)
	}
	return items, rows.Err()
}
