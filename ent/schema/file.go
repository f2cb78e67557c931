package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"
)

// File is a scanned paper or a photo kept with a record; its content lies in the file store.
type File struct{ ent.Schema }

// Mixin of File. Files of a project that is only listed follow it to another unit.
func (File) Mixin() []ent.Mixin { return []ent.Mixin{Identified{}, OfProject{UnitMayChange: true}} }

var fileSubjects = []string{"claim", "acceptance", "project", "progress_report"}

// Fields of File.
func (File) Fields() []ent.Field {
	return []ent.Field{
		field.Enum("subject").Values(fileSubjects...).Immutable(),
		field.UUID("subject_id", uuid.UUID{}).SchemaType(asText).Immutable(),
		field.String("name").Immutable(),
		field.String("media_type").Immutable(),
		field.Int64("size_bytes").Immutable(),
		field.String("sha256").Immutable(),
		field.UUID("uploaded_by", uuid.UUID{}).SchemaType(asText).Immutable(),
		field.String("uploader_name").Immutable(),
		field.Int32("latitude_micro").Optional().Nillable().Comment("where a photo was taken, when whoever sent it has agreed to keep that"),
		field.Int32("longitude_micro").Optional().Nillable(),
	}
}

// Indexes of File.
func (File) Indexes() []ent.Index {
	return []ent.Index{index.Fields("subject", "subject_id", "sha256").Unique()}
}

// Annotations of File.
func (File) Annotations() []schema.Annotation {
	return []schema.Annotation{checks("files", map[string]string{
		"file_size":     "size_bytes > 0",
		"file_subject":  oneOf("subject", fileSubjects...),
		"file_position": onEarth,
	})}
}
