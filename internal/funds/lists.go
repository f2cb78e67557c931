package funds

import (
	"strings"
	"time"

	"entgo.io/ent/dialect/sql"

	"zhengcun/ent"
	"zhengcun/ent/allocation"
	"zhengcun/ent/funddocument"
	"zhengcun/ent/project"
	"zhengcun/internal/funds/documentnumber"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/platform/paging"
)

// tally is how many rows a list has and what they come to, on whatever page. It is
// asked of the query the rows are read by, so that the two cannot differ.
type tally struct {
	Rows     int32 `sql:"n"`
	Amount   int64 `sql:"amount"`
	SetOff   int64 `sql:"set_off"`
	Retained int64 `sql:"retained"`
	// Asked is the part of the rows that waits for a decision, Paid that of the rows that are paid.
	Asked int64 `sql:"asked"`
	Paid  int64 `sql:"paid"`
}

// counted is the number of rows, as [tally] reads it.
func counted(s *sql.Selector) string { return sql.As("COUNT(*)", "n") }

// summed is the sum of a column over the rows in one of the states: every list says of what states its sums are.
func summed[S ~string](as, column string, states ...S) ent.AggregateFunc {
	return func(s *sql.Selector) string {
		quoted := make([]string, len(states))
		for i, state := range states {
			quoted[i] = "'" + string(state) + "'"
		}
		value := "CASE WHEN " + s.C("state") + " IN (" + strings.Join(quoted, ", ") + ") THEN " + s.C(column) + " ELSE 0 END"
		return sql.As("CAST(COALESCE(SUM("+value+"), 0) AS BIGINT)", as)
	}
}

// newestFirst reads an order_by whose default is create_time, the newest first.
func newestFirst(orderBy string, others ...string) (paging.Order, error) {
	return byTime(orderBy, "create_time desc", others...)
}

// byTime reads an order_by whose create_time stands for the id: ids are made in order of time.
func byTime(orderBy, otherwise string, others ...string) (paging.Order, error) {
	if orderBy == "" {
		orderBy = otherwise
	}
	order, err := paging.Parse(orderBy, append([]string{"create_time"}, others...)...)
	if err == nil && order[0].Name == "create_time" {
		order = paging.Order{{Name: "id", Desc: order[0].Desc}}
	}
	return order, err
}

// inYear limits a list to rows whose day is of the fiscal year.
func inYear(column string, year int32) func(*sql.Selector) {
	return func(s *sql.Selector) {
		first, err := calendar.NewDate(int(year), time.January, 1)
		if err != nil { // a year that no day has
			s.Where(sql.False())
			return
		}
		last, _ := calendar.NewDate(int(year), time.December, 31)
		s.Where(sql.And(sql.GTE(s.C(column), first), sql.LTE(s.C(column), last)))
	}
}

// between limits a list to days from one to another, both included and either empty.
func between(column, from, to string) func(*sql.Selector) {
	return func(s *sql.Selector) {
		if from != "" {
			s.Where(sql.GTE(s.C(column), from))
		}
		if to != "" {
			s.Where(sql.LTE(s.C(column), to))
		}
	}
}

// ofAllocation finds rows by what their allocation, which its row shows the number
// of, says.
func ofAllocation(where ...func(allocations, documents *sql.SelectTable) *sql.Predicate) func(*sql.Selector) {
	return func(s *sql.Selector) { s.Where(sql.In(s.C("allocation_id"), allocationsWhere(s.Dialect(), where...))) }
}

func allocationsWhere(d string, where ...func(allocations, documents *sql.SelectTable) *sql.Predicate) *sql.Selector {
	a, f := sql.Dialect(d).Table(allocation.Table).As("of_allocation"), sql.Dialect(d).Table(funddocument.Table).As("of_document")
	q := sql.Dialect(d).Select(a.C(allocation.FieldID)).From(a).Join(f).On(f.C(funddocument.FieldID), a.C(allocation.FieldFundDocumentID))
	for _, w := range where {
		q.Where(w(a, f))
	}
	return q
}

// numberHas finds allocations by part of the number of their document.
func numberHas(text string) func(allocations, documents *sql.SelectTable) *sql.Predicate {
	return func(_, f *sql.SelectTable) *sql.Predicate {
		return sql.Contains(f.C(funddocument.FieldNumberKey), documentnumber.Fold(text))
	}
}

// projectsNamed are the ids of projects by part of their name or number: those that
// the rows of a list are shown with, so the viewer's scope is the list's.
func projectsNamed(d, text string) *sql.Selector {
	p := sql.Dialect(d).Table(project.Table).As("of_project")
	return sql.Dialect(d).Select(p.C(project.FieldID)).From(p).
		Where(sql.Or(sql.ContainsFold(p.C(project.FieldName), text), sql.ContainsFold(p.C(project.FieldNumber), text)))
}

// search is what was typed to search for, without the blanks around it.
func search(query string) string { return strings.TrimSpace(query) }
