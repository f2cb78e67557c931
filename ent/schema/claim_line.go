package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"
)

// ClaimLine is the part of a claim that one project lot pays.
type ClaimLine struct{ ent.Schema }

// Mixin of the table.
func (ClaimLine) Mixin() []ent.Mixin { return []ent.Mixin{Identified{}, OfProject{}} }

// Fields of the table.
func (ClaimLine) Fields() []ent.Field {
	return []ent.Field{
		id("claim"),
		id("allocation"),
		field.Int("line_number").Immutable(),
		fen("amount_fen"),
		fen("set_off_fen"),
		field.Int64("retention_fen").Default(0),
		field.UUID("retention_hold_id", uuid.UUID{}).SchemaType(asText).Optional().Nillable().Comment("the ledger's hold of what is kept back: while approved, and what is left of it once paid"),
		field.UUID("hold_id", uuid.UUID{}).SchemaType(asText).Optional().Nillable().Comment("the ledger's hold, while approved"),
	}
}

// Edges of the table.
func (ClaimLine) Edges() []ent.Edge {
	return []ent.Edge{to("claim", Claim.Type), to("allocation", Allocation.Type)}
}

// Indexes of the table.
func (ClaimLine) Indexes() []ent.Index {
	return []ent.Index{index.Fields("claim_id", "allocation_id").Unique(), index.Fields("allocation_id")}
}

// Annotations of the table.
func (ClaimLine) Annotations() []schema.Annotation {
	return []schema.Annotation{checks("claim_lines", map[string]string{"claim_line_amounts": "amount_fen > 0 AND set_off_fen >= 0 AND retention_fen >= 0"})}
}
