package demo_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	inspectionsv1 "zhengcun/api/zhengcun/inspections/v1"
	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	reportsv1 "zhengcun/api/zhengcun/reports/v1"
	"zhengcun/ent"
	"zhengcun/ent/acceptance"
	"zhengcun/ent/claim"
	"zhengcun/ent/claimline"
	"zhengcun/ent/fiscalyearchange"
	"zhengcun/ent/payment"
	"zhengcun/ent/progressreport"
	"zhengcun/ent/project"
	"zhengcun/internal/countytest"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/platform/access"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/call"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
)

// step is the work behind one kind of item: the method that does it.
type step struct {
	method  string
	request func(id, etag string) proto.Message
}

var steps = map[string]step{
	"CLAIM_AGREE_BY_TOWNSHIP": {fundsv1.ClaimService_AgreeClaimByTownship_FullMethodName, func(id, etag string) proto.Message {
		return &fundsv1.AgreeClaimByTownshipRequest{Id: id, Etag: etag}
	}},
	"CLAIM_CHECK_BY_DEPARTMENT": {fundsv1.ClaimService_CheckClaimByDepartment_FullMethodName, func(id, etag string) proto.Message {
		return &fundsv1.CheckClaimByDepartmentRequest{Id: id, Etag: etag}
	}},
	"CLAIM_AGREE_BY_OFFICE": {fundsv1.ClaimService_AgreeClaimByOffice_FullMethodName, func(id, etag string) proto.Message {
		return &fundsv1.AgreeClaimByOfficeRequest{Id: id, Etag: etag}
	}},
	"CLAIM_APPROVE": {fundsv1.ClaimService_ApproveClaim_FullMethodName, func(id, etag string) proto.Message {
		return &fundsv1.ApproveClaimRequest{Id: id, Etag: etag}
	}},
	"CLAIM_PAY": {fundsv1.PaymentService_CreatePayment_FullMethodName, func(id, etag string) proto.Message {
		return &fundsv1.CreatePaymentRequest{Payment: &fundsv1.Payment{ClaimId: id, ClaimEtag: etag, BankReference: "INBOX-" + id, PaidOn: "2026-11-02"}}
	}},
	"CLAIM_RETURNED": {fundsv1.ClaimService_SubmitClaim_FullMethodName, func(id, etag string) proto.Message {
		return &fundsv1.SubmitClaimRequest{Id: id, Etag: etag}
	}},
	"APPROPRIATION_APPROVE": {fundsv1.AppropriationService_ApproveAppropriation_FullMethodName, func(id, etag string) proto.Message {
		return &fundsv1.ApproveAppropriationRequest{Id: id, Etag: etag}
	}},
	"ACCEPTANCE_CONFIRM": {inspectionsv1.AcceptanceService_ConfirmAcceptance_FullMethodName, func(id, etag string) proto.Message {
		return &inspectionsv1.ConfirmAcceptanceRequest{Id: id, Etag: etag}
	}},
	"PROJECT_APPROVE": {projectsv1.ProjectService_ApproveProject_FullMethodName, func(id, etag string) proto.Message {
		return &projectsv1.ApproveProjectRequest{Id: id, Etag: etag}
	}},
	"PROJECT_INSPECT": {inspectionsv1.AcceptanceService_CreateAcceptance_FullMethodName, func(id, _ string) proto.Message {
		return &inspectionsv1.CreateAcceptanceRequest{Acceptance: &inspectionsv1.Acceptance{ProjectId: id, AcceptedOn: "2026-11-02",
			Team: []*inspectionsv1.TeamMember{{Name: "村民代表", VillagersRepresentative: true}}, Verdict: inspectionsv1.Verdict_VERDICT_FAILED}}
	}},
	"PROJECT_START_LATE": {projectsv1.ProjectService_StartProject_FullMethodName, func(id, etag string) proto.Message {
		return &projectsv1.StartProjectRequest{Id: id, Etag: etag}
	}},
	"PROJECT_END_LATE": {projectsv1.ProjectService_CompleteProject_FullMethodName, func(id, etag string) proto.Message {
		return &projectsv1.CompleteProjectRequest{Id: id, Etag: etag}
	}},
	"PROGRESS_REPORT": {projectsv1.ProgressReportService_CreateProgressReport_FullMethodName, func(id, _ string) proto.Message {
		return &projectsv1.CreateProgressReportRequest{ProgressReport: &projectsv1.ProgressReport{ProjectId: id, ReportedOn: "2026-11-02", Percent: 100,
			Quality: projectsv1.WorkQuality_WORK_QUALITY_GOOD}}
	}},
	"PROJECT_CHANGE": {projectsv1.ProjectChangeService_ApproveProjectChange_FullMethodName, func(id, etag string) proto.Message {
		return &projectsv1.ApproveProjectChangeRequest{Id: id, Etag: etag}
	}},
	"REVERSAL_APPROVE": {fundsv1.ReversalService_ApproveReversal_FullMethodName, func(id, etag string) proto.Message {
		return &fundsv1.ApproveReversalRequest{Id: id, Etag: etag}
	}},
	"FISCAL_YEAR_APPROVE": {fundsv1.FiscalYearService_ApproveFiscalYearChange_FullMethodName, func(_, etag string) proto.Message {
		return &fundsv1.ApproveFiscalYearChangeRequest{FiscalYear: int32(countytest.Now.Year() - 2), Etag: etag}
	}},
	"DOCUMENT_CONFLICT": {fundsv1.FundDocumentService_ResolveDocumentConflict_FullMethodName, func(id, etag string) proto.Message {
		return &fundsv1.ResolveDocumentConflictRequest{Id: id, Etag: etag, Resolution: "以录入为准"}
	}},
}

// What the steps of retentions say besides the claim that their items are about.
var (
	defectsOf  = map[string]string{}         // by claim
	releasesOf = map[string]*fundsv1.Claim{} // by claim
)

func init() {
	steps["RETENTION_DEFECT_CONFIRM"] = step{fundsv1.RetentionService_ConfirmRetentionDefect_FullMethodName, func(id, etag string) proto.Message {
		return &fundsv1.ConfirmRetentionDefectRequest{Id: defectsOf[id], Etag: etag}
	}}
	steps["RETENTION_DUE"] = step{fundsv1.ClaimService_CreateClaim_FullMethodName, func(id, _ string) proto.Message {
		return &fundsv1.CreateClaimRequest{Claim: releasesOf[id]}
	}}
}

// closed are the answers to one whose turn it is not, who may not, or who comes too late or too early.
var closed = []string{"ROLE_NOT_ALLOWED", "NOT_FOUND", "NOT_YOUR_TURN", "SAME_PERSON", "WRONG_STATE", "CLAIM_ALREADY_PAID", "PROJECT_OF_OTHER_UNIT",
	"PROJECT_NOT_LISTED", "PROJECT_NOT_APPROVED", "PROJECT_NOT_IN_WORK", "PROJECT_NOT_COMPLETED", "PROJECT_ALREADY_ACCEPTED",
	"PROJECT_NOT_UNDERWAY", "PROJECT_CHANGE_DECIDED", "PROGRESS_OF_OTHERS",
	"ACCEPTANCE_DRAFT_EXISTS", "ACCEPTANCE_NOT_DRAFT", "ETAG_STALE",
	"RETENTION_NOT_DUE", "RETENTION_CLAIMED_ALREADY", "INVALID_ARGUMENT"}

// subject is a record that some kind of item could be about.
type subject struct{ kind, id, etag, state string }

// subjects are records of every state, at most a few of each.
func (w *world) subjects() (list []subject) {
	today := calendar.Today(w.Clock)
	w.In(func(ctx context.Context) error {
		tx := db.From(ctx)
		of := map[string]int{}
		add := func(id fmt.Stringer, version int, state string, kinds ...string) {
			for _, kind := range kinds {
				if of[kind+state]++; of[kind+state] <= 3 {
					list = append(list, subject{kind, id.String(), fmt.Sprint(version), state})
				}
			}
		}
		for _, r := range tx.Claim.Query().AllX(ctx) {
			add(r.ID, r.Version, string(r.State), "CLAIM_AGREE_BY_TOWNSHIP", "CLAIM_CHECK_BY_DEPARTMENT", "CLAIM_AGREE_BY_OFFICE", "CLAIM_APPROVE", "CLAIM_PAY")
			if r.State == claim.StateReturned { // a draft may be submitted too, and waits for nobody
				add(r.ID, r.Version, string(r.State), "CLAIM_RETURNED")
			}
		}
		for _, r := range tx.RetentionDefect.Query().AllX(ctx) {
			defectsOf[r.ClaimID.String()] = r.ID.String()
			add(r.ClaimID, r.Version, string(r.State), "RETENTION_DEFECT_CONFIRM")
		}
		for _, r := range tx.Claim.Query().Where(claim.RetentionFenGT(0), claim.StateEQ(claim.StatePaid)).AllX(ctx) {
			lines := tx.ClaimLine.Query().Where(claimline.ClaimID(r.ID)).AllX(ctx)
			releasesOf[r.ID.String()] = &fundsv1.Claim{ProjectId: r.ProjectID.String(), Kind: fundsv1.ClaimKind_CLAIM_KIND_RETENTION, ClaimedOn: today.String(),
				RetentionOfId: r.ID.String(), PayeeName: "某公司", PayeeAccount: "6222020200001234567",
				Lines: []*fundsv1.ClaimLine{{AllocationId: lines[0].AllocationID.String(), AmountFen: lines[0].RetentionFen}}}
			add(r.ID, r.Version, "paid", "RETENTION_DUE")
		}
		for _, r := range tx.Appropriation.Query().AllX(ctx) {
			add(r.ID, r.Version, string(r.State), "APPROPRIATION_APPROVE")
		}
		for _, r := range tx.Acceptance.Query().AllX(ctx) {
			add(r.ID, r.Version, string(r.State), "ACCEPTANCE_CONFIRM")
		}
		for _, r := range tx.Reversal.Query().AllX(ctx) {
			add(r.ID, r.Version, string(r.State), "REVERSAL_APPROVE")
		}
		for _, r := range tx.FiscalYearChange.Query().AllX(ctx) {
			if r.State == fiscalyearchange.StateRequested { // those decided are of the same year, which is what is approved
				add(r.ID, 3, string(r.State), "FISCAL_YEAR_APPROVE") // the year's etag: its first change was decided
			}
		}
		for _, r := range tx.ProjectChange.Query().AllX(ctx) {
			add(r.ID, r.Version, string(r.State), "PROJECT_CHANGE")
		}
		for _, r := range tx.DocumentConflict.Query().AllX(ctx) {
			add(r.ID, r.Version, fmt.Sprint(r.Resolved), "DOCUMENT_CONFLICT")
		}
		for _, r := range tx.Project.Query().AllX(ctx) {
			add(r.ID, r.Version, string(r.State), "PROJECT_APPROVE")
			if r.StartDate.Before(today) {
				add(r.ID, r.Version, string(r.State), "PROJECT_START_LATE")
			}
			if r.EndDate.Before(today) {
				add(r.ID, r.Version, string(r.State), "PROJECT_END_LATE")
			}
			told, err := tx.ProgressReport.Query().Where(progressreport.ProjectID(r.ID)).Order(ent.Desc(progressreport.FieldSequence)).First(ctx)
			if r.State != project.StateUnderway || err == nil && told.ReportedOn.Before(today.AddDays(-23)) { // due within a week
				add(r.ID, r.Version, string(r.State), "PROGRESS_REPORT")
			}
			last, err := tx.Acceptance.Query().Where(acceptance.ProjectID(r.ID), acceptance.StateEQ(acceptance.StateConfirmed)).
				Order(ent.Desc(acceptance.FieldID)).First(ctx)
			if ent.IsNotFound(err) || err == nil && last.Verdict == acceptance.VerdictFailed { // found wanting, to be inspected again
				add(r.ID, r.Version, string(r.State), "PROJECT_INSPECT")
			}
		}
		return nil
	})
	return list
}

var errUndo = errors.New("only tried")

// may tries a step for a viewer and undoes it.
func (w *world) may(t *testing.T, v *scope.Viewer, kind, id, etag string) (bool, string) {
	t.Helper()
	s := steps[kind]
	if !access.May(s.method, v) {
		return false, "ROLE_NOT_ALLOWED"
	}
	var refused error
	resp := answerOf(t, s.method)
	err := w.DB.Tx(call.With(scope.With(t.Context(), v), &call.Info{RequestID: "inbox-test"}), func(ctx context.Context) error {
		refused = w.Server().As(v).Invoke(ctx, s.method, s.request(id, etag), resp)
		return errUndo
	})
	if !errors.Is(err, errUndo) {
		t.Fatal(err)
	}
	reason := reasonOf(refused)
	return !slices.Contains(closed, reason), reason
}

func reasonOf(err error) string {
	for _, d := range status.Convert(err).Details() {
		if info, ok := d.(*errdetails.ErrorInfo); ok {
			return info.Reason
		}
	}
	return ""
}

// answerOf is an empty answer of the method.
func answerOf(t *testing.T, method string) proto.Message {
	t.Helper()
	d, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName(strings.ReplaceAll(method[1:], "/", ".")))
	if err != nil {
		t.Fatal(err)
	}
	kind, err := protoregistry.GlobalTypes.FindMessageByName(d.(protoreflect.MethodDescriptor).Output().FullName())
	if err != nil {
		t.Fatal(err)
	}
	return kind.New().Interface()
}

// listed walks the viewer's inbox, a few items at a time.
func (w *world) listed(t *testing.T, v *scope.Viewer, req *reportsv1.ListInboxItemsRequest) (items []*reportsv1.InboxItem, first *reportsv1.ListInboxItemsResponse) {
	t.Helper()
	client := reportsv1.NewInboxServiceClient(w.Server().As(v))
	req = proto.CloneOf(req)
	req.PageSize = 7
	for {
		page, err := client.ListInboxItems(call.With(t.Context(), &call.Info{RequestID: "inbox-test"}), req)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = page
		}
		items = append(items, page.InboxItems...)
		if req.PageToken = page.NextPageToken; req.PageToken == "" {
			return items, first
		}
	}
}

// inbox compares what everybody is shown with what everybody may do: each item can be acted on, and what can be acted
// on is listed.
func (w *world) inbox(t *testing.T) {
	subjects := w.subjects()
	seen, reasons := map[string]int{}, map[string]int{}
	for _, a := range w.file.Accounts {
		v := w.Viewer(a.Username)
		items, first := w.listed(t, v, &reportsv1.ListInboxItemsRequest{})
		w.checkInbox(t, a.Username, items, first)
		listed := map[string]bool{}
		tried := map[string]int{}
		for _, i := range items {
			kind := strings.TrimPrefix(i.Kind.String(), "INBOX_KIND_")
			listed[kind+i.ObjectId] = true
			seen[kind]++
			if tried[kind]++; tried[kind] <= 5 {
				if may, reason := w.may(t, v, kind, i.ObjectId, i.Etag); !may {
					t.Errorf("%s is shown %s of %s, which is refused: %s", a.Username, kind, i.Title, reason)
				} else {
					reasons[reason]++
				}
			}
		}
		for _, s := range subjects {
			if listed[s.kind+s.id] {
				continue
			}
			if may, reason := w.may(t, v, s.kind, s.id, s.etag); may {
				t.Errorf("%s is not shown %s of %s, which is %s, and may (%q)", a.Username, s.kind, s.id, s.state, reason)
			}
		}
	}
	t.Logf("items %v, answers %v", seen, reasons)
	for kind := range steps {
		if seen[kind] == 0 {
			t.Errorf("nobody in the demo has an item of %s", kind)
		}
	}
}

// checkInbox checks the answer itself: order, counts, days.
func (w *world) checkInbox(t *testing.T, who string, items []*reportsv1.InboxItem, first *reportsv1.ListInboxItemsResponse) {
	t.Helper()
	today := calendar.Today(w.Clock)
	counts, late := map[reportsv1.InboxKind]int32{}, map[reportsv1.InboxKind]int32{}
	keys := map[string]bool{}
	for n, i := range items {
		if keys[i.Key] {
			t.Errorf("%s has %s twice", who, i.Key)
		}
		keys[i.Key] = true
		counts[i.Kind]++
		due := calendar.MustParseDate(i.DueOn)
		if due.Before(today) {
			late[i.Kind]++
		}
		if int(i.DaysLeft) != today.DaysUntil(due) || i.Title == "" || i.WaitSince == nil {
			t.Errorf("%s: %v", who, i)
		}
		if n > 0 && (items[n-1].DueOn > i.DueOn || items[n-1].DueOn == i.DueOn && items[n-1].WaitSince.AsTime().After(i.WaitSince.AsTime())) {
			t.Errorf("%s: %s, which waits since %v, stands before %s since %v", who, items[n-1].DueOn, items[n-1].WaitSince.AsTime(), i.DueOn, i.WaitSince.AsTime())
		}
		agreeing := strings.Contains(i.Kind.String(), "_AGREE_BY_") || strings.Contains(i.Kind.String(), "_CHECK_BY_")
		if i.BatchAllowed != agreeing {
			t.Errorf("%s of many at once: %v", i.Kind, i.BatchAllowed)
		}
		if i.Kind == reportsv1.InboxKind_INBOX_KIND_CLAIM_RETURNED && (i.Comment == "" || i.FromName == "") {
			t.Errorf("%s: returned by %q because %q", who, i.FromName, i.Comment)
		}
	}
	if int(first.TotalSize) != len(items) || len(first.Kinds) != len(counts) {
		t.Errorf("%s: %d items, %d by count, of %d and %d kinds", who, len(items), first.TotalSize, len(counts), len(first.Kinds))
	}
	for _, k := range first.Kinds {
		if k.Count != counts[k.Kind] || k.LateCount != late[k.Kind] {
			t.Errorf("%s: %v, listed are %d, late %d", who, k, counts[k.Kind], late[k.Kind])
		}
	}
}

// inboxFilters narrows one inbox down in every way, with the counts staying what they are.
func (w *world) inboxFilters(t *testing.T) {
	now := w.Clock.Now()
	defer w.Clock.Set(now)
	w.Clock.Set(now.AddDate(0, 0, 6)) // some terms have ended, some have not
	v := w.Viewer("office1")
	all, whole := w.listed(t, v, &reportsv1.ListInboxItemsRequest{})
	for name, c := range map[string]struct {
		req  *reportsv1.ListInboxItemsRequest
		want func(i *reportsv1.InboxItem) bool
	}{
		"late":  {&reportsv1.ListInboxItemsRequest{LateOnly: true}, func(i *reportsv1.InboxItem) bool { return i.DaysLeft < 0 }},
		"kind":  {&reportsv1.ListInboxItemsRequest{Kind: all[0].Kind}, func(i *reportsv1.InboxItem) bool { return i.Kind == all[0].Kind }},
		"title": {&reportsv1.ListInboxItemsRequest{Query: " " + all[0].Title[3:] + " "}, func(i *reportsv1.InboxItem) bool { return strings.Contains(i.Title, all[0].Title[3:]) }},
		"number": {&reportsv1.ListInboxItemsRequest{Query: strings.ToLower(all[0].Number)}, func(i *reportsv1.InboxItem) bool {
			return strings.Contains(strings.ToLower(i.Number), strings.ToLower(all[0].Number))
		}},
		"nothing": {&reportsv1.ListInboxItemsRequest{Query: "没有这样的"}, func(*reportsv1.InboxItem) bool { return false }},
	} {
		got, first := w.listed(t, v, c.req)
		var want []string
		for _, i := range all {
			if c.want(i) {
				want = append(want, i.Key)
			}
		}
		keys := []string{}
		for _, i := range got {
			keys = append(keys, i.Key)
		}
		if !slices.Equal(keys, want) || int(first.TotalSize) != len(want) || (len(want) == 0) != (name == "nothing") || name != "nothing" && len(want) == len(all) {
			t.Errorf("%s: %d of %d, want %d", name, len(keys), len(all), len(want))
		}
		if !slices.EqualFunc(first.Kinds, whole.Kinds, func(a, b *reportsv1.InboxKindCount) bool { return proto.Equal(a, b) }) {
			t.Errorf("%s: counts %v, of everything %v", name, first.Kinds, whole.Kinds)
		}
	}
}

// inboxDays lets days go by: what is due today is not late yet, and is tomorrow.
func (w *world) inboxDays(t *testing.T) {
	now := w.Clock.Now()
	defer w.Clock.Set(now)
	for _, username := range []string{"office1", "approver", "cashier", "laibang"} {
		v, dueToday := w.Viewer(username), false
		for day := range 10 {
			w.Clock.Set(now.AddDate(0, 0, day))
			items, first := w.listed(t, v, &reportsv1.ListInboxItemsRequest{})
			w.checkInbox(t, username, items, first)
			late, _ := w.listed(t, v, &reportsv1.ListInboxItemsRequest{LateOnly: true})
			wants := 0
			for _, i := range items {
				if i.DaysLeft < 0 {
					wants++
				}
				dueToday = dueToday || i.DaysLeft == 0
			}
			if len(late) != wants {
				t.Errorf("%s after %d days: %d late, wants %d", username, day, len(late), wants)
			}
		}
		if !dueToday {
			t.Errorf("%s has nothing that is due on the day, so nothing is tested", username)
		}
	}
}

// inboxStatements counts the statements of one answer: as many for one item as for all.
func (w *world) inboxStatements(t *testing.T) {
	statements := func(v *scope.Viewer, size int32) (n, items int) {
		err := w.DB.Read(call.With(scope.With(t.Context(), v), &call.Info{RequestID: "inbox-test"}), func(ctx context.Context) error {
			before := db.From(ctx).Statements()
			resp, err := reportsv1.NewInboxServiceClient(w.Server().As(v)).ListInboxItems(ctx, &reportsv1.ListInboxItemsRequest{PageSize: size})
			n, items = db.From(ctx).Statements()-before, len(resp.GetInboxItems())
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return n, items
	}
	for _, username := range []string{"office1", "approver", "unit_road", "laibang", "agriculture", "finance1"} {
		v := w.Viewer(username)
		one, _ := statements(v, 1)
		many, items := statements(v, 1000)
		if one != many || one > 10 {
			t.Errorf("%s: %d statements for one item, %d for %d", username, one, many, items)
		}
	}
	if n, _ := statements(w.Viewer("leader"), 1000); n != 0 {
		t.Errorf("%d statements for one nothing waits for", n)
	}
}

// done compares what somebody is told to have done with the audit log, day by day.
func (w *world) done(t *testing.T) {
	type entry struct {
		seq    int64
		action string
	}
	byDay := map[string]map[string][]entry{}
	w.In(func(ctx context.Context) error {
		rows, err := db.From(ctx).QueryContext(ctx, `SELECT seq, at, actor_id, action FROM audit_entries WHERE result = 'ok'
			AND action NOT IN ('people.login', 'people.logout', 'people.changePassword', 'funds.payClaim', 'funds.reverseClaimPayment') ORDER BY seq DESC`)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var e entry
			var at, actor string
			if err := rows.Scan(&e.seq, &at, &actor, &e.action); err != nil {
				return err
			}
			moment, err := time.Parse(audit.AtLayout, at)
			if err != nil {
				return err
			}
			day := calendar.DateOf(moment).String()
			if byDay[actor] == nil {
				byDay[actor] = map[string][]entry{}
			}
			byDay[actor][day] = append(byDay[actor][day], e)
		}
		return rows.Err()
	})
	titled := map[string]bool{}
	for _, username := range []string{"office1", "office2", "finance1", "approver", "cashier", "transport", "xiangchang", "unit_road", "leader"} {
		v := w.Viewer(username)
		days := byDay[v.Caller()]
		if days == nil {
			days = map[string][]entry{}
		}
		days["2020-01-01"] = nil
		for day, want := range days {
			var got []entry
			req := &reportsv1.ListDoneItemsRequest{DoneOn: day, PageSize: 20}
			for {
				page, err := reportsv1.NewInboxServiceClient(w.Server().As(v)).ListDoneItems(call.With(t.Context(), &call.Info{RequestID: "inbox-test"}), req)
				if err != nil {
					t.Fatal(err)
				}
				for _, d := range page.DoneItems {
					got = append(got, entry{d.Seq, d.Action})
					titled[d.ObjectType] = titled[d.ObjectType] || d.Title != ""
				}
				if int(page.TotalSize) != len(want) {
					t.Errorf("%s on %s: %d in all, the log has %d", username, day, page.TotalSize, len(want))
				}
				if req.PageToken = page.NextPageToken; req.PageToken == "" {
					break
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s on %s: done %v, the log has %v", username, day, got, want)
			}
		}
	}
	for _, kind := range []string{"claim", "project", "appropriation", "payment", "receipt", "acceptance", "fund_document"} {
		if !titled[kind] {
			t.Errorf("no %s has a title: %v", kind, titled)
		}
	}
}

// onceDone does one item of each kind of work for real: each is one line of what was done that day, of the record it was
// done to, however many records it changed.
func (w *world) onceDone(t *testing.T) {
	finished := func(v *scope.Viewer) *reportsv1.ListDoneItemsResponse {
		page, err := reportsv1.NewInboxServiceClient(w.Server().As(v)).ListDoneItems(call.With(t.Context(), &call.Info{RequestID: "done-test"}), &reportsv1.ListDoneItemsRequest{PageSize: 1})
		if err != nil {
			t.Fatal(err)
		}
		return page
	}
	did := map[string]string{}
	do := func(v *scope.Viewer, kind, method string, req proto.Message) bool {
		before := finished(v).TotalSize
		// Each call has its own number, as over the network.
		ctx := call.With(scope.With(t.Context(), v), &call.Info{RequestID: fmt.Sprintf("done-test-%d", len(did))})
		if err := w.Server().As(v).Invoke(ctx, method, req, answerOf(t, method)); err != nil {
			return false
		}
		after := finished(v)
		if after.TotalSize != before+1 {
			t.Errorf("%s by %s is %d items of what was done", kind, v.Name, after.TotalSize-before)
		}
		did[kind] = after.DoneItems[0].Action
		return true
	}
	for kind, s := range steps {
		for _, a := range w.file.Accounts {
			v := w.Viewer(a.Username)
			if !access.May(s.method, v) || did[kind] != "" {
				continue
			}
			items, _ := w.listed(t, v, &reportsv1.ListInboxItemsRequest{Kind: reportsv1.InboxKind(reportsv1.InboxKind_value["INBOX_KIND_"+kind])})
			for _, i := range items {
				if do(v, kind, s.method, s.request(i.ObjectId, i.Etag)) {
					break
				}
			}
		}
		if did[kind] == "" {
			t.Errorf("nobody could do %s", kind)
		}
	}
	// A payment taken back changes its claim too.
	var paid uuid.UUID
	w.In(func(ctx context.Context) error {
		paid = db.From(ctx).Payment.Query().Where(payment.StateEQ(payment.StatePaid)).Order(ent.Desc(payment.FieldID)).FirstX(ctx).ID
		return nil
	})
	asked := &fundsv1.CreateReversalRequest{Reversal: &fundsv1.Reversal{Target: fundsv1.ReversalTarget_REVERSAL_TARGET_PAYMENT, TargetId: paid.String(), Reason: "银行退回"}}
	if !do(w.Viewer("finance1"), "reversal", fundsv1.ReversalService_CreateReversal_FullMethodName, asked) {
		t.Fatal("a payment cannot be asked back")
	}
	items, _ := w.listed(t, w.Viewer("approver"), &reportsv1.ListInboxItemsRequest{Kind: reportsv1.InboxKind_INBOX_KIND_REVERSAL_APPROVE})
	last := slices.MaxFunc(items, func(a, b *reportsv1.InboxItem) int { return strings.Compare(a.ObjectId, b.ObjectId) })
	if !do(w.Viewer("approver"), "reversal approved", fundsv1.ReversalService_ApproveReversal_FullMethodName, &fundsv1.ApproveReversalRequest{Id: last.ObjectId, Etag: last.Etag}) {
		t.Error("nobody could take a payment back")
	}
	// And so is a batch of documents.
	batch := &fundsv1.BatchCreateFundDocumentsRequest{}
	for n := range 3 {
		batch.Requests = append(batch.Requests, &fundsv1.CreateFundDocumentRequest{FundDocument: &fundsv1.FundDocument{Number: fmt.Sprintf("岳交批〔2026〕%d号", 900+n),
			Title: "批量文件", IssuerCode: "AQ-JT", IssuedOn: "2026-10-01", Lines: []*fundsv1.AllocationLine{{ChannelCode: "D-TRANSPORT", PurposeCode: "rural-road", FiscalYear: 2026, AmountFen: 100}}}})
	}
	if !do(w.Viewer("finance1"), "batch", fundsv1.FundDocumentService_BatchCreateFundDocuments_FullMethodName, batch) {
		t.Error("a batch is refused")
	}
	for kind, want := range map[string]string{"CLAIM_PAY": "funds.createPayment", "reversal approved": "funds.approveReversal", "batch": "funds.batchCreateFundDocuments"} {
		if did[kind] != want {
			t.Errorf("%s is told as %s, want %s", kind, did[kind], want)
		}
	}
}
