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

// Project is a project of a village (项目).
type Project struct{ ent.Schema }

// Mixin of the table.
func (Project) Mixin() []ent.Mixin {
	return []ent.Mixin{Identified{}, Versioned{}, OfProject{UnitMayChange: true}}
}

// projectStates are the states of a project.
var projectStates = []string{"listed", "approved", "underway", "completed", "accepted", "cancelled", "suspended", "failed", "settled"}

// Fields of the table.
func (Project) Fields() []ent.Field {
	return []ent.Field{
		field.String("number").Unique().Immutable(),
		field.String("name"),
		id("type"),
		field.Enum("pillar").Values("village_works", "labour_training", "enterprise").Immutable(),
		field.Enum("benefit").Values("households", "village"),
		field.Int64("planned_quantity_milli"),
		fen("budget_fen"),
		fen("self_raised_fen"),
		field.Int("labour_days").Default(0),
		date("start_date"),
		date("end_date"),
		field.String("objective").Default(""),
		field.Int("beneficiary_households").Default(0),
		state(projectStates...),
		field.UUID("listed_by", uuid.UUID{}).SchemaType(asText).Comment("who wrote what is to be approved: listed it, or changed it last"),
		field.UUID("approved_by", uuid.UUID{}).SchemaType(asText).Optional().Nillable(),
		field.String("cancel_reason").Default(""),
		field.Int("terms_version").Default(1).Positive().Comment("of scale, days and budget; one more with each approved amendment"),
	}
}

// Edges of the table.
func (Project) Edges() []ent.Edge {
	return []ent.Edge{
		to("type", ProjectType.Type), to("village", Region.Type),
		edge.To("unit", Organization.Type).Unique().Field("unit_id").Required().Annotations(entsql.OnDelete(entsql.Restrict)),
		maybeTo("department", Organization.Type),
	}
}

// Indexes of the table.
func (Project) Indexes() []ent.Index {
	return []ent.Index{index.Fields("state", "number"), index.Fields("end_date", "id"), index.Fields("budget_fen", "id"), index.Fields("name", "id")}
}

// Annotations of the table.
func (Project) Annotations() []schema.Annotation {
	return []schema.Annotation{checks("projects", map[string]string{
		"project_state":    oneOf("state", projectStates...),
		"project_amounts":  "budget_fen > 0 AND self_raised_fen >= 0 AND labour_days >= 0 AND planned_quantity_milli > 0",
		"project_days":     "start_date <= end_date",
		"project_two_eyes": "approved_by IS NULL OR approved_by <> listed_by",
	})}
}
