package catalogue

import (
	"context"
	"strings"
)

// readSQLite takes the statements as SQLite keeps them. A table's columns and
// constraints are in its own.
func readSQLite(ctx context.Context, conn Conn, prefixes []string) ([]item, error) {
	rows, err := conn.QueryContext(ctx, "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master")
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var items []item
	for rows.Next() {
		var i item
		var table, statement string
		if err := rows.Scan(&i.kind, &i.name, &table, &statement); err != nil {
			return nil, err
		}
		// An index without a statement comes from a constraint of its table.
		if statement == "" || !hasPrefix(table, prefixes) && !hasPrefix(i.name, prefixes) {
			continue
		}
		i.definition = normalise(statement)
		if i.name != table {
			i.name = table + "." + i.name
		}
		items = append(items, i)
	}
	return items, rows.Err()
}

// normalise drops comments and makes every run of white space one space, outside
// of quotes. Comments must go: joined into one line they would hide whether what
// follows is one too.
func normalise(statement string) string {
	var b strings.Builder
	space := false
	for i := 0; i < len(statement); {
		rest := statement[i:]
		switch c := statement[i]; {
		case strings.HasPrefix(rest, "--"):
			i += until(rest, "\n")
			space = true
		case strings.HasPrefix(rest, "/*"):
			i += 2 + until(rest[2:], "*/")
			space = true
		case strings.ContainsRune(" \t\r\n\f", rune(c)):
			i++
			space = true
		default:
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			n := 1
			if end := strings.IndexByte("'\"`[", c); end >= 0 {
				// A doubled quote ends one quoted text and begins the next, which comes to the same.
				n += until(rest[1:], "'\"`]"[end:end+1])
			}
			b.WriteString(rest[:n])
			i += n
		}
	}
	return b.String()
}

// until is the number of bytes up to and with the end mark, or all there are.
func until(text, mark string) int {
	if i := strings.Index(text, mark); i >= 0 {
		return i + len(mark)
	}
	return len(text)
}
