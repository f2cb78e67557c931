package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"
)

// ClaimPaper is one paper of a claim and what it says (报账材料), as far as it is checked.
type ClaimPaper struct{ ent.Schema }

// Mixin of the table.
func (ClaimPaper) Mixin() []ent.Mixin { return []ent.Mixin{Identified{}, OfProject{}} }

// Fields of the table.
func (ClaimPaper) Fields() []ent.Field {
	return []ent.Field{
		id("claim"),
		field.Int("position").Immutable(),
		field.String("code").Immutable(),
		field.String("number").Default("").Immutable(),
		field.String("number_key").Default("").Immutable().Comment("the number as it is compared"),
		maybeDate("dated_on"),
		maybeDate("opinion_on"),
		field.Int64("amount_fen").Default(0).Immutable(),
		field.Int64("quantity_milli").Default(0).Immutable(),
		field.JSON("signers", []string{}).Optional().Immutable(),
		field.UUID("file_id", uuid.UUID{}).SchemaType(asText).Optional().Nillable().Immutable(),
		field.Bool("released").Default(false).Comment("its claim was rejected: its number is free again"),
	}
}

// Edges of the table.
func (ClaimPaper) Edges() []ent.Edge { return []ent.Edge{to("claim", Claim.Type)} }

// Indexes of the table.
func (ClaimPaper) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("code", "number_key").Unique().StorageKey("claim_paper_number_once").
			Annotations(entsql.IndexWhere("number_key <> '' AND NOT released")),
		index.Fields("claim_id", "position"),
	}
}

// Annotations of the table.
func (ClaimPaper) Annotations() []schema.Annotation {
	return []schema.Annotation{checks("claim_papers", map[string]string{"claim_paper_amounts": "amount_fen >= 0 AND quantity_milli >= 0"})}
}
