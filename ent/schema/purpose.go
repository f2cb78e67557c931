package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
)

// Purpose is what money may be used for (用途), reference data.
type Purpose struct{ ent.Schema }

// Mixin of the table.
func (Purpose) Mixin() []ent.Mixin { return []ent.Mixin{Open{}, Identified{}} }

// Fields of the table.
func (Purpose) Fields() []ent.Field {
	return []ent.Field{
		field.String("code").Unique().Immutable(),
		field.String("name"),
		field.String("name_en"),
		field.JSON("project_type_codes", []string{}),
		field.Bool("active").Default(true),
	}
}
