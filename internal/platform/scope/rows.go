package scope

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"entgo.io/ent"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"
)

// ErrNoViewer is returned by every query and change of a scoped table that runs
// for nobody.
var ErrNoViewer = errors.New("scope: no viewer in context")

// Columns names the columns of a table that say whose its rows are. A row
// belongs to a viewer when any one of them matches. With none, only viewers of
// the whole county see the table.
type Columns struct {
	Village     string
	Departments []string
	Unit        string
	// Through lets rows in that a row of another table leads to: a fund document
	// is a department's when one of its lines is.
	Through []Through
}

// Through is a child table whose rows lead to ours.
type Through struct {
	Table      string // the child table
	ForeignKey string // its column with our id
	Department string // its department column
}

// Predicate limits a query to the viewer's rows.
func (c Columns) predicate(v *Viewer) func(*sql.Selector) *sql.Predicate {
	return func(s *sql.Selector) *sql.Predicate {
		if v.County {
			return nil
		}
		var rows []*sql.Predicate
		if c.Village != "" && len(v.Villages) > 0 {
			rows = append(rows, inSet(s.Dialect(), s.C(c.Village), v.Villages))
		}
		if v.Department != uuid.Nil {
			for _, d := range c.Departments {
				rows = append(rows, sql.EQ(s.C(d), v.Department))
			}
			for _, t := range c.Through {
				child := sql.Dialect(s.Dialect()).Table(t.Table).As("scope_child")
				rows = append(rows, sql.Exists(sql.Dialect(s.Dialect()).Select().From(child).Where(sql.And(
					sql.ColumnsEQ(child.C(t.ForeignKey), s.C("id")),
					sql.EQ(child.C(t.Department), v.Department),
				))))
			}
		}
		if c.Unit != "" && v.Unit != uuid.Nil {
			rows = append(rows, sql.EQ(s.C(c.Unit), v.Unit))
		}
		if len(rows) == 0 {
			return sql.False()
		}
		return sql.Or(rows...)
	}
}

// inSet compares with one bind value whatever the size of the set, so that the
// statement stays the same for every viewer.
func inSet(d, column string, ids []uuid.UUID) *sql.Predicate {
	return sql.P(func(b *sql.Builder) {
		b.Ident(column)
		if d == dialect.Postgres {
			b.WriteString(" = ANY(").Arg(postgresArray(ids)).WriteString(")")
			return
		}
		text, err := json.Marshal(ids)
		if err != nil {
			b.AddError(err)
			return
		}
		b.WriteString(" IN (SELECT value FROM json_each(").Arg(string(text)).WriteString("))")
	})
}

func postgresArray(ids []uuid.UUID) string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = id.String()
	}
	return "{" + strings.Join(texts, ",") + "}"
}

// SQL renders the viewer's rows as a condition for a hand-written query, with
// placeholders from $next on; table is the alias of the table in that query.
// The last answer is the arguments to append.
func (c Columns) SQL(d string, v *Viewer, table string, next int) (string, []any) {
	if v.County {
		return "TRUE", nil
	}
	var rows []string
	var args []any
	bind := func(a interface{}) string {
		args = append(args, a)
		next++
		return fmt.Sprintf("$%d", next-1)
	}
	if c.Village != "" && len(v.Villages) > 0 {
		if d == dialect.Postgres {
			rows = append(rows, fmt.Sprintf("%s.%s = ANY(%s)", table, c.Village, bind(postgresArray(v.Villages))))
		} else {
			text, _ := json.Marshal(v.Villages)
			rows = append(rows, fmt.Sprintf("%s.%s IN (SELECT value FROM json_each(%s))", table, c.Village, bind(string(text))))
		}
	}
	if v.Department != uuid.Nil {
		for _, column := range c.Departments {
			rows = append(rows, fmt.Sprintf("%s.%s = %s", table, column, bind(v.Department)))
		}
	}
	if v.Department != uuid.Nil {
		for _, t := range c.Through {
			rows = append(rows, fmt.Sprintf("EXISTS (SELECT 1 FROM %s scope_child WHERE scope_child.%s = %s.id AND scope_child.%s = %s)",
				t.Table, t.ForeignKey, table, t.Department, bind(v.Department)))
		}
	}
	if c.Unit != "" && v.Unit != uuid.Nil {
		rows = append(rows, fmt.Sprintf("%s.%s = %s", table, c.Unit, bind(v.Unit)))
	}
	if len(rows) == 0 {
		return "FALSE", nil
	}
	return "(" + strings.Join(rows, " OR ") + ")", args
}

// Interceptor adds the viewer's rows to every query of the table.
func (c Columns) Interceptor() ent.Interceptor {
	return ent.TraverseFunc(func(ctx context.Context, q ent.Query) error {
		v, ok := From(ctx)
		if !ok {
			return ErrNoViewer
		}
		limited, ok := q.(interface{ WhereP(...func(*sql.Selector)) })
		if !ok {
			return fmt.Errorf("scope: query %T cannot be limited", q)
		}
		if !v.County {
			limited.WhereP(func(s *sql.Selector) { and(s, c.predicate(v)(s)) })
		}
		return nil
	})
}

// and replaces the condition as a whole, so that an Or() still pending in the
// selector cannot widen it. The old one gets brackets of its own: ent gives none
// to a hand-written expression, and an OR inside of it would win over our AND.
func and(s *sql.Selector, p *sql.Predicate) {
	if p == nil {
		return
	}
	if old := s.P(); old != nil {
		mine := p
		p = sql.P(func(b *sql.Builder) {
			b.Wrap(func(b *sql.Builder) { b.Join(old) }).WriteString(" AND ").Wrap(func(b *sql.Builder) { b.Join(mine) })
		})
	}
	s.SetP(p)
}

// mutation is what ent generates for every table.
type mutation interface {
	ent.Mutation
	WhereP(...func(*sql.Selector))
}

// Hook keeps every change within the viewer's rows.
func (c Columns) Hook() ent.Hook {
	return func(next ent.Mutator) ent.Mutator {
		return ent.MutateFunc(func(ctx context.Context, m ent.Mutation) (ent.Value, error) {
			v, ok := From(ctx)
			if !ok {
				return nil, ErrNoViewer
			}
			limited, ok := m.(mutation)
			if !ok {
				return nil, fmt.Errorf("scope: change %T cannot be limited", m)
			}
			if err := c.edgesAreFields(m); err != nil {
				return nil, err
			}
			switch {
			case m.Op().Is(ent.OpCreate):
				if err := c.mayCreate(v, m); err != nil {
					return nil, err
				}
			default:
				if m.Op().Is(ent.OpUpdate|ent.OpUpdateOne) && len(m.Fields())+len(m.AddedFields())+len(m.ClearedFields()) == 0 {
					// ent would only read the row by its id, past our condition.
					return nil, fmt.Errorf("scope: an update of %s that sets nothing", m.Type())
				}
				for _, column := range c.columns() {
					if (slices.Contains(m.Fields(), column) || slices.Contains(m.ClearedFields(), column)) && !v.County {
						return nil, fmt.Errorf("scope: %s of %s cannot be changed", column, m.Type())
					}
				}
				if !v.County { // ent cannot take a condition that turns out to be none
					limited.WhereP(func(s *sql.Selector) { and(s, c.predicate(v)(s)) })
				}
			}
			return next.Mutate(ctx, m)
		})
	}
}

// edgesAreFields refuses edge writes that are not this row's own foreign key:
// they would change rows of another table, past that table's scope.
func (c Columns) edgesAreFields(m ent.Mutation) error {
	for _, edge := range slices.Concat(m.AddedEdges(), m.RemovedEdges(), m.ClearedEdges()) {
		field := edge + "_id"
		if !slices.Contains(m.Fields(), field) && !slices.Contains(m.ClearedFields(), field) {
			return fmt.Errorf("scope: edge %s of %s is not a field of its row", edge, m.Type())
		}
	}
	return nil
}

func (c Columns) columns() []string {
	var all []string
	if c.Village != "" {
		all = append(all, c.Village)
	}
	all = append(all, c.Departments...)
	if c.Unit != "" {
		all = append(all, c.Unit)
	}
	return all
}

func (c Columns) mayCreate(v *Viewer, m ent.Mutation) error {
	if v.County {
		return nil
	}
	id := func(column string) uuid.UUID {
		switch value, _ := m.Field(column); value := value.(type) {
		case uuid.UUID:
			return value
		case *uuid.UUID:
			if value != nil {
				return *value
			}
		}
		return uuid.Nil
	}
	if c.Village != "" && slices.Contains(v.Villages, id(c.Village)) {
		return nil
	}
	if v.Department != uuid.Nil {
		for _, d := range c.Departments {
			if id(d) == v.Department {
				return nil
			}
		}
		if c.Through != nil {
			// Its children, created in the same transaction, are checked one by one.
			return nil
		}
	}
	if c.Unit != "" && v.Unit != uuid.Nil && id(c.Unit) == v.Unit {
		return nil
	}
	return fmt.Errorf("scope: a new row of %s outside the viewer's", m.Type())
}
