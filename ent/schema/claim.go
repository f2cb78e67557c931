package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"
)

// Claim is a unit's request to be paid (报账).
type Claim struct{ ent.Schema }

// Mixin of the table.
func (Claim) Mixin() []ent.Mixin { return []ent.Mixin{Identified{}, Versioned{}, OfProject{}} }

// claimStates are the states of a claim.
var claimStates = []string{"draft", "submitted", "township_agreed", "department_checked", "office_agreed", "finance_approved", "paid", "returned", "rejected"}

// Fields of the table.
func (Claim) Fields() []ent.Field {
	return []ent.Field{
		id("project"),
		field.String("number").Optional().Nillable().Unique(),
		field.Enum("kind").Values("advance", "final").Immutable(),
		date("claimed_on"),
		maybeID("acceptance"),
		field.String("payee_name"),
		field.String("payee_account").Sensitive().Comment("sealed by platform/privacy"),
		field.String("payee_account_masked"),
		fen("amount_fen"),
		fen("set_off_fen"),
		field.Int("advance_cap_bp").Default(0),
		state(claimStates...),
		field.Int("round").Default(1).Comment("how often it has been submitted anew; nobody acts twice in one round"),
		field.String("remark").Default(""),
		field.UUID("drafted_by", uuid.UUID{}).SchemaType(asText).Immutable(),
		field.Int("project_terms_version").Default(1).Immutable().Comment("version of the project it was drafted under"),
	}
}

// Edges of the table.
func (Claim) Edges() []ent.Edge {
	return []ent.Edge{to("project", Project.Type), maybeTo("acceptance", Acceptance.Type)}
}

// Indexes of the table.
func (Claim) Indexes() []ent.Index {
	return []ent.Index{index.Fields("project_id", "state"), index.Fields("state", "id"), index.Fields("acceptance_id", "id")}
}

// Annotations of the table.
func (Claim) Annotations() []schema.Annotation {
	return []schema.Annotation{checks("claims", map[string]string{
		"claim_amount":     "amount_fen > 0 AND set_off_fen >= 0",
		"claim_state":      oneOf("state", claimStates...),
		"claim_acceptance": "(kind = 'advance') = (acceptance_id IS NULL)",
		"claim_number":     "state IN ('draft','returned') OR number IS NOT NULL",
	})}
}
