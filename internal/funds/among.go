package funds

import (
	"fmt"
	"strings"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"
)

// among limits a query to rows whose column is one of the ids: one bind value
// however many there are, so that no list is too long for a statement.
func among[P ~func(*sql.Selector)](column string, ids []uuid.UUID) P {
	return func(s *sql.Selector) {
		s.Where(sql.P(func(b *sql.Builder) {
			b.Ident(s.C(column))
			if b.Dialect() == dialect.Postgres {
				b.WriteString(" = ANY(").Arg(idList(b.Dialect(), ids)).WriteString(")")
				return
			}
			b.WriteString(" IN (SELECT value FROM json_each(").Arg(idList(b.Dialect(), ids)).WriteString("))")
		}))
	}
}

// idsCondition is the same for hand-written SQL, with the value to bind.
func idsCondition(d, column string, placeholder int, ids []uuid.UUID) (string, any) {
	if d == dialect.Postgres {
		return fmt.Sprintf("%s = ANY($%d::uuid[])", column, placeholder), idList(d, ids)
	}
	return fmt.Sprintf("%s IN (SELECT value FROM json_each($%d))", column, placeholder), idList(d, ids)
}

// idList writes ids as the one value a database takes for a list.
func idList(d string, ids []uuid.UUID) string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = id.String()
	}
	if d == dialect.Postgres {
		return "{" + strings.Join(texts, ",") + "}"
	}
	if len(texts) == 0 {
		return "[]"
	}
	return `["` + strings.Join(texts, `","`) + `"]`
}
