package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// PageSetting is how one person wants one list shown.
type PageSetting struct{ ent.Schema }

// Mixin of PageSetting.
func (PageSetting) Mixin() []ent.Mixin { return []ent.Mixin{Open{}, Identified{}} }

// Fields of PageSetting.
func (PageSetting) Fields() []ent.Field {
	return []ent.Field{
		id("user"),
		field.String("page").Immutable(),
		field.JSON("columns", []string{}),
		field.Int("page_size").Default(0).NonNegative(),
	}
}

// Edges of PageSetting.
func (PageSetting) Edges() []ent.Edge { return []ent.Edge{to("user", User.Type)} }

// Indexes of PageSetting.
func (PageSetting) Indexes() []ent.Index {
	return []ent.Index{index.Fields("user_id", "page").Unique()}
}
