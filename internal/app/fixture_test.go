package app_test

import (
	"context"
	"slices"
	"testing"
	"zhengcun/ent/claim"
	"zhengcun/ent/retentiondefect"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"

	"github.com/google/uuid"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	filesv1 "zhengcun/api/zhengcun/files/v1"
	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	inspectionsv1 "zhengcun/api/zhengcun/inspections/v1"
	peoplev1 "zhengcun/api/zhengcun/people/v1"
	plansv1 "zhengcun/api/zhengcun/plans/v1"
	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/ent/organization"
	"zhengcun/internal/app"
	"zhengcun/internal/app/apptest"
	"zhengcun/internal/people/roles"
)

// Villages of the fixture: two of one township and one of another.
const (
	ownVillage     = apptest.Village // 千佛塔村
	siblingVillage = "340828107201"  // 新浒村, of the same township
	foreignVillage = "340828106201"  // 斯桥村
	otherTownship  = "340828106000"  // 温泉镇
)

// What the records of the fixture are to the callers at home in its first chain:
// their own; of a sibling village, which the same township sees; of strangers. A
// crossed record is a stranger's project with money of the home department, a
// mixed one a paper with lines of both departments.
const (
	own     = "own"
	sibling = "sibling"
	foreign = "foreign"
	crossed = "crossed"
	mixed   = "mixed"
)

// caller is someone the tests call as.
type caller struct {
	name  string // as in the tables: the role, and where when it is not at home
	role  string // empty for an API client and for nobody
	scope []string
	token string
}

// world is a county with people of every role at home and elsewhere, and a chain
// of records for each: everything made through the interface itself.
type world struct {
	*apptest.App
	t       testing.TB
	conn    *grpc.ClientConn
	callers []*caller
	ids     map[string]map[string][]string // records by resource and by what they are to the callers at home
	orgs    map[string]string

	documents     fundsv1.FundDocumentServiceClient
	receipts      fundsv1.ReceiptServiceClient
	appropriation fundsv1.AppropriationServiceClient
	claims        fundsv1.ClaimServiceClient
	payments      fundsv1.PaymentServiceClient
	reversals     fundsv1.ReversalServiceClient
	projects      projectsv1.ProjectServiceClient
	acceptances   inspectionsv1.AcceptanceServiceClient
	villages      plansv1.KeyVillageServiceClient
	users         peoplev1.UserServiceClient
	clients       peoplev1.ApiClientServiceClient
	files         filesv1.FileServiceClient
	reports       projectsv1.ProgressReportServiceClient
	changes       projectsv1.ProjectChangeServiceClient
}

// Callers who are not at home.
const (
	elsewhere  = "@elsewhere"
	officeTwo  = "POVERTY_OFFICE@second"
	clientOwn  = "client"
	clientRead = "client:read"
	clientPush = "client:write"
	nobody     = "anonymous"
)

func newWorld(t testing.TB, dialect string, change ...func(*app.Options)) *world {
	t.Helper()
	a := apptest.Start(t, dialect, change...)
	conn := a.Dial()
	w := &world{
		App: a, t: t, conn: conn, ids: map[string]map[string][]string{}, orgs: map[string]string{},
		documents: fundsv1.NewFundDocumentServiceClient(conn), receipts: fundsv1.NewReceiptServiceClient(conn),
		appropriation: fundsv1.NewAppropriationServiceClient(conn), claims: fundsv1.NewClaimServiceClient(conn),
		payments: fundsv1.NewPaymentServiceClient(conn), reversals: fundsv1.NewReversalServiceClient(conn),
		projects: projectsv1.NewProjectServiceClient(conn), acceptances: inspectionsv1.NewAcceptanceServiceClient(conn),
		villages: plansv1.NewKeyVillageServiceClient(conn), users: peoplev1.NewUserServiceClient(conn),
		clients: peoplev1.NewApiClientServiceClient(conn), files: filesv1.NewFileServiceClient(conn),
		reports: projectsv1.NewProgressReportServiceClient(conn), changes: projectsv1.NewProjectChangeServiceClient(conn),
	}
	w.people()
	w.chains()
	return w
}

// people makes the organizations and one user for each role, at home; and of the
// roles that see only their own, one elsewhere.
func (w *world) people() {
	org := func(code string, kind organization.Kind, region string) uuid.UUID {
		id := w.Organization(code, kind, region)
		w.orgs[code] = id.String()
		return id
	}
	office, finance := org("poverty_office", organization.KindPovertyOffice, apptest.County), org("finance", organization.KindFinance, apptest.County)
	transport, water := org("transport", organization.KindDepartment, apptest.County), org("water", organization.KindDepartment, apptest.County)
	builder, rival := org("builder", organization.KindContractor, apptest.County), org("rival", organization.KindContractor, apptest.County)
	government := org("government", organization.KindGovernment, apptest.County)
	if err := w.LoadReference(context.Background()); err != nil { // the departments' channels are theirs from now on
		w.t.Fatal(err)
	}
	user := func(role, where string, at uuid.UUID, username string) {
		w.callers = append(w.callers, &caller{name: role + where, role: role, token: w.User(username, at, role)})
	}
	user(roles.Admin, "", government, "admin")
	user(roles.SecurityAdmin, "", government, "security")
	user(roles.AuditAdmin, "", government, "audit")
	user(roles.PovertyOffice, "", office, "office")
	user(roles.PovertyOffice, "@second", office, "office2")
	user(roles.FinanceOfficer, "", finance, "officer")
	user(roles.FinanceApprover, "", finance, "approver")
	user(roles.Cashier, "", finance, "cashier")
	user(roles.Department, "", transport, "transport")
	user(roles.Department, elsewhere, water, "water")
	user(roles.Unit, "", builder, "builder")
	user(roles.Unit, elsewhere, rival, "rival")
	user(roles.Township, "", org("xiangchang", organization.KindTownship, apptest.Township), "township")
	user(roles.Township, elsewhere, org("wenquan", organization.KindTownship, otherTownship), "township2")
	user(roles.Village, "", org("qianfota", organization.KindVillage, ownVillage), "village")
	user(roles.Village, elsewhere, org("xinhu", organization.KindVillage, siblingVillage), "village2")
	user(roles.Statistics, "", org("statistics", organization.KindStatistics, apptest.County), "statistics")
	user(roles.Leader, "", government, "leader")
	user(roles.Auditor, "", org("audit_bureau", organization.KindAudit, apptest.County), "auditor")
	for _, c := range []struct {
		name   string
		org    uuid.UUID
		scopes []string
	}{
		{clientOwn, transport, []string{"funds.read", "funds.write"}},
		{clientRead, transport, []string{"funds.read"}},
		{clientPush, transport, []string{"funds.write"}},
		{clientOwn + elsewhere, water, []string{"funds.read", "funds.write"}},
	} {
		made := must(w.clients.CreateApiClient(w.as(roles.SecurityAdmin), &peoplev1.CreateApiClientRequest{ApiClient: &peoplev1.ApiClient{
			Name: "系统 " + c.name, OrganizationId: c.org.String(), Scopes: c.scopes}}))(w.t)
		w.callers = append(w.callers, &caller{name: c.name, scope: c.scopes, token: made.Key})
	}
	w.callers = append(w.callers, &caller{name: "no role", token: w.User("newcomer", government)}, &caller{name: nobody})
	w.add("channel", own, "D-TRANSPORT")
	w.add("channel", sibling, "D-WATER")
}

// caller finds one by name.
func (w *world) caller(name string) *caller {
	i := slices.IndexFunc(w.callers, func(c *caller) bool { return c.name == name })
	if i < 0 {
		w.t.Fatalf("no caller %s", name)
	}
	return w.callers[i]
}

func (w *world) token(name string) string { return w.caller(name).token }

// as is the context of a gRPC call by the caller, with a new idempotency key.
func (w *world) as(name string) context.Context {
	return metadata.AppendToOutgoingContext(w.t.Context(), "authorization", "Bearer "+w.token(name), "idempotency-key", uuid.NewString())
}

// must takes the answer of a call that has to work.
func must[T any](m T, err error) func(t testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
}

// add remembers a record.
func (w *world) add(resource, label, id string) {
	if w.ids[resource] == nil {
		w.ids[resource] = map[string][]string{}
	}
	w.ids[resource][label] = append(w.ids[resource][label], id)
}

// id is the first record of the resource with this label.
func (w *world) id(resource, label string) string {
	w.t.Helper()
	if len(w.ids[resource][label]) == 0 {
		w.t.Fatalf("no %s %s", label, resource)
	}
	return w.ids[resource][label][0]
}

// document is a paper with one line for each channel.
func document(issuer, number, purpose string, fen int64, channels ...string) *fundsv1.FundDocument {
	d := &fundsv1.FundDocument{IssuerCode: issuer, Number: number, Title: "关于下达专项资金的通知", IssuedOn: "2026-03-02"}
	for i, c := range channels {
		d.Lines = append(d.Lines, &fundsv1.AllocationLine{LineNumber: int32(i + 1), ChannelCode: c, PurposeCode: purpose, FiscalYear: 2026, AmountFen: fen})
	}
	return d
}

// Money of each chain, in fen.
const (
	promised     = 60_000_000
	received     = 40_000_000
	set          = 30_000_000
	advanced     = 10_000_000
	acceptedWork = 25_000_000
	lentFen      = 1_000_000
)

// chain is one project with everything that belongs to it.
type chain struct {
	label, village, unit, department    string // codes
	channel, purpose, kind, number      string
	client, deptRole, unitRole, theTown string // who acts
}

func (w *world) chains() {
	first := chain{own, ownVillage, "builder", "transport", "D-TRANSPORT", "rural-road", "road", "岳交计〔2026〕1号",
		clientOwn, roles.Department, roles.Unit, roles.Township}
	second := chain{sibling, siblingVillage, "rival", "water", "D-WATER", "drinking-water", "drinking_water", "岳水计〔2026〕1号",
		clientOwn + elsewhere, roles.Department + elsewhere, roles.Unit + elsewhere, roles.Township}
	third := second
	third.label, third.village, third.number, third.theTown = foreign, foreignVillage, "岳水计〔2026〕2号", roles.Township+elsewhere
	w.build(first, "")
	w.build(second, "")
	w.build(third, w.fund(clientOwn, document("AQ-JT", "岳交计〔2026〕9号", "drinking-water", promised, "D-TRANSPORT"), own))
	// A paper with a line of each department, typed by finance, and a push of one of the lines only, which differs.
	typed := must(w.documents.CreateFundDocument(w.as(roles.FinanceOfficer), &fundsv1.CreateFundDocumentRequest{
		FundDocument: document("AQ-JT", "岳扶〔2026〕5号", "rural-road", promised, "D-TRANSPORT", "D-WATER")}))(w.t)
	w.add("fund_document", mixed, typed.Id)
	w.add("allocation", own, typed.Lines[0].AllocationId)
	w.add("allocation", sibling, typed.Lines[1].AllocationId)
	if _, err := w.documents.CreateFundDocument(w.as(clientOwn), &fundsv1.CreateFundDocumentRequest{
		FundDocument: document("AQ-JT", "岳扶〔2026〕5号", "rural-road", promised, "D-TRANSPORT")}); err == nil {
		w.t.Fatal("a differing push was stored")
	}
	conflicts := must(w.documents.ListDocumentConflicts(w.as(roles.FinanceOfficer), &fundsv1.ListDocumentConflictsRequest{}))(w.t)
	w.add("document_conflict", own, conflicts.DocumentConflicts[0].Id)
	for _, u := range must(w.users.ListUsers(w.as(roles.Admin), &peoplev1.ListUsersRequest{PageSize: 1000}))(w.t).Users {
		w.add("user", own, u.Id)
	}
	for _, c := range must(w.clients.ListApiClients(w.as(roles.SecurityAdmin), &peoplev1.ListApiClientsRequest{}))(w.t).ApiClients {
		w.add("api_client", own, c.Id)
	}
	for _, id := range w.orgs {
		w.add("organization", own, id)
	}
}

// fund pushes a document and records what arrived; the id is its first allocation's.
func (w *world) fund(client string, d *fundsv1.FundDocument, label string) string {
	pushed := must(w.documents.CreateFundDocument(w.as(client), &fundsv1.CreateFundDocumentRequest{FundDocument: d}))(w.t)
	w.add("fund_document", label, pushed.Id)
	w.add("allocation", label, pushed.Lines[0].AllocationId)
	in := must(w.receipts.CreateReceipt(w.as(roles.FinanceOfficer), &fundsv1.CreateReceiptRequest{Receipt: &fundsv1.Receipt{
		AllocationId: pushed.Lines[0].AllocationId, AmountFen: received, BankReference: "IN-" + d.Number, ReceivedOn: "2026-03-20"}}))(w.t)
	w.add("receipt", label, in.Id)
	return pushed.Lines[0].AllocationId
}

// appropriate sets money aside, asked for by one and approved by another.
func (w *world) appropriate(allocation, project string, fen int64) *fundsv1.Appropriation {
	asked := must(w.appropriation.CreateAppropriation(w.as(roles.PovertyOffice), &fundsv1.CreateAppropriationRequest{Appropriation: &fundsv1.Appropriation{
		AllocationId: allocation, ProjectId: project, AmountFen: fen, Share: fundsv1.Share_SHARE_FLEXIBLE}}))(w.t)
	return must(w.appropriation.ApproveAppropriation(w.as(officeTwo), &fundsv1.ApproveAppropriationRequest{Id: asked.Id, Etag: asked.Etag}))(w.t)
}

// build makes the chain; lent is an allocation of others that also gives it money, empty for none.
func (w *world) build(c chain, lent string) {
	allocation := w.fund(c.client, document("AQ-JT", c.number, c.purpose, promised, c.channel), c.label)
	key := must(w.villages.CreateKeyVillage(w.as(roles.PovertyOffice), &plansv1.CreateKeyVillageRequest{KeyVillage: &plansv1.KeyVillage{
		RegionCode: c.village, BatchYear: 2026, AcceptanceDeadline: "2027-06-30"}}))(w.t)
	w.add("key_village", c.label, key.Id)
	p := w.project(c)
	w.add("project", c.label, p.Id)
	w.add("appropriation", c.label, w.appropriate(allocation, p.Id, set).Id)
	w.add("project_lot", c.label, allocation+p.Id)
	if lent != "" {
		w.add("appropriation", crossed, w.appropriate(lent, p.Id, lentFen).Id)
		w.add("project_lot", crossed, lent+p.Id)
	}
	p = must(w.projects.StartProject(w.as(c.unitRole), &projectsv1.StartProjectRequest{Id: p.Id, Etag: p.Etag}))(w.t)
	reported := must(w.reports.CreateProgressReport(w.as(c.unitRole), &projectsv1.CreateProgressReportRequest{ProgressReport: &projectsv1.ProgressReport{
		ProjectId: p.Id, ReportedOn: "2026-04-01", Percent: 30, QuantityMilli: 900, Quality: projectsv1.WorkQuality_WORK_QUALITY_GOOD}}))(w.t)
	w.add("progress_report", c.label, reported.Id)
	asked := must(w.changes.CreateProjectChange(w.as(c.unitRole), &projectsv1.CreateProjectChangeRequest{ProjectChange: &projectsv1.ProjectChange{
		ProjectId: p.Id, Kind: projectsv1.ProjectChangeKind_PROJECT_CHANGE_KIND_SUSPEND, Reason: "汛期"}}))(w.t)
	w.add("project_change", c.label, asked.Id)
	advance := w.claim(c, &fundsv1.Claim{ProjectId: p.Id, Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: "2026-04-10",
		Lines: []*fundsv1.ClaimLine{{AllocationId: allocation, AmountFen: advanced}}})
	advance = w.review(c, advance)
	paid := must(w.payments.CreatePayment(w.as(roles.Cashier), &fundsv1.CreatePaymentRequest{Payment: &fundsv1.Payment{
		ClaimId: advance.Id, ClaimEtag: advance.Etag, BankReference: "OUT-" + c.number, PaidOn: "2026-04-20"}}))(w.t)
	w.add("payment", c.label, paid.Id)
	p = must(w.projects.CompleteProject(w.as(c.unitRole), &projectsv1.CompleteProjectRequest{Id: p.Id, Etag: p.Etag}))(w.t)
	accepted := w.acceptance(p.Id, allocation)
	w.add("acceptance", c.label, accepted.Id)
	w.claim(c, &fundsv1.Claim{ProjectId: p.Id, Kind: fundsv1.ClaimKind_CLAIM_KIND_FINAL, ClaimedOn: "2026-10-10", AcceptanceId: accepted.Id,
		Lines: []*fundsv1.ClaimLine{{AllocationId: allocation, AmountFen: acceptedWork - advanced, SetOffFen: advanced}}})
	back := must(w.reversals.CreateReversal(w.as(roles.FinanceOfficer), &fundsv1.CreateReversalRequest{Reversal: &fundsv1.Reversal{
		Target: fundsv1.ReversalTarget_REVERSAL_TARGET_PAYMENT, TargetId: paid.Id, Reason: "账号有误"}}))(w.t)
	w.add("reversal", c.label, back.Id)
	w.retain(c, p, allocation, accepted.Id)
}

// retain adds a paid claim that something was kept back from, and a defect: a county without a rule on retention has none
// by itself, so the rows are written past the room. The ledger has nothing of them.
func (w *world) retain(c chain, p *projectsv1.Project, allocation, accepted string) {
	err := w.DB.Tx(scope.With(context.Background(), scope.SystemViewer("test")), func(ctx context.Context) error {
		tx, due := db.From(ctx), calendar.MustParseDate("2027-10-10")
		row, err := tx.Project.Get(ctx, uuid.MustParse(p.Id))
		if err != nil {
			return err
		}
		kept, err := tx.Claim.Create().SetProjectID(row.ID).SetVillageID(row.VillageID).SetUnitID(row.UnitID).SetNillableDepartmentID(row.DepartmentID).
			SetNumber("BZ2025-" + c.label).SetKind(claim.KindProgress).SetClaimedOn(calendar.MustParseDate("2026-10-09")).SetAcceptanceID(uuid.MustParse(accepted)).
			SetPayeeName("岳西县某建筑公司").SetPayeeAccount("sealed").SetPayeeAccountMasked("6222****4567").SetAmountFen(9_500).SetSetOffFen(0).
			SetRetentionFen(500).SetRetentionBp(500).SetRetentionCapBp(1000).SetRetentionDueOn(&due).SetState(claim.StatePaid).SetDraftedBy(uuid.New()).Save(ctx)
		if err != nil {
			return err
		}
		defect, err := tx.RetentionDefect.Create().SetClaimID(kept.ID).SetAllocationID(uuid.MustParse(allocation)).SetAmountFen(1).
			SetFoundOn(calendar.MustParseDate("2026-10-20")).SetReason("开裂").SetState(retentiondefect.StateRecorded).SetRecordedBy(uuid.New()).SetRecorderName("扶贫办").
			SetVillageID(row.VillageID).SetUnitID(row.UnitID).SetNillableDepartmentID(row.DepartmentID).Save(ctx)
		if err != nil {
			return err
		}
		w.add("claim", c.label, kept.ID.String())
		w.add("retention", c.label, kept.ID.String())
		w.add("retention_defect", c.label, defect.ID.String())
		db.Audit(ctx, audit.Entry{Action: "test.retain"})
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// newProject is a project as the office lists it.
func (w *world) newProject(c chain) *projectsv1.Project {
	return &projectsv1.Project{
		Name: c.label + "项目", RegionCode: c.village, TypeCode: c.kind, Benefit: projectsv1.Benefit_BENEFIT_VILLAGE, PlannedQuantityMilli: 3500,
		UnitId: w.orgs[c.unit], DepartmentId: w.orgs[c.department], BudgetFen: 2 * set, StartDate: "2026-03-01", EndDate: "2026-09-30",
	}
}

func (w *world) project(c chain) *projectsv1.Project {
	p := must(w.projects.CreateProject(w.as(roles.PovertyOffice), &projectsv1.CreateProjectRequest{Project: w.newProject(c)}))(w.t)
	return must(w.projects.ApproveProject(w.as(officeTwo), &projectsv1.ApproveProjectRequest{Id: p.Id, Etag: p.Etag}))(w.t)
}

func (w *world) claim(c chain, in *fundsv1.Claim) *fundsv1.Claim {
	in.PayeeName, in.PayeeAccount = "岳西县某建筑公司", "6222020200001234567"
	drafted := must(w.claims.CreateClaim(w.as(c.unitRole), &fundsv1.CreateClaimRequest{Claim: in}))(w.t)
	w.add("claim", c.label, drafted.Id)
	kept := must(w.files.CreateFile(w.as(c.unitRole), &filesv1.CreateFileRequest{Subject: filesv1.FileSubject_FILE_SUBJECT_CLAIM, SubjectId: drafted.Id,
		Name: "凭证.pdf", Content: []byte(smallPDF)}))(w.t)
	w.add("file", c.label, kept.Id)
	return must(w.claims.SubmitClaim(w.as(c.unitRole), &fundsv1.SubmitClaimRequest{Id: drafted.Id, Etag: drafted.Etag}))(w.t)
}

// smallPDF is a paper without pages.
const smallPDF = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

func (w *world) review(c chain, r *fundsv1.Claim) *fundsv1.Claim {
	r = must(w.claims.AgreeClaimByTownship(w.as(c.theTown), &fundsv1.AgreeClaimByTownshipRequest{Id: r.Id, Etag: r.Etag}))(w.t)
	r = must(w.claims.CheckClaimByDepartment(w.as(c.deptRole), &fundsv1.CheckClaimByDepartmentRequest{Id: r.Id, Etag: r.Etag}))(w.t)
	r = must(w.claims.AgreeClaimByOffice(w.as(roles.PovertyOffice), &fundsv1.AgreeClaimByOfficeRequest{Id: r.Id, Etag: r.Etag}))(w.t)
	return must(w.claims.ApproveClaim(w.as(roles.FinanceApprover), &fundsv1.ApproveClaimRequest{Id: r.Id, Etag: r.Etag}))(w.t)
}

func (w *world) acceptance(project, allocation string) *inspectionsv1.Acceptance {
	draft := must(w.acceptances.CreateAcceptance(w.as(roles.PovertyOffice), &inspectionsv1.CreateAcceptanceRequest{Acceptance: &inspectionsv1.Acceptance{
		ProjectId: project, AcceptedOn: "2026-09-20", Team: []*inspectionsv1.TeamMember{{Name: "村民代表", VillagersRepresentative: true}},
		MeasuredQuantityMilli: 3500, Verdict: inspectionsv1.Verdict_VERDICT_PASSED, AcceptedFen: acceptedWork,
		Splits: []*inspectionsv1.AcceptanceSplit{{AllocationId: allocation, AcceptedFen: acceptedWork}}}}))(w.t)
	return must(w.acceptances.ConfirmAcceptance(w.as(officeTwo), &inspectionsv1.ConfirmAcceptanceRequest{Id: draft.Id, Etag: draft.Etag}))(w.t)
}

// mask is an update mask.
func mask(paths ...string) *fieldmaskpb.FieldMask { return &fieldmaskpb.FieldMask{Paths: paths} }
