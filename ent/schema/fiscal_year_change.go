package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"
)

// FiscalYearChange is a closing or reopening of a year, asked for by one person and decided by another (结账, 重开).
// Whether a year is closed is told by the ledger.
type FiscalYearChange struct{ ent.Schema }

// Mixin of the table.
func (FiscalYearChange) Mixin() []ent.Mixin {
	return []ent.Mixin{Identified{}, Versioned{}, Scoped{}}
}

// Fields of the table.
func (FiscalYearChange) Fields() []ent.Field {
	return []ent.Field{
		field.Int("fiscal_year").Immutable(),
		field.Enum("kind").Values("closing", "reopening").Immutable(),
		field.String("reason").Immutable(),
		state("requested", "approved", "refused"),
		field.UUID("requested_by", uuid.UUID{}).SchemaType(asText).Immutable(),
		field.String("requester_name").Immutable(),
		field.UUID("decided_by", uuid.UUID{}).SchemaType(asText).Optional().Nillable(),
		field.String("decider_name").Default(""),
		field.String("decision_reason").Default(""),
	}
}

// Indexes of the table.
func (FiscalYearChange) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("fiscal_year").Unique().StorageKey("fiscal_year_change_once").Annotations(entsql.IndexWhere("state = 'requested'")),
		index.Fields("fiscal_year", "id"),
	}
}

// Annotations of the table.
func (FiscalYearChange) Annotations() []schema.Annotation {
	return []schema.Annotation{checks("fiscal_year_changes", map[string]string{
		"fiscal_year_change_kind":     oneOf("kind", "closing", "reopening"),
		"fiscal_year_change_state":    oneOf("state", "requested", "approved", "refused"),
		"fiscal_year_change_why":      "kind = 'closing' OR reason <> ''",
		"fiscal_year_change_two_eyes": "state = 'requested' OR decided_by <> requested_by",
	})}
}
