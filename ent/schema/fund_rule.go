package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
)

// FundRule is a rate in force for a time: the caps of advance and retention, and what is kept back of work paid for and for
// how long. A decision copies the rate it used.
type FundRule struct{ ent.Schema }

// Mixin of the table.
func (FundRule) Mixin() []ent.Mixin { return []ent.Mixin{Open{}, Identified{}} }

// Fields of the table.
func (FundRule) Fields() []ent.Field {
	return []ent.Field{
		field.Enum("kind").Values("advance_cap", "retention_cap", "retention_rate").Immutable(),
		field.Int("rate_bp").Immutable().Comment("basis points: 4000 is 40 %"),
		date("valid_from"),
		maybeDate("valid_to"),
		field.String("source_document").Comment("policy document it rests on"),
		field.JSON("project_type_codes", []string{}).Optional().Comment("types of project it is for; none is all"),
		field.Int("term_months").Default(0).Immutable().Comment("how long a retention is kept, from the day of acceptance"),
		field.Bool("demo").Default(false).Comment("演示: made up for the demo county"),
	}
}

// Annotations of the table.
func (FundRule) Annotations() []schema.Annotation {
	return []schema.Annotation{checks("fund_rules", map[string]string{
		"fund_rule_rate": "rate_bp >= 0 AND rate_bp <= 10000",
		"fund_rule_term": "(kind = 'retention_rate') = (term_months > 0)",
	})}
}
