package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// PaperRule demands one kind of paper of claims (报账材料清单), reference data in force for a time.
type PaperRule struct{ ent.Schema }

// Mixin of the table.
func (PaperRule) Mixin() []ent.Mixin { return []ent.Mixin{Open{}, Identified{}} }

// Fields of the table.
func (PaperRule) Fields() []ent.Field {
	return []ent.Field{
		field.String("code").Immutable(),
		field.String("name"),
		field.String("name_en"),
		field.JSON("claim_kinds", []string{}).Comment("kinds of claim it is for"),
		field.JSON("project_type_codes", []string{}).Optional().Comment("types of project it is for; none is all"),
		field.JSON("checks", []string{}).Comment("what is checked, by the names of funds/paperwork"),
		date("valid_from"),
		maybeDate("valid_to"),
		field.String("source_document"),
		field.Bool("demo").Default(false).Comment("演示: made up for the demo county"),
	}
}

// Indexes of the table.
func (PaperRule) Indexes() []ent.Index {
	return []ent.Index{index.Fields("code", "valid_from").Unique()}
}

// Annotations of the table.
func (PaperRule) Annotations() []schema.Annotation {
	return []schema.Annotation{checks("paper_rules", map[string]string{"paper_rule_code": "code <> ''"})}
}
