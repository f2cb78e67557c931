package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"

	"zhengcun/internal/platform/scope"
)

// Receipt is money seen in the dedicated account for an allocation (到账).
type Receipt struct{ ent.Schema }

// Mixin of the table.
func (Receipt) Mixin() []ent.Mixin {
	return []ent.Mixin{Identified{}, Versioned{}, Scoped{Columns: scope.Columns{Departments: []string{"department_id"}}}}
}

// Fields of the table.
func (Receipt) Fields() []ent.Field {
	return []ent.Field{
		id("allocation"),
		field.Int64("amount_fen").Immutable(),
		field.String("bank_reference").Immutable(),
		date("received_on"),
		state("recorded", "reversed"),
		maybeID("department"),
		field.UUID("recorded_by", uuid.UUID{}).SchemaType(asText).Immutable(),
	}
}

// Edges of the table.
func (Receipt) Edges() []ent.Edge {
	return []ent.Edge{to("allocation", Allocation.Type), maybeTo("department", Organization.Type)}
}

// Indexes of the table.
func (Receipt) Indexes() []ent.Index {
	return []ent.Index{
		// A reversed receipt lets its reference go, so that the money can be recorded where it belongs.
		index.Fields("bank_reference").Unique().StorageKey("receipt_bank_reference_once").Annotations(entsql.IndexWhere("state = 'recorded'")),
		index.Fields("allocation_id"), index.Fields("received_on", "id"), index.Fields("department_id", "received_on")}
}

// Annotations of the table.
func (Receipt) Annotations() []schema.Annotation {
	return []schema.Annotation{checks("receipts", map[string]string{"receipt_amount": "amount_fen > 0", "receipt_state": oneOf("state", "recorded", "reversed")})}
}
