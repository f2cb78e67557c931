package rpc_test

import (
	"context"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"go.uber.org/zap/zaptest/observer"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/test/bufconn"
	"google.golang.org/protobuf/proto"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	peoplev1 "zhengcun/api/zhengcun/people/v1"
	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/internal/countytest"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/call"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/rpc"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/validate"
)

// world serves made-up rooms of the real contract, so that every step of a call is
// the real one and only what the rooms do is ours.
type world struct {
	t      *testing.T
	c      *countytest.County
	server *rpc.Server
	logs   *observer.ObservedLogs
	grpc   *grpc.ClientConn

	// do is what every method does; the answer of the method follows.
	do func(ctx context.Context, req proto.Message) error
	// runs counts how often a method got to see a request.
	runs atomic.Int64
	// secret is what CreateApiClient shows once.
	secret string
}

type fakeReceipts struct {
	fundsv1.UnimplementedReceiptServiceServer
	*world
}
type fakeDocuments struct {
	fundsv1.UnimplementedFundDocumentServiceServer
	*world
}
type fakeClaims struct {
	fundsv1.UnimplementedClaimServiceServer
	*world
}
type fakeAppropriations struct {
	fundsv1.UnimplementedAppropriationServiceServer
	*world
}
type fakeProjects struct {
	projectsv1.UnimplementedProjectServiceServer
	*world
}
type fakeClients struct {
	peoplev1.UnimplementedApiClientServiceServer
	*world
}
type fakeSessions struct {
	peoplev1.UnimplementedSessionServiceServer
	*world
}

func (w *world) run(ctx context.Context, req proto.Message) error {
	w.runs.Add(1)
	if w.do == nil {
		return nil
	}
	return w.do(ctx, req)
}

func (f *fakeReceipts) CreateReceipt(ctx context.Context, req *fundsv1.CreateReceiptRequest) (*fundsv1.Receipt, error) {
	return &fundsv1.Receipt{Id: uuid.NewString(), BankReference: req.Receipt.BankReference, AmountFen: req.Receipt.AmountFen}, f.run(ctx, req)
}

func (f *fakeReceipts) GetReceipt(ctx context.Context, req *fundsv1.GetReceiptRequest) (*fundsv1.Receipt, error) {
	return &fundsv1.Receipt{Id: req.Id}, f.run(ctx, req)
}

func (f *fakeReceipts) ListReceipts(ctx context.Context, req *fundsv1.ListReceiptsRequest) (*fundsv1.ListReceiptsResponse, error) {
	return &fundsv1.ListReceiptsResponse{}, f.run(ctx, req)
}

func (f *fakeDocuments) CreateFundDocument(ctx context.Context, req *fundsv1.CreateFundDocumentRequest) (*fundsv1.FundDocument, error) {
	return &fundsv1.FundDocument{Id: uuid.NewString()}, f.run(ctx, req)
}

func (f *fakeDocuments) BatchCreateFundDocuments(ctx context.Context, req *fundsv1.BatchCreateFundDocumentsRequest) (*fundsv1.BatchCreateFundDocumentsResponse, error) {
	return &fundsv1.BatchCreateFundDocumentsResponse{}, f.run(ctx, req)
}

func (f *fakeClaims) CreateClaim(ctx context.Context, req *fundsv1.CreateClaimRequest) (*fundsv1.Claim, error) {
	return &fundsv1.Claim{}, f.run(ctx, req)
}

func (f *fakeClaims) UpdateClaim(ctx context.Context, req *fundsv1.UpdateClaimRequest) (*fundsv1.Claim, error) {
	return &fundsv1.Claim{}, f.run(ctx, req)
}

func (f *fakeClaims) ApproveClaim(ctx context.Context, req *fundsv1.ApproveClaimRequest) (*fundsv1.Claim, error) {
	return &fundsv1.Claim{}, f.run(ctx, req)
}

func (f *fakeAppropriations) CreateAppropriation(ctx context.Context, req *fundsv1.CreateAppropriationRequest) (*fundsv1.Appropriation, error) {
	return &fundsv1.Appropriation{}, f.run(ctx, req)
}

func (f *fakeProjects) UpdateProject(ctx context.Context, req *projectsv1.UpdateProjectRequest) (*projectsv1.Project, error) {
	return &projectsv1.Project{}, f.run(ctx, req)
}

func (f *fakeClients) CreateApiClient(ctx context.Context, req *peoplev1.CreateApiClientRequest) (*peoplev1.CreateApiClientResponse, error) {
	return &peoplev1.CreateApiClientResponse{ApiClient: &peoplev1.ApiClient{Id: uuid.NewString(), Name: req.ApiClient.Name}, Key: f.secret}, f.run(ctx, req)
}

func (f *fakeSessions) CreateSession(ctx context.Context, req *peoplev1.CreateSessionRequest) (*peoplev1.Session, error) {
	return &peoplev1.Session{}, f.run(ctx, req)
}

func (f *fakeSessions) GetCurrentSession(ctx context.Context, req *peoplev1.GetCurrentSessionRequest) (*peoplev1.Session, error) {
	return &peoplev1.Session{}, f.run(ctx, req)
}

// people are the callers, by token.
var people = map[string]*scope.Viewer{
	"officer":    {Kind: scope.Person, ID: uuid.New(), Name: "officer", Roles: []string{"FINANCE_OFFICER"}, SessionID: "s1", County: true},
	"approver":   {Kind: scope.Person, ID: uuid.New(), Name: "approver", Roles: []string{"FINANCE_APPROVER"}, SessionID: "s2", County: true},
	"office":     {Kind: scope.Person, ID: uuid.New(), Name: "office", Roles: []string{"POVERTY_OFFICE"}, SessionID: "s3", County: true},
	"unit":       {Kind: scope.Person, ID: uuid.New(), Name: "unit", Roles: []string{"UNIT"}, SessionID: "s4"},
	"security":   {Kind: scope.Person, ID: uuid.New(), Name: "security", Roles: []string{"SECURITY_ADMIN"}, SessionID: "s5"},
	"auditor":    {Kind: scope.Person, ID: uuid.New(), Name: "auditor", Roles: []string{"AUDITOR"}, SessionID: "s6", County: true},
	"novice":     {Kind: scope.Person, ID: uuid.New(), Name: "novice", Roles: []string{"FINANCE_OFFICER"}, SessionID: "s8", County: true, MustChangePassword: true},
	"nothing":    {Kind: scope.Person, ID: uuid.New(), Name: "nothing", SessionID: "s7"},
	"pusher":     {Kind: scope.Client, ID: uuid.New(), Name: "pusher", APIScopes: []string{"funds.write"}, Department: uuid.New()},
	"reader":     {Kind: scope.Client, ID: uuid.New(), Name: "reader", APIScopes: []string{"funds.read"}, Department: uuid.New()},
	"other-push": {Kind: scope.Client, ID: uuid.New(), Name: "other", APIScopes: []string{"funds.write"}, Department: uuid.New()},
}

type fakeAuth struct{ fail error }

func (a *fakeAuth) Authenticate(_ context.Context, token string) (*scope.Viewer, error) {
	return people[token], a.fail
}
func (a *fakeAuth) Admit(v *scope.Viewer, method string) error {
	if v.MustChangePassword && method != currentSession {
		return testClosed.New()
	}
	return nil
}
func (a *fakeAuth) CSRFToken(session string) string { return "csrf-of-" + session }

func forEach(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) { fn(t, serve(t, c, c.DB)) })
}

func sqlite(t *testing.T) *world {
	t.Helper()
	c := countytest.SQLite(t)
	return serve(t, c, c.DB)
}

func serve(t *testing.T, c *countytest.County, d *db.DB) *world {
	t.Helper()
	core, logs := observer.New(zapcore.DebugLevel)
	w := &world{t: t, c: c, logs: logs, secret: "zk_" + uuid.NewString()}
	w.server = &rpc.Server{DB: d, Auth: &fakeAuth{}, Validator: validate.New(), Log: zap.New(core),
		Metrics: rpc.NewMetrics(prometheus.NewRegistry()), Timeout: 10 * time.Second}
	fundsv1.RegisterReceiptServiceServer(w.server, &fakeReceipts{world: w})
	fundsv1.RegisterFundDocumentServiceServer(w.server, &fakeDocuments{world: w})
	fundsv1.RegisterClaimServiceServer(w.server, &fakeClaims{world: w})
	fundsv1.RegisterAppropriationServiceServer(w.server, &fakeAppropriations{world: w})
	projectsv1.RegisterProjectServiceServer(w.server, &fakeProjects{world: w})
	peoplev1.RegisterApiClientServiceServer(w.server, &fakeClients{world: w})
	peoplev1.RegisterSessionServiceServer(w.server, &fakeSessions{world: w})
	if err := w.server.Seal(); err != nil {
		t.Fatal(err)
	}
	listener := bufconn.Listen(1 << 20)
	g := w.server.GRPC()
	go func() { _ = g.Serve(listener) }()
	t.Cleanup(g.Stop)
	conn, err := grpc.NewClient("passthrough:///x", grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return listener.DialContext(ctx) }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	w.grpc = conn
	return w
}

// outcome is what a caller gets to see.
type outcome struct {
	resp    proto.Message
	status  *status.Status
	headers metadata.MD
}

func (o *outcome) reason() string {
	for _, d := range o.status.Details() {
		if info, ok := d.(*errdetails.ErrorInfo); ok {
			return info.Reason
		}
	}
	return ""
}

// bad are the fields that are wrong, "path:REASON".
func (o *outcome) bad() (list []string) {
	for _, d := range o.status.Details() {
		if b, ok := d.(*errdetails.BadRequest); ok {
			for _, v := range b.FieldViolations {
				list = append(list, v.Field+":"+v.Reason)
			}
		}
	}
	return list
}

func (o *outcome) replayed() bool { return len(o.headers.Get("idempotent-replayed")) > 0 }

// invoke makes one call over a connection. What REST puts into the context and
// what gRPC sends as metadata says the same.
func (w *world) invoke(conn grpc.ClientConnInterface, method string, req, resp proto.Message, info call.Info) *outcome {
	ctx := w.t.Context()
	if info.RequestID == "" {
		info.RequestID = "test-request-1"
	}
	if conn == grpc.ClientConnInterface(w.grpc) {
		var pairs []string
		for name, value := range map[string]string{"x-request-id": info.RequestID, "idempotency-key": info.IdempotencyKey, "if-match": info.IfMatch, "accept-language": info.Language} {
			if value != "" {
				pairs = append(pairs, name, value)
			}
		}
		if info.Token != "" {
			pairs = append(pairs, "authorization", "Bearer "+info.Token)
		}
		ctx = metadata.AppendToOutgoingContext(ctx, pairs...)
	} else {
		ctx = call.With(ctx, &info)
	}
	o := &outcome{resp: resp}
	err := conn.Invoke(ctx, method, req, resp, grpc.Header(&o.headers))
	o.status, _ = status.FromError(err)
	return o
}

func (w *world) local(method string, req, resp proto.Message, info call.Info) *outcome {
	return w.invoke(w.server.Conn(), method, req, resp, info)
}

// over are the two ways in.
func (w *world) over() map[string]grpc.ClientConnInterface {
	return map[string]grpc.ClientConnInterface{"local": w.server.Conn(), "gRPC": w.grpc}
}

// book writes a row and says so.
func book(ctx context.Context, name string) error {
	db.Audit(ctx, audit.Entry{Action: "test.act"})
	return db.From(ctx).Counter.Create().SetName(name).SetValue(1).Exec(ctx)
}

func receipt(reference string) *fundsv1.CreateReceiptRequest {
	return &fundsv1.CreateReceiptRequest{Receipt: &fundsv1.Receipt{AllocationId: "01900000-0000-7000-8000-000000000001", AmountFen: 5, BankReference: reference, ReceivedOn: "2026-03-01"}}
}

func document(number string) *fundsv1.CreateFundDocumentRequest {
	return &fundsv1.CreateFundDocumentRequest{FundDocument: &fundsv1.FundDocument{IssuerCode: "x", Number: number, Title: "t", IssuedOn: "2026-03-01",
		Lines: []*fundsv1.AllocationLine{{LineNumber: 1, ChannelCode: "c", PurposeCode: "p", FiscalYear: 2026, AmountFen: 5}}}}
}

func apiClient(name string) *peoplev1.CreateApiClientRequest {
	return &peoplev1.CreateApiClientRequest{ApiClient: &peoplev1.ApiClient{Name: name, OrganizationId: "01900000-0000-7000-8000-000000000001", Scopes: []string{"funds.read"}}}
}

const (
	createReceipt  = "/zhengcun.funds.v1.ReceiptService/CreateReceipt"
	getReceipt     = "/zhengcun.funds.v1.ReceiptService/GetReceipt"
	listReceipts   = "/zhengcun.funds.v1.ReceiptService/ListReceipts"
	createDocument = "/zhengcun.funds.v1.FundDocumentService/CreateFundDocument"
	batchDocuments = "/zhengcun.funds.v1.FundDocumentService/BatchCreateFundDocuments"
	createClaim    = "/zhengcun.funds.v1.ClaimService/CreateClaim"
	updateClaim    = "/zhengcun.funds.v1.ClaimService/UpdateClaim"
	approveClaim   = "/zhengcun.funds.v1.ClaimService/ApproveClaim"
	createGrant    = "/zhengcun.funds.v1.AppropriationService/CreateAppropriation"
	updateProject  = "/zhengcun.projects.v1.ProjectService/UpdateProject"
	createClient   = "/zhengcun.people.v1.ApiClientService/CreateApiClient"
	createSession  = "/zhengcun.people.v1.SessionService/CreateSession"
	currentSession = "/zhengcun.people.v1.SessionService/GetCurrentSession"
)
