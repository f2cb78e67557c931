package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
)

// User is a person with an account (用户). Who may see users is decided by the method, not by row.
type User struct{ ent.Schema }

// Mixin of the table.
func (User) Mixin() []ent.Mixin { return []ent.Mixin{Open{}, Identified{}, Versioned{}} }

// Fields of the table.
func (User) Fields() []ent.Field {
	return []ent.Field{
		field.String("username").Unique().Immutable(),
		field.String("display_name"),
		id("organization"),
		field.JSON("roles", []string{}).Comment("names of roles as in the contract, without prefix"),
		field.String("phone").Default("").Sensitive().Comment("sealed by platform/privacy"),
		field.String("password_hash").Default("").Sensitive().Comment("argon2id in PHC form; empty means nobody can log in"),
		field.Bool("disabled").Default(false),
		field.Bool("must_change_password").Default(false).Comment("the password came from an administrator"),
	}
}

// Edges of the table.
func (User) Edges() []ent.Edge { return []ent.Edge{to("organization", Organization.Type)} }

// Annotations of the table.
func (User) Annotations() []schema.Annotation { return []schema.Annotation{checks("users", nil)} }
