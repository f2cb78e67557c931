package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
)

// LoginAttempt is the count of failed log-ins of one account name or one address, known by a keyed hash only.
type LoginAttempt struct{ ent.Schema }

// Mixin of the table.
func (LoginAttempt) Mixin() []ent.Mixin { return []ent.Mixin{Open{}, Identified{}} }

// Fields of the table.
func (LoginAttempt) Fields() []ent.Field {
	return []ent.Field{
		field.String("subject").Unique().Immutable(),
		field.Int("failures").NonNegative(),
		field.Time("window_start"),
	}
}
