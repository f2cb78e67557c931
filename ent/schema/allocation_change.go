package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"zhengcun/internal/platform/scope"
)

// AllocationChange is a line of a reduction or recall (调减, 收回): what it takes off an earlier allocation. Channel,
// purpose, year and department are the allocation's.
type AllocationChange struct{ ent.Schema }

// Mixin of the table.
func (AllocationChange) Mixin() []ent.Mixin {
	return []ent.Mixin{Identified{}, Scoped{Columns: scope.Columns{Departments: []string{"department_id"}}}}
}

// Fields of the table.
func (AllocationChange) Fields() []ent.Field {
	return []ent.Field{
		id("fund_document"),
		field.Int("line_number").Immutable(),
		id("allocation"),
		id("channel"),
		field.Int("fiscal_year").Immutable(),
		field.Int64("amount_fen").Immutable(),
		field.Bool("recall").Immutable().Comment("received money went back; otherwise the promise was lowered"),
		maybeID("department"),
	}
}

// Edges of the table.
func (AllocationChange) Edges() []ent.Edge {
	return []ent.Edge{
		to("fund_document", FundDocument.Type), to("allocation", Allocation.Type), to("channel", Channel.Type), maybeTo("department", Organization.Type),
	}
}

// Indexes of the table.
func (AllocationChange) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("fund_document_id", "line_number").Unique(),
		index.Fields("fund_document_id", "allocation_id").Unique(),
		index.Fields("allocation_id"),
		index.Fields("department_id", "fund_document_id"),
	}
}

// Annotations of the table.
func (AllocationChange) Annotations() []schema.Annotation {
	return []schema.Annotation{checks("allocation_changes", map[string]string{
		"allocation_change_amount": "amount_fen > 0 AND amount_fen <= 100000000000000",
		"allocation_change_line":   "line_number > 0",
	})}
}
