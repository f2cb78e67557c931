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
		field.String("key_hash").Unique().Immutable().Sensitive(),
		field.String("key_prefix").Immutable(),
		field.Time("expire_time"),
		field.Bool("disabled").Default(false),
		maybeDate("last_use_on"),
	}
}

// Edges of the table.
func (ApiClient) Edges() []ent.Edge { return []ent.Edge{to("organization", Organization.Type)} }
