package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"
)

// Claim is a unit's request to be paid (报账).
type Claim struct{ ent.Schema }

// Mixin of the table.
func (Claim) Mixin() []ent.Mixin { return []ent.Mixin{Identified{}, Versioned{}, OfProject{}} }

// claimKinds are the kinds of the contract, in lower case.
var claimKinds = []string{"advance", "final", "progress", "retention"}

// claimStates are the states of a claim.
var claimStates = []string{"draft", "submitted", "township_agreed", "department_checked", "office_agreed", "finance_approved", "paid", "returned", "rejected"}

// Fields of the table.
func (Claim) Fields() []ent.Field {
	return []ent.Field{
		id("project"),
		field.String("number").Optional().Nillable().Unique(),
		field.Enum("kind").Values(claimKinds...).Immutable(),
		date("claimed_on"),
		maybeID("acceptance"),
		field.String("payee_name"),
		field.String("payee_account").Sensitive().Comment("sealed by platform/privacy"),
		field.String("payee_account_masked"),
		fen("amount_fen"),
		fen("set_off_fen"),
		field.Int("advance_cap_bp").Default(0),
		field.Int64("retention_fen").Default(0).Comment("kept back, beside amount_fen, which is paid at once"),
		field.Int("retention_bp").Default(0).Comment("rate of the rule in force when it was submitted"),
		field.Int("retention_cap_bp").Default(0),
		maybeDate("retention_due_on"),
		field.UUID("retention_of_id", uuid.UUID{}).SchemaType(asText).Optional().Nillable().Immutable().Comment("the claim whose retention it asks for"),
		state(claimStates...),
		field.Int("round").Default(1).Comment("how often it has been submitted anew; nobody acts twice in one round"),
		field.String("remark").Default(""),
		field.UUID("drafted_by", uuid.UUID{}).SchemaType(asText).Immutable(),
		field.Int("project_terms_version").Default(1).Immutable().Comment("version of the project it was drafted under"),
	}
}

// Edges of the table.
func (Claim) Edges() []ent.Edge {
	return []ent.Edge{
		to("project", Project.Type), maybeTo("acceptance", Acceptance.Type),
		edge.To("releases", Claim.Type).Annotations(entsql.OnDelete(entsql.Restrict)).From("retention_of").Unique().Immutable().Field("retention_of_id"),
	}
}

// Indexes of the table.
func (Claim) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("retention_of_id").Unique().StorageKey("claim_retention_once").Annotations(entsql.IndexWhere("state <> 'rejected'")),
		index.Fields("project_id", "state"), index.Fields("state", "id"), index.Fields("acceptance_id", "id"),
	}
}

// Annotations of the table.
func (Claim) Annotations() []schema.Annotation {
	return []schema.Annotation{checks("claims", map[string]string{
		"claim_amount":          "amount_fen > 0 AND set_off_fen >= 0",
		"claim_state":           oneOf("state", claimStates...),
		"claim_kind":            oneOf("kind", claimKinds...),
		"claim_acceptance_kind": "(kind IN ('advance','retention')) = (acceptance_id IS NULL)",
		"claim_retention": "retention_fen >= 0 AND (retention_fen = 0 OR acceptance_id IS NOT NULL) AND retention_bp >= 0" +
			" AND retention_bp <= retention_cap_bp AND retention_cap_bp <= 10000",
		"claim_retention_of": "(kind = 'retention') = (retention_of_id IS NOT NULL)",
		"claim_number":       "state IN ('draft','returned') OR number IS NOT NULL",
	})}
}
