package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"

	"zhengcun/internal/platform/scope"
)

// Appropriation is part of an allocation set aside for a project (资金安排).
type Appropriation struct{ ent.Schema }

// Mixin of the table.
func (Appropriation) Mixin() []ent.Mixin {
	return []ent.Mixin{Identified{}, Versioned{}, Scoped{Columns: scope.Columns{
		Village: "village_id", Departments: []string{"department_id", "money_department_id"}, Unit: "unit_id",
	}}}
}

// appropriationStates are the states of an appropriation.
var appropriationStates = []string{"requested", "approved", "refused", "withdrawn", "reversed"}

// Fields of the table.
func (Appropriation) Fields() []ent.Field {
	return []ent.Field{
		id("allocation"),
		id("project"),
		field.UUID("village_id", uuid.UUID{}).SchemaType(asText).Immutable(),
		field.UUID("unit_id", uuid.UUID{}).SchemaType(asText).Immutable(),
		field.UUID("department_id", uuid.UUID{}).SchemaType(asText).Optional().Nillable().Comment("leading department of the project"),
		field.UUID("money_department_id", uuid.UUID{}).SchemaType(asText).Optional().Nillable().Comment("department that answers for the channel"),
		field.Int64("amount_fen").Immutable(),
		field.Enum("share").Values("stable", "flexible").Immutable(),
		state(appropriationStates...),
		field.UUID("requested_by", uuid.UUID{}).SchemaType(asText).Immutable(),
		field.String("requester_name").Immutable(),
		field.UUID("decided_by", uuid.UUID{}).SchemaType(asText).Optional().Nillable(),
		field.String("decider_name").Default(""),
		field.String("reason").Default(""),
	}
}

// Edges of the table.
func (Appropriation) Edges() []ent.Edge {
	return []ent.Edge{to("allocation", Allocation.Type), to("project", Project.Type)}
}

// Indexes of the table.
func (Appropriation) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("allocation_id"), index.Fields("project_id"), index.Fields("village_id", "id"),
		index.Fields("unit_id", "id"), index.Fields("department_id"), index.Fields("money_department_id"), index.Fields("state", "id"),
	}
}

// Annotations of the table.
func (Appropriation) Annotations() []schema.Annotation {
	return []schema.Annotation{checks("appropriations", map[string]string{
		"appropriation_amount":   "amount_fen > 0",
		"appropriation_state":    oneOf("state", appropriationStates...),
		"appropriation_two_eyes": "state NOT IN ('approved','refused') OR decided_by <> requested_by",
	})}
}
