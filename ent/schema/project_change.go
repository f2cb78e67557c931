package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"

	"zhengcun/internal/kernel/calendar"
)

// ProjectChange is a change of a project after its approval, asked for by one and decided by another (项目变更).
type ProjectChange struct{ ent.Schema }

// ProjectTerms are what of a project an amendment may change.
type ProjectTerms struct {
	PlannedQuantityMilli int64         `json:"planned_quantity_milli"`
	StartDate            calendar.Date `json:"start_date"`
	EndDate              calendar.Date `json:"end_date"`
	BudgetFen            int64         `json:"budget_fen"`
}

// Mixin of the table.
func (ProjectChange) Mixin() []ent.Mixin {
	return []ent.Mixin{Identified{}, Versioned{}, OfProject{}}
}

var (
	projectChangeKinds  = []string{"amend", "suspend", "resume", "fail"}
	projectChangeStates = []string{"requested", "approved", "refused", "withdrawn"}
)

// Fields of the table.
func (ProjectChange) Fields() []ent.Field {
	return []ent.Field{
		id("project"),
		field.Enum("kind").Values(projectChangeKinds...).Immutable(),
		field.String("reason").Immutable(),
		field.JSON("terms_before", &ProjectTerms{}).Optional().Immutable(),
		field.JSON("terms_after", &ProjectTerms{}).Optional().Immutable(),
		field.Int("terms_version").Optional().Nillable().Comment("version of the project an approved amendment has made"),
		state(projectChangeStates...),
		field.UUID("requested_by", uuid.UUID{}).SchemaType(asText).Immutable(),
		field.String("requester_name").Immutable(),
		field.String("organization_name").Default("").Immutable(),
		field.UUID("decided_by", uuid.UUID{}).SchemaType(asText).Optional().Nillable(),
		field.String("decider_name").Default(""),
		field.String("decision_reason").Default(""),
	}
}

// Edges of the table.
func (ProjectChange) Edges() []ent.Edge { return []ent.Edge{to("project", Project.Type)} }

// Indexes of the table: a project has one open request at the most, and each version once.
func (ProjectChange) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("project_id", "id"), index.Fields("state", "id"),
		index.Fields("project_id").Unique().StorageKey("project_change_open").Annotations(entsql.IndexWhere("state = 'requested'")),
		index.Fields("project_id", "terms_version").Unique(),
	}
}

// Annotations of the table.
func (ProjectChange) Annotations() []schema.Annotation {
	return []schema.Annotation{checks("project_changes", map[string]string{
		"project_change_kind":     oneOf("kind", projectChangeKinds...),
		"project_change_state":    oneOf("state", projectChangeStates...),
		"project_change_two_eyes": "state NOT IN ('approved','refused') OR decided_by <> requested_by",
		"project_change_decided":  "(state IN ('approved','refused')) = (decided_by IS NOT NULL)",
		"project_change_version":  "(terms_version IS NOT NULL) = (kind = 'amend' AND state = 'approved')",
		"project_change_reason":   "reason <> ''",
	})}
}
