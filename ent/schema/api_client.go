package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
)

// ApiClient is a department's system that calls with a key (接口客户).
type ApiClient struct{ ent.Schema }

// Mixin of the table.
func (ApiClient) Mixin() []ent.Mixin { return []ent.Mixin{Open{}, Identified{}, Versioned{}} }

// Fields of the table.
func (ApiClient) Fields() []ent.Field {
	return []ent.Field{
		field.String("name"),
		id("organization"),
		field.JSON("scopes", []string{}),
		field.String("key_hash").Unique().Sensitive(),
		field.String("key_prefix"),
		field.Time("expire_time"),
		field.Bool("disabled").Default(false),
		maybeDate("last_use_on"),
		field.String("previous_key_hash").Optional().Nillable().Unique().Sensitive().Comment("the key before, while it works beside the new one"),
		field.String("previous_key_prefix").Default(""),
		field.Time("previous_key_expire_time").Optional().Nillable(),
		maybeDate("previous_key_last_use_on"),
	}
}

// Edges of the table.
func (ApiClient) Edges() []ent.Edge { return []ent.Edge{to("organization", Organization.Type)} }
