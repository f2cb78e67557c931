package app_test

import (
	"flag"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"zhengcun/internal/app/apptest"
	"zhengcun/internal/people/roles"
	"zhengcun/internal/platform/access"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares text with a file, or writes it.
func golden(t *testing.T, name, text string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(text, "\n")); diff != "" {
		t.Errorf("%s differs; if this is meant, run the test with -update and read the change (-want +got):\n%s", file, diff)
	}
}

// sight is whose records a caller sees, by hand and not from the code: of each
// resource, what the records are to the callers at home. A role that is not in a
// row sees none of it. The county sees all of everything; an API client sees what
// its department does.
var sight = map[string]map[string][]string{
	"fund_document": {roles.Department: {own, mixed}, roles.Department + elsewhere: {sibling, foreign, mixed}},
	"allocation":    {roles.Department: {own}, roles.Department + elsewhere: {sibling, foreign}},
	"receipt":       {roles.Department: {own}, roles.Department + elsewhere: {sibling, foreign}},
	"channel":       {roles.Department: {own}, roles.Department + elsewhere: {sibling}},
	"project":       ofProject, "acceptance": ofProject, "claim": ofProject, "payment": ofProject, "file": ofProject,
	"retention": ofProject, "retention_defect": ofProject,
	"progress_report": ofProject, "project_change": ofProject,
	"appropriation": withMoney, "project_lot": withMoney,
	"key_village": {
		roles.Township: {own, sibling}, roles.Township + elsewhere: {foreign},
		roles.Village: {own}, roles.Village + elsewhere: {sibling},
	},
	"reversal": {}, "document_conflict": {},
}

var ofProject = map[string][]string{
	roles.Department: {own}, roles.Department + elsewhere: {sibling, foreign},
	roles.Unit: {own}, roles.Unit + elsewhere: {sibling, foreign},
	roles.Township: {own, sibling}, roles.Township + elsewhere: {foreign},
	roles.Village: {own}, roles.Village + elsewhere: {sibling},
}

// withMoney are records of a project and of money: the department whose money it is sees them too.
var withMoney = map[string][]string{
	roles.Department: {own, crossed}, roles.Department + elsewhere: {sibling, foreign, crossed},
	roles.Unit: {own}, roles.Unit + elsewhere: {sibling, foreign, crossed},
	roles.Township: {own, sibling}, roles.Township + elsewhere: {foreign, crossed},
	roles.Village: {own}, roles.Village + elsewhere: {sibling},
}

// countyRoles see the business of the whole county.
var countyRoles = []string{roles.PovertyOffice, roles.FinanceOfficer, roles.FinanceApprover, roles.Cashier, roles.Statistics, roles.Leader, roles.Auditor}

// sees tells whether the caller sees records of the resource with the label.
func (c *caller) sees(resource, label string) bool {
	rows, scoped := sight[resource]
	if !scoped || slices.Contains(countyRoles, c.role) {
		return true
	}
	as := c.name
	if c.scope != nil {
		as = roles.Department
		if strings.HasSuffix(c.name, elsewhere) {
			as += elsewhere
		}
	}
	return slices.Contains(rows[as], label)
}

// allowed is whether the access rule lets the caller in.
func (c *caller) allowed(m *access.Method) bool {
	r := m.Rule
	switch {
	case r.Public:
		return true
	case c.scope != nil:
		return slices.ContainsFunc(r.Scopes, func(s string) bool { return slices.Contains(c.scope, s) })
	case c.token == "":
		return false
	}
	if r.SignedIn {
		return true
	}
	for _, role := range r.Roles {
		if role.String() == "ROLE_"+c.role {
			return true
		}
	}
	return false
}

// Outcomes of a cell.
const (
	yes       = "yes" // the caller has reached the record
	notThere  = "404"
	forbidden = "403"
	unknown   = "401"
)

// want is what the rules say of a cell.
func (c *caller) want(m *access.Method, a attempt, label string) string {
	switch {
	case !c.allowed(m) && c.token == "":
		return unknown
	case !c.allowed(m):
		return forbidden
	case a.resource != "" && !a.list && !c.sees(a.resource, label):
		return notThere
	}
	return yes
}

// outcome is what became of a call, in the words of want.
func (a attempt) outcome(got *answer) string {
	hidden := a.hidden
	if hidden == "" {
		hidden = "NOT_FOUND"
	}
	result, status := yes, 0
	switch reason := got.reason(); reason {
	case a.reached:
	case "SIGN_IN_REQUIRED":
		result, status = unknown, http.StatusUnauthorized
	case "ROLE_NOT_ALLOWED":
		result, status = forbidden, http.StatusForbidden
	case hidden:
		result, status = notThere, http.StatusNotFound
		if a.hidden != "" { // a field that names what is not there
			status = http.StatusBadRequest
		}
	default:
		return fmt.Sprintf("%s: %s", reason, got.status.Message())
	}
	if got.code != 0 && status != 0 && got.code != status {
		return fmt.Sprintf("%s, but HTTP %d", result, got.code)
	}
	return result
}

// The access matrix: every method of the contract × every caller × records of his
// own, of siblings and of strangers, over REST and over gRPC. What is expected
// follows from the access rules and from sight; the golden table is for reading.
func TestAccess(t *testing.T) {
	for _, dialect := range apptest.Dialects {
		t.Run(dialect, func(t *testing.T) {
			w := newWorld(t, dialect)
			t.Run("matrix", func(t *testing.T) { golden(t, "access.golden.md", w.matrix(t)) })
			t.Run("overview", w.overviews)
			t.Run("paper of two departments", w.mixedPaper)
			t.Run("filters tell nothing", w.filters)
			t.Run("channels of a client", w.clientChannels)
			t.Run("no reflection", w.noReflection)
			t.Run("tokens", w.tokens)
		})
	}
}

func (w *world) matrix(t *testing.T) string {
	methods := w.methods()
	for name := range methods {
		if !slices.ContainsFunc(attempts, func(a attempt) bool { return strings.HasSuffix(name, "."+a.method) }) {
			t.Errorf("%s has no row in the access matrix: add one to attempts", name)
		}
	}
	var table strings.Builder
	fmt.Fprint(&table, matrixHead)
	for i, c := range w.callers {
		fmt.Fprintf(&table, "- %d: `%s`\n", i+1, c.name)
	}
	fmt.Fprint(&table, "\n| method | record |")
	for i := range w.callers {
		fmt.Fprintf(&table, " %d |", i+1)
	}
	fmt.Fprintf(&table, "\n|---|---|%s\n", strings.Repeat("---|", len(w.callers)))
	for _, a := range attempts {
		m := methods[w.full(methods, a.method)]
		before := w.contents()
		for _, label := range a.labels(w) {
			w.row(t, &table, m, a, label)
		}
		if diff := cmp.Diff(before, w.contents()); diff != "" {
			t.Errorf("%s changed something (-before +after):\n%s", a.method, diff)
		}
	}
	return table.String()
}

const matrixHead = `# Access matrix

Written by TestAccess; run it with ` + "`-update`" + ` after a change that is meant.

- yes: the call was let in and found the record
- 404: let in, and told that there is no such record, as for an id that does not exist
- 403: the role or scope may not make the call; 401: nobody is signed in

What a record is to those at home (千佛塔村, its township, transport, its contractor): own; of a sibling village of the
same township; of strangers (foreign); strangers' project with money of the home department (crossed); a paper
with lines of both departments (mixed). Lists have one row: they hold what the rows of Get say, and are compared with it.

Callers:
`

func (w *world) full(methods map[string]*access.Method, short string) string {
	for name := range methods {
		if strings.HasSuffix(name, "."+short) {
			return name
		}
	}
	w.t.Fatalf("there is no method %s", short)
	return ""
}

// labels are the rows of an attempt.
func (a attempt) labels(w *world) []string {
	if a.list || a.resource == "" {
		return []string{""}
	}
	labels := slices.Sorted(maps.Keys(w.ids[a.resource]))
	order := []string{own, sibling, foreign, crossed, mixed}
	slices.SortFunc(labels, func(x, y string) int { return slices.Index(order, x) - slices.Index(order, y) })
	return labels
}

func (w *world) row(t *testing.T, table *strings.Builder, m *access.Method, a attempt, label string) {
	name := a.method
	if a.variant != "" {
		name += " " + a.variant
	}
	record := strings.TrimSpace(a.resource + " " + label)
	fmt.Fprintf(table, "| %s | %s |", name, record)
	id := ""
	if label != "" {
		id = w.id(a.resource, label)
	}
	for _, c := range w.callers {
		want := c.want(m, a, label)
		h := headers{token: c.token, key: a.key}
		if h.key == "" {
			h.key = newKey()
		}
		rest, grpc := w.overREST(m, a.request(w, id), h), w.overGRPC(m, a.request(w, id), h)
		for protocol, got := range map[string]*answer{"REST": rest, "gRPC": grpc} {
			if result := a.outcome(got); result != want {
				t.Errorf("%s of %s as %s over %s: %s, want %s", name, record, c.name, protocol, result, want)
			}
		}
		fmt.Fprintf(table, " %s |", a.outcome(grpc))
		if want == notThere {
			// What is a stranger's is told in the words of what does not exist at all.
			none := w.overGRPC(m, a.request(w, nothing(a.resource)), h)
			if !proto.Equal(none.status.Proto(), grpc.status.Proto()) {
				t.Errorf("%s of %s as %s: %v, of nothing: %v", name, record, c.name, grpc.status, none.status)
			}
		}
		if want == yes && a.list && a.resource != "" {
			w.checkList(t, m, a, c, grpc.message)
		}
	}
	fmt.Fprintln(table)
}

// nothing is the name of a record that does not exist.
func nothing(resource string) string {
	if resource == "channel" {
		return "D-NOTHING"
	}
	return noRecord
}

// checkList compares a list with what the caller sees: the records, how many there
// are in all, the sums, and a walk of one record at a time.
func (w *world) checkList(t *testing.T, m *access.Method, a attempt, c *caller, first proto.Message) {
	t.Helper()
	var want []string
	for label, ids := range w.ids[a.resource] {
		if c.sees(a.resource, label) {
			want = append(want, ids...)
		}
	}
	slices.Sort(want)
	sameIDs := func(what string, got []string) {
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s as %s, %s (-want +got):\n%s", a.method, c.name, what, diff)
		}
	}
	sameIDs("on one page", idsOf(first))
	total := first.ProtoReflect().Descriptor().Fields().ByName("total_size")
	if total != nil && first.ProtoReflect().Get(total).Int() != int64(len(want)) {
		t.Errorf("%s as %s: total_size %d, want %d", a.method, c.name, first.ProtoReflect().Get(total).Int(), len(want))
	}
	checkTotals(t, a.method+" as "+c.name, first)

	var walked []string
	req := a.request(w, "").ProtoReflect()
	fields := req.Descriptor().Fields()
	for range len(want) + 1 {
		req.Set(fields.ByName("page_size"), protoreflect.ValueOfInt32(1))
		page := w.overGRPC(m, req.Interface(), headers{token: c.token})
		if page.message == nil {
			t.Fatalf("%s as %s: %v", a.method, c.name, page.status)
		}
		got := page.message.ProtoReflect()
		walked = append(walked, idsOf(page.message)...)
		if total != nil && got.Get(total).Int() != int64(len(want)) {
			t.Errorf("%s as %s, on a page of one: total_size %d, want %d", a.method, c.name, got.Get(total).Int(), len(want))
		}
		next := got.Get(got.Descriptor().Fields().ByName("next_page_token")).String()
		if next == "" {
			break
		}
		req.Set(fields.ByName("page_token"), protoreflect.ValueOfString(next))
	}
	sameIDs("page by page", walked)
}

// items are the records of a list's answer.
func items(m proto.Message) protoreflect.List {
	fields := m.ProtoReflect().Descriptor().Fields()
	for i := range fields.Len() {
		if fd := fields.Get(i); fd.IsList() && fd.Kind() == protoreflect.MessageKind {
			return m.ProtoReflect().Get(fd).List()
		}
	}
	return nil
}

// idsOf are the ids of a list's records; a project lot has those of its two sides.
func idsOf(m proto.Message) []string {
	list := items(m)
	var ids []string
	for i := range list.Len() {
		item := list.Get(i).Message()
		text := func(name protoreflect.Name) string { return item.Get(item.Descriptor().Fields().ByName(name)).String() }
		if item.Descriptor().Fields().ByName("id") == nil {
			ids = append(ids, text("allocation_id")+text("project_id"))
		} else {
			ids = append(ids, text("id"))
		}
	}
	return ids
}

// checkTotals compares the sums of a list with its records.
func checkTotals(t *testing.T, what string, m proto.Message) {
	t.Helper()
	fd := m.ProtoReflect().Descriptor().Fields().ByName("totals")
	if fd == nil {
		return
	}
	sum := m.ProtoReflect().NewField(fd).Message()
	list := items(m)
	for i := range list.Len() {
		item := list.Get(i).Message()
		if money := item.Descriptor().Fields().ByName("money"); money != nil { // or the record has its amounts itself
			item = item.Get(money).Message()
		}
		fields := sum.Descriptor().Fields()
		for j := range fields.Len() {
			amount := item.Descriptor().Fields().ByName(fields.Get(j).Name())
			sum.Set(fields.Get(j), protoreflect.ValueOfInt64(sum.Get(fields.Get(j)).Int()+item.Get(amount).Int()))
		}
	}
	if !proto.Equal(sum.Interface(), m.ProtoReflect().Get(fd).Message().Interface()) {
		t.Errorf("%s: totals %v, but the records together %v", what, m.ProtoReflect().Get(fd), sum.Interface())
	}
}

// contents is how much there is in every table, and where the audit log stands.
func (w *world) contents() map[string]string {
	w.t.Helper()
	tables := `SELECT name, '' FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1`
	if w.DB.Dialect() == "postgres" {
		tables = `SELECT tablename, '' FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1`
	}
	var counts []string
	for name := range w.pairs(tables) {
		counts = append(counts, "SELECT '"+name+"', COUNT(*) FROM "+name)
	}
	found := w.pairs(strings.Join(counts, " UNION ALL "))
	delete(found, "api_client_requests") // each call of a client is one, a moment later
	h := head(w.t.(*testing.T), w.App)
	found["audit head"] = fmt.Sprintf("%d %x", h.Seq, h.Hash)
	return found
}

// pairs asks, past the application's rights, for two columns.
func (w *world) pairs(query string) map[string]string {
	w.t.Helper()
	rows, err := w.Super.QueryContext(w.t.Context(), query)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	found := map[string]string{}
	for rows.Next() {
		var name, value string
		if err := rows.Scan(&name, &value); err != nil {
			w.t.Fatal(err)
		}
		found[name] = value
	}
	if err := rows.Err(); err != nil {
		w.t.Fatal(err)
	}
	return found
}

// The access rules as they are: who may call what, what it does, whether it needs
// an etag and whether its key is kept for ever.
func TestAccessRules(t *testing.T) {
	w := &world{App: apptest.Start(t, "sqlite"), t: t}
	var table strings.Builder
	fmt.Fprint(&table, "# Access rules\n\nWritten by TestAccessRules; run it with `-update` after a change that is meant.\n\n"+
		"| method | roles | scopes | effect | etag | money |\n|---|---|---|---|---|---|\n")
	methods := w.methods()
	for _, name := range slices.Sorted(maps.Keys(methods)) {
		r := methods[name].Rule
		var who []string
		for _, role := range r.Roles {
			who = append(who, strings.TrimPrefix(role.String(), "ROLE_"))
		}
		switch {
		case r.Public:
			who = []string{"anyone"}
		case r.SignedIn:
			who = []string{"any user"}
		}
		mark := func(b bool) string {
			if b {
				return "yes"
			}
			return ""
		}
		_, short, _ := strings.Cut(strings.TrimPrefix(name, "/zhengcun."), ".v1.")
		fmt.Fprintf(&table, "| %s | %s | %s | %s | %s | %s |\n", short, strings.Join(who, " "), strings.Join(r.Scopes, " "),
			strings.ToLower(strings.TrimPrefix(r.Effect.String(), "EFFECT_")), mark(r.EtagRequired), mark(r.Money))
	}
	golden(t, "rules.golden.md", table.String())
}
