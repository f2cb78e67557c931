package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
)

// Issuer is a body that issues fund documents, reference data.
type Issuer struct{ ent.Schema }

// Mixin of the table.
func (Issuer) Mixin() []ent.Mixin { return []ent.Mixin{Open{}, Identified{}} }

// Fields of the table.
func (Issuer) Fields() []ent.Field {
	return []ent.Field{
		field.String("code").Unique().Immutable(),
		field.String("name"),
		field.Enum("level").Values("central", "province", "city", "county"),
	}
}
