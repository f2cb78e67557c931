package demo_test

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	inspectionsv1 "zhengcun/api/zhengcun/inspections/v1"
	plansv1 "zhengcun/api/zhengcun/plans/v1"
	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	reportsv1 "zhengcun/api/zhengcun/reports/v1"
	"zhengcun/internal/app"
	"zhengcun/internal/app/apptest"
	"zhengcun/internal/demo"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/people"
	"zhengcun/internal/people/roles"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/call"
	"zhengcun/internal/platform/db"
)

// world is a county with the demo in it, asked by the people of the demo.
type world struct {
	*apptest.App
	t    *testing.T
	dir  string
	file file
}

// file is what the demo writes of its accounts.
type file struct {
	Accounts []struct {
		Username, Password, Role, Name, Organization string
		Region, Department                           *string
	}
	APIClients []struct{ Department, Name, Key string } `json:"api_clients"`
}

const households = 3001

// forEach loads a demo on each database.
func forEach(t *testing.T, fn func(t *testing.T, w *world)) {
	apptest.ForEach(t, func(t *testing.T, a *apptest.App) {
		w := &world{App: a, t: t, dir: filepath.Join(t.TempDir(), "data")}
		w.load(demo.Options{Households: households})
		fn(t, w)
	})
}

func (w *world) try(ctx context.Context, o demo.Options) error {
	o.DataDir = w.dir
	return demo.Load(ctx, demo.County{DB: w.DB, People: w.People, Server: w.Server()}, o)
}

func (w *world) load(o demo.Options) {
	w.t.Helper()
	if err := w.try(w.t.Context(), o); err != nil {
		w.t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(w.dir, demo.AccountsFile))
	if err != nil {
		w.t.Fatal(err)
	}
	w.file = file{}
	if err := json.Unmarshal(text, &w.file); err != nil {
		w.t.Fatal(err)
	}
}

// login logs in with the password of the file and returns the context of the user's calls.
func (w *world) login(username string) context.Context {
	w.t.Helper()
	for _, a := range w.file.Accounts {
		if a.Username != username {
			continue
		}
		r := w.Do("POST", "/v1/sessions", "", `{"username":"`+username+`","password":"`+a.Password+`"}`)
		token, _ := r.JSON["token"].(string)
		if token == "" {
			w.t.Fatalf("log-in of %s: %d %s", username, r.Status, r.Body)
		}
		return as(w.t.Context(), token)
	}
	w.t.Fatalf("no account %s", username)
	return nil
}

func as(ctx context.Context, token string) context.Context {
	return call.With(ctx, &call.Info{RequestID: "demo-test", Token: token})
}

// must is the answer of a call that does not fail.
func must[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// TestCounty asks one loaded county everything, since loading takes longer than asking.
func TestCounty(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		t.Run("story", w.story)
		t.Run("files", w.files)
		t.Run("states", w.states)
		t.Run("overview", w.overview)
		t.Run("integration", w.integration)
		t.Run("inbox", w.inbox)
		t.Run("inbox's filters", w.inboxFilters)
		t.Run("inbox's days", w.inboxDays)
		t.Run("inbox's statements", w.inboxStatements)
		t.Run("done items", w.done)
		t.Run("accounts", w.accounts)
		t.Run("sound", w.sound)
		t.Run("again", w.again)
		t.Run("once done", w.onceDone)
	})
}

// story finds the demo story to the fen, from the number of its document.
func (w *world) story(t *testing.T) {
	ctx, conn := w.login("leader"), w.Conn()
	number := demo.StoryNumber(calendar.Today(w.Clock))
	if number != "岳交计〔2026〕12号" {
		t.Errorf("the story's document is %s", number)
	}
	found := must[*fundsv1.ListFundDocumentsResponse](t)(fundsv1.NewFundDocumentServiceClient(conn).ListFundDocuments(ctx, &fundsv1.ListFundDocumentsRequest{Number: "岳交计[2026]12号"}))
	if len(found.FundDocuments) != 1 {
		t.Fatalf("%d documents", len(found.FundDocuments))
	}
	doc := found.FundDocuments[0]
	want := &fundsv1.AllocationMoney{PromisedFen: 60_000_000, ReceivedFen: 40_000_000, AppropriatedFen: 38_000_000, PaidFen: 35_000_000,
		AvailableFen: 2_000_000, IdleUnappropriatedFen: 2_000_000, IdleAppropriatedFen: 3_000_000}
	if !proto.Equal(doc.Money, want) {
		t.Errorf("money %v, want %v", doc.Money, want)
	}
	if !slices.Equal(doc.Sources, []fundsv1.DocumentSource{fundsv1.DocumentSource_DOCUMENT_SOURCE_PUSHED}) {
		t.Errorf("sources %v", doc.Sources)
	}
	trace := must[*fundsv1.TraceFundsResponse](t)(fundsv1.NewFundTraceServiceClient(conn).TraceFunds(ctx, &fundsv1.TraceFundsRequest{
		Start: &fundsv1.TraceFundsRequest_DocumentNumber{DocumentNumber: number}}))
	amounts := map[string][]int64{}
	project := ""
	for _, n := range trace.Nodes {
		kind := strings.TrimPrefix(n.Kind.String(), "TRACE_NODE_KIND_")
		amounts[kind] = append(amounts[kind], n.AmountFen)
		if n.Kind == fundsv1.TraceNodeKind_TRACE_NODE_KIND_PROJECT_LOT {
			project = n.Id
		}
	}
	for kind, want := range map[string][]int64{
		"DOCUMENT": {60_000_000}, "ALLOCATION": {60_000_000}, "RECEIPT": {25_000_000, 15_000_000}, "PROJECT_LOT": {38_000_000},
		"CLAIM": {15_200_000, 19_800_000}, "PAYMENT": {15_200_000, 19_800_000}, "PAYEE": {35_000_000},
	} {
		if !slices.Equal(amounts[kind], want) {
			t.Errorf("%s: %v, want %v", kind, amounts[kind], want)
		}
	}
	p := must[*projectsv1.Project](t)(projectsv1.NewProjectServiceClient(conn).GetProject(ctx, &projectsv1.GetProjectRequest{Id: project}))
	if p.Name != "千佛塔村通村公路" || p.RegionCode != "340828107202" || p.State != projectsv1.ProjectState_PROJECT_STATE_ACCEPTED || p.Money.AcceptedFen != 35_000_000 || p.Money.AdvanceFen != 0 {
		t.Errorf("project %v", p)
	}
	var told []string
	for _, s := range p.History {
		told = append(told, strings.TrimPrefix(s.Action.String(), "PROJECT_ACTION_"))
		if s.ActorName == "" || s.OrganizationName == "" || !s.Time.AsTime().Equal(w.Clock.Now()) {
			t.Errorf("step %v", s)
		}
	}
	if want := []string{"LIST", "APPROVE", "START", "COMPLETE", "ACCEPT"}; !slices.Equal(told, want) {
		t.Errorf("steps of the project %v, want %v", told, want)
	}
	claims := must[*fundsv1.ListClaimsResponse](t)(fundsv1.NewClaimServiceClient(conn).ListClaims(ctx, &fundsv1.ListClaimsRequest{ProjectId: project, Kind: fundsv1.ClaimKind_CLAIM_KIND_FINAL}))
	if len(claims.Claims) != 1 || claims.Claims[0].SetOffFen != 15_200_000 {
		t.Errorf("final claims %v", claims.Claims)
	}
}

// states finds every state there is in the lists.
func (w *world) states(t *testing.T) {
	ctx, conn := w.login("auditor"), w.Conn()
	seen := map[string]bool{}
	saw := func(e protoreflect.Enum) { seen[string(e.Descriptor().Values().ByNumber(e.Number()).Name())] = true }

	projects := must[*projectsv1.ListProjectsResponse](t)(projectsv1.NewProjectServiceClient(conn).ListProjects(ctx, &projectsv1.ListProjectsRequest{PageSize: 1000}))
	if projects.TotalSize != demo.MinProjects {
		t.Errorf("%d projects", projects.TotalSize)
	}
	today := calendar.Today(w.Clock).String()
	var served int32
	late, neverBegun, types, years := 0, 0, map[string]bool{}, map[string]bool{}
	for _, p := range projects.Projects {
		saw(p.State)
		saw(p.Pillar)
		saw(p.Benefit)
		served += p.BeneficiaryHouseholds
		types[p.TypeCode] = true
		years[p.StartDate[:4]] = true
		if p.State == projectsv1.ProjectState_PROJECT_STATE_UNDERWAY && p.EndDate < today {
			late++
		}
		if p.State == projectsv1.ProjectState_PROJECT_STATE_APPROVED && p.StartDate < today {
			neverBegun++
		}
	}
	if served != households || late < 3 || neverBegun < 3 || len(types) != 20 || len(years) < 2 {
		t.Errorf("%d households served, %d late, %d never begun, %d types, years %v", served, late, neverBegun, len(types), years)
	}
	for _, a := range must[*fundsv1.ListAppropriationsResponse](t)(fundsv1.NewAppropriationServiceClient(conn).ListAppropriations(ctx, &fundsv1.ListAppropriationsRequest{PageSize: 1000})).Appropriations {
		saw(a.State)
		saw(a.Share)
	}
	for _, c := range must[*fundsv1.ListClaimsResponse](t)(fundsv1.NewClaimServiceClient(conn).ListClaims(ctx, &fundsv1.ListClaimsRequest{PageSize: 1000})).Claims {
		saw(c.State)
		saw(c.Kind)
		for _, s := range c.History {
			saw(s.Action)
		}
	}
	for _, r := range must[*fundsv1.ListRetentionsResponse](t)(fundsv1.NewRetentionServiceClient(conn).ListRetentions(ctx, &fundsv1.ListRetentionsRequest{PageSize: 1000})).Retentions {
		saw(r.State)
	}
	for _, r := range must[*fundsv1.ListReceiptsResponse](t)(fundsv1.NewReceiptServiceClient(conn).ListReceipts(ctx, &fundsv1.ListReceiptsRequest{PageSize: 1000})).Receipts {
		saw(r.State)
	}
	for _, p := range must[*fundsv1.ListPaymentsResponse](t)(fundsv1.NewPaymentServiceClient(conn).ListPayments(ctx, &fundsv1.ListPaymentsRequest{PageSize: 1000})).Payments {
		saw(p.State)
		if !strings.Contains(p.PayeeAccount, "*") {
			t.Errorf("the account of %s is not masked for the auditor", p.Number)
		}
	}
	for _, r := range must[*fundsv1.ListReversalsResponse](t)(fundsv1.NewReversalServiceClient(conn).ListReversals(ctx, &fundsv1.ListReversalsRequest{PageSize: 1000})).Reversals {
		saw(r.State)
		saw(r.Target)
	}
	for _, a := range must[*inspectionsv1.ListAcceptancesResponse](t)(inspectionsv1.NewAcceptanceServiceClient(conn).ListAcceptances(ctx, &inspectionsv1.ListAcceptancesRequest{PageSize: 1000})).Acceptances {
		saw(a.State)
		saw(a.Verdict)
	}
	both := 0
	for _, d := range must[*fundsv1.ListFundDocumentsResponse](t)(fundsv1.NewFundDocumentServiceClient(conn).ListFundDocuments(ctx, &fundsv1.ListFundDocumentsRequest{PageSize: 1000})).FundDocuments {
		for _, s := range d.Sources {
			saw(s)
		}
		if len(d.Sources) == 2 {
			both++
		}
	}
	conflicts := must[*fundsv1.ListDocumentConflictsResponse](t)(fundsv1.NewFundDocumentServiceClient(conn).ListDocumentConflicts(ctx, &fundsv1.ListDocumentConflictsRequest{}))
	if both != 1 || conflicts.TotalSize != 1 {
		t.Errorf("%d documents came in both ways, %d are contested", both, conflicts.TotalSize)
	}
	for _, e := range []protoreflect.Enum{
		projectsv1.ProjectState(0), projectsv1.Pillar(0), projectsv1.Benefit(0), fundsv1.AppropriationState(0), fundsv1.Share(0),
		fundsv1.ClaimState(0), fundsv1.ClaimKind(0), fundsv1.ClaimAction(0), fundsv1.ReceiptState(0), fundsv1.PaymentState(0),
		fundsv1.ReversalState(0), fundsv1.ReversalTarget(0), fundsv1.RetentionState(0), inspectionsv1.AcceptanceState(0), inspectionsv1.Verdict(0), fundsv1.DocumentSource(0),
	} {
		values := e.Descriptor().Values()
		for i := range values.Len() {
			if v := values.Get(i); v.Number() != 0 && !seen[string(v.Name())] {
				t.Errorf("nothing is %s", v.Name())
			}
		}
	}
	villages := must[*plansv1.ListKeyVillagesResponse](t)(plansv1.NewKeyVillageServiceClient(conn).ListKeyVillages(ctx, &plansv1.ListKeyVillagesRequest{PageSize: 100}))
	passed, near, ours := 0, 0, false
	for _, v := range villages.KeyVillages {
		ours = ours || v.RegionCode == "340828107202"
		switch {
		case v.DaysLeft < 0:
			passed++
		case v.DaysLeft < 15:
			near++
		}
	}
	if villages.TotalSize != 20 || passed < 3 || near < 3 || !ours {
		t.Errorf("%d key villages, %d passed, %d near, 千佛塔村 among them: %v", villages.TotalSize, passed, near, ours)
	}
}

// overview: every kind of channel has money of both years, and the figures are the sums of their lists.
func (w *world) overview(t *testing.T) {
	ctx, conn := w.login("leader"), w.Conn()
	o := must[*reportsv1.Overview](t)(reportsv1.NewOverviewServiceClient(conn).GetOverview(ctx, &reportsv1.GetOverviewRequest{}))
	kinds := map[fundsv1.ChannelKind]bool{}
	for _, c := range o.Channels {
		kinds[c.Kind] = true
	}
	if len(kinds) != 6 || len(o.Channels) != 19 || !slices.Equal(o.FiscalYears, []int32{2026, 2025, 2024}) {
		t.Errorf("%d kinds of channels, %d channels, years %v", len(kinds), len(o.Channels), o.FiscalYears)
	}
	list := must[*fundsv1.ListAllocationsResponse](t)(fundsv1.NewAllocationServiceClient(conn).ListAllocations(ctx, &fundsv1.ListAllocationsRequest{}))
	if !proto.Equal(o.Totals, list.Totals) || o.Totals.PaidFen == 0 || o.Totals.HeldFen == 0 || o.Totals.RequestedFen == 0 || o.Totals.IdleUnappropriatedFen == 0 {
		t.Errorf("overview %v, list %v", o.Totals, list.Totals)
	}
	for _, year := range []int32{0, 2026, 2025} {
		w.villages(t, ctx, year)
	}
}

// villages finds the money of each village, of one fiscal year or of all, under the projects that its figures open.
func (w *world) villages(t *testing.T, ctx context.Context, year int32) {
	t.Helper()
	conn := w.Conn()
	o := must[*reportsv1.Overview](t)(reportsv1.NewOverviewServiceClient(conn).GetOverview(ctx, &reportsv1.GetOverviewRequest{FiscalYear: year}))
	idle := int64(0)
	for _, v := range o.Villages {
		list := must[*projectsv1.ListProjectsResponse](t)(projectsv1.NewProjectServiceClient(conn).ListProjects(ctx, &projectsv1.ListProjectsRequest{
			RegionCode: v.RegionCode, FiscalYear: year, ExcludeCancelled: true}))
		if !proto.Equal(list.Totals, v.Money) || list.TotalSize != v.ProjectCount {
			t.Errorf("%s in %d: %d projects with %v, in the list %d with %v", v.VillageName, year, v.ProjectCount, v.Money, list.TotalSize, list.Totals)
		}
		idle += v.Money.IdleFen
	}
	if len(o.Villages) == 0 || idle == 0 {
		t.Errorf("%d villages in %d have %d fen idle", len(o.Villages), year, idle)
	}
}

// accounts: the file is its owner's only, and somebody of each role in it can log in.
func (w *world) accounts(t *testing.T) {
	info, err := os.Stat(filepath.Join(w.dir, demo.AccountsFile))
	if err != nil || info.Mode() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	held := map[string]int{}
	for _, a := range w.file.Accounts {
		held[a.Role]++
		if len(a.Password) < 12 || a.Name == "" || a.Organization == "" {
			t.Errorf("account %+v", a)
		}
		if (a.Role == "department") != (a.Department != nil) || (a.Role == "township" || a.Role == "village") && (a.Region == nil || len(*a.Region) != 12) {
			t.Errorf("account %s: region %v, department %v", a.Username, a.Region, a.Department)
		}
		if held[a.Role] == 1 {
			w.login(a.Username)
		}
	}
	for _, role := range roles.All() {
		if held[strings.ToLower(role)] == 0 {
			t.Errorf("nobody is %s", role)
		}
	}
	if held["poverty_office"] < 2 || held["finance_officer"] < 2 {
		t.Errorf("not enough people: %v", held)
	}
	if len(w.file.APIClients) != 8 {
		t.Errorf("%d API clients", len(w.file.APIClients))
	}
	for _, c := range w.file.APIClients {
		r := must[*fundsv1.ListFundDocumentsResponse](t)(fundsv1.NewFundDocumentServiceClient(w.Conn()).ListFundDocuments(as(t.Context(), c.Key), &fundsv1.ListFundDocumentsRequest{}))
		if r.TotalSize == 0 {
			t.Errorf("%s sees no document", c.Department)
		}
	}
}

// sound: ledger and audit log agree with each other and with themselves.
func (w *world) sound(t *testing.T) {
	v, err := app.Verify(t.Context(), w.DB, nil)
	if err != nil || !v.OK() {
		t.Errorf("%+v, %v", v, err)
	}
}

// again: loading a complete demo changes nothing; a larger one is added to.
func (w *world) again(t *testing.T) {
	before := w.head(t)
	w.load(demo.Options{Households: households})
	if after := w.head(t); after != before {
		t.Errorf("loading again wrote to the audit log: %v, before %v", after, before)
	}
	stop := errors.New("stop")
	ctx, cancel := context.WithCancelCause(t.Context())
	o := demo.Options{Projects: demo.MinProjects + 70, Households: households, Progress: func(loaded, _ int) {
		if loaded == 3 {
			cancel(stop)
		}
	}}
	if err := w.try(ctx, o); !errors.Is(err, context.Canceled) {
		t.Fatalf("interrupted: %v", err)
	}
	if n := w.projects(t); n != demo.MinProjects+50 {
		t.Errorf("%d projects after the interruption", n)
	}
	o.Progress = nil
	w.load(o)
	if n := w.projects(t); n != demo.MinProjects+70 {
		t.Errorf("%d projects", n)
	}
	w.sound(t)
	w.story(t)
}

func (w *world) head(t *testing.T) (h audit.Head) {
	t.Helper()
	w.In(func(ctx context.Context) (err error) {
		h, err = audit.ReadHead(ctx, db.From(ctx))
		return err
	})
	return h
}

func (w *world) projects(t *testing.T) (n int) {
	t.Helper()
	w.In(func(ctx context.Context) (err error) {
		n, err = db.From(ctx).Project.Query().Count(ctx)
		return err
	})
	return n
}

// TestOwnDataIsLeftAlone: a county that is somebody's is refused, and no file is written.
func TestOwnDataIsLeftAlone(t *testing.T) {
	w := &world{App: apptest.Start(t, "sqlite"), t: t, dir: t.TempDir()}
	if _, err := w.People.Found(t.Context(), "test", people.NewCounty{Code: apptest.County}); err != nil {
		t.Fatal(err)
	}
	if err := w.try(t.Context(), demo.Options{}); !errors.Is(err, demo.ErrNotEmpty) {
		t.Errorf("loaded into a county with users: %v", err)
	}
	if _, err := os.Stat(filepath.Join(w.dir, demo.AccountsFile)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("accounts file: %v", err)
	}
}

// TestSameSeedSameCounty: two loads differ in ids, passwords and keys only. They
// are of New Year's Day, when most of what this year's papers say must be of that day.
func TestSameSeedSameCounty(t *testing.T) {
	var dumps, passwords [2]string
	for i := range dumps {
		w := &world{App: apptest.Start(t, "sqlite"), t: t, dir: t.TempDir()}
		w.Clock.Set(time.Date(2026, 12, 31, 16, 30, 0, 0, time.UTC)) // half past midnight in Yuexi
		w.load(demo.Options{Households: households, Seed: 7})
		dumps[i], passwords[i] = w.dump(), w.file.Accounts[0].Password
		w.story(t)
	}
	if dumps[0] != dumps[1] {
		t.Error("the same seed made another county")
	}
	if passwords[0] == passwords[1] {
		t.Error("two counties have the same password")
	}
}

// dump is everything the lists say but ids and times.
func (w *world) dump() string {
	ctx, conn := w.login("auditor"), w.Conn()
	var out strings.Builder
	print := func(m proto.Message, err error) {
		w.t.Helper()
		if err != nil {
			w.t.Fatal(err)
		}
		strip(m.ProtoReflect())
		text, err := protojson.Marshal(m)
		if err != nil {
			w.t.Fatal(err)
		}
		out.Write(text)
	}
	print(projectsv1.NewProjectServiceClient(conn).ListProjects(ctx, &projectsv1.ListProjectsRequest{PageSize: 1000}))
	print(fundsv1.NewFundDocumentServiceClient(conn).ListFundDocuments(ctx, &fundsv1.ListFundDocumentsRequest{PageSize: 1000}))
	print(fundsv1.NewReceiptServiceClient(conn).ListReceipts(ctx, &fundsv1.ListReceiptsRequest{PageSize: 1000}))
	print(fundsv1.NewAppropriationServiceClient(conn).ListAppropriations(ctx, &fundsv1.ListAppropriationsRequest{PageSize: 1000}))
	print(fundsv1.NewClaimServiceClient(conn).ListClaims(ctx, &fundsv1.ListClaimsRequest{PageSize: 1000}))
	print(fundsv1.NewPaymentServiceClient(conn).ListPayments(ctx, &fundsv1.ListPaymentsRequest{PageSize: 1000}))
	print(inspectionsv1.NewAcceptanceServiceClient(conn).ListAcceptances(ctx, &inspectionsv1.ListAcceptancesRequest{PageSize: 1000}))
	print(plansv1.NewKeyVillageServiceClient(conn).ListKeyVillages(ctx, &plansv1.ListKeyVillagesRequest{PageSize: 1000}))
	return strings.ReplaceAll(out.String(), " ", "") // protojson itself puts spaces at random
}

// strip takes ids out of a message and everything in it.
func strip(m protoreflect.Message) {
	m.Range(func(fd protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		name := string(fd.Name())
		switch {
		case name == "id" || strings.HasSuffix(name, "_id") || strings.HasSuffix(name, "time"):
			m.Clear(fd)
		case fd.IsList() && fd.Kind() == protoreflect.MessageKind:
			for i := range v.List().Len() {
				strip(v.List().Get(i).Message())
			}
		case !fd.IsList() && !fd.IsMap() && fd.Kind() == protoreflect.MessageKind:
			strip(v.Message())
		}
		return true
	})
}
