package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"
)

// Payment is money that left the dedicated account for a claim (拨付).
type Payment struct{ ent.Schema }

// Mixin of the table.
func (Payment) Mixin() []ent.Mixin { return []ent.Mixin{Identified{}, Versioned{}, OfProject{}} }

// Fields of the table.
func (Payment) Fields() []ent.Field {
	return []ent.Field{
		field.String("number").Unique().Immutable(),
		id("claim"),
		id("project"),
		field.String("payee_name").Immutable(),
		field.String("payee_account").Immutable().Sensitive().Comment("sealed by platform/privacy"),
		field.String("payee_account_masked").Immutable(),
		field.Int64("amount_fen").Immutable(),
		field.String("bank_reference").Immutable(),
		date("paid_on"),
		state("paid", "reversed"),
		field.UUID("paid_by", uuid.UUID{}).SchemaType(asText).Immutable(),
	}
}

// Edges of the table.
func (Payment) Edges() []ent.Edge {
	return []ent.Edge{to("claim", Claim.Type), to("project", Project.Type)}
}

// Indexes of the table.
func (Payment) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("claim_id").Unique().StorageKey("payment_claim_once").Annotations(entsql.IndexWhere("state = 'paid'")),
		index.Fields("bank_reference").Unique().StorageKey("payment_bank_reference_once").Annotations(entsql.IndexWhere("state = 'paid'")),
		index.Fields("project_id"), index.Fields("paid_on", "id"),
	}
}

// Annotations of the table.
func (Payment) Annotations() []schema.Annotation {
	return []schema.Annotation{checks("payments", map[string]string{"payment_amount": "amount_fen > 0", "payment_state": oneOf("state", "paid", "reversed")})}
}
