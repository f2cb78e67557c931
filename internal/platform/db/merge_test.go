package db

import (
	"slices"
	"testing"
)

func TestMerge(t *testing.T) {
	const d, a = "INSERT INTO d (x, y) VALUES ($1, $2)", "INSERT INTO a (x) VALUES ($1), ($2)"
	var members []*member
	for i := range 7 {
		members = append(members, &member{statements: []statement{{d, []any{i, "y"}}, {a, []any{i, i + 10}}}})
	}
	odd := "INSERT INTO o (x) VALUES ('a')"
	members[3].statements = append(members[3].statements, statement{odd, nil})
	members[5].statements = append(members[5].statements, statement{odd, nil})
	want := []string{
		"INSERT INTO d (x, y) VALUES ($1, $2), ($3, $4), ($5, $6), ($7, $8)", "INSERT INTO d (x, y) VALUES ($1, $2), ($3, $4)", d,
		"INSERT INTO a (x) VALUES ($1), ($2), ($3), ($4), ($5), ($6), ($7), ($8)", "INSERT INTO a (x) VALUES ($1), ($2), ($3), ($4)", a,
		odd, odd,
	}
	var texts []string
	var values []any
	for _, s := range merge(members) {
		texts = append(texts, s.query)
		values = append(values, s.args...)
	}
	if !slices.Equal(texts, want) {
		t.Errorf("%q", texts)
	}
	var wantValues []any
	for i := range 7 {
		wantValues = append(wantValues, i, "y")
	}
	for i := range 7 {
		wantValues = append(wantValues, i, i+10)
	}
	if !slices.Equal(values, wantValues) {
		t.Errorf("%v", values)
	}
}

// No statement binds more values than it may, and none is lost.
func TestMergeOfWideRows(t *testing.T) {
	wide := make([]any, mostValues/3)
	var members []*member
	for range 9 {
		members = append(members, &member{statements: []statement{{"INSERT INTO w (x) VALUES ($1)", wide}}})
	}
	rows := 0
	for _, s := range merge(members) {
		if len(s.args) > mostValues {
			t.Errorf("%d values", len(s.args))
		}
		rows += len(s.args) / len(wide)
	}
	if rows != 9 {
		t.Errorf("%d rows", rows)
	}
}
