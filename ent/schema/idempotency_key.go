package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// IdempotencyKey is an accepted request by the key its caller gave it, with the answer.
type IdempotencyKey struct{ ent.Schema }

// Mixin of the table.
func (IdempotencyKey) Mixin() []ent.Mixin { return []ent.Mixin{Open{}, Identified{}} }

// Fields of the table.
func (IdempotencyKey) Fields() []ent.Field {
	return []ent.Field{
		field.String("caller").Immutable(),
		field.String("key").Immutable(),
		field.String("method").Immutable(),
		field.Bytes("request_hash").Immutable(),
		field.Bytes("response").Immutable().Comment("the answer as protobuf, secrets left out"),
		field.Time("expire_time").Optional().Nillable().Immutable().Comment("empty for money: never"),
	}
}

// Indexes of the table.
func (IdempotencyKey) Indexes() []ent.Index {
	return []ent.Index{index.Fields("caller", "key").Unique(), index.Fields("expire_time")}
}
