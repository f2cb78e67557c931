package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// DocumentConflict is a document refused because the same number is stored with other content, kept for finance.
type DocumentConflict struct{ ent.Schema }

// Mixin of the table.
func (DocumentConflict) Mixin() []ent.Mixin { return []ent.Mixin{Identified{}, Versioned{}, Scoped{}} }

// Fields of the table.
func (DocumentConflict) Fields() []ent.Field {
	return []ent.Field{
		id("fund_document"),
		field.Bytes("refused").Immutable().Comment("the refused document as protobuf"),
		field.Bytes("refused_hash").Immutable(),
		field.Enum("refused_source").Values("pushed", "typed").Immutable(),
		field.Bool("resolved").Default(false),
		field.String("resolution").Default(""),
	}
}

// Edges of the table.
func (DocumentConflict) Edges() []ent.Edge { return []ent.Edge{to("fund_document", FundDocument.Type)} }

// Indexes of the table.
func (DocumentConflict) Indexes() []ent.Index {
	return []ent.Index{index.Fields("fund_document_id", "refused_hash").Unique()}
}
