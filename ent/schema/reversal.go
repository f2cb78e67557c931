package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"
)

// Reversal is a correction of a posted record, asked for by one person and approved by another (冲销).
type Reversal struct{ ent.Schema }

// Mixin of the table.
func (Reversal) Mixin() []ent.Mixin { return []ent.Mixin{Identified{}, Versioned{}, Scoped{}} }

// Fields of the table.
func (Reversal) Fields() []ent.Field {
	return []ent.Field{
		field.Enum("target").Values("receipt", "appropriation", "payment").Immutable(),
		field.UUID("target_id", uuid.UUID{}).SchemaType(asText).Immutable(),
		field.Int64("amount_fen").Immutable(),
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
func (Reversal) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("target_id").Unique().StorageKey("reversal_target_once").Annotations(entsql.IndexWhere("state <> 'refused'")),
		index.Fields("state", "id"),
	}
}

// Annotations of the table.
func (Reversal) Annotations() []schema.Annotation {
	return []schema.Annotation{checks("reversals", map[string]string{
		"reversal_amount":   "amount_fen > 0",
		"reversal_state":    oneOf("state", "requested", "approved", "refused"),
		"reversal_two_eyes": "state = 'requested' OR decided_by <> requested_by",
	})}
}
