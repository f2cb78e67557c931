package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"zhengcun/internal/platform/scope"
)

// KeyVillage is a village of a yearly batch (重点村).
type KeyVillage struct{ ent.Schema }

// Mixin of the table.
func (KeyVillage) Mixin() []ent.Mixin {
	return []ent.Mixin{Identified{}, Versioned{}, Scoped{Columns: scope.Columns{Village: "village_id"}}}
}

// Fields of the table.
func (KeyVillage) Fields() []ent.Field {
	return []ent.Field{
		id("village"),
		field.Int("batch_year"),
		date("acceptance_deadline"),
	}
}

// Edges of the table.
func (KeyVillage) Edges() []ent.Edge { return []ent.Edge{to("village", Region.Type)} }

// Indexes of the table.
func (KeyVillage) Indexes() []ent.Index {
	return []ent.Index{index.Fields("village_id").Unique(), index.Fields("acceptance_deadline", "id")}
}
