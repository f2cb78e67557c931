package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
)

// ProjectType is a kind of project (项目类型), reference data.
type ProjectType struct{ ent.Schema }

// Mixin of the table.
func (ProjectType) Mixin() []ent.Mixin { return []ent.Mixin{Open{}, Identified{}} }

// Fields of the table.
func (ProjectType) Fields() []ent.Field {
	return []ent.Field{
		field.String("code").Unique().Immutable(),
		field.String("name"),
		field.String("name_en"),
		field.Enum("pillar").Values("village_works", "labour_training", "enterprise"),
		field.String("scale_unit"),
	}
}
