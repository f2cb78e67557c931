package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"
)

// RetentionDefect is a defect found while money is kept back for it (质保金扣减): recorded by one person, confirmed by
// another, who turns that part of the retention into repair money of the project.
type RetentionDefect struct{ ent.Schema }

// Mixin of the table.
func (RetentionDefect) Mixin() []ent.Mixin {
	return []ent.Mixin{Identified{}, Versioned{}, OfProject{}}
}

var retentionDefectStates = []string{"recorded", "confirmed", "refused"}

// Fields of the table.
func (RetentionDefect) Fields() []ent.Field {
	return []ent.Field{
		id("claim"),
		id("allocation"),
		field.Int64("amount_fen").Immutable(),
		date("found_on"),
		field.String("reason").Immutable(),
		state(retentionDefectStates...),
		field.UUID("recorded_by", uuid.UUID{}).SchemaType(asText).Immutable(),
		field.String("recorder_name").Immutable(),
		field.UUID("decided_by", uuid.UUID{}).SchemaType(asText).Optional().Nillable(),
		field.String("decider_name").Default(""),
		field.String("decision_reason").Default(""),
	}
}

// Edges of the table.
func (RetentionDefect) Edges() []ent.Edge {
	return []ent.Edge{to("claim", Claim.Type), to("allocation", Allocation.Type)}
}

// Indexes of the table.
func (RetentionDefect) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("claim_id").Unique().StorageKey("retention_defect_one_open").Annotations(entsql.IndexWhere("state = 'recorded'")),
		index.Fields("claim_id", "id"), index.Fields("state", "id"),
	}
}

// Annotations of the table.
func (RetentionDefect) Annotations() []schema.Annotation {
	return []schema.Annotation{checks("retention_defects", map[string]string{
		"retention_defect_amount":   "amount_fen > 0",
		"retention_defect_state":    oneOf("state", retentionDefectStates...),
		"retention_defect_two_eyes": "(state = 'recorded') = (decided_by IS NULL) AND (decided_by IS NULL OR decided_by <> recorded_by)",
	})}
}
