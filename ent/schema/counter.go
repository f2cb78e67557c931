package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
)

// Counter is a locked row that numbers documents without gap: the next number exists only when its transaction commits.
type Counter struct{ ent.Schema }

// Mixin of the table.
func (Counter) Mixin() []ent.Mixin { return []ent.Mixin{Open{}, Identified{}} }

// Fields of the table.
func (Counter) Fields() []ent.Field {
	return []ent.Field{
		field.String("name").Unique().Immutable().Comment("what it numbers and the year: claim/2026"),
		field.Int64("value").NonNegative(),
	}
}
