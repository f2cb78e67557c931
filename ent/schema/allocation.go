package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"zhengcun/internal/platform/scope"
)

// Allocation is a line of a fund document (指标): one channel, one purpose, one year. The ledger's lot has the same id.
type Allocation struct{ ent.Schema }

// Mixin of the table.
func (Allocation) Mixin() []ent.Mixin {
	return []ent.Mixin{Identified{}, Scoped{Columns: scope.Columns{Departments: []string{"department_id"}}}}
}

// Fields of the table.
func (Allocation) Fields() []ent.Field {
	return []ent.Field{
		id("fund_document"),
		field.Int("line_number").Immutable(),
		id("channel"),
		id("purpose"),
		field.Int("fiscal_year").Immutable(),
		field.Int64("amount_fen").Immutable(),
		maybeID("region"),
		maybeID("project"),
		maybeID("department"),
		date("issued_on"),
	}
}

// Edges of the table.
func (Allocation) Edges() []ent.Edge {
	return []ent.Edge{
		to("fund_document", FundDocument.Type), to("channel", Channel.Type), to("purpose", Purpose.Type),
		maybeTo("region", Region.Type), maybeTo("project", Project.Type), maybeTo("department", Organization.Type),
	}
}

// Indexes of the table.
func (Allocation) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("fund_document_id", "line_number").Unique(),
		index.Fields("department_id", "issued_on", "id"),
		// Of whom, of which channel and year a document is: answered from the index alone.
		index.Fields("department_id", "fund_document_id"),
		index.Fields("channel_id", "fiscal_year", "fund_document_id"),
		index.Fields("fiscal_year", "fund_document_id"),
		index.Fields("issued_on", "id"),
		index.Fields("amount_fen", "id"),
		index.Fields("region_id"),
	}
}

// Annotations of the table.
func (Allocation) Annotations() []schema.Annotation {
	return []schema.Annotation{checks("allocations", map[string]string{
		"allocation_amount": "amount_fen > 0 AND amount_fen <= 100000000000000",
		"allocation_line":   "line_number > 0",
	})}
}
