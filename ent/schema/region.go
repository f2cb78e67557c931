package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Region is a county, township or village (区划). Its id never changes; code and name may.
type Region struct{ ent.Schema }

// Mixin of the table.
func (Region) Mixin() []ent.Mixin { return []ent.Mixin{Open{}, Identified{}} }

// Fields of the table.
func (Region) Fields() []ent.Field {
	return []ent.Field{
		field.String("code").MinLen(12).MaxLen(12),
		field.String("name"),
		field.String("short_name"),
		field.String("initials").Comment("pinyin initials of the short name, for search"),
		field.Enum("level").Values("county", "township", "village"),
		maybeID("parent"),
		field.Bool("villagers_committee").Default(false),
		date("valid_from"),
		maybeDate("valid_to"),
		field.String("source").Comment("where the row comes from, with its date"),
	}
}

// Edges of the table. The tree is told from both ends: with the way up alone ent
// takes it for one to one and lets every region have a single child.
func (Region) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("children", Region.Type).Annotations(entsql.OnDelete(entsql.Restrict)).
			From("parent").Unique().Field("parent_id"),
	}
}

// Indexes of the table.
func (Region) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("code").Unique().Annotations(entsql.IndexWhere("valid_to IS NULL")).StorageKey("region_code_in_force"),
		index.Fields("parent_id", "code"),
	}
}

// Annotations of the table.
func (Region) Annotations() []schema.Annotation {
	return []schema.Annotation{checks("regions", map[string]string{
		"region_level":  oneOf("level", "county", "township", "village"),
		"region_parent": "(level = 'county') = (parent_id IS NULL)",
	})}
}
