package app_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/testing/protocmp"

	accessv1 "zhengcun/api/zhengcun/access/v1"
	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	peoplev1 "zhengcun/api/zhengcun/people/v1"
	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/internal/app/apptest"
	"zhengcun/internal/people/roles"
)

// Whatever comes in, the answer says what is wrong, and a refused request leaves
// nothing behind.
func TestBadInput(t *testing.T) {
	for _, dialect := range apptest.Dialects {
		t.Run(dialect, func(t *testing.T) {
			w := newWorld(t, dialect)
			for _, part := range []struct {
				name string
				run  func(w *world, t *testing.T)
			}{
				{"repeats", (*world).repeats}, {"amounts", (*world).amounts}, {"names", (*world).names}, {"accounts", (*world).accounts}, {"JSON", (*world).wrongJSON},
				{"keys", (*world).keys}, {"etags", (*world).etags}, {"server-owned fields", (*world).serverOwned}, {"masks", (*world).masks},
				{"page tokens", (*world).pageTokens}, {"searches", (*world).searches}, {"texts", (*world).texts}, {"markup", (*world).markup},
				{"sizes", (*world).sizes}, {"batch", (*world).batch}, {"ended access", (*world).endedAccess},
			} {
				t.Run(part.name, func(t *testing.T) { part.run(w, t) })
			}
		})
	}
}

// paper is a document as JSON, with places to put something wrong into.
func paper(number string, change ...string) string {
	text := `{"issuerCode":"AQ-JT","number":"` + number + `","title":"道路资金","issuedOn":"2026-10-01","lines":[{"lineNumber":1,"channelCode":"D-TRANSPORT","purposeCode":"rural-road","fiscalYear":2026,"amountFen":"100","regionCode":"340828107202"}]}`
	for i := 0; i < len(change); i += 2 {
		text = strings.Replace(text, change[i], change[i+1], 1)
	}
	return text
}

// reasons are those of the answer over REST: of its fields, sorted, or of the whole.
func reasons(r *apptest.Response) string {
	details, _ := r.JSON["details"].([]any)
	var fields []string
	for _, d := range details {
		d, _ := d.(map[string]any)
		list, _ := d["fieldViolations"].([]any)
		for _, v := range list {
			v, _ := v.(map[string]any)
			fields = append(fields, text(v, "reason"))
		}
	}
	if len(fields) == 0 {
		return r.Reason()
	}
	slices.Sort(fields)
	return strings.Join(fields, ",")
}

// refused wants this answer over REST, and nothing changed.
func (w *world) refused(t *testing.T, code int, want string, r func() *apptest.Response) {
	t.Helper()
	before := w.contents()
	got := r()
	if got.Status != code || reasons(got) != want {
		t.Errorf("%d %s, want %d %s: %.400s", got.Status, reasons(got), code, want, got.Body)
	}
	if kind := got.Header.Get("Content-Type"); kind != "application/json" {
		t.Errorf("%s: an error of type %s", want, kind)
	}
	if unfilled.Match(got.Body) {
		t.Errorf("%s: a sentence has a gap: %s", want, got.Body)
	}
	if diff := cmp.Diff(before, w.contents()); diff != "" {
		t.Errorf("%s: something changed (-before +after):\n%s", want, diff)
	}
}

// push sends a document as the home department's system.
func (w *world) push(body, key string) *apptest.Response {
	w.t.Helper()
	return w.Do("POST", "/v1/fundDocuments", w.token(clientOwn), body, "Idempotency-Key", key)
}

// A push that comes again is answered again and not done again; one that was
// refused may be mended and sent under its key.
func (w *world) repeats(t *testing.T) {
	first := w.push(paper("重〔2026〕1号"), "repeat-1")
	if first.Status != 200 || first.Header.Get("Idempotent-Replayed") != "" {
		t.Fatalf("%d %s", first.Status, first.Body)
	}
	before := w.contents()
	again := w.push(paper("重〔2026〕1号"), "repeat-1")
	if again.Status != 200 || again.Header.Get("Idempotent-Replayed") != "true" || !bytes.Equal(first.Body, again.Body) {
		t.Errorf("%d %s %s, want %s", again.Status, again.Header.Get("Idempotent-Replayed"), again.Body, first.Body)
	}
	if diff := cmp.Diff(before, w.contents()); diff != "" {
		t.Errorf("a repeat changed something (-before +after):\n%s", diff)
	}
	w.refused(t, 409, "IDEMPOTENCY_KEY_REUSED", func() *apptest.Response { return w.push(paper("重〔2026〕1号", `"100"`, `"101"`), "repeat-1") })
	w.refused(t, 409, "IDEMPOTENCY_KEY_REUSED", func() *apptest.Response {
		return w.Do("POST", "/v1/fundDocuments:batchCreate", w.token(clientOwn), `{"requests":[{}]}`, "Idempotency-Key", "repeat-1")
	})
	w.refused(t, 409, "DOCUMENT_DIFFERS", func() *apptest.Response { return w.push(paper("重[2026] １ 号", `"100"`, `"101"`), "repeat-2") })
	// The same content under a new key is the same document.
	if same := w.push(paper("重[2026] １ 号"), "repeat-3"); same.Status != 200 || same.JSON["id"] != first.JSON["id"] {
		t.Errorf("%d %s", same.Status, same.Body)
	}
	// What was refused burns neither key nor number.
	w.refused(t, 400, "AMOUNT_INVALID", func() *apptest.Response { return w.push(paper("重〔2026〕2号", `"100"`, `"0"`), "repeat-4") })
	w.refused(t, 400, "ISSUER_UNKNOWN", func() *apptest.Response { return w.push(paper("重〔2026〕2号", "AQ-JT", "AQ-XX"), "repeat-4") })
	if mended := w.push(paper("重〔2026〕2号"), "repeat-4"); mended.Status != 200 {
		t.Errorf("%d %s", mended.Status, mended.Body)
	}
	// Another caller's key of the same name is another key.
	other := w.Do("POST", "/v1/fundDocuments", w.token(clientOwn+elsewhere), paper("重〔2026〕3号", "D-TRANSPORT", "D-WATER"), "Idempotency-Key", "repeat-1")
	if other.Status != 200 || other.JSON["id"] == first.JSON["id"] {
		t.Errorf("%d %s", other.Status, other.Body)
	}

	ctx := metadata.AppendToOutgoingContext(t.Context(), "authorization", "Bearer "+w.token(clientOwn), "idempotency-key", "repeat-5")
	in := &fundsv1.CreateFundDocumentRequest{FundDocument: document("AQ-JT", "重〔2026〕4号", "rural-road", 100, "D-TRANSPORT")}
	one := must(w.documents.CreateFundDocument(ctx, in))(t)
	before = w.contents()
	var sent metadata.MD
	two := must(w.documents.CreateFundDocument(ctx, in, grpc.Header(&sent)))(t)
	if !slices.Equal(sent.Get("idempotent-replayed"), []string{"true"}) || len(sent.Get("x-request-id")) != 1 {
		t.Errorf("headers of a repeat over gRPC: %v", sent)
	}
	if !proto.Equal(one, two) {
		t.Errorf("over gRPC (-first +second):\n%s", cmp.Diff(one, two, protocmp.Transform()))
	}
	in.FundDocument.Title = "另一个标题"
	if _, err := w.documents.CreateFundDocument(ctx, in); status.Code(err) != codes.AlreadyExists || reasonOf(status.Convert(err)) != "IDEMPOTENCY_KEY_REUSED" {
		t.Errorf("over gRPC: %v", err)
	}
	if diff := cmp.Diff(before, w.contents()); diff != "" {
		t.Errorf("repeats over gRPC changed something (-before +after):\n%s", diff)
	}
}

// An amount is a whole number of fen, written plainly, or it is refused.
func (w *world) amounts(t *testing.T) {
	for value, want := range map[string]string{
		`0`: "AMOUNT_INVALID", `-1`: "AMOUNT_INVALID", `1.5`: "AMOUNT_INVALID", `1.5e1`: "AMOUNT_INVALID", `1e3`: "AMOUNT_INVALID", `"1e3"`: "AMOUNT_INVALID",
		`"abc"`: "AMOUNT_INVALID", `"１００"`: "AMOUNT_INVALID", `9223372036854775808`: "AMOUNT_INVALID", `"9223372036854775808"`: "AMOUNT_INVALID",
		`null`: "AMOUNT_INVALID", `""`: "AMOUNT_INVALID", `" 1"`: "AMOUNT_INVALID", `"1,000"`: "AMOUNT_INVALID", `"0x10"`: "AMOUNT_INVALID", `"+1"`: "AMOUNT_INVALID",
		`-0`: "AMOUNT_INVALID", `1.0`: "AMOUNT_INVALID", `true`: "AMOUNT_INVALID", `[1]`: "AMOUNT_INVALID", `{}`: "AMOUNT_INVALID",
		`100000000000001`: "AMOUNT_INVALID", `"100000000000001"`: "AMOUNT_INVALID", `9007199254740993`: "AMOUNT_INVALID",
		`01`: "JSON_INVALID", `NaN`: "JSON_INVALID", `Infinity`: "JSON_INVALID", `１`: "JSON_INVALID",
	} {
		t.Run(value, func(t *testing.T) {
			w.refused(t, 400, want, func() *apptest.Response { return w.push(paper("额〔2026〕1号", `"100"`, value), newKey()) })
		})
	}
	for _, value := range []int64{0, -1, -1 << 63, 1<<63 - 1, 100_000_000_000_001} {
		_, err := w.documents.CreateFundDocument(w.as(clientOwn), &fundsv1.CreateFundDocumentRequest{FundDocument: document("AQ-JT", "额〔2026〕1号", "rural-road", value, "D-TRANSPORT")})
		if reasonOf(status.Convert(err)) != "AMOUNT_INVALID" {
			t.Errorf("%d over gRPC: %v", value, err)
		}
	}
	// Both ways to write a number are the same number.
	number, asText := w.push(paper("额〔2026〕2号", `"100"`, `9007199254740`), newKey()), w.push(paper("额〔2026〕2号", `"100"`, `"9007199254740"`), newKey())
	if number.Status != 200 || asText.Status != 200 || number.JSON["id"] != asText.JSON["id"] || !bytes.Contains(number.Body, []byte(`"9007199254740"`)) {
		t.Errorf("%s %s", number.Body, asText.Body)
	}
	// The lines together are an amount too.
	lines := strings.Repeat(`{"lineNumber":%d,"channelCode":"D-TRANSPORT","purposeCode":"rural-road","fiscalYear":2026,"amountFen":"100000000000000"},`, 2)
	lines = strings.TrimSuffix(fmt.Sprintf(lines, 1, 2), ",")
	w.refused(t, 400, "DOCUMENT_TOTAL_TOO_LARGE", func() *apptest.Response {
		return w.push(`{"issuerCode":"AQ-JT","number":"额〔2026〕3号","title":"t","issuedOn":"2026-10-01","lines":[`+lines+`]}`, newKey())
	})
}

// Names that stand for nothing.
func (w *world) names(t *testing.T) {
	last := "UPDATE regions SET valid_to = '2026-06-30' WHERE code = '340828107205'"
	if _, err := w.Super.ExecContext(t.Context(), last); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, to, want string }{
		{"AQ-JT", "AQ-XX", "ISSUER_UNKNOWN"}, {"AQ-JT", "", "FIELD_REQUIRED"}, {"AQ-JT", "aq-jt", "ISSUER_UNKNOWN"},
		{"D-TRANSPORT", "D-NOTHING", "CHANNEL_UNKNOWN"}, {"D-TRANSPORT", "D-WATER", "CHANNEL_UNKNOWN"}, {"D-TRANSPORT", "F-DEV", "CHANNEL_UNKNOWN"},
		{"rural-road", "rockets", "PURPOSE_UNKNOWN"}, {"340828107202", "340827000000", "REGION_UNKNOWN"}, {"340828107202", "340827107202", "REGION_UNKNOWN"},
		{"340828107202", "340828107205", "REGION_NOT_IN_FORCE"}, {"340828107202", "34082810720", "REGION_CODE_INVALID"}, {"340828107202", "３40828107202", "REGION_CODE_INVALID"},
		{"2026-10-01", "2026-02-30", "DATE_INVALID"}, {"2026-10-01", "2026/10/01", "DATE_INVALID"}, {"2026-10-01", "2026-11-03", "DATE_IN_FUTURE"},
		{`2026,`, `26,`, "YEAR_INVALID"}, {`2026,`, `2101,`, "YEAR_INVALID"}, {`"lineNumber":1`, `"lineNumber":0`, "FIELD_REQUIRED"}, {`"lineNumber":1`, `"lineNumber":-1`, "NUMBER_NEGATIVE"},
		{`,"lines":[`, `,"refersToId":"` + noRecord + `","lines":[`, "DOCUMENT_UNKNOWN"}, {`,"lines":[`, `,"refersToId":"` + w.id("fund_document", sibling) + `","lines":[`, "DOCUMENT_UNKNOWN"},
		{`"amountFen"`, `"projectId":"` + w.id("project", foreign) + `","amountFen"`, "PROJECT_UNKNOWN"}, {`"amountFen"`, `"projectId":"1","amountFen"`, "ID_INVALID"},
	} {
		t.Run(c.from+" → "+c.to, func(t *testing.T) {
			w.refused(t, 400, c.want, func() *apptest.Response { return w.push(paper("名〔2026〕1号", c.from, c.to), newKey()) })
		})
	}
	// Nothing new may refer to a region that has ended, whoever asks.
	project := w.newProject(chain{village: "340828107205", kind: "road", unit: "builder", department: "transport", label: "亡村"})
	_, err := w.projects.CreateProject(w.as(roles.PovertyOffice), &projectsv1.CreateProjectRequest{Project: project})
	if reasonOf(status.Convert(err)) != "REGION_NOT_IN_FORCE" {
		t.Error(err)
	}
	project.RegionCode, project.TypeCode = otherPlace, "rocket"
	project.UnitId, project.DepartmentId = noRecord, noRecord
	_, err = w.projects.CreateProject(w.as(roles.PovertyOffice), &projectsv1.CreateProjectRequest{Project: project})
	if reasonOf(status.Convert(err)) != "ORGANIZATION_UNKNOWN,ORGANIZATION_UNKNOWN,PROJECT_TYPE_UNKNOWN,REGION_UNKNOWN" {
		t.Error(err, reasonOf(status.Convert(err)))
	}
}

// A payee's account is a whole number of a bank's: one that was shown masked and
// is sent back would send money to nobody.
func (w *world) accounts(t *testing.T) {
	claim := func(account string) string {
		return `{"projectId":"` + w.id("project", own) + `","kind":"CLAIM_KIND_ADVANCE","claimedOn":"2026-10-20","payeeName":"某公司","payeeAccount":"` + account +
			`","lines":[{"allocationId":"` + w.id("allocation", own) + `","amountFen":"1"}]}`
	}
	for _, account := range []string{"****4567", "1", "1234567", "622202020000123456７", "6222-abcd-0000-1234", strings.Repeat("6", 33), "- - - -"} {
		w.refused(t, 400, "PAYEE_ACCOUNT_INVALID", func() *apptest.Response { return w.Do("POST", "/v1/claims", w.token(roles.Unit), claim(account)) })
	}
	made := w.Do("POST", "/v1/claims", w.token(roles.Unit), claim("6222 0202 0000-1234567"))
	if made.Status != 200 || text(made.JSON, "payeeAccount") != "****4567" {
		t.Fatalf("%d %s", made.Status, made.Body)
	}
	w.refused(t, 400, "PAYEE_ACCOUNT_INVALID", func() *apptest.Response {
		return w.Do("PATCH", "/v1/claims/"+text(made.JSON, "id"), w.token(roles.Unit), `{"payeeAccount":"****4567","etag":"1"}`)
	})
}

// JSON that is not the contract's.
func (w *world) wrongJSON(t *testing.T) {
	for _, c := range []struct {
		body, want string
	}{
		{paper("误〔2026〕1号", `"title"`, `"titel":"x","title"`), "FIELD_UNKNOWN"}, {paper("误〔2026〕1号", `"lineNumber"`, `"state":"x","lineNumber"`), "FIELD_UNKNOWN"},
		{paper("误〔2026〕1号", `"title"`, `"title":"x","title"`), "FIELD_DUPLICATE"}, {paper("误〔2026〕1号", `"number"`, `"issuer_code":"x","number"`), "FIELD_DUPLICATE"},
		{paper("误〔2026〕1号", `"道路资金"`, `7`), "FIELD_TYPE"}, {paper("误〔2026〕1号", `"道路资金"`, `{"a":1}`), "FIELD_TYPE"}, {paper("误〔2026〕1号", `"lines":[`, `"lines":[[],`), "FIELD_TYPE"},
		{paper("误〔2026〕1号", `"lines":[`, `"sources":["DOCUMENT_SOURCE_TYPED"],"lines":[`), "FIELD_SERVER_OWNED"},
		{paper("误〔2026〕1号", `"lines":[`, `"sources":["TYPED"],"lines":[`), "ENUM_UNKNOWN"},
		{`[]`, "FIELD_TYPE"}, {`"x"`, "FIELD_TYPE"}, {`{`, "JSON_INVALID"}, {`{"a":1,}`, "JSON_INVALID"}, {`{"title":"` + "\xff" + `"}`, "JSON_INVALID"},
		{`{"title":"\ud800"}`, "JSON_INVALID"}, {paper("误〔2026〕1号") + "x", "JSON_INVALID"}, {strings.Repeat(`{"lines":[`, 40), "FIELD_UNKNOWN,JSON_TOO_DEEP"},
		{`{}`, "FIELD_REQUIRED,FIELD_REQUIRED,FIELD_REQUIRED,FIELD_REQUIRED,FIELD_REQUIRED"}, {paper("误〔2026〕1号", `"道路资金"`, `"道路\u0000资金"`), "TEXT_INVALID"},
	} {
		t.Run(fmt.Sprintf("%.80s", c.body), func(t *testing.T) {
			if c.want == "FIELD_UNKNOWN,JSON_TOO_DEEP" { // a text that is too deep is not read to its end
				c.want = "JSON_TOO_DEEP"
			}
			w.refused(t, 400, c.want, func() *apptest.Response { return w.push(c.body, newKey()) })
		})
	}
	w.refused(t, 400, "ENUM_UNKNOWN", func() *apptest.Response {
		return w.Do("POST", "/v1/appropriations", w.token(roles.PovertyOffice), `{"share":"STABLE"}`)
	})
	for _, value := range []string{"1", `"1"`, "99"} { // numbers of enums are not the contract's JSON
		r := w.Do("POST", "/v1/appropriations", w.token(roles.PovertyOffice), `{"share":`+value+`}`)
		if reason := reasons(r); r.Status != 400 || reason != "ENUM_UNKNOWN" && reason != "FIELD_TYPE" {
			t.Errorf("share %s: %d %s", value, r.Status, reason)
		}
	}
	_, err := w.appropriation.CreateAppropriation(w.as(roles.PovertyOffice), &fundsv1.CreateAppropriationRequest{Appropriation: &fundsv1.Appropriation{Share: 99}})
	if !strings.Contains(reasonOf(status.Convert(err)), "ENUM_UNKNOWN") {
		t.Errorf("over gRPC: %v", err)
	}
	for _, path := range []string{"/v1/claims?state=PAID", "/v1/claims?state=7", "/v1/claims?pageSize=x", "/v1/claims?pageSize=1&page_size=2", "/v1/claims?regionCode=1", "/v1/claims?x=1",
		"/v1/claims?projectId=1", "/v1/claims?pageSize=1&pageSize=1", "/v1/allocations?idleOnly=yes", "/v1/fundDocuments?channelKind=department", "/v1/claims?%zz", "/v1/auditEntries?pageSize=99999999999"} {
		if r := w.Do("GET", path, w.token(roles.Auditor), ""); r.Status != 400 {
			t.Errorf("%s: %d %.200s", path, r.Status, r.Body)
		}
	}
	if r := w.Do("GET", "/v1/fundDocuments?channelKind=CHANNEL_KIND_DEPARTMENT", w.token(roles.Leader), ""); r.JSON["totalSize"] == 0.0 {
		t.Errorf("no documents of departments: %s", r.Body)
	}
	for path, want := range map[string]int{"/v1/nothing": 404, "/v1/claims/x/y": 404, "/v1/claims/" + noRecord + ":steal": 404, "/v1//claims": 404, "/v1/../v1/claims": 404} {
		if r := w.Do("POST", path, w.token(roles.Auditor), `{}`); r.Status != want {
			t.Errorf("%s: %d %.200s", path, r.Status, r.Body)
		}
	}
}

// Keys that are none.
func (w *world) keys(t *testing.T) {
	w.refused(t, 400, "IDEMPOTENCY_KEY_REQUIRED", func() *apptest.Response {
		return w.Do("POST", "/v1/fundDocuments", w.token(clientOwn), paper("键〔2026〕1号"))
	})
	for _, key := range []string{"with space", strings.Repeat("k", 256), "中文", "tab\there"} {
		w.refused(t, 400, "IDEMPOTENCY_KEY_INVALID", func() *apptest.Response { return w.push(paper("键〔2026〕1号"), key) })
	}
	if _, err := w.documents.CreateFundDocument(metadata.AppendToOutgoingContext(t.Context(), "authorization", "Bearer "+w.token(clientOwn)),
		&fundsv1.CreateFundDocumentRequest{FundDocument: document("AQ-JT", "键〔2026〕1号", "rural-road", 1, "D-TRANSPORT")}); reasonOf(status.Convert(err)) != "IDEMPOTENCY_KEY_REQUIRED" {
		t.Errorf("over gRPC: %v", err)
	}
	if r := w.push(paper("键〔2026〕1号"), strings.Repeat("k", 255)); r.Status != 200 {
		t.Errorf("the longest key: %d %s", r.Status, r.Body)
	}
}

// A change needs the etag that was read, and of two changes of one version one is made.
func (w *world) etags(t *testing.T) {
	p := must(w.projects.CreateProject(w.as(roles.PovertyOffice), &projectsv1.CreateProjectRequest{Project: w.newProject(chain{village: ownVillage, kind: "road", unit: "builder", department: "transport", label: "etag"})}))(t)
	at := "/v1/projects/" + p.Id
	patch := func(etag string, headers ...string) func() *apptest.Response {
		return func() *apptest.Response {
			return w.Do("PATCH", at, w.token(roles.PovertyOffice), `{"objective":"改"`+etag+`}`, headers...)
		}
	}
	w.refused(t, 400, "ETAG_REQUIRED", patch(""))
	w.refused(t, 400, "ETAG_REQUIRED", patch(`,"etag":""`))
	w.refused(t, 400, "ETAG_REQUIRED", patch(`,"etag":null`))
	for _, etag := range []string{"2", "0", "-1", "x", "1 ", "99999999999999999999", "*", "01", "+1"} {
		w.refused(t, 409, "ETAG_STALE", patch(`,"etag":"`+etag+`"`))
	}
	w.refused(t, 409, "ETAG_STALE", patch("", "If-Match", `"2"`))
	w.refused(t, 409, "ETAG_STALE", patch("", "If-Match", `*`))
	if r := patch("", "If-Match", `"1"`)(); r.Status != 200 || r.Header.Get("ETag") != `"2"` {
		t.Errorf("%d %s", r.Status, r.Body)
	}
	w.refused(t, 409, "ETAG_STALE", patch(`,"etag":"1"`))
	_, err := w.projects.ApproveProject(w.as(officeTwo), &projectsv1.ApproveProjectRequest{Id: p.Id})
	if reasonOf(status.Convert(err)) != "ETAG_REQUIRED" {
		t.Errorf("over gRPC: %v", err)
	}
	_, err = w.projects.ApproveProject(w.as(officeTwo), &projectsv1.ApproveProjectRequest{Id: p.Id, Etag: "1"})
	if status.Code(err) != codes.Aborted || reasonOf(status.Convert(err)) != "ETAG_STALE" {
		t.Errorf("over gRPC: %v", err)
	}
}

// Every method that takes a record, with each field the system fills in: all refused.
func (w *world) serverOwned(t *testing.T) {
	methods, tried := w.methods(), 0
	before := w.contents()
	for _, a := range attempts {
		m := methods[w.full(methods, a.method)]
		if m.Rule.Effect == accessv1.Effect_EFFECT_READ || m.Rule.Public {
			continue
		}
		who := w.callers[slices.IndexFunc(w.callers, func(c *caller) bool { return c.allowed(m) })]
		id := noRecord
		if a.resource != "" {
			id = w.id(a.resource, own)
		}
		fields := m.Descriptor.Input().Fields()
		for i := range fields.Len() {
			resource := fields.Get(i)
			if resource.Kind() != protoreflect.MessageKind || resource.IsList() || resource.Message().ParentFile().Package() == "google.protobuf" {
				continue
			}
			for j := range resource.Message().Fields().Len() {
				fd := resource.Message().Fields().Get(j)
				behaviours, _ := proto.GetExtension(fd.Options(), annotations.E_FieldBehavior).([]annotations.FieldBehavior)
				update := fields.ByName("update_mask") != nil
				if !slices.Contains(behaviours, annotations.FieldBehavior_OUTPUT_ONLY) || fd.Name() == "etag" || update && fd.Name() == "id" {
					continue
				}
				req := a.request(w, id)
				fill(req.ProtoReflect().Mutable(resource).Message(), fd)
				tried++
				if got := w.overGRPC(m, req, headers{token: who.token, key: newKey()}).reason(); !strings.Contains(got, "FIELD_SERVER_OWNED") {
					t.Errorf("%s with %s: %q", a.method, fd.FullName(), got)
				}
				if rest := w.overREST(m, req, headers{token: who.token, key: newKey()}); rest.code != http.StatusBadRequest || !strings.Contains(rest.reason(), "FIELD_SERVER_OWNED") {
					t.Errorf("%s with %s over REST: %d %q", a.method, fd.FullName(), rest.code, rest.reason())
				}
			}
		}
	}
	if tried < 80 {
		t.Errorf("only %d fields", tried)
	}
	if diff := cmp.Diff(before, w.contents()); diff != "" {
		t.Errorf("something changed (-before +after):\n%s", diff)
	}
}

// fill puts something into a field.
func fill(m protoreflect.Message, fd protoreflect.FieldDescriptor) {
	one := func() protoreflect.Value {
		switch fd.Kind() {
		case protoreflect.StringKind:
			return protoreflect.ValueOfString("1")
		case protoreflect.BoolKind:
			return protoreflect.ValueOfBool(true)
		case protoreflect.EnumKind:
			return protoreflect.ValueOfEnum(1)
		case protoreflect.Int32Kind:
			return protoreflect.ValueOfInt32(1)
		case protoreflect.Int64Kind:
			return protoreflect.ValueOfInt64(1)
		}
		return protoreflect.Value{}
	}
	switch {
	case fd.IsList() && fd.Kind() == protoreflect.MessageKind:
		m.Mutable(fd).List().AppendMutable()
	case fd.IsList():
		m.Mutable(fd).List().Append(one())
	case fd.Kind() == protoreflect.MessageKind:
		m.Mutable(fd)
	default:
		m.Set(fd, one())
	}
}

// Masks that name what may not be changed.
func (w *world) masks(t *testing.T) {
	p := must(w.projects.CreateProject(w.as(roles.PovertyOffice), &projectsv1.CreateProjectRequest{Project: w.newProject(chain{village: ownVillage, kind: "road", unit: "builder", department: "transport", label: "mask"})}))(t)
	for path, want := range map[string]string{
		"state": "FIELD_SERVER_OWNED", "number": "FIELD_SERVER_OWNED", "money": "FIELD_SERVER_OWNED", "money.paid_fen": "FIELD_UNKNOWN", "create_time": "FIELD_SERVER_OWNED",
		"region_code": "FIELD_IMMUTABLE", "type_code": "FIELD_IMMUTABLE", "*": "FIELD_UNKNOWN", "village_id": "FIELD_UNKNOWN", "listed_by": "FIELD_UNKNOWN",
		"id": "UPDATE_MASK_EMPTY", "etag": "UPDATE_MASK_EMPTY", "project.name": "FIELD_UNKNOWN", "name;drop table projects": "FIELD_UNKNOWN",
	} {
		in := &projectsv1.UpdateProjectRequest{Project: &projectsv1.Project{Id: p.Id, Name: "新名", Etag: "1"}, UpdateMask: mask(path)}
		_, err := w.projects.UpdateProject(w.as(roles.PovertyOffice), in)
		if reasonOf(status.Convert(err)) != want {
			t.Errorf("%s over gRPC: %v", path, err)
		}
		r := w.Do("PATCH", "/v1/projects/"+p.Id+"?updateMask="+url.QueryEscape(path), w.token(roles.PovertyOffice), `{"name":"新名","etag":"1"}`)
		if r.Status != 400 || reasons(r) != want && reasons(r) != "REQUEST_INVALID" { // a path that is none does not get as far
			t.Errorf("%s over REST: %d %s", path, r.Status, reasons(r))
		}
	}
	for body, want := range map[string]string{
		`{"etag":"1"}`: "UPDATE_MASK_EMPTY", `{"state":"PROJECT_STATE_ACCEPTED","etag":"1"}`: "FIELD_SERVER_OWNED",
		`{"number":"XM2026-99999","etag":"1"}`: "FIELD_SERVER_OWNED", `{"money":{"paidFen":"1"},"etag":"1"}`: "FIELD_SERVER_OWNED", `{"regionCode":"340828107201","etag":"1"}`: "FIELD_IMMUTABLE",
		`{"budgetFen":"0","etag":"1"}`: "AMOUNT_INVALID", `{"name":"","etag":"1"}`: "FIELD_REQUIRED", `{"name":null,"etag":"1"}`: "FIELD_REQUIRED",
	} {
		w.refused(t, 400, want, func() *apptest.Response {
			return w.Do("PATCH", "/v1/projects/"+p.Id, w.token(roles.PovertyOffice), body)
		})
	}
	// An id in the body cannot lead to another record than the address does.
	r := w.Do("PATCH", "/v1/projects/"+p.Id, w.token(roles.PovertyOffice), `{"id":"`+w.id("project", foreign)+`","name":"换了","etag":"1"}`)
	stranger := must(w.projects.GetProject(w.as(roles.Leader), &projectsv1.GetProjectRequest{Id: w.id("project", foreign)}))(t)
	if stranger.Name == "换了" || r.Status == 200 && text(r.JSON, "id") != p.Id {
		t.Errorf("%d %s", r.Status, r.Body)
	}
}

// A page token is good for whom it was given to and for what was asked.
func (w *world) pageTokens(t *testing.T) {
	first := w.Do("GET", "/v1/projects?pageSize=1&orderBy=name", w.token(roles.Leader), "")
	token := text(first.JSON, "nextPageToken")
	if token == "" {
		t.Fatalf("%s", first.Body)
	}
	if r := w.Do("GET", "/v1/projects?pageSize=2&orderBy=name&pageToken="+token, w.token(roles.Leader), ""); r.Status != 200 {
		t.Errorf("its own, with another size: %d %s", r.Status, r.Body)
	}
	flipped := []byte(token)
	flipped[len(flipped)/2] ^= 1
	for what, c := range map[string]struct{ caller, query string }{
		"of another caller": {roles.Auditor, "orderBy=name&pageToken=" + token}, "of another filter": {roles.Leader, "orderBy=name&state=PROJECT_STATE_ACCEPTED&pageToken=" + token},
		"of another order": {roles.Leader, "orderBy=number&pageToken=" + token}, "of the other way round": {roles.Leader, "orderBy=name%20desc&pageToken=" + token},
		"cut": {roles.Leader, "orderBy=name&pageToken=" + token[:len(token)-2]}, "changed": {roles.Leader, "orderBy=name&pageToken=" + url.QueryEscape(string(flipped))},
		"made up": {roles.Leader, "orderBy=name&pageToken=eyJhIjpbIjEiXX0"}, "SQL": {roles.Leader, "orderBy=name&pageToken=" + url.QueryEscape("' OR 1=1 --")},
	} {
		r := w.Do("GET", "/v1/projects?"+c.query, w.token(c.caller), "")
		if r.Status != 400 || r.Reason() != "PAGE_TOKEN_INVALID" {
			t.Errorf("%s: %d %s", what, r.Status, r.Reason())
		}
		values, _ := url.ParseQuery(c.query)
		_, err := w.projects.ListProjects(w.as(c.caller), &projectsv1.ListProjectsRequest{OrderBy: values.Get("orderBy"), State: projectsv1.ProjectState(projectsv1.ProjectState_value[values.Get("state")]), PageToken: values.Get("pageToken")})
		if reasonOf(status.Convert(err)) != "PAGE_TOKEN_INVALID" {
			t.Errorf("%s over gRPC: %v", what, err)
		}
	}
	if r := w.Do("GET", "/v1/payments?pageToken="+token, w.token(roles.Leader), ""); r.Status != 400 || r.Reason() != "PAGE_TOKEN_INVALID" {
		t.Errorf("of another list: %d %s", r.Status, r.Reason())
	}
}

// nasty are texts that mean something to a database.
var nasty = []string{"%", "__", "%%", "'", `"`, `\`, `\%`, "' OR '1'='1", "'; DROP TABLE claims; --", "$1", "?", "{}", "id desc; select 1", "(SELECT 1)", "1) UNION SELECT 1 --", "*", "[a-z]", "\\'", "𠮷"}

// Every list, with every text it takes: what is searched for is data.
func (w *world) searches(t *testing.T) {
	before := w.contents()
	tried := 0
	for _, a := range attempts {
		methods := w.methods()
		m := methods[w.full(methods, a.method)]
		if !a.list {
			continue
		}
		who := w.callers[slices.IndexFunc(w.callers, func(c *caller) bool { return c.allowed(m) && c.sees(a.resource, own) })]
		fields := m.Descriptor.Input().Fields()
		for i := range fields.Len() {
			fd := fields.Get(i)
			if fd.Kind() != protoreflect.StringKind || fd.Name() == "page_token" {
				continue
			}
			for _, text := range nasty {
				req := a.request(w, "").ProtoReflect()
				req.Set(fd, protoreflect.ValueOfString(text))
				tried++
				for protocol, got := range map[string]*answer{"REST": w.overREST(m, req.Interface(), headers{token: who.token}), "gRPC": w.overGRPC(m, req.Interface(), headers{token: who.token})} {
					switch {
					case got.message == nil && got.status.Code() != codes.InvalidArgument:
						t.Errorf("%s of %q over %s: %v", fd.FullName(), text, protocol, got.status)
					case got.message != nil && items(got.message) != nil && items(got.message).Len() > 0:
						t.Errorf("%s of %q over %s finds %d records", fd.FullName(), text, protocol, items(got.message).Len())
					}
				}
			}
		}
	}
	if tried < 400 {
		t.Errorf("only %d searches", tried)
	}
	for _, path := range []string{"'", "%27%20OR%201=1", "%00", "..%2f..", "%ff", strings.Repeat("x", 5000)} {
		if r := w.Do("GET", "/v1/claims/"+path, w.token(roles.Leader), ""); r.Status != 400 && r.Status != 404 {
			t.Errorf("%s: %d %.200s", path, r.Status, r.Body)
		}
	}
	if diff := cmp.Diff(before, w.contents()); diff != "" {
		t.Errorf("searching changed something (-before +after):\n%s", diff)
	}
}

// Texts that no form would send.
func (w *world) texts(t *testing.T) {
	for text, want := range map[string]string{
		"": "FIELD_REQUIRED", " ": "FIELD_REQUIRED", "　": "FIELD_REQUIRED", "\t\n": "FIELD_REQUIRED", "a\x00b": "TEXT_INVALID", "a\x1bb": "TEXT_INVALID", "a\u202eb": "TEXT_INVALID",
		"a\u2066b": "TEXT_INVALID", "a\u0085b": "TEXT_INVALID", strings.Repeat("长", 201): "FIELD_TOO_LONG",
	} {
		project := w.newProject(chain{village: ownVillage, kind: "road", unit: "builder", department: "transport"})
		project.Name = text
		before := w.contents()
		_, err := w.projects.CreateProject(w.as(roles.PovertyOffice), &projectsv1.CreateProjectRequest{Project: project})
		if got := reasonOf(status.Convert(err)); got != want {
			t.Errorf("a project named %.20q: %q, want %s", text, got, want)
		}
		body := fmt.Sprintf(`{"reason":%q,"etag":"1"}`, text)
		if !strings.ContainsAny(text, "\x00\x1b") && !strings.Contains(text, "\u0085") && want != "FIELD_TOO_LONG" { // %q writes those as Go does, not JSON
			r := w.Do("POST", "/v1/appropriations/"+w.id("appropriation", own)+":refuse", w.token(officeTwo), strings.ReplaceAll(strings.ReplaceAll(body, `\u3000`, "　"), `\x1b`, ""))
			if r.Status != 400 || reasons(r) != want {
				t.Errorf("a reason of %.20q: %d %s, want %s", text, r.Status, reasons(r), want)
			}
		}
		if diff := cmp.Diff(before, w.contents()); diff != "" {
			t.Errorf("%.20q: something changed (-before +after):\n%s", text, diff)
		}
	}
	project := w.newProject(chain{village: ownVillage, kind: "road", unit: "builder", department: "transport"})
	project.Name = strings.Repeat("𠮷", 200) // 200 characters of four bytes each
	if made, err := w.projects.CreateProject(w.as(roles.PovertyOffice), &projectsv1.CreateProjectRequest{Project: project}); err != nil || made.Name != project.Name {
		t.Errorf("%v, %v", made, err)
	}
}

// Markup is data: it is kept as it is and comes back as JSON that no browser runs.
func (w *world) markup(t *testing.T) {
	for _, evil := range []string{`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `</title><svg/onload=alert(1)>`, `javascript:alert(1)`, `{{7*7}}`, `${7*7}`, `=cmd|' /C calc'!A0`, `&lt;b&gt;`} {
		project := w.newProject(chain{village: ownVillage, kind: "road", unit: "builder", department: "transport"})
		project.Name, project.Objective = evil, evil
		made := must(w.projects.CreateProject(w.as(roles.PovertyOffice), &projectsv1.CreateProjectRequest{Project: project}))(t)
		for _, path := range []string{"/v1/projects/" + made.Id, "/v1/projects?query=" + url.QueryEscape(evil), "/v1/projects?orderBy=" + url.QueryEscape(evil)} {
			r := w.Do("GET", path, w.token(roles.Village), "", "Accept", "text/html")
			policy := r.Header.Get("Content-Security-Policy")
			if r.Header.Get("Content-Type") != "application/json" || r.Header.Get("X-Content-Type-Options") != "nosniff" || policy == "" || strings.Contains(policy, "unsafe") {
				t.Errorf("%s: %v", path, r.Header)
			}
			if r.Status == 200 && r.JSON["projects"] == nil && (text(r.JSON, "name") != evil || text(r.JSON, "objective") != evil) {
				t.Errorf("%s came back as %s", evil, r.Body)
			}
			if list, ok := r.JSON["projects"].([]any); ok && len(list) != 1 {
				t.Errorf("a search for %s finds %d", evil, len(list))
			}
		}
		r := w.push(paper(strings.ReplaceAll(strings.ReplaceAll(evil, `\`, ""), `"`, "")), newKey())
		if r.Status != 200 {
			t.Fatalf("%d %s", r.Status, r.Body)
		}
		differs := w.push(paper(strings.ReplaceAll(strings.ReplaceAll(evil, `\`, ""), `"`, ""), `"100"`, `"101"`), newKey())
		if differs.Status != 409 || differs.Header.Get("Content-Type") != "application/json" || differs.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%d %v", differs.Status, differs.Header)
		}
	}
}

// Bodies that are too much.
func (w *world) sizes(t *testing.T) {
	w.refused(t, 413, "BODY_TOO_LARGE", func() *apptest.Response {
		return w.push(paper("大〔2026〕1号", "道路资金", strings.Repeat("x", 1<<20)), newKey())
	})
	w.refused(t, 413, "BODY_TOO_LARGE", func() *apptest.Response {
		return w.Do("POST", "/v1/fundDocuments:batchCreate", w.token(clientOwn), `{"requests":[`+strings.Repeat(" ", 16<<20)+`]}`, "Idempotency-Key", newKey())
	})
	w.refused(t, 400, "JSON_TOO_DEEP", func() *apptest.Response { return w.push(strings.Repeat(`{"lines":`, 10_000), newKey()) })
	w.refused(t, 415, "CONTENT_TYPE_UNSUPPORTED", func() *apptest.Response {
		return w.Do("POST", "/v1/projects", w.token(roles.PovertyOffice), `{}`, "Content-Type", "text/plain")
	})
	w.refused(t, 415, "CONTENT_TYPE_UNSUPPORTED", func() *apptest.Response {
		return w.Do("POST", "/v1/projects", w.token(roles.PovertyOffice), `{}`, "Content-Encoding", "gzip")
	})
	lines := document("AQ-JT", "大〔2026〕2号", "rural-road", 1, slices.Repeat([]string{"D-TRANSPORT"}, 1001)...)
	_, err := w.documents.CreateFundDocument(w.as(clientOwn), &fundsv1.CreateFundDocumentRequest{FundDocument: lines})
	if reasonOf(status.Convert(err)) != "FIELD_TOO_MANY" {
		t.Errorf("1001 lines: %v", err)
	}
	_, err = w.documents.CreateFundDocument(w.as(clientOwn), &fundsv1.CreateFundDocumentRequest{FundDocument: &fundsv1.FundDocument{Title: strings.Repeat("x", 17<<20)}})
	if status.Code(err) != codes.ResourceExhausted {
		t.Errorf("17 MiB over gRPC: %v", status.Code(err))
	}
	r := w.Do("GET", "/v1/claims?query="+strings.Repeat("x", 201), w.token(roles.Leader), "")
	if r.Status != 400 || reasons(r) != "FIELD_TOO_LONG" {
		t.Errorf("%d %s", r.Status, reasons(r))
	}
	if r := w.Do("GET", "/v1/projects?pageSize=-1", w.token(roles.Leader), ""); r.Status != 400 {
		t.Errorf("a page of -1: %d", r.Status)
	}
}

// Of a batch the good ones are stored, each bad one is told, and none is half stored.
func (w *world) batch(t *testing.T) {
	post := func(token, key string, papers ...string) *apptest.Response {
		return w.Do("POST", "/v1/fundDocuments:batchCreate", token, `{"requests":[`+strings.Join(papers, ",")+`]}`, "Idempotency-Key", key)
	}
	one := func(p string) string { return `{"fundDocument":` + p + `}` }
	papers := []string{
		one(paper("批〔2026〕1号")), one(paper("批〔2026〕2号", `"100"`, `"-5"`)), one(paper("批〔2026〕1号")), one(paper("批〔2026〕1号", `"100"`, `"7"`)),
		one(paper("批〔2026〕3号", "D-TRANSPORT", "D-WATER")), one(paper("批〔2026〕4号", `}]}`, `},{"lineNumber":2,"channelCode":"D-TRANSPORT","purposeCode":"nothing","fiscalYear":2026,"amountFen":"1"}]}`)),
		one(`{}`), `{}`, one(paper("批〔2026〕5号")),
	}
	r := post(w.token(clientOwn), "batch-1", papers...)
	if r.Status != 200 || r.JSON["storedCount"] != 3.0 || r.JSON["refusedCount"] != 6.0 {
		t.Fatalf("%d %s", r.Status, r.Body)
	}
	results, _ := r.JSON["results"].([]any)
	var got []string
	var ids []string
	for _, result := range results {
		result, _ := result.(map[string]any)
		if failed, ok := result["error"].(map[string]any); ok {
			got = append(got, reasons(&apptest.Response{JSON: failed}))
			ids = append(ids, "")
			continue
		}
		stored, _ := result["fundDocument"].(map[string]any)
		got, ids = append(got, "stored"), append(ids, text(stored, "id"))
	}
	want := []string{"stored", "AMOUNT_INVALID", "stored", "DOCUMENT_DIFFERS", "CHANNEL_UNKNOWN", "PURPOSE_UNKNOWN",
		"FIELD_REQUIRED,FIELD_REQUIRED,FIELD_REQUIRED,FIELD_REQUIRED,FIELD_REQUIRED", "FIELD_REQUIRED", "stored"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
	if ids[0] == "" || ids[0] != ids[2] || ids[0] == ids[8] {
		t.Errorf("ids %v", ids)
	}
	if unfilled.Match(r.Body) || !bytes.Contains(r.Body, []byte(`requests[5].fund_document.lines[1].purpose_code`)) {
		t.Errorf("%s", r.Body)
	}
	before := w.contents()
	again := post(w.token(clientOwn), "batch-1", papers...)
	if !bytes.Equal(again.Body, r.Body) || again.Header.Get("Idempotent-Replayed") != "true" {
		t.Errorf("a repeat: %d %s", again.Status, again.Body)
	}
	w.refused(t, 409, "IDEMPOTENCY_KEY_REUSED", func() *apptest.Response { return post(w.token(clientOwn), "batch-1", papers[:8]...) })
	w.refused(t, 400, "FIELD_REQUIRED", func() *apptest.Response { return post(w.token(clientOwn), "batch-2") })
	w.refused(t, 400, "FIELD_TOO_MANY", func() *apptest.Response {
		return post(w.token(clientOwn), "batch-3", slices.Repeat([]string{one(paper("批〔2026〕9号"))}, 1001)...)
	})
	w.refused(t, 400, "FIELD_UNKNOWN", func() *apptest.Response { return post(w.token(clientOwn), "batch-4", papers[0], `{"document":{}}`) })
	if diff := cmp.Diff(before, w.contents()); diff != "" {
		t.Errorf("repeats and refusals changed something (-before +after):\n%s", diff)
	}
	for number, n := range map[string]int32{"批〔2026〕1号": 1, "批〔2026〕2号": 0, "批〔2026〕3号": 0, "批〔2026〕4号": 0, "批〔2026〕5号": 1} {
		list := must(w.documents.ListFundDocuments(w.as(roles.FinanceOfficer), &fundsv1.ListFundDocumentsRequest{Number: number}))(t)
		if list.TotalSize != n {
			t.Errorf("%s: %d stored, want %d", number, list.TotalSize, n)
		}
	}
	over := make([]*fundsv1.CreateFundDocumentRequest, 1001)
	for i := range over {
		over[i] = &fundsv1.CreateFundDocumentRequest{}
	}
	if _, err := w.documents.BatchCreateFundDocuments(w.as(clientOwn), &fundsv1.BatchCreateFundDocumentsRequest{Requests: over}); reasonOf(status.Convert(err)) != "FIELD_TOO_MANY" {
		t.Errorf("1001 over gRPC: %v", err)
	}
}

// Access that has been taken away is away with the very next call, over both protocols.
func (w *world) endedAccess(t *testing.T) {
	at := uuid.MustParse(w.orgs["poverty_office"])
	projects := func(token string) (int, codes.Code) {
		ctx := metadata.AppendToOutgoingContext(t.Context(), "authorization", "Bearer "+token)
		_, err := w.projects.ListProjects(ctx, &projectsv1.ListProjectsRequest{PageSize: 1})
		return w.Do("GET", "/v1/projects?pageSize=1", token, "").Status, status.Code(err)
	}
	expect := func(what, token string, http int, code codes.Code) {
		t.Helper()
		if gotHTTP, gotCode := projects(token); gotHTTP != http || gotCode != code {
			t.Errorf("%s: %d %v, want %d %v", what, gotHTTP, gotCode, http, code)
		}
	}
	user := func(name string) *peoplev1.User {
		return must(w.users.ListUsers(w.as(roles.Admin), &peoplev1.ListUsersRequest{Query: name}))(t).Users[0]
	}

	out, other := w.User("leaving", at, roles.PovertyOffice), w.Login("leaving")
	if r := w.Do("DELETE", "/v1/sessions/current", out, ""); r.Status != 200 {
		t.Fatalf("%d %s", r.Status, r.Body)
	}
	expect("logged out", out, 401, codes.Unauthenticated)
	expect("the other session", other, 200, codes.OK)

	u := user("leaving")
	u = must(w.users.SetUserRoles(w.as(roles.SecurityAdmin), &peoplev1.SetUserRolesRequest{Id: u.Id, Etag: u.Etag}))(t)
	expect("roles taken", other, 403, codes.PermissionDenied)
	u = must(w.users.SetUserRoles(w.as(roles.SecurityAdmin), &peoplev1.SetUserRolesRequest{Id: u.Id, Etag: u.Etag, Roles: []accessv1.Role{accessv1.Role_ROLE_POVERTY_OFFICE}}))(t)
	expect("roles given", other, 200, codes.OK)
	u = must(w.users.DisableUser(w.as(roles.Admin), &peoplev1.DisableUserRequest{Id: u.Id, Etag: u.Etag}))(t)
	expect("disabled", other, 401, codes.Unauthenticated)
	if r := w.Do("POST", "/v1/sessions", "", `{"username":"leaving","password":"`+apptest.Password+`"}`); r.Status != 401 || r.Reason() != "LOGIN_FAILED" {
		t.Errorf("a disabled user logs in: %d %s", r.Status, r.Body)
	}
	must(w.users.EnableUser(w.as(roles.Admin), &peoplev1.EnableUserRequest{Id: u.Id, Etag: u.Etag}))(t)
	expect("enabled again, with the old session", other, 401, codes.Unauthenticated)

	first, second := w.Login("leaving"), w.Login("leaving")
	if r := w.Do("POST", "/v1/users:changePassword", first, `{"oldPassword":"`+apptest.Password+`","newPassword":"another fine 整村 one"}`); r.Status != 200 {
		t.Fatalf("%d %s", r.Status, r.Body)
	}
	expect("the session that changed the password", first, 200, codes.OK)
	expect("a session from before", second, 401, codes.Unauthenticated)
	u = user("leaving")
	must(w.users.ResetUserPassword(w.as(roles.SecurityAdmin), &peoplev1.ResetUserPasswordRequest{Id: u.Id, Etag: u.Etag}))(t)
	expect("password reset", first, 401, codes.Unauthenticated)

	made := must(w.clients.CreateApiClient(w.as(roles.SecurityAdmin), &peoplev1.CreateApiClientRequest{ApiClient: &peoplev1.ApiClient{Name: "一时", OrganizationId: w.orgs["transport"], Scopes: []string{"funds.read"}}}))(t)
	expect("a client", made.Key, 200, codes.OK)
	must(w.clients.DisableApiClient(w.as(roles.SecurityAdmin), &peoplev1.DisableApiClientRequest{Id: made.ApiClient.Id, Etag: made.ApiClient.Etag}))(t)
	expect("a disabled client", made.Key, 401, codes.Unauthenticated)
}
