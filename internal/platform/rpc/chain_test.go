package rpc_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	peoplev1 "zhengcun/api/zhengcun/people/v1"
	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/internal/platform/call"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
)

const anID = "01900000-0000-7000-8000-000000000001"

// TestRefusals sends what must not get through to both ways in: the answers are
// the same to the byte, well formed, and no method has seen the request.
func TestRefusals(t *testing.T) {
	w := sqlite(t)
	project := func(p *projectsv1.Project, paths ...string) *projectsv1.UpdateProjectRequest {
		p.Id = anID
		return &projectsv1.UpdateProjectRequest{Project: p, UpdateMask: &fieldmaskpb.FieldMask{Paths: paths}}
	}
	office := call.Info{Token: "office"}
	english := call.Info{Token: "officer", Language: "en"}
	for name, c := range map[string]struct {
		method string
		req    proto.Message
		resp   proto.Message
		info   call.Info
		code   codes.Code
		reason string
		bad    string
	}{
		"nobody":              {getReceipt, &fundsv1.GetReceiptRequest{Id: anID}, &fundsv1.Receipt{}, call.Info{}, codes.Unauthenticated, "SIGN_IN_REQUIRED", ""},
		"an unknown token":    {getReceipt, &fundsv1.GetReceiptRequest{Id: anID}, &fundsv1.Receipt{}, call.Info{Token: "x"}, codes.Unauthenticated, "SIGN_IN_REQUIRED", ""},
		"nobody, signed in":   {currentSession, &peoplev1.GetCurrentSessionRequest{}, &peoplev1.Session{}, call.Info{}, codes.Unauthenticated, "SIGN_IN_REQUIRED", ""},
		"another role":        {createReceipt, receipt("A"), &fundsv1.Receipt{}, call.Info{Token: "approver"}, codes.PermissionDenied, "ROLE_NOT_ALLOWED", ""},
		"no role":             {getReceipt, &fundsv1.GetReceiptRequest{Id: anID}, &fundsv1.Receipt{}, call.Info{Token: "nothing"}, codes.PermissionDenied, "ROLE_NOT_ALLOWED", ""},
		"closed for now":      {createReceipt, receipt(""), &fundsv1.Receipt{}, call.Info{Token: "novice"}, codes.PermissionDenied, "TEST_CLOSED", ""},
		"another scope":       {createDocument, document("1"), &fundsv1.FundDocument{}, call.Info{Token: "reader", IdempotencyKey: "k"}, codes.PermissionDenied, "ROLE_NOT_ALLOWED", ""},
		"a client in a role":  {getReceipt, &fundsv1.GetReceiptRequest{Id: anID}, &fundsv1.Receipt{}, call.Info{Token: "reader"}, codes.PermissionDenied, "ROLE_NOT_ALLOWED", ""},
		"a client signed in":  {currentSession, &peoplev1.GetCurrentSessionRequest{}, &peoplev1.Session{}, call.Info{Token: "reader"}, codes.PermissionDenied, "ROLE_NOT_ALLOWED", ""},
		"role before content": {createReceipt, receipt(""), &fundsv1.Receipt{}, call.Info{Token: "auditor"}, codes.PermissionDenied, "ROLE_NOT_ALLOWED", ""},

		"no key":             {createDocument, document("1"), &fundsv1.FundDocument{}, call.Info{Token: "pusher"}, codes.InvalidArgument, "IDEMPOTENCY_KEY_REQUIRED", ""},
		"a bad key":          {createReceipt, receipt("A"), &fundsv1.Receipt{}, call.Info{Token: "officer", IdempotencyKey: "a b"}, codes.InvalidArgument, "IDEMPOTENCY_KEY_INVALID", ""},
		"no etag":            {approveClaim, &fundsv1.ApproveClaimRequest{Id: anID}, &fundsv1.Claim{}, call.Info{Token: "approver"}, codes.InvalidArgument, "ETAG_REQUIRED", ""},
		"no etag inside":     {updateProject, project(&projectsv1.Project{Name: "x"}, "name"), &projectsv1.Project{}, office, codes.InvalidArgument, "ETAG_REQUIRED", ""},
		"nothing to check":   {createReceipt, &fundsv1.CreateReceiptRequest{}, &fundsv1.Receipt{}, english, codes.InvalidArgument, "INVALID_ARGUMENT", "receipt:FIELD_REQUIRED"},
		"in English":         {createReceipt, receipt(strings.Repeat("x", 201)), &fundsv1.Receipt{}, english, codes.InvalidArgument, "INVALID_ARGUMENT", "receipt.bank_reference:FIELD_TOO_LONG"},
		"a field of ours":    {createReceipt, &fundsv1.CreateReceiptRequest{Receipt: &fundsv1.Receipt{State: 1}}, &fundsv1.Receipt{}, call.Info{Token: "officer"}, codes.InvalidArgument, "INVALID_ARGUMENT", "receipt.state:FIELD_SERVER_OWNED"},
		"our id":             {createReceipt, &fundsv1.CreateReceiptRequest{Receipt: &fundsv1.Receipt{Id: anID}}, &fundsv1.Receipt{}, call.Info{Token: "officer"}, codes.InvalidArgument, "INVALID_ARGUMENT", "receipt.id:FIELD_SERVER_OWNED"},
		"ours deep inside":   {createClaim, &fundsv1.CreateClaimRequest{Claim: &fundsv1.Claim{Lines: []*fundsv1.ClaimLine{{}, {ChannelCode: "x"}}}}, &fundsv1.Claim{}, call.Info{Token: "unit"}, codes.InvalidArgument, "INVALID_ARGUMENT", "claim.lines[1].channel_code:FIELD_SERVER_OWNED"},
		"ours in an update":  {updateProject, project(&projectsv1.Project{Etag: "1", Number: "P1"}, "name"), &projectsv1.Project{}, office, codes.InvalidArgument, "INVALID_ARGUMENT", "project.number:FIELD_SERVER_OWNED"},
		"an unknown number":  {createGrant, &fundsv1.CreateAppropriationRequest{Appropriation: &fundsv1.Appropriation{Share: 99}}, &fundsv1.Appropriation{}, office, codes.InvalidArgument, "INVALID_ARGUMENT", "appropriation.share:ENUM_UNKNOWN"},
		"a negative number":  {createGrant, &fundsv1.CreateAppropriationRequest{Appropriation: &fundsv1.Appropriation{Share: -1}}, &fundsv1.Appropriation{}, office, codes.InvalidArgument, "INVALID_ARGUMENT", "appropriation.share:ENUM_UNKNOWN"},
		"NUL":                {createReceipt, receipt("a\x00b"), &fundsv1.Receipt{}, call.Info{Token: "officer"}, codes.InvalidArgument, "INVALID_ARGUMENT", "receipt.bank_reference:TEXT_INVALID"},
		"an escape":          {createReceipt, receipt("\x1b[31m"), &fundsv1.Receipt{}, call.Info{Token: "officer"}, codes.InvalidArgument, "INVALID_ARGUMENT", "receipt.bank_reference:TEXT_INVALID"},
		"text turned round":  {createReceipt, receipt("a\u202eb"), &fundsv1.Receipt{}, call.Info{Token: "officer"}, codes.InvalidArgument, "INVALID_ARGUMENT", "receipt.bank_reference:TEXT_INVALID"},
		"NUL in a search":    {listReceipts, &fundsv1.ListReceiptsRequest{ChannelCode: "\x00"}, &fundsv1.ListReceiptsResponse{}, call.Info{Token: "auditor"}, codes.InvalidArgument, "INVALID_ARGUMENT", "channel_code:TEXT_INVALID"},
		"an empty batch":     {batchDocuments, &fundsv1.BatchCreateFundDocumentsRequest{}, &fundsv1.BatchCreateFundDocumentsResponse{}, call.Info{Token: "pusher", IdempotencyKey: "k"}, codes.InvalidArgument, "INVALID_ARGUMENT", "requests:FIELD_REQUIRED"},
		"too large a batch":  {batchDocuments, &fundsv1.BatchCreateFundDocumentsRequest{Requests: slices.Repeat([]*fundsv1.CreateFundDocumentRequest{{}}, 1001)}, &fundsv1.BatchCreateFundDocumentsResponse{}, call.Info{Token: "pusher", IdempotencyKey: "k"}, codes.InvalidArgument, "INVALID_ARGUMENT", "requests:FIELD_TOO_MANY"},
		"mask: ours":         {updateProject, project(&projectsv1.Project{Etag: "1"}, "state", "number"), &projectsv1.Project{}, office, codes.InvalidArgument, "INVALID_ARGUMENT", "project.state:FIELD_SERVER_OWNED project.number:FIELD_SERVER_OWNED"},
		"mask: immutable":    {updateProject, project(&projectsv1.Project{Etag: "1", TypeCode: "x"}, "type_code"), &projectsv1.Project{}, office, codes.InvalidArgument, "INVALID_ARGUMENT", "project.type_code:FIELD_IMMUTABLE"},
		"mask: JSON's ours":  {updateProject, project(&projectsv1.Project{Etag: "1"}, "createTime"), &projectsv1.Project{}, office, codes.InvalidArgument, "INVALID_ARGUMENT", "project.createTime:FIELD_SERVER_OWNED"},
		"mask: unknown":      {updateProject, project(&projectsv1.Project{Etag: "1"}, "name", "secret"), &projectsv1.Project{}, office, codes.InvalidArgument, "INVALID_ARGUMENT", "project.secret:FIELD_UNKNOWN"},
		"mask: star":         {updateProject, project(&projectsv1.Project{Etag: "1"}, "*"), &projectsv1.Project{}, office, codes.InvalidArgument, "INVALID_ARGUMENT", "project.*:FIELD_UNKNOWN"},
		"mask: deep":         {updateProject, project(&projectsv1.Project{Etag: "1"}, "money.paid_fen"), &projectsv1.Project{}, office, codes.InvalidArgument, "INVALID_ARGUMENT", "project.money.paid_fen:FIELD_UNKNOWN"},
		"mask: only the id":  {updateProject, project(&projectsv1.Project{Etag: "1"}, "id", "etag"), &projectsv1.Project{}, office, codes.InvalidArgument, "INVALID_ARGUMENT", "update_mask:UPDATE_MASK_EMPTY"},
		"mask: none at all":  {updateProject, project(&projectsv1.Project{Etag: "1"}), &projectsv1.Project{}, office, codes.InvalidArgument, "INVALID_ARGUMENT", "update_mask:UPDATE_MASK_EMPTY"},
		"mask: none, fixed":  {updateProject, project(&projectsv1.Project{Etag: "1", Name: "x", TypeCode: "x"}), &projectsv1.Project{}, office, codes.InvalidArgument, "INVALID_ARGUMENT", "project.type_code:FIELD_IMMUTABLE"},
		"update: emptied":    {updateProject, project(&projectsv1.Project{Etag: "1"}, "name"), &projectsv1.Project{}, office, codes.InvalidArgument, "INVALID_ARGUMENT", "project.name:FIELD_REQUIRED"},
		"update: no id":      {updateProject, &projectsv1.UpdateProjectRequest{Project: &projectsv1.Project{Etag: "1", Name: "x"}}, &projectsv1.Project{}, office, codes.InvalidArgument, "INVALID_ARGUMENT", "project.id:FIELD_REQUIRED"},
		"update: lines":      {updateClaim, &fundsv1.UpdateClaimRequest{Claim: &fundsv1.Claim{Id: anID, Etag: "1", Lines: []*fundsv1.ClaimLine{{AllocationId: anID, AmountFen: -7}}}}, &fundsv1.Claim{}, call.Info{Token: "unit"}, codes.InvalidArgument, "INVALID_ARGUMENT", "claim.lines[0].amount_fen:AMOUNT_INVALID"},
		"update: no project": {updateProject, &projectsv1.UpdateProjectRequest{UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"name"}}}, &projectsv1.Project{}, call.Info{Token: "office", IfMatch: "1"}, codes.InvalidArgument, "INVALID_ARGUMENT", "project.id:FIELD_REQUIRED project.name:FIELD_REQUIRED"},
	} {
		var answers []string
		for way, conn := range w.over() {
			o := w.invoke(conn, c.method, proto.Clone(c.req), c.resp, c.info)
			if o.status.Code() != c.code || o.reason() != c.reason || strings.Join(o.bad(), " ") != c.bad {
				t.Errorf("%s over %s: %v %s %v", name, way, o.status.Code(), o.reason(), o.bad())
			}
			wellFormed(t, name, o.status, c.info.Language)
			if got := o.headers.Get("x-request-id"); len(got) != 1 || got[0] != "test-request-1" {
				t.Errorf("%s over %s: request id %q", name, way, got)
			}
			answers = append(answers, string(encoded(t, o.status.Proto())))
		}
		if answers[0] != answers[1] {
			t.Errorf("%s: the two ways in answer differently", name)
		}
	}
	if w.runs.Load() != 0 {
		t.Errorf("%d requests got through", w.runs.Load())
	}
}

// wellFormed checks the form every refusal has.
func wellFormed(t *testing.T, name string, s *status.Status, language string) {
	t.Helper()
	infos, texts := 0, map[string]string{}
	for _, d := range s.Details() {
		switch d := d.(type) {
		case *errdetails.ErrorInfo:
			infos++
			if d.Domain != "zhengcun" || d.Reason == "" {
				t.Errorf("%s: %v", name, d)
			}
		case *errdetails.LocalizedMessage:
			texts[d.Locale] = d.Message
		case *errdetails.BadRequest, *errdetails.RetryInfo:
		default:
			t.Errorf("%s: a detail that is none: %v", name, d)
		}
	}
	want := texts["zh-CN"]
	if language == "en" {
		want = texts["en"]
	}
	if infos != 1 || len(texts) != 2 || texts["zh-CN"] == "" || texts["en"] == "" || s.Message() != want || strings.ContainsAny(s.Message(), "{}") {
		t.Errorf("%s: %d ErrorInfo, texts %v, message %q", name, infos, texts, s.Message())
	}
}

// TestLetThrough is the other side: what the method gets to see.
func TestLetThrough(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		for way, conn := range w.over() {
			var seen *projectsv1.UpdateProjectRequest
			w.do = func(ctx context.Context, req proto.Message) error {
				seen, _ = proto.Clone(req).(*projectsv1.UpdateProjectRequest)
				v, ok := scope.From(ctx)
				if !ok || v.Name != "office" {
					t.Errorf("%s: for %v", way, v)
				}
				db.From(ctx).Exempt("test")
				return nil
			}
			for name, c := range map[string]struct {
				project *projectsv1.Project
				mask    []string
				info    call.Info
				paths   string
				etag    string
			}{
				"named":             {&projectsv1.Project{Etag: "3", Name: "x", BudgetFen: 5}, []string{"name"}, call.Info{}, "name", "3"},
				"JSON's names":      {&projectsv1.Project{Etag: "3", Name: "x", BudgetFen: 5}, []string{"budgetFen", "name"}, call.Info{}, "budget_fen name", "3"},
				"twice":             {&projectsv1.Project{Etag: "3", Name: "x"}, []string{"name", "name", "id", "etag"}, call.Info{}, "name", "3"},
				"no mask":           {&projectsv1.Project{Etag: "3", Name: "x", LabourDays: 5}, nil, call.Info{}, "labour_days name", "3"},
				"cleared":           {&projectsv1.Project{Etag: "3"}, []string{"objective", "department_id"}, call.Info{}, "department_id objective", "3"},
				"the header's":      {&projectsv1.Project{Name: "x"}, []string{"name"}, call.Info{IfMatch: "4"}, "name", "4"},
				"the body's before": {&projectsv1.Project{Etag: "3", Name: "x"}, []string{"name"}, call.Info{IfMatch: "4"}, "name", "3"},
			} {
				seen = nil
				c.info.Token = "office"
				c.project.Id = anID
				o := w.invoke(conn, updateProject, &projectsv1.UpdateProjectRequest{Project: c.project, UpdateMask: &fieldmaskpb.FieldMask{Paths: c.mask}}, &projectsv1.Project{}, c.info)
				if o.status.Code() != codes.OK || seen == nil || strings.Join(seen.UpdateMask.Paths, " ") != c.paths || seen.Project.Etag != c.etag {
					t.Errorf("%s over %s: %v, %v", name, way, o.status, seen)
				}
			}
		}
	})
}

// TestEffects: a reading method cannot change, a changing one needs its entry.
func TestEffects(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		w.do = func(ctx context.Context, _ proto.Message) error {
			return db.From(ctx).Counter.Create().SetName("x").SetValue(1).Exec(ctx)
		}
		if o := w.local(listReceipts, &fundsv1.ListReceiptsRequest{}, &fundsv1.ListReceiptsResponse{}, call.Info{Token: "auditor"}); o.reason() != "INTERNAL" {
			t.Errorf("a change in a reading method: %v", o.status)
		}
		if o := w.local(createReceipt, receipt("A"), &fundsv1.Receipt{}, call.Info{Token: "officer"}); o.reason() != "INTERNAL" {
			t.Errorf("a change without an entry: %v", o.status)
		}
		w.do = func(ctx context.Context, _ proto.Message) error { // a method with its own transactions has none
			defer func() { _ = recover() }()
			db.From(ctx)
			t.Error("a transaction out of nothing")
			return nil
		}
		w.local(createSession, &peoplev1.CreateSessionRequest{Username: "x", Password: "y"}, &peoplev1.Session{}, call.Info{})
		if w.rows() != "" {
			t.Error(w.rows())
		}
	})
}

func TestCSRF(t *testing.T) {
	w := sqlite(t)
	for name, c := range map[string]struct {
		method string
		req    proto.Message
		resp   proto.Message
		info   call.Info
		ok     bool
	}{
		"the session's":      {createReceipt, receipt("A"), &fundsv1.Receipt{}, call.Info{Token: "officer", Cookie: true, CSRFToken: "csrf-of-s1"}, true},
		"none":               {createReceipt, receipt("A"), &fundsv1.Receipt{}, call.Info{Token: "officer", Cookie: true}, false},
		"another session's":  {createReceipt, receipt("A"), &fundsv1.Receipt{}, call.Info{Token: "officer", Cookie: true, CSRFToken: "csrf-of-s2"}, false},
		"no cookie":          {createReceipt, receipt("A"), &fundsv1.Receipt{}, call.Info{Token: "officer"}, true},
		"reading needs none": {listReceipts, &fundsv1.ListReceiptsRequest{}, &fundsv1.ListReceiptsResponse{}, call.Info{Token: "officer", Cookie: true}, true},
		"before the content": {createReceipt, receipt(""), &fundsv1.Receipt{}, call.Info{Token: "officer", Cookie: true}, false},
	} {
		o := w.local(c.method, c.req, c.resp, c.info)
		if c.ok && o.status.Code() != codes.OK || !c.ok && (o.reason() != "CSRF_TOKEN_INVALID" || o.status.Code() != codes.PermissionDenied) {
			t.Errorf("%s: %v", name, o.status)
		}
	}
}

// anyError looks at what is not there.
func anyError(m *struct{ err error }) error { return m.err }

// TestNothingLeaks ends calls in every bad way with a word in it that nobody may
// read: not the caller, and not the log.
func TestNothingLeaks(t *testing.T) {
	const canary = "340828199901011234"
	forEach(t, func(t *testing.T, w *world) {
		broken := map[string]struct {
			do     func(ctx context.Context) error
			reason string
		}{
			"an error":        {func(context.Context) error { return fmt.Errorf("row %w", errors.New("pq: oops")) }, "INTERNAL"},
			"a status":        {func(context.Context) error { return status.Error(codes.NotFound, "select * from users") }, "INTERNAL"},
			"a panic":         {func(context.Context) error { panic(canary) }, "INTERNAL"},
			"a panic's error": {func(context.Context) error { panic(fmt.Errorf("row %s", canary)) }, "INTERNAL"},
			"a nil pointer":   {func(context.Context) error { return anyError(nil) }, "INTERNAL"},
			"an index":        {func(context.Context) error { var l []int; _ = l[len(canary)]; return nil }, "INTERNAL"},
			"the database": {func(ctx context.Context) error {
				_, err := db.From(ctx).ExecContext(ctx, "SELECT * FROM nowhere_at_all")
				return err
			}, "INTERNAL"},
			"a wrong value": {func(ctx context.Context) error {
				cast := map[string]string{"postgres": "SELECT CAST(CAST($1 AS text) AS date)", "sqlite3": "SELECT * FROM nowhere WHERE x = $1"}[db.From(ctx).Dialect()]
				var x string
				return db.From(ctx).QueryRowContext(ctx, cast, canary).Scan(&x)
			}, "INTERNAL"},
			"a fault":        {func(context.Context) error { return testRefusal.New().WithCause(errors.New(canary)) }, "TEST_REFUSED"},
			"a bare reason":  {func(context.Context) error { return testRefusal }, "TEST_REFUSED"},
			"a wrapped one":  {func(context.Context) error { return fmt.Errorf("at %s: %w", canary, testRefusal.New()) }, "TEST_REFUSED"},
			"a typed cancel": {func(context.Context) error { return context.Canceled }, "DEADLINE_EXCEEDED"},
		}
		for name, c := range broken {
			w.do = func(ctx context.Context, _ proto.Message) error { return c.do(ctx) }
			for way, conn := range w.over() {
				o := w.invoke(conn, createReceipt, receipt(canary), &fundsv1.Receipt{}, call.Info{Token: "officer", IdempotencyKey: "key-" + canary[:4]})
				if o.reason() != c.reason {
					t.Errorf("%s over %s: %v", name, way, o.status)
				}
				wellFormed(t, name, o.status, "")
				all := o.status.String() + fmt.Sprint(o.status.Details(), o.headers)
				for _, word := range []string{canary, "oops", "select", "nowhere", "panic", "goroutine", "runtime error"} {
					if strings.Contains(all, word) {
						t.Errorf("%s over %s tells %q: %s", name, way, word, all)
					}
				}
			}
		}
		// More of what people type: tokens, passwords, searches, wrong fields.
		w.do = nil
		w.local(createSession, &peoplev1.CreateSessionRequest{Username: canary, Password: canary}, &peoplev1.Session{}, call.Info{})
		w.local(listReceipts, &fundsv1.ListReceiptsRequest{ChannelCode: canary, PageToken: canary}, &fundsv1.ListReceiptsResponse{}, call.Info{Token: canary})
		w.local(createReceipt, receipt(strings.Repeat(canary, 20)), &fundsv1.Receipt{}, call.Info{Token: "officer"})
		w.local("/"+canary+"/x", receipt("x"), &fundsv1.Receipt{}, call.Info{Token: "officer"})
		lines, failed := 0, 0
		for _, entry := range w.logs.All() {
			lines++
			text, err := json.Marshal(entry.ContextMap())
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(entry.Message+string(text), canary) {
				t.Errorf("the log holds what somebody typed: %s %s", entry.Message, text)
			}
			if entry.Message == "failed" || entry.Message == "panic" {
				failed++
				if entry.ContextMap()["request_id"] != "test-request-1" {
					t.Errorf("whose failure is this: %s %s", entry.Message, text)
				}
			}
		}
		if lines < 2*len(broken) || failed < 10 {
			t.Errorf("%d lines, %d of them of failures", lines, failed)
		}
	})
}

func TestDeadline(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		w.server.Timeout = 50 * time.Millisecond
		for name, do := range map[string]func(context.Context) error{
			"waiting":       func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() },
			"another error": func(ctx context.Context) error { <-ctx.Done(); return errors.New("something that came of it") },
			"the database": func(ctx context.Context) error {
				<-ctx.Done()
				_, err := db.From(ctx).Counter.Query().Count(ctx)
				return err
			},
			"too late to store": func(ctx context.Context) error {
				if err := book(ctx, "late"); err != nil {
					return err
				}
				<-ctx.Done()
				return nil
			},
		} {
			w.do = func(ctx context.Context, _ proto.Message) error { return do(ctx) }
			for way, conn := range w.over() {
				o := w.invoke(conn, createReceipt, receipt("A"), &fundsv1.Receipt{}, call.Info{Token: "officer"})
				if o.status.Code() != codes.DeadlineExceeded || o.reason() != "DEADLINE_EXCEEDED" {
					t.Errorf("%s over %s: %v", name, way, o.status)
				}
			}
		}
		if w.rows() != "" {
			t.Error(w.rows())
		}
	})
}

func TestAuthenticationFails(t *testing.T) {
	w := sqlite(t)
	w.server.Auth = &fakeAuth{fail: errors.New("the database is somewhere else")}
	if o := w.local(getReceipt, &fundsv1.GetReceiptRequest{Id: anID}, &fundsv1.Receipt{}, call.Info{Token: "officer"}); o.reason() != "INTERNAL" {
		t.Error(o.status)
	}
	w.server.Auth = &fakeAuth{fail: db.ReasonBusy.New()}
	if o := w.local(getReceipt, &fundsv1.GetReceiptRequest{Id: anID}, &fundsv1.Receipt{}, call.Info{Token: "officer"}); o.status.Code() != codes.Unavailable {
		t.Error(o.status)
	}
	if w.runs.Load() != 0 {
		t.Error("got through")
	}
}

// TestActing: who acts for somebody takes all other steps, and joins the transaction.
func TestActing(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		ctx := call.With(t.Context(), &call.Info{RequestID: "acting-1"})
		client := fundsv1.NewReceiptServiceClient(w.server.As(people["officer"]))
		w.do = bookIt
		err := w.c.DB.Tx(ctx, func(ctx context.Context) error {
			for _, reference := range []string{"A", "B"} {
				if _, err := client.CreateReceipt(ctx, receipt(reference)); err != nil {
					return err
				}
			}
			return testRefusal.New()
		})
		if !errors.Is(err, testRefusal) || w.rows() != "" {
			t.Error(err, w.rows())
		}
		if _, err := client.CreateReceipt(ctx, receipt("C")); err != nil || w.rows() != "C" {
			t.Error(err, w.rows())
		}
		_, err = fundsv1.NewReceiptServiceClient(w.server.As(people["auditor"])).CreateReceipt(ctx, receipt("D"))
		if status.Code(err) != codes.PermissionDenied {
			t.Error(err)
		}
		if _, err = client.CreateReceipt(ctx, receipt("")); status.Code(err) != codes.InvalidArgument {
			t.Error(err)
		}
	})
}
