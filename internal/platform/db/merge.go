package db

import (
	"strconv"
	"strings"
	"sync"
)

// merge puts the rows that members add by the same statement into one, or into a few:
// each statement costs PostgreSQL more than another row does. There are statements of
// 1, 2, 4, 8 … times the rows only, so that it soon knows them all. They stand in the
// order in which the members have them first; members that disagree about the order
// may so come to be refused, and are then sent one by one.
func merge(members []*member) []statement {
	var order []string
	args := map[string][][]any{}
	for _, m := range members {
		for _, s := range m.statements {
			if args[s.query] == nil {
				order = append(order, s.query)
			}
			args[s.query] = append(args[s.query], s.args)
		}
	}
	var all []statement
	for _, query := range order {
		for rest := args[query]; len(rest) > 0; {
			n := 1
			for 2*n <= len(rest) && 2*n*len(rest[0]) <= mostValues {
				n *= 2
			}
			text, ok := repeated(query, len(rest[0]), n)
			if !ok {
				text, n = query, 1
			}
			values := make([]any, 0, n*len(rest[0]))
			for _, some := range rest[:n] {
				values = append(values, some...)
			}
			all, rest = append(all, statement{text, values}), rest[n:]
		}
	}
	return all
}

const (
	// mostValues is how many values a merged statement binds at the most.
	mostValues = 8192
	// longest is how long a statement that is merged with others may be.
	longest = 2 << 10
)

// repeated is an INSERT with its rows n times, each with values of its own.
func repeated(query string, values, n int) (text string, ok bool) {
	if n == 1 {
		return query, true
	}
	if len(query) > longest {
		return "", false // it has many rows already
	}
	key := repeatedKey{query, n}
	if known, there := repeatedTexts.Load(key); there {
		return known.(string), true
	}
	head, rows, ok := strings.Cut(query, " VALUES (")
	if !ok || strings.Contains(rows, " VALUES ") || strings.Contains(rows, "'") || !strings.HasSuffix(rows, ")") {
		return "", false
	}
	var b strings.Builder
	b.WriteString(head)
	for i := range n {
		if i == 0 {
			b.WriteString(" VALUES (")
		} else {
			b.WriteString(", (")
		}
		if !renumber(&b, rows, i*values) {
			return "", false
		}
	}
	repeatedTexts.Store(key, b.String())
	return b.String(), true
}

type repeatedKey struct {
	query string
	n     int
}

// repeatedTexts are the texts that were made: of the few statements that are grouped.
var repeatedTexts sync.Map

// renumber writes a text with its placeholders moved by so many.
func renumber(b *strings.Builder, text string, by int) bool {
	for {
		before, after, found := strings.Cut(text, "$")
		b.WriteString(before)
		if !found {
			return true
		}
		end := 0
		for end < len(after) && after[end] >= '0' && after[end] <= '9' {
			end++
		}
		n, err := strconv.Atoi(after[:end])
		if err != nil {
			return false
		}
		b.WriteString("$" + strconv.Itoa(n+by))
		text = after[end:]
	}
}
