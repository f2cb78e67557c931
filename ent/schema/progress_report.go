package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"
)

// ProgressReport is what was said of the work on a project on one day (进度报告). Reports are only added.
type ProgressReport struct{ ent.Schema }

// Mixin of the table. Reports follow their project to another unit, so that it sees how far the work is.
func (ProgressReport) Mixin() []ent.Mixin {
	return []ent.Mixin{Identified{}, OfProject{UnitMayChange: true}}
}

var workQualities = []string{"good", "fair", "poor"}

// onEarth is the CHECK of a position: whole or missing, and a place there is.
const onEarth = "(latitude_micro IS NULL) = (longitude_micro IS NULL) AND (latitude_micro IS NULL OR latitude_micro BETWEEN -90000000 AND 90000000 AND longitude_micro BETWEEN -180000000 AND 180000000)"

// Fields of the table.
func (ProgressReport) Fields() []ent.Field {
	return []ent.Field{
		id("project"),
		field.Int("sequence").Immutable().Comment("which report of the project it is, from 1"),
		date("reported_on"),
		field.Int("percent").Immutable(),
		field.Int("percent_before").Immutable().Comment("of the report before it, 0 for the first: less needs a reason"),
		field.Int64("quantity_milli").Immutable(),
		field.Enum("quality").Values(workQualities...).Immutable(),
		field.Int64("money_used_fen").Immutable(),
		field.String("problems").Default("").Immutable(),
		field.String("setback_reason").Default("").Immutable(),
		field.Int32("latitude_micro").Optional().Nillable().Immutable(),
		field.Int32("longitude_micro").Optional().Nillable().Immutable(),
		field.UUID("reported_by", uuid.UUID{}).SchemaType(asText).Immutable(),
		field.String("reporter_name").Immutable(),
		field.String("organization_name").Default("").Immutable(),
	}
}

// Edges of the table.
func (ProgressReport) Edges() []ent.Edge { return []ent.Edge{to("project", Project.Type)} }

// Indexes of the table.
func (ProgressReport) Indexes() []ent.Index {
	return []ent.Index{index.Fields("project_id", "sequence").Unique(), index.Fields("reported_on", "id")}
}

// Annotations of the table.
func (ProgressReport) Annotations() []schema.Annotation {
	return []schema.Annotation{checks("progress_reports", map[string]string{
		"progress_report_percent":  "percent BETWEEN 0 AND 100 AND percent_before BETWEEN 0 AND 100",
		"progress_report_sequence": "sequence > 0",
		"progress_report_amounts":  "quantity_milli >= 0 AND money_used_fen >= 0",
		"progress_report_quality":  oneOf("quality", workQualities...),
		"progress_report_setback":  "percent >= percent_before OR setback_reason <> ''",
		"progress_report_position": onEarth,
	})}
}
