package scope_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"zhengcun/ent"
	"zhengcun/internal/countytest"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
)

// TestScope tries every way ent has of reading and changing rows, on every scoped
// table: for nobody, and for a viewer with rows that are his and rows that are not.
func TestScope(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := fill(t, c)
		for _, tab := range f.tables {
			if !tab.scoped {
				continue
			}
			t.Run(tab.Name, func(t *testing.T) {
				f.try(t, func(ctx context.Context, tx *db.Tx) { f.forNobody(t, ctx, tx, tab) })
				f.try(t, func(ctx context.Context, tx *db.Tx) { f.reads(t, ctx, tx, tab) })
				f.try(t, func(ctx context.Context, tx *db.Tx) { f.walks(t, ctx, tx, tab) })
				f.try(t, func(ctx context.Context, tx *db.Tx) { f.creates(t, ctx, tx, tab) })
				f.changes(t, tab)
				f.deletes(t, tab)
			})
		}
	})
}

var errUndo = errors.New("undo")

// try runs fn in a transaction that is undone.
func (f *county) try(t *testing.T, fn func(ctx context.Context, tx *db.Tx)) {
	t.Helper()
	err := f.DB.Tx(f.as(t.Context()), func(ctx context.Context) error {
		fn(ctx, db.From(ctx))
		return errUndo
	})
	if !errors.Is(err, errUndo) {
		t.Error(err)
	}
}

// undo runs fn and undoes it within the transaction.
func undo(t *testing.T, ctx context.Context, fn func(ctx context.Context)) {
	t.Helper()
	err := db.From(ctx).Savepoint(ctx, func(ctx context.Context) error { fn(ctx); return errUndo })
	if !errors.Is(err, errUndo) {
		t.Fatal(err)
	}
}

// leaks are conditions that would widen the query if they could.
func leaks(id uuid.UUID) map[string]func(*sql.Selector) {
	return map[string]func(*sql.Selector){
		"none":        func(*sql.Selector) {},
		"pending or":  func(s *sql.Selector) { s.Where(sql.EQ(s.C("id"), id)).Or() },
		"or":          func(s *sql.Selector) { s.Where(sql.Or(sql.EQ(s.C("id"), id), sql.NotNull(s.C("id")))) },
		"expression":  func(s *sql.Selector) { s.Where(sql.ExprP("1 = 0 OR 1 = 1")) },
		"pending not": func(s *sql.Selector) { s.Where(sql.NotNull(s.C("id"))).Not() },
		"raw": func(s *sql.Selector) {
			s.Where(sql.P(func(b *sql.Builder) { b.WriteString("1 = 1 OR 1 = 1") }))
		},
	}
}

func (f *county) query(tx *db.Tx, tab *table, leak func(*sql.Selector)) reflect.Value {
	q := call(tab.client(tx.Client), "Query")[0]
	q.Interface().(interface{ WhereP(...func(*sql.Selector)) }).WhereP(leak)
	return q
}

// question is one way of asking; it answers which ids it told of, or how many rows.
type question struct {
	name string
	ask  func(ctx context.Context, q reflect.Value) (ids []uuid.UUID, n int, err error)
}

var questions = []question{
	{"All", func(ctx context.Context, q reflect.Value) ([]uuid.UUID, int, error) {
		out := call(q, "All", ctx)
		return idsOf(out[0]), -1, failure(out)
	}},
	{"IDs", func(ctx context.Context, q reflect.Value) ([]uuid.UUID, int, error) {
		out := call(q, "IDs", ctx)
		ids, _ := out[0].Interface().([]uuid.UUID)
		return ids, -1, failure(out)
	}},
	{"Count", func(ctx context.Context, q reflect.Value) ([]uuid.UUID, int, error) {
		out := call(q, "Count", ctx)
		return nil, out[0].Interface().(int), failure(out)
	}},
	{"Select", func(ctx context.Context, q reflect.Value) ([]uuid.UUID, int, error) {
		var ids []uuid.UUID
		err := failure(call(call(q, "Select", "id")[0], "Scan", ctx, &ids))
		return ids, -1, err
	}},
	{"GroupBy", func(ctx context.Context, q reflect.Value) ([]uuid.UUID, int, error) {
		var rows []struct {
			ID    uuid.UUID `json:"id"`
			Count int       `json:"count"`
		}
		err := failure(call(call(call(q, "GroupBy", "id")[0], "Aggregate", ent.Count())[0], "Scan", ctx, &rows))
		var ids []uuid.UUID
		for _, r := range rows {
			ids = append(ids, r.ID)
		}
		return ids, -1, err
	}},
	{"Aggregate", func(ctx context.Context, q reflect.Value) ([]uuid.UUID, int, error) {
		var rows []struct {
			Count int `json:"count"`
		}
		err := failure(call(call(q, "Aggregate", ent.Count())[0], "Scan", ctx, &rows))
		if err != nil {
			return nil, 0, err
		}
		return nil, rows[0].Count, nil
	}},
}

func idsOf(list reflect.Value) (ids []uuid.UUID) {
	for i := range list.Len() {
		ids = append(ids, idOf(list.Index(i)))
	}
	return ids
}

func idOf(entity reflect.Value) uuid.UUID {
	return entity.Elem().FieldByName("ID").Interface().(uuid.UUID)
}

func (f *county) reads(t *testing.T, ctx context.Context, tx *db.Tx, tab *table) {
	own, foreign := f.split(tab)
	for name, leak := range leaks(anyOf(foreign)) {
		for _, q := range questions {
			ids, n, err := q.ask(ctx, f.query(tx, tab, leak))
			what := fmt.Sprintf("%s with %s", q.name, name)
			if err != nil {
				t.Errorf("%s: %v", what, err)
				continue
			}
			for _, id := range ids {
				if !own[id] {
					t.Errorf("%s shows a foreign row", what)
				}
			}
			// The first leak is none: then all of the viewer's rows are there.
			if name == "none" && n < 0 && len(ids) != len(own) || n > len(own) || name == "none" && n >= 0 && n != len(own) {
				t.Errorf("%s tells of %d rows (%d), the viewer has %d", what, len(ids), n, len(own))
			}
		}
	}
	for id := range foreign {
		only := func(s *sql.Selector) { s.Where(sql.EQ(s.C("id"), id)) }
		if _, err := tryOne(ctx, tab.client(tx.Client), "Get", ctx, id); !ent.IsNotFound(err) {
			t.Errorf("Get of a foreign row: %v", err)
		}
		for _, method := range []string{"First", "FirstID", "Only", "OnlyID"} {
			if err := failure(call(f.query(tx, tab, only), method, ctx)); !ent.IsNotFound(err) {
				t.Errorf("%s of a foreign row: %v", method, err)
			}
		}
		if out := call(f.query(tx, tab, only), "Exist", ctx); out[0].Bool() || failure(out) != nil {
			t.Errorf("Exist of a foreign row: %v, %v", out[0], failure(out))
		}
	}
	for id := range own {
		if _, err := tryOne(ctx, tab.client(tx.Client), "Get", ctx, id); err != nil {
			t.Errorf("Get of an own row: %v", err)
		}
	}
	whole := scope.With(ctx, scope.SystemViewer("test"))
	if n := call(call(tab.client(tx.Client), "Query")[0], "CountX", whole)[0].Int(); int(n) != len(tab.rows) {
		t.Errorf("the whole county has %d rows of %d", n, len(tab.rows))
	}
	stranger := scope.With(ctx, &scope.Viewer{Kind: scope.Person, ID: uuid.New()})
	if n := call(call(tab.client(tx.Client), "Query")[0], "CountX", stranger)[0].Int(); n != 0 {
		t.Errorf("a viewer of nothing sees %d rows", n)
	}
}

func tryOne(_ context.Context, v reflect.Value, method string, args ...any) (reflect.Value, error) {
	out := call(v, method, args...)
	return out[0], failure(out)
}

func anyOf(set map[uuid.UUID]bool) uuid.UUID {
	for id := range set {
		return id
	}
	return uuid.Nil
}

// walks follows every edge of the table, from all its rows and from each, and
// loads every edge along: nothing foreign may come out at the other end.
func (f *county) walks(t *testing.T, ctx context.Context, tx *db.Tx, tab *table) {
	whole := scope.With(ctx, scope.SystemViewer("test"))
	all := call(call(tab.client(tx.Client), "Query")[0], "AllX", whole)[0]
	queries := reflect.PointerTo(tab.entity)
	met := false
	for i := range queries.NumMethod() {
		m := queries.Method(i)
		edge, ok := strings.CutPrefix(m.Name, "Query")
		if !ok || m.Type.NumOut() != 1 {
			continue
		}
		met = true
		target := f.byType[strings.TrimSuffix(m.Type.Out(0).Elem().Name(), "Query")]
		own, _ := f.split(target)
		check := func(what string, list reflect.Value, err error) {
			t.Helper()
			if err != nil {
				t.Errorf("%s: %v", what, err)
				return
			}
			for _, id := range idsOf(list) {
				if !own[id] {
					t.Errorf("%s: shows a foreign row of %s", what, target.Name)
				}
			}
		}
		// From the whole table: both ends are limited.
		list, err := tryOne(ctx, call(call(tab.client(tx.Client), "Query")[0], "Query"+edge)[0], "All", ctx)
		check("Query().Query"+edge, list, err)
		count := call(call(call(tab.client(tx.Client), "Query")[0], "Query"+edge)[0], "Count", ctx)
		if int(count[0].Int()) != list.Len() {
			t.Errorf("Query().Query%s counts %d and shows %d", edge, count[0].Int(), list.Len())
		}
		if ids, _ := tryOne(ctx, call(call(tab.client(tx.Client), "Query")[0], "Query"+edge)[0], "IDs", ctx); ids.Len() != list.Len() {
			t.Errorf("Query().Query%s has %d ids and shows %d", edge, ids.Len(), list.Len())
		}
		// From single rows, own and (through a wider context) foreign.
		for j := range all.Len() {
			list, err := tryOne(ctx, call(all.Index(j), "Query"+edge)[0], "All", ctx)
			check("row.Query"+edge, list, err)
		}
		// Loaded along.
		loaded := call(call(call(tab.client(tx.Client), "Query")[0], "With"+edge)[0], "All", ctx)
		if err := failure(loaded); err != nil {
			t.Errorf("With%s: %v", edge, err)
			continue
		}
		for j := range loaded[0].Len() {
			other := loaded[0].Index(j).Elem().FieldByName("Edges").FieldByName(edge)
			if other.Kind() == reflect.Slice {
				check("With"+edge, other, nil)
			} else if !other.IsNil() && !own[idOf(other)] {
				t.Errorf("With%s: shows a foreign row of %s", edge, target.Name)
			}
		}
		// A foreign row's edge is not reached from our end.
		for _, ctx := range []context.Context{noViewer(ctx)} {
			if _, err := tryOne(ctx, call(call(tab.client(tx.Client), "Query")[0], "Query"+edge)[0], "All", ctx); !errors.Is(err, scope.ErrNoViewer) {
				t.Errorf("Query().Query%s for nobody: %v", edge, err)
			}
			if _, err := tryOne(ctx, call(call(tab.client(tx.Client), "Query")[0], "With"+edge)[0], "All", ctx); !errors.Is(err, scope.ErrNoViewer) {
				t.Errorf("With%s for nobody: %v", edge, err)
			}
		}
	}
	if !met && len(tab.ForeignKeys) > 0 {
		t.Error("no edge was followed")
	}
}

func noViewer(ctx context.Context) context.Context { return scope.With(ctx, nil) }

func (f *county) forNobody(t *testing.T, ctx context.Context, tx *db.Tx, tab *table) {
	ctx = noViewer(ctx)
	client := tab.client(tx.Client)
	for _, q := range questions {
		if _, _, err := q.ask(ctx, call(client, "Query")[0]); !errors.Is(err, scope.ErrNoViewer) {
			t.Errorf("%s for nobody: %v", q.name, err)
		}
	}
	for _, method := range []string{"First", "FirstID", "Only", "OnlyID", "Exist"} {
		if err := failure(call(call(client, "Query")[0], method, ctx)); !errors.Is(err, scope.ErrNoViewer) {
			t.Errorf("%s for nobody: %v", method, err)
		}
	}
	id := tab.rows[0].id
	update, one := call(client, "Update")[0], call(client, "UpdateOneID", id)[0]
	create := f.newRow(tab, client)
	row := reflect.New(tab.entity)
	row.Elem().FieldByName("ID").Set(reflect.ValueOf(id))
	for name, out := range map[string][]reflect.Value{
		"Get":         call(client, "Get", ctx, id),
		"Update":      call(update, "Save", ctx),
		"UpdateOneID": call(one, "Save", ctx),
		"UpdateOne":   call(call(client, "UpdateOne", row)[0], "Save", ctx),
		"Delete":      call(call(client, "Delete")[0], "Exec", ctx),
		"DeleteOneID": call(call(client, "DeleteOneID", id)[0], "Exec", ctx),
		"DeleteOne":   call(call(client, "DeleteOne", row)[0], "Exec", ctx),
		"Create":      call(create, "Save", ctx),
		"CreateBulk":  call(call(client, "CreateBulk", f.newRow(tab, client), f.newRow(tab, client))[0], "Save", ctx),
	} {
		if err := failure(out); !errors.Is(err, scope.ErrNoViewer) {
			t.Errorf("%s for nobody: %v", name, err)
		}
	}
}

// setter finds SetAmountFen for amount_fen.
func setter(builder reflect.Value, prefix, column string) (reflect.Value, bool) {
	want := strings.ToLower(prefix + strings.ReplaceAll(column, "_", ""))
	for i := range builder.NumMethod() {
		if strings.ToLower(builder.Type().Method(i).Name) == want {
			return builder.Method(i), true
		}
	}
	return reflect.Value{}, false
}

// argument is a value for a setter; ok is false for types this test does not know.
func (f *county) argument(tab *table, column string, want reflect.Type) (v reflect.Value, ok bool) {
	c := tab.Column(column)
	switch want {
	case reflect.TypeFor[uuid.UUID]():
		return reflect.ValueOf(uuid.New()), true
	case reflect.TypeFor[time.Time]():
		return reflect.ValueOf(time.Now()), true
	case reflect.TypeFor[calendar.Date]():
		return reflect.ValueOf(calendar.MustParseDate("2026-01-02")), true
	case reflect.TypeFor[*calendar.Date]():
		day := calendar.MustParseDate("2026-01-02")
		return reflect.ValueOf(&day), true
	}
	switch want.Kind() {
	case reflect.String:
		if len(c.Enums) > 0 {
			return reflect.ValueOf(c.Enums[0]).Convert(want), true
		}
		return reflect.ValueOf(fmt.Sprint("x", f.random.Int())).Convert(want), true
	case reflect.Int, reflect.Int32, reflect.Int64:
		return reflect.ValueOf(1 + f.random.IntN(1000)).Convert(want), true
	case reflect.Bool:
		return reflect.ValueOf(true), true
	case reflect.Slice:
		if want.Elem().Kind() == reflect.Uint8 {
			return reflect.ValueOf([]byte("x")).Convert(want), true
		}
		return reflect.MakeSlice(want, 0, 0), true
	}
	return reflect.Value{}, false
}

// newRow is a create builder with every column set; the row is nobody's.
func (f *county) newRow(tab *table, client reflect.Value) reflect.Value {
	builder := call(client, "Create")[0]
	for _, c := range tab.Columns {
		if set, ok := setter(builder, "Set", c.Name); ok && (!c.Nullable || tab.isScope(c.Name)) {
			if v, ok := f.argument(tab, c.Name, set.Type().In(0)); ok {
				set.Call([]reflect.Value{v})
			}
		}
	}
	return builder
}

func (f *county) creates(t *testing.T, ctx context.Context, tx *db.Tx, tab *table) {
	client := tab.client(tx.Client)
	outside := func(what string, err error) {
		t.Helper()
		if err == nil || !strings.Contains(err.Error(), "outside the viewer's") {
			t.Errorf("%s outside the viewer's rows: %v", what, err)
		}
	}
	if tab.Name != "fund_documents" { // whose they are is told by their lines, each checked itself
		outside("Create", failure(call(f.newRow(tab, client), "Save", ctx)))
	}
	stranger := scope.With(ctx, &scope.Viewer{Kind: scope.Person, ID: uuid.New()})
	outside("Create by a viewer of nothing", failure(call(f.newRow(tab, client), "Save", stranger)))
	for _, column := range tab.columns() {
		mine := f.newRow(tab, client)
		set, _ := setter(mine, "Set", column)
		set.Call([]reflect.Value{reflect.ValueOf(f.mine(column))})
		outside("CreateBulk with one row", failure(call(call(client, "CreateBulk", mine, f.newRow(tab, client))[0], "Save", ctx)))
		undo(t, ctx, func(ctx context.Context) {
			mine := f.newRow(tab, client)
			set, _ := setter(mine, "Set", column)
			set.Call([]reflect.Value{reflect.ValueOf(f.mine(column))})
			// The foreign keys lead nowhere; that the database gets to see the row is enough.
			if err := failure(call(mine, "Save", ctx)); err != nil && !ent.IsConstraintError(err) {
				t.Errorf("Create with own %s: %v", column, err)
			}
		})
	}
}

// settable are the columns an update may set, simple ones first.
func settable(tab *table, builder reflect.Value) (names []string) {
	for _, c := range tab.Columns {
		if _, ok := setter(builder, "Set", c.Name); ok && !tab.isScope(c.Name) && c.Name != "update_time" {
			names = append(names, c.Name)
		}
	}
	slices.SortStableFunc(names, func(a, b string) int {
		rank := func(n string) int {
			switch {
			case strings.HasSuffix(n, "_id") || strings.HasSuffix(n, "_by"):
				return 1
			}
			return 0
		}
		return rank(a) - rank(b)
	})
	return names
}

func (f *county) set(tab *table, builder reflect.Value, column string) bool {
	set, ok := setter(builder, "Set", column)
	if !ok {
		return false
	}
	v, ok := f.argument(tab, column, set.Type().In(0))
	if ok {
		set.Call([]reflect.Value{v})
	}
	return ok
}

// snapshot is the content of a table, to see that nothing has changed.
func snapshot(t *testing.T, ctx context.Context, tab *table) map[uuid.UUID]string {
	t.Helper()
	tx := db.From(ctx)
	whole := scope.With(ctx, scope.SystemViewer("test"))
	list := call(call(tab.client(tx.Client), "Query")[0], "AllX", whole)[0]
	found := map[uuid.UUID]string{}
	for i := range list.Len() {
		found[idOf(list.Index(i))] = fmt.Sprint(list.Index(i))
	}
	return found
}

func (f *county) changes(t *testing.T, tab *table) {
	own, foreign := f.split(tab)
	f.try(t, func(ctx context.Context, tx *db.Tx) {
		client := tab.client(tx.Client)
		before := snapshot(t, ctx, tab)
		names := settable(tab, call(client, "Update")[0])
		for id := range foreign {
			// One by one, with and without something to set.
			bare := call(client, "UpdateOneID", id)[0]
			if row, err := tryOne(ctx, bare, "Save", ctx); err == nil || !row.IsNil() {
				t.Errorf("UpdateOneID of a foreign row without a field shows it")
			}
			for _, column := range names {
				undo(t, ctx, func(ctx context.Context) {
					one := call(client, "UpdateOneID", id)[0]
					if !f.set(tab, one, column) {
						return
					}
					row, err := tryOne(ctx, one, "Save", ctx)
					if !ent.IsNotFound(err) || !row.IsNil() {
						t.Errorf("UpdateOneID of a foreign row's %s: %v", column, err)
					}
				})
				break
			}
			if len(names) > 0 {
				undo(t, ctx, func(ctx context.Context) {
					one := call(client, "UpdateOneID", id)[0]
					f.set(tab, one, names[0])
					one.MethodByName("Mutation").Call(nil)[0].Interface().(interface{ WhereP(...func(*sql.Selector)) }).
						WhereP(func(s *sql.Selector) { s.Where(sql.EQ(s.C("id"), id)).Or() })
					if _, err := tryOne(ctx, one, "Save", ctx); err == nil {
						t.Errorf("UpdateOneID of a foreign row with a pending or succeeds")
					}
				})
			}
		}
		for name, leak := range leaks(anyOf(foreign)) {
			if len(names) == 0 {
				break
			}
			undo(t, ctx, func(ctx context.Context) {
				update := call(client, "Update")[0]
				f.set(tab, update, names[0])
				mutation := call(update, "Mutation")[0].Interface().(interface{ WhereP(...func(*sql.Selector)) })
				mutation.WhereP(leak)
				n, err := tryOne(ctx, update, "Save", ctx)
				if ent.IsConstraintError(err) {
					return // all rows cannot have the same value; a foreign one alone would have let us
				}
				if err != nil || int(n.Int()) > len(own) || name == "none" && int(n.Int()) != len(own) {
					t.Errorf("Update with %s changes %d rows, the viewer has %d: %v", name, n.Int(), len(own), err)
					return
				}
				after := snapshot(t, ctx, tab)
				for id := range foreign {
					if before[id] != after[id] {
						t.Errorf("Update with %s changes a foreign row", name)
					}
				}
			})
		}
		// Rows do not change hands, whichever way it is asked for.
		for id := range own {
			for _, column := range tab.columns() {
				for _, prefix := range []string{"Set", "SetNillable", "Clear"} {
					for _, makeBuilder := range []func() reflect.Value{
						func() reflect.Value { return call(client, "UpdateOneID", id)[0] },
						func() reflect.Value { return call(client, "Update")[0] },
					} {
						for _, name := range []string{column, strings.TrimSuffix(column, "_id")} {
							builder := makeBuilder()
							set, ok := setter(builder, prefix, name)
							if !ok {
								continue
							}
							var args []reflect.Value
							if set.Type().NumIn() == 1 {
								var value reflect.Value
								switch set.Type().In(0) {
								case reflect.TypeFor[uuid.UUID]():
									value = reflect.ValueOf(uuid.New())
								case reflect.TypeFor[*uuid.UUID]():
									other := uuid.New()
									value = reflect.ValueOf(&other)
								default: // an entity
									value = reflect.New(set.Type().In(0).Elem())
									value.Elem().FieldByName("ID").Set(reflect.ValueOf(uuid.New()))
								}
								args = []reflect.Value{value}
							}
							set.Call(args)
							if err := failure(call(builder, "Save", ctx)); err == nil || !strings.HasPrefix(err.Error(), "scope: ") {
								t.Errorf("%s %s: %v", prefix, name, err)
							}
						}
					}
				}
			}
			if len(names) > 0 {
				undo(t, ctx, func(ctx context.Context) {
					one := call(client, "UpdateOneID", id)[0]
					f.set(tab, one, names[0])
					if err := failure(call(one, "Save", ctx)); err != nil && !ent.IsConstraintError(err) {
						t.Errorf("UpdateOneID of an own row: %v", err)
					}
				})
			}
		}
	})
}

func (f *county) deletes(t *testing.T, tab *table) {
	own, foreign := f.split(tab)
	f.try(t, func(ctx context.Context, tx *db.Tx) {
		client := tab.client(tx.Client)
		for id := range foreign {
			if err := failure(call(call(client, "DeleteOneID", id)[0], "Exec", ctx)); !ent.IsNotFound(err) {
				t.Errorf("DeleteOneID of a foreign row: %v", err)
			}
		}
		for name, leak := range leaks(anyOf(foreign)) {
			undo(t, ctx, func(ctx context.Context) {
				del := call(client, "Delete")[0]
				call(del, "Where", reflect.ValueOf(leak).Convert(del.MethodByName("Where").Type().In(0).Elem()))
				n, err := tryOne(ctx, del, "Exec", ctx)
				if db.IsConstraint(err) {
					return // own rows that others refer to stay
				}
				if err != nil || int(n.Int()) > len(own) || name == "none" && int(n.Int()) != len(own) {
					t.Errorf("Delete with %s takes %d rows, the viewer has %d: %v", name, n.Int(), len(own), err)
				}
				after := snapshot(t, ctx, tab)
				for id := range foreign {
					if after[id] == "" {
						t.Errorf("Delete with %s takes a foreign row", name)
					}
				}
			})
		}
	})
}
