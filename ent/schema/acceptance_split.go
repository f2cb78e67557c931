package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/index"
)

// AcceptanceSplit is the part of an accepted amount that falls on one project lot.
type AcceptanceSplit struct{ ent.Schema }

// Mixin of the table.
func (AcceptanceSplit) Mixin() []ent.Mixin { return []ent.Mixin{Identified{}, OfProject{}} }

// Fields of the table.
func (AcceptanceSplit) Fields() []ent.Field {
	return []ent.Field{id("acceptance"), id("allocation"), fen("accepted_fen")}
}

// Edges of the table.
func (AcceptanceSplit) Edges() []ent.Edge {
	return []ent.Edge{to("acceptance", Acceptance.Type), to("allocation", Allocation.Type)}
}

// Indexes of the table.
func (AcceptanceSplit) Indexes() []ent.Index {
	return []ent.Index{index.Fields("acceptance_id", "allocation_id").Unique()}
}

// Annotations of the table.
func (AcceptanceSplit) Annotations() []schema.Annotation {
	return []schema.Annotation{checks("acceptance_splits", map[string]string{"acceptance_split_amount": "accepted_fen >= 0"})}
}
