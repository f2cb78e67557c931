package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
)

// CountyMark is one fact about the county as a whole that the program must find again at its next start: to which keys
// its data belongs, and whether it is a demo.
type CountyMark struct{ ent.Schema }

// Mixin of the table.
func (CountyMark) Mixin() []ent.Mixin { return []ent.Mixin{Open{}, Identified{}} }

// Fields of the table.
func (CountyMark) Fields() []ent.Field {
	return []ent.Field{
		field.String("name").Unique().Immutable().Comment("what it says: key_check, demo"),
		field.String("value").Immutable(),
	}
}
