package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// WorkTerm is 办理时限: within how many days a step should be done, and since when that holds.
type WorkTerm struct{ ent.Schema }

// Mixin of WorkTerm.
func (WorkTerm) Mixin() []ent.Mixin { return []ent.Mixin{Open{}, Identified{}} }

// Fields of WorkTerm.
func (WorkTerm) Fields() []ent.Field {
	return []ent.Field{
		field.String("step").Immutable().Comment("name of the inbox kind in lower case, such as claim_approve"),
		field.Int("days").Positive().Immutable(),
		date("valid_from"),
		maybeDate("valid_to"),
		field.Bool("demo").Default(false).Comment("a made-up rule: 演示"),
		field.String("source_document"),
	}
}

// Indexes of WorkTerm.
func (WorkTerm) Indexes() []ent.Index {
	return []ent.Index{index.Fields("step", "valid_from").Unique()}
}

// Annotations of WorkTerm.
func (WorkTerm) Annotations() []schema.Annotation {
	return []schema.Annotation{checks("work_terms", map[string]string{"work_term_days": "days > 0"})}
}
