package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
)

// Organization is a body of the county (单位).
type Organization struct{ ent.Schema }

// Mixin of the table.
func (Organization) Mixin() []ent.Mixin { return []ent.Mixin{Open{}, Identified{}, Versioned{}} }

// organizationKinds are the kinds of the contract, in lower case.
var organizationKinds = []string{"poverty_office", "finance", "statistics", "department", "township", "village",
	"enterprise", "cooperative", "contractor", "government", "audit", "bank"}

// Fields of the table.
func (Organization) Fields() []ent.Field {
	return []ent.Field{
		field.String("code").Unique().Immutable(),
		field.String("name"),
		field.Enum("kind").Values(organizationKinds...),
		id("region"),
		field.String("credit_code").Default(""),
		field.Bool("disabled").Default(false),
	}
}

// Edges of the table.
func (Organization) Edges() []ent.Edge { return []ent.Edge{to("region", Region.Type)} }

// Annotations of the table.
func (Organization) Annotations() []schema.Annotation {
	return []schema.Annotation{checks("organizations", map[string]string{"organization_kind": oneOf("kind", organizationKinds...)})}
}
