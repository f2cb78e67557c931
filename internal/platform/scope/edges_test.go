package scope

import (
	"context"
	"errors"
	"strings"
	"testing"

	"entgo.io/ent"
	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"
)

// change is a mutation with edges as a table with children would have it; no
// scoped table has such an edge yet.
type change struct {
	ent.Mutation
	op                      ent.Op
	fields, clearedFields   []string
	added, removed, cleared []string
}

func (c change) Op() ent.Op                      { return c.op }
func (c change) Type() string                    { return "Change" }
func (c change) Fields() []string                { return c.fields }
func (c change) AddedFields() []string           { return nil }
func (c change) ClearedFields() []string         { return c.clearedFields }
func (c change) AddedEdges() []string            { return c.added }
func (c change) RemovedEdges() []string          { return c.removed }
func (c change) ClearedEdges() []string          { return c.cleared }
func (c change) Field(string) (ent.Value, bool)  { return uuid.Nil, false }
func (c change) WhereP(...func(s *sql.Selector)) {}

func TestEdgesOfOtherTables(t *testing.T) {
	hook := Columns{Village: "village_id"}.Hook()(ent.MutateFunc(func(context.Context, ent.Mutation) (ent.Value, error) { return nil, nil }))
	whole := With(t.Context(), SystemViewer("test"))
	for name, c := range map[string]struct {
		change
		wrong bool
	}{
		"own field":                {change{op: ent.OpUpdateOne, fields: []string{"name", "project_id"}, added: []string{"project"}}, false},
		"own field cleared":        {change{op: ent.OpUpdateOne, clearedFields: []string{"project_id"}, cleared: []string{"project"}}, false},
		"own field at creation":    {change{op: ent.OpCreate, fields: []string{"project_id"}, added: []string{"project"}}, false},
		"children added":           {change{op: ent.OpUpdateOne, fields: []string{"name"}, added: []string{"children"}}, true},
		"children removed":         {change{op: ent.OpUpdate, fields: []string{"name"}, removed: []string{"children"}}, true},
		"children cleared":         {change{op: ent.OpUpdate, fields: []string{"name"}, cleared: []string{"children"}}, true},
		"children at creation":     {change{op: ent.OpCreate, fields: []string{"name"}, added: []string{"children"}}, true},
		"an update of nothing":     {change{op: ent.OpUpdateOne}, true},
		"a bulk update of nothing": {change{op: ent.OpUpdate}, true},
		"deleting":                 {change{op: ent.OpDeleteOne}, false},
	} {
		_, err := hook.Mutate(whole, c.change)
		if (err != nil) != c.wrong || err != nil && !strings.HasPrefix(err.Error(), "scope: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestViewer(t *testing.T) {
	ctx := t.Context()
	if _, ok := From(ctx); ok {
		t.Error("a viewer out of nothing")
	}
	if _, ok := From(With(ctx, nil)); ok {
		t.Error("nil is a viewer")
	}
	id := uuid.New()
	seen := map[string]bool{}
	for _, v := range []*Viewer{{Kind: Person, ID: id}, {Kind: Client, ID: id}, {Kind: System, ID: id, Name: "job"}, {ID: id}} {
		if seen[v.Caller()] {
			t.Errorf("%q is two callers", v.Caller())
		}
		seen[v.Caller()] = true
	}
	if v := SystemViewer("job"); !v.County || v.Kind != System || v.Has("ADMIN") {
		t.Errorf("%+v", v)
	}
	if _, err := (Columns{}).Hook()(nil).Mutate(ctx, change{}); !errors.Is(err, ErrNoViewer) {
		t.Errorf("a change for nobody: %v", err)
	}
}
