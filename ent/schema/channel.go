package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
)

// Channel is where money comes from (渠道), reference data.
type Channel struct{ ent.Schema }

// Mixin of the table.
func (Channel) Mixin() []ent.Mixin { return []ent.Mixin{Open{}, Identified{}} }

// Fields of the table.
func (Channel) Fields() []ent.Field {
	return []ent.Field{
		field.String("code").Unique().Immutable(),
		field.String("name"),
		field.String("name_en"),
		field.Enum("kind").Values("fiscal_poverty", "department", "social_help", "credit", "self_raised", "foreign"),
		maybeID("department"),
		field.Bool("active").Default(true),
	}
}

// Edges of the table.
func (Channel) Edges() []ent.Edge { return []ent.Edge{maybeTo("department", Organization.Type)} }
