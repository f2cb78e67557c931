package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"
)

// Acceptance is one inspection of one project (验收).
type Acceptance struct{ ent.Schema }

// Mixin of the table.
func (Acceptance) Mixin() []ent.Mixin {
	return []ent.Mixin{Identified{}, Versioned{}, OfProject{}}
}

// TeamMember is a member of an inspecting team.
type TeamMember struct {
	Name                    string `json:"name"`
	Organization            string `json:"organization,omitempty"`
	VillagersRepresentative bool   `json:"villagers_representative,omitempty"`
}

// Fields of the table.
func (Acceptance) Fields() []ent.Field {
	return []ent.Field{
		id("project"),
		date("accepted_on"),
		field.JSON("team", []TeamMember{}),
		field.Int64("measured_quantity_milli"),
		field.Enum("verdict").Values("passed", "partly", "failed"),
		fen("accepted_fen"),
		field.String("remark").Default(""),
		state("draft", "confirmed", "revoked"),
		field.UUID("drafted_by", uuid.UUID{}).SchemaType(asText).Comment("who wrote what is to be confirmed: drafted it, or changed it last"),
		field.UUID("confirmed_by", uuid.UUID{}).SchemaType(asText).Optional().Nillable(),
		field.Time("confirm_time").Optional().Nillable(),
		field.UUID("revoked_by", uuid.UUID{}).SchemaType(asText).Optional().Nillable(),
		field.Time("revoke_time").Optional().Nillable(),
		field.String("revoke_reason").Default(""),
		field.Int("project_terms_version").Default(1).Immutable().Comment("version of the project it was drafted under"),
	}
}

// Edges of the table.
func (Acceptance) Edges() []ent.Edge { return []ent.Edge{to("project", Project.Type)} }

// Indexes of the table.
func (Acceptance) Indexes() []ent.Index { return []ent.Index{index.Fields("project_id", "state")} }

// Annotations of the table.
func (Acceptance) Annotations() []schema.Annotation {
	return []schema.Annotation{checks("acceptances", map[string]string{
		"acceptance_amount":   "accepted_fen >= 0 AND (verdict = 'failed') = (accepted_fen = 0) AND measured_quantity_milli >= 0",
		"acceptance_state":    oneOf("state", "draft", "confirmed", "revoked"),
		"acceptance_two_eyes": "confirmed_by IS NULL OR confirmed_by <> drafted_by",
	})}
}
