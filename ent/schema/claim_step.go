package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"
)

// ClaimStep is who did what with a claim, in order. Steps are only added.
type ClaimStep struct{ ent.Schema }

// Mixin of the table.
func (ClaimStep) Mixin() []ent.Mixin { return []ent.Mixin{Identified{}, OfProject{}} }

// claimActions are the actions of the contract, in lower case.
var claimActions = []string{"draft", "submit", "agree_by_township", "check_by_department", "pass_department", "agree_by_office",
	"approve", "pay", "return", "reject", "reverse_payment", "edit", "withdraw", "remind"}

// Fields of the table.
func (ClaimStep) Fields() []ent.Field {
	return []ent.Field{
		id("claim"),
		field.Int("round").Immutable(),
		field.Enum("action").Values(claimActions...).Immutable(),
		field.Bool("acted").Immutable().Comment("counts as acting on the claim: a person does so once in a round"),
		field.UUID("actor_id", uuid.UUID{}).SchemaType(asText).Optional().Nillable().Immutable(),
		field.String("actor_name").Default("").Immutable(),
		field.String("organization_name").Default("").Immutable(),
		field.String("comment").Default("").Immutable(),
	}
}

// Edges of the table.
func (ClaimStep) Edges() []ent.Edge { return []ent.Edge{to("claim", Claim.Type)} }

// Indexes of the table.
func (ClaimStep) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("claim_id", "round", "actor_id").Unique().StorageKey("claim_step_nobody_twice").
			Annotations(entsql.IndexWhere("acted")),
		index.Fields("claim_id", "id"),
	}
}

// Annotations of the table.
func (ClaimStep) Annotations() []schema.Annotation {
	return []schema.Annotation{checks("claim_steps", map[string]string{"claim_step_action": oneOf("action", claimActions...)})}
}
