package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"

	"zhengcun/internal/platform/scope"
)

// FundDocument is a paper that promises money (指标文件). It is a fact: only how it came in is added to.
type FundDocument struct{ ent.Schema }

// Mixin of the table.
func (FundDocument) Mixin() []ent.Mixin {
	return []ent.Mixin{Identified{}, Versioned{}, Scoped{Columns: scope.Columns{
		Through: []scope.Through{
			{Table: "allocations", ForeignKey: "fund_document_id", Department: "department_id"},
			{Table: "allocation_changes", ForeignKey: "fund_document_id", Department: "department_id"},
		},
	}}}
}

// Fields of the table.
func (FundDocument) Fields() []ent.Field {
	return []ent.Field{
		id("issuer"),
		field.String("number").Immutable().Comment("as printed"),
		field.String("number_key").Immutable().Comment("folded, for comparison"),
		field.String("title").Immutable(),
		date("issued_on"),
		maybeID("refers_to"),
		field.Bytes("content_hash").Immutable().Comment("of everything the paper says, for equality of repeats"),
		field.Enum("kind").Values("allocation", "reduction", "recall").Default("allocation").Immutable().
			Comment("what it does: promise money, lower a promise, take received money back"),
		field.Bool("pushed").Default(false),
		field.Bool("typed").Default(false),
		field.UUID("created_by", uuid.UUID{}).SchemaType(asText).Immutable(),
	}
}

// Edges of the table.
func (FundDocument) Edges() []ent.Edge {
	return []ent.Edge{
		to("issuer", Issuer.Type),
		edge.To("referring", FundDocument.Type).Annotations(entsql.OnDelete(entsql.Restrict)).
			From("refers_to").Unique().Field("refers_to_id"),
	}
}

// Indexes of the table.
func (FundDocument) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("number_key", "issuer_id").Unique(),
		index.Fields("issued_on", "id"),
		index.Fields("number", "id"),
	}
}

// Annotations of the table.
func (FundDocument) Annotations() []schema.Annotation {
	return []schema.Annotation{checks("fund_documents", map[string]string{"fund_document_kind": oneOf("kind", "allocation", "reduction", "recall")})}
}
