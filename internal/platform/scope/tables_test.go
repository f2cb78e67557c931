package scope_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	sqlschema "entgo.io/ent/dialect/sql/schema"
	"entgo.io/ent/schema/field"
	"github.com/google/uuid"

	"zhengcun/ent"
	"zhengcun/ent/migrate"
	"zhengcun/internal/countytest"
	"zhengcun/internal/platform/scope"
)

// The test county holds, in every table, rows that are the viewer's for one reason
// each and rows that are not. Rows are written past foreign keys and scope, so that
// own rows lead to foreign ones and the other way round.

// scopeColumns are the columns by which a row is somebody's, as this test
// understands the words; it does not ask the code under test.
var scopeColumns = []string{"village_id", "department_id", "money_department_id", "unit_id"}

// table is one table with its client.
type table struct {
	*sqlschema.Table
	client func(*ent.Client) reflect.Value
	entity reflect.Type // ent.Receipt
	scoped bool
	rows   []row
}

type row struct {
	id     uuid.UUID
	values map[string]any // what the scope columns hold
}

// columns are the table's scope columns.
func (t *table) columns() []string {
	var found []string
	for _, name := range scopeColumns {
		if t.Column(name) != nil {
			found = append(found, name)
		}
	}
	return found
}

func (t *table) Column(name string) *sqlschema.Column {
	for _, c := range t.Columns {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// county is a filled county.
type county struct {
	*countytest.County
	random *rand.Rand
	tables map[string]*table // by table name
	byType map[string]*table // by entity name
	viewer *scope.Viewer     // of some villages, a department and a unit at once
}

// readTables finds all tables through ent's client, so that a new one is tested without a word here.
func readTables(t *testing.T, client *ent.Client) map[string]*table {
	t.Helper()
	byGoName := map[string]*sqlschema.Table{}
	for _, m := range migrate.Tables {
		byGoName[m.Name] = m
	}
	found := map[string]*table{}
	clients := reflect.TypeOf(*client)
	for i := range clients.NumField() {
		f := clients.Field(i)
		if !strings.HasSuffix(f.Type.String(), "Client") || f.Type.Kind() != reflect.Pointer {
			continue
		}
		get, ok := f.Type.MethodByName("Get")
		if !ok {
			continue
		}
		v := reflect.ValueOf(client).Elem().Field(i)
		entity := get.Type.Out(0).Elem()
		name := tableName(v)
		if byGoName[name] == nil {
			t.Fatalf("%s: no table %q", entity, name)
		}
		hooks, inters := len(call(v, "Hooks")[0].Interface().([]ent.Hook)), len(call(v, "Interceptors")[0].Interface().([]ent.Interceptor))
		if (hooks > 0) != (inters > 0) {
			t.Errorf("%s has %d hooks and %d interceptors: a scope is both", entity, hooks, inters)
		}
		found[name] = &table{
			Table: byGoName[name], entity: entity, scoped: hooks > 0,
			client: func(c *ent.Client) reflect.Value { return reflect.ValueOf(c).Elem().Field(i) },
		}
	}
	if len(found) != len(migrate.Tables) {
		t.Fatalf("%d clients for %d tables", len(found), len(migrate.Tables))
	}
	return found
}

// tableName finds the table of a client: ent makes it from the entity's name.
func tableName(client reflect.Value) string {
	name := strings.TrimSuffix(strings.ToLower(client.Type().Elem().Name()), "client")
	for _, m := range migrate.Tables {
		plain := strings.ReplaceAll(m.Name, "_", "")
		if plain == name+"s" || plain == name+"es" || plain == strings.TrimSuffix(name, "y")+"ies" {
			return m.Name
		}
	}
	return name
}

func call(v reflect.Value, method string, args ...any) []reflect.Value {
	m := v.MethodByName(method)
	if !m.IsValid() {
		panic(fmt.Sprintf("%s has no %s", v.Type(), method))
	}
	in := make([]reflect.Value, len(args))
	for i, a := range args {
		if r, ok := a.(reflect.Value); ok {
			in[i] = r
		} else {
			in[i] = reflect.ValueOf(a)
		}
	}
	return m.Call(in)
}

// failure is the error a reflected call ends with.
func failure(results []reflect.Value) error {
	err, _ := results[len(results)-1].Interface().(error)
	return err
}

// fill makes the rows of a county.
func fill(t *testing.T, c *countytest.County) *county {
	t.Helper()
	f := &county{County: c, random: rand.New(rand.NewPCG(1, 2)), byType: map[string]*table{}, viewer: &scope.Viewer{
		Kind: scope.Person, ID: uuid.New(), Villages: []uuid.UUID{uuid.New(), uuid.New(), uuid.New()}, Department: uuid.New(), Unit: uuid.New(),
	}}
	f.tables = readTables(t, ent.NewClient())
	for _, tab := range f.tables {
		f.byType[tab.entity.Name()] = tab
		for _, own := range append([]string{"", "", "", ""}, tab.columns()...) {
			r := row{id: uuid.Must(uuid.NewV7()), values: map[string]any{}}
			for _, name := range tab.columns() {
				r.values[name] = uuid.New()
				if tab.Column(name).Nullable && f.random.IntN(2) == 0 {
					r.values[name] = nil
				}
			}
			if own != "" {
				r.values[own] = f.mine(own)
			}
			tab.rows = append(tab.rows, r)
		}
	}
	f.insert(t)
	return f
}

// mine is a value of a scope column that makes a row the viewer's.
func (f *county) mine(column string) uuid.UUID {
	switch column {
	case "village_id":
		return f.viewer.Villages[f.random.IntN(len(f.viewer.Villages))]
	case "unit_id":
		return f.viewer.Unit
	default:
		return f.viewer.Department
	}
}

func (f *county) insert(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	conn, err := f.Super.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	off, on := "SET session_replication_role = replica", "SET session_replication_role = DEFAULT"
	if f.DB.Dialect() == dialect.SQLite {
		off, on = "PRAGMA foreign_keys = 0", "PRAGMA foreign_keys = 1"
	}
	if _, err := conn.ExecContext(ctx, off); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, m := range migrate.Tables {
		tab := f.tables[m.Name]
		targets := map[string][]uuid.UUID{}
		for _, key := range tab.ForeignKeys {
			var ids []uuid.UUID
			for _, r := range f.tables[key.RefTable.Name].rows {
				ids = append(ids, r.id)
			}
			f.random.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
			targets[key.Columns[0].Name] = ids
		}
		for i, r := range tab.rows {
			var names, holes []string
			var args []any
			for _, column := range tab.Columns {
				n++
				value := f.value(column, n)
				if ids := targets[column.Name]; ids != nil && !(column.Nullable && i%3 == 0) {
					value = ids[i%len(ids)]
				}
				if column.Nullable && (column.Name == "acceptance_id" || column.Name == "parent_id" || column.Name == "retention_of_id") {
					value = nil // a CHECK asks for none with the first kind
				}
				if column.Name == "fund_document_id" || column.Name == "claim_id" || column.Name == "project_id" {
					r.values[column.Name] = value
				}
				if scoped, ok := r.values[column.Name]; ok && tab.isScope(column.Name) {
					value = scoped
				}
				if column.Name == "id" {
					value = r.id
				}
				args = append(args, value)
				names = append(names, `"`+column.Name+`"`)
				holes = append(holes, fmt.Sprintf("$%d", len(args)))
			}
			statement := fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", tab.Name, strings.Join(names, ", "), strings.Join(holes, ", "))
			if _, err := conn.ExecContext(ctx, statement, args...); err != nil {
				t.Fatalf("%s: %v: give its columns other values here", tab.Name, err)
			}
		}
	}
	if _, err := conn.ExecContext(ctx, on); err != nil {
		t.Fatal(err)
	}
}

func (t *table) isScope(column string) bool {
	for _, c := range t.columns() {
		if c == column {
			return true
		}
	}
	return false
}

// value is a value of a column that its CHECKs let pass; n makes it unlike others.
func (f *county) value(c *sqlschema.Column, n int) any {
	if c.Nullable {
		return nil
	}
	if strings.HasPrefix(c.Name, "percent") {
		return 50 // within 0 and 100, and no less than before
	}
	if strings.HasPrefix(c.Name, "retention_") || c.Name == "term_months" {
		return 0 // nothing is kept back without an acceptance
	}
	switch c.Type {
	case field.TypeUUID:
		return uuid.New()
	case field.TypeTime:
		return time.Unix(0, 0).UTC().Format("2006-01-02 15:04:05+00:00")
	case field.TypeEnum:
		return c.Enums[0]
	case field.TypeBool:
		return false
	case field.TypeJSON:
		return "[]"
	case field.TypeBytes:
		return fmt.Appendf(nil, "%d", n)
	case field.TypeOther:
		return "2026-01-02"
	case field.TypeString:
		return fmt.Sprintf("%012d", n)
	default:
		return n
	}
}

// visible tells whether the viewer may see a row.
func (f *county) visible(t *table, r row) bool {
	if !t.scoped {
		return true
	}
	for _, name := range t.columns() {
		value, _ := r.values[name].(uuid.UUID)
		switch name {
		case "village_id":
			for _, v := range f.viewer.Villages {
				if v == value {
					return true
				}
			}
		case "unit_id":
			if value == f.viewer.Unit {
				return true
			}
		default:
			if value == f.viewer.Department {
				return true
			}
		}
	}
	if t.Name == "fund_documents" { // a document is a department's when one of its lines is
		for _, line := range slices.Concat(f.tables["allocations"].rows, f.tables["allocation_changes"].rows) {
			if line.values["fund_document_id"] == r.id && line.values["department_id"] == f.viewer.Department {
				return true
			}
		}
	}
	return false
}

// split are the ids of the viewer's rows and of the others.
func (f *county) split(t *table) (own, foreign map[uuid.UUID]bool) {
	own, foreign = map[uuid.UUID]bool{}, map[uuid.UUID]bool{}
	for _, r := range t.rows {
		if f.visible(t, r) {
			own[r.id] = true
		} else {
			foreign[r.id] = true
		}
	}
	return own, foreign
}

func (f *county) as(ctx context.Context) context.Context { return scope.With(ctx, f.viewer) }
