package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Session is one log-in of one user. The token itself is never stored.
type Session struct{ ent.Schema }

// Mixin of the table.
func (Session) Mixin() []ent.Mixin { return []ent.Mixin{Open{}, Identified{}} }

// Fields of the table.
func (Session) Fields() []ent.Field {
	return []ent.Field{
		field.String("token_hash").Unique().Immutable().Sensitive(),
		id("user"),
		field.Bool("cookie").Immutable().Comment("came with a cookie, so changing calls need the CSRF header"),
		field.Time("expire_time"),
	}
}

// Edges of the table.
func (Session) Edges() []ent.Edge { return []ent.Edge{to("user", User.Type)} }

// Indexes of the table.
func (Session) Indexes() []ent.Index {
	return []ent.Index{index.Fields("user_id"), index.Fields("expire_time")}
}
