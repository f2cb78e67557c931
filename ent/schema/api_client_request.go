package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// ApiClientRequest is one call of a department's system, kept for 30 days.
type ApiClientRequest struct{ ent.Schema }

// Mixin of ApiClientRequest.
func (ApiClientRequest) Mixin() []ent.Mixin { return []ent.Mixin{Open{}, Identified{}} }

// Fields of ApiClientRequest.
func (ApiClientRequest) Fields() []ent.Field {
	return []ent.Field{
		id("api_client"),
		field.String("request_id").Immutable(),
		field.Time("time").Immutable().Comment("when the call came; create_time is when it was written down"),
		field.String("method").Immutable(),
		field.String("code").Immutable(),
		field.String("reason").Default("").Immutable(),
		field.Int64("duration_us").Immutable(),
		field.String("client_ip").Default("").Immutable(),
		field.String("key_prefix").Default("").Immutable(),
		field.Bool("replayed").Default(false).Immutable(),
		field.String("answer").Default("").Immutable().Comment("JSON without personal data"),
	}
}

// Edges of ApiClientRequest.
func (ApiClientRequest) Edges() []ent.Edge { return []ent.Edge{to("api_client", ApiClient.Type)} }

// Indexes of ApiClientRequest.
func (ApiClientRequest) Indexes() []ent.Index {
	return []ent.Index{index.Fields("api_client_id", "time", "id"), index.Fields("api_client_id", "request_id"), index.Fields("time")}
}
