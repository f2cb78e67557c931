// Package schema describes the tables: fields, edges, indexes, checks and whose
// rows are whose. Business rules live in the rooms, not here.
//
// Every table either is Scoped, or is Open: reference data and machinery that
// hold nothing of one village, department or unit. A test refuses a third kind.
package schema

import (
	"fmt"
	"strings"
	"time"

	"entgo.io/ent"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"entgo.io/ent/schema/mixin"
	"github.com/google/uuid"

	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/platform/scope"
)

// Identified gives a table its UUIDv7 id, made by us so that no insert waits for an answer.
type Identified struct{ mixin.Schema }

// Fields of the mixin.
func (Identified) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("id", uuid.UUID{}).SchemaType(asText).Default(NewID).Immutable(),
		field.Time("create_time").Default(now).Immutable(),
	}
}

// NewID makes a UUIDv7: in order of time, so indexes grow at one end.
func NewID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

// now is the moment a row is written, UTC, in the microseconds PostgreSQL keeps.
func now() time.Time { return calendar.System().Now().UTC().Truncate(time.Microsecond) }

// Versioned gives a table the integer behind its etag.
type Versioned struct{ mixin.Schema }

// Fields of the mixin.
func (Versioned) Fields() []ent.Field {
	return []ent.Field{
		field.Int("version").Default(1).Positive(),
		field.Time("update_time").Default(now).UpdateDefault(now),
	}
}

// Scoped limits every query and change of a table to the viewer's rows.
type Scoped struct {
	mixin.Schema
	scope.Columns
}

// Interceptors of the mixin.
func (s Scoped) Interceptors() []ent.Interceptor { return []ent.Interceptor{s.Interceptor()} }

// Hooks of the mixin.
func (s Scoped) Hooks() []ent.Hook { return []ent.Hook{s.Hook()} }

// Open marks a table that is nobody's in particular.
type Open struct{ mixin.Schema }

// OfProject gives a child of a project the project's village, unit and leading
// department, and limits it to those who see the project. The room copies them
// from the project it has read, never from a request.
type OfProject struct {
	mixin.Schema
	// UnitMayChange is for the project itself: before it is approved it has no children, and its unit may still change.
	UnitMayChange bool
}

// ProjectColumns are the columns that say whose a project's row is.
var ProjectColumns = scope.Columns{Village: "village_id", Departments: []string{"department_id"}, Unit: "unit_id"}

// Fields of the mixin.
func (m OfProject) Fields() []ent.Field {
	unit := field.UUID("unit_id", uuid.UUID{}).SchemaType(asText)
	if !m.UnitMayChange {
		unit = unit.Immutable()
	}
	return []ent.Field{
		field.UUID("village_id", uuid.UUID{}).SchemaType(asText).Immutable(),
		unit,
		field.UUID("department_id", uuid.UUID{}).SchemaType(asText).Optional().Nillable(),
	}
}

// Indexes of the mixin.
func (OfProject) Indexes() []ent.Index {
	return []ent.Index{index.Fields("village_id", "id"), index.Fields("unit_id", "id"), index.Fields("department_id", "id")}
}

// Interceptors of the mixin.
func (OfProject) Interceptors() []ent.Interceptor {
	return []ent.Interceptor{ProjectColumns.Interceptor()}
}

// Hooks of the mixin.
func (OfProject) Hooks() []ent.Hook { return []ent.Hook{ProjectColumns.Hook()} }

// fen is an amount in fen.
func fen(name string) ent.Field { return field.Int64(name) }

// to is a foreign key to another table, kept by the database and never cascading:
// nothing here is deleted because something else is.
func to(name string, other any) ent.Edge {
	return edge.To(name, other).Unique().Immutable().Field(name + "_id").Required().
		Annotations(entsql.OnDelete(entsql.Restrict))
}

// maybeTo is a foreign key that may be empty.
func maybeTo(name string, other any) ent.Edge {
	return edge.To(name, other).Unique().Field(name + "_id").
		Annotations(entsql.OnDelete(entsql.Restrict))
}

// id is the column of a foreign key.
func id(name string) ent.Field {
	return field.UUID(name+"_id", uuid.UUID{}).SchemaType(asText).Immutable()
}

// maybeID is the column of a foreign key that may be empty.
func maybeID(name string) ent.Field {
	return field.UUID(name+"_id", uuid.UUID{}).SchemaType(asText).Optional().Nillable()
}

// state is a column that takes one of the values, kept by a CHECK as well: see checks.
func state(values ...string) ent.Field { return field.Enum("state").Values(values...) }

// oneOf is the CHECK of an enumerated column.
func oneOf(column string, values ...string) string {
	return fmt.Sprintf("%s IN ('%s')", column, strings.Join(values, "','"))
}

// checks declares the table's name and CHECK constraints, so that generated
// migrations know them and keep them.
func checks(table string, named map[string]string) schema.Annotation {
	wrapped := map[string]string{}
	for name, expression := range named {
		wrapped[name] = "(" + expression + ")" // the planner takes a leading bracket for one around the whole
	}
	return entsql.Annotation{Table: table, Checks: wrapped}
}

// date is a civil day: DATE on PostgreSQL, yyyy-mm-dd on SQLite.
func date(name string) ent.Field {
	return field.Other(name, calendar.Date{}).SchemaType(map[string]string{
		dialect.Postgres: "date",
		dialect.SQLite:   "text",
	})
}

// maybeDate is a day that may be empty.
func maybeDate(name string) ent.Field {
	return field.Other(name, &calendar.Date{}).Optional().SchemaType(map[string]string{
		dialect.Postgres: "date",
		dialect.SQLite:   "text",
	})
}

// asText gives ids on SQLite the affinity of text. Left to itself a column of type
// uuid there has numeric affinity, and comparing it with the ledger's text columns
// would use none of their indexes.
var asText = map[string]string{dialect.SQLite: "text"}
