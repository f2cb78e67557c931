package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"
)

// ProjectStep is who did what with a project, in order. Steps are only added.
type ProjectStep struct{ ent.Schema }

// Mixin of the table. Steps of a project that is only listed follow it to another unit.
func (ProjectStep) Mixin() []ent.Mixin {
	return []ent.Mixin{Identified{}, OfProject{UnitMayChange: true}}
}

// projectActions are the actions of the contract, in lower case.
var projectActions = []string{"list", "edit", "approve", "start", "complete", "accept", "reopen", "cancel", "amend", "suspend", "resume", "fail", "settle", "unsettle"}

// Fields of the table.
func (ProjectStep) Fields() []ent.Field {
	return []ent.Field{
		id("project"),
		field.Enum("action").Values(projectActions...).Immutable(),
		field.UUID("actor_id", uuid.UUID{}).SchemaType(asText).Immutable(),
		field.String("actor_name").Default("").Immutable(),
		field.String("organization_name").Default("").Immutable(),
		field.String("comment").Default("").Immutable(),
		maybeID("acceptance"),
	}
}

// Edges of the table.
func (ProjectStep) Edges() []ent.Edge {
	return []ent.Edge{to("project", Project.Type), maybeTo("acceptance", Acceptance.Type)}
}

// Indexes of the table.
func (ProjectStep) Indexes() []ent.Index {
	return []ent.Index{index.Fields("project_id", "id")}
}

// Annotations of the table.
func (ProjectStep) Annotations() []schema.Annotation {
	return []schema.Annotation{checks("project_steps", map[string]string{
		"project_step_action":     oneOf("action", projectActions...),
		"project_step_acceptance": "(acceptance_id IS NOT NULL) = (action IN ('accept','reopen'))",
	})}
}
