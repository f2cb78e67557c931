package gateway_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap/zaptest"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"

	"zhengcun/api/openapi"
	filesv1 "zhengcun/api/zhengcun/files/v1"
	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/access"
	"zhengcun/internal/platform/call"
	"zhengcun/internal/platform/gateway"
	"zhengcun/internal/platform/rpc"
)

// backend stands for the services: it keeps the last call and answers what it is told.
type backend struct {
	mu     sync.Mutex
	method string
	got    proto.Message
	info   call.Info
	header metadata.MD
	answer func(ctx context.Context, reply proto.Message) error
}

func (b *backend) Invoke(ctx context.Context, method string, args, reply any, options ...grpc.CallOption) error {
	b.mu.Lock()
	b.method, b.got, b.info = method, proto.Clone(args.(proto.Message)), *call.From(ctx)
	answer := b.answer
	b.mu.Unlock()
	for _, o := range options {
		if h, ok := o.(grpc.HeaderCallOption); ok {
			*h.HeaderAddr = b.header
		}
	}
	if answer == nil {
		return nil
	}
	return answer(ctx, reply.(proto.Message))
}

func (b *backend) NewStream(context.Context, *grpc.StreamDesc, string, ...grpc.CallOption) (grpc.ClientStream, error) {
	return nil, io.EOF
}

// fail answers with a fault, as rpc.Server would.
func (b *backend) fail(f *fault.Error) {
	b.answer = func(ctx context.Context, _ proto.Message) error {
		return rpc.Status(f, call.From(ctx).Language).Err()
	}
}

func start(t *testing.T, change func(*gateway.Options)) (*httptest.Server, *backend) {
	t.Helper()
	b := &backend{}
	methods, err := access.Methods(map[string]grpc.ServiceInfo{
		"zhengcun.funds.v1.FundDocumentService": {}, "zhengcun.funds.v1.ClaimService": {}, "zhengcun.funds.v1.FundTraceService": {},
		"zhengcun.files.v1.FileService": {}, "zhengcun.people.v1.SessionService": {}, "zhengcun.people.v1.UserService": {}, "zhengcun.people.v1.ApiClientService": {},
	})
	if err != nil {
		t.Fatal(err)
	}
	o := gateway.Options{
		Methods: methods, Log: zaptest.NewLogger(t), Metrics: prometheus.NewRegistry(),
		Register: func(mux *runtime.ServeMux) error {
			ctx := context.Background()
			for _, err := range []error{
				filesv1.RegisterFileServiceHandlerClient(ctx, mux, filesv1.NewFileServiceClient(b)),
				fundsv1.RegisterFundDocumentServiceHandlerClient(ctx, mux, fundsv1.NewFundDocumentServiceClient(b)),
				fundsv1.RegisterClaimServiceHandlerClient(ctx, mux, fundsv1.NewClaimServiceClient(b)),
				fundsv1.RegisterFundTraceServiceHandlerClient(ctx, mux, fundsv1.NewFundTraceServiceClient(b)),
				peoplev1.RegisterSessionServiceHandlerClient(ctx, mux, peoplev1.NewSessionServiceClient(b)),
				peoplev1.RegisterUserServiceHandlerClient(ctx, mux, peoplev1.NewUserServiceClient(b)),
				peoplev1.RegisterApiClientServiceHandlerClient(ctx, mux, peoplev1.NewApiClientServiceClient(b)),
			} {
				if err != nil {
					return err
				}
			}
			return nil
		},
		Ready:   func(context.Context) error { return nil },
		OpenAPI: openapi.V31, OpenAPI30: openapi.V30,
		SPA: fstest.MapFS{
			"index.html":          {Data: []byte(`<html><meta name="csp-nonce" content="__CSP_NONCE__"></html>`)},
			"assets/main-abc.js":  {Data: []byte(strings.Repeat("export const a = 1;\n", 100))},
			"favicon.svg":         {Data: []byte("<svg/>")},
			".vite/manifest.json": {Data: []byte("{}")},
		},
	}
	if change != nil {
		change(&o)
	}
	g, err := gateway.New(o)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewUnstartedServer(g)
	s.Config = g.Server()
	s.Start()
	t.Cleanup(s.Close)
	return s, b
}

type answer struct {
	status int
	header http.Header
	body   []byte
	// of errors
	Code    int
	Message string
	Details []struct {
		Type            string `json:"@type"`
		Reason          string
		Locale          string
		Message         string
		FieldViolations []struct{ Field, Reason, Description string }
	}
}

func (a *answer) reason() string {
	for _, d := range a.Details {
		if strings.HasSuffix(d.Type, "ErrorInfo") {
			return d.Reason
		}
	}
	return ""
}

// fields are the violations, "path REASON".
func (a *answer) fields() (all []string) {
	for _, d := range a.Details {
		for _, v := range d.FieldViolations {
			all = append(all, v.Field+" "+v.Reason)
		}
	}
	return all
}

func send(t *testing.T, s *httptest.Server, method, path, body string, headers ...string) *answer {
	t.Helper()
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, reader)
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	client := &http.Client{Transport: &http.Transport{DisableCompression: true}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	defer func() { _ = resp.Body.Close() }()
	a := &answer{status: resp.StatusCode, header: resp.Header}
	if a.body, err = io.ReadAll(resp.Body); err != nil {
		t.Fatal(err)
	}
	if a.status >= 400 {
		if err := json.Unmarshal(a.body, a); err != nil {
			t.Fatalf("%s %s: the error is no JSON: %s", method, path, a.body)
		}
	}
	return a
}
