package gateway

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"go.uber.org/zap"
	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/call"
	"zhengcun/internal/platform/rpc"
)

// refuse answers a request that never became a call.
func (g *Gateway) refuse(w http.ResponseWriter, r *http.Request, err error) {
	f := rpc.Known(r.Context(), err)
	info := call.From(r.Context())
	fields := []zap.Field{zap.String("request_id", info.RequestID), zap.String("verb", r.Method), zap.String("reason", f.Reason().Code), zap.String("client_ip", info.ClientIP)}
	if f.Reason().Kind == fault.Internal {
		g.Log.Error("refused", append(fields, zap.NamedError("cause", f.Unwrap()))...)
	} else {
		g.Log.Info("refused", fields...)
	}
	language := info.Language
	if language == "" {
		language = rpc.Language(r.Header.Get("Accept-Language"))
	}
	writeStatus(w, r, rpc.Status(f, language))
}

// callError answers a call that failed. A status that is not ours comes from the
// router's own decoding; its words are not for callers.
func (g *Gateway) callError(ctx context.Context, _ *runtime.ServeMux, _ runtime.Marshaler, w http.ResponseWriter, r *http.Request, err error) {
	s, ok := status.FromError(err)
	if !ok || errorInfo(s) == nil {
		f := fault.ReasonInternal.New().WithCause(err)
		if ok && s.Code() == codes.InvalidArgument {
			f = ReasonRequest.New().WithCause(err)
		}
		g.refuse(w, r, f)
		return
	}
	if md, ok := runtime.ServerMetadataFromContext(ctx); ok {
		copyHeaders(w.Header(), md.HeaderMD)
	}
	writeStatus(w, r, s)
}

// routingError answers for addresses and HTTP methods that do not exist.
func (g *Gateway) routingError(_ context.Context, _ *runtime.ServeMux, _ runtime.Marshaler, w http.ResponseWriter, r *http.Request, code int) {
	// An unknown custom method (…/7:steal) looks to the router like an id.
	if unknown := strings.Contains(r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:], ":"); code == http.StatusMethodNotAllowed && !unknown {
		w.Header().Set("Allow", strings.Join(g.routes.allowed(r.URL.Path), ", "))
		g.refuse(w, r, ReasonVerb.New())
		return
	}
	g.refuse(w, r, ReasonPath.New())
}

func errorInfo(s *status.Status) *errdetails.ErrorInfo {
	for _, d := range s.Details() {
		if info, ok := d.(*errdetails.ErrorInfo); ok && info.GetDomain() == rpc.Domain {
			return info
		}
	}
	return nil
}

// writeStatus writes the one shape all errors have, or that of RFC 9457 for who asks for it.
func writeStatus(w http.ResponseWriter, r *http.Request, s *status.Status) {
	info := errorInfo(s)
	code, kind := statusCode(s), "application/json"
	var body []byte
	var err error
	if asksForProblem(r.Header) {
		kind = problemType
		body, err = Problem(s, call.From(r.Context()).RequestID, rpc.Language(r.Header.Get("Accept-Language")))
	} else {
		body, err = protojson.Marshal(s.Proto())
	}
	if err != nil {
		kind = "application/json"
		body, code = []byte(`{"code":13,"message":"internal error"}`), http.StatusInternalServerError
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "no-store")
	if info != nil {
		h.Set("Link", "<"+errorPage(info.GetReason())+`>; rel="help"`)
	}
	switch s.Code() {
	case codes.Unauthenticated:
		h.Set("WWW-Authenticate", `Bearer realm="zhengcun"`)
	case codes.ResourceExhausted, codes.Unavailable:
		h.Set("Retry-After", strconv.Itoa(retryAfter(s)))
	}
	w.WriteHeader(code)
	_, _ = w.Write(body)
}

// retryAfter is how many seconds a caller is asked to wait.
func retryAfter(s *status.Status) int {
	for _, d := range s.Details() {
		if retry, ok := d.(*errdetails.RetryInfo); ok {
			return max(1, int(retry.GetRetryDelay().AsDuration().Seconds()+0.999))
		}
	}
	return 1
}

// headers are the response headers a method may set, by their metadata name.
// X-Request-Id is on every answer already.
var headers = map[string]string{
	"idempotent-replayed":    "Idempotent-Replayed",
	"content-location":       "Content-Location",
	"ratelimit-limit":        "RateLimit-Limit",
	"ratelimit-remaining":    "RateLimit-Remaining",
	"ratelimit-reset":        "RateLimit-Reset",
	"zc-content-disposition": "Content-Disposition",
	"zc-record-count":        "X-Record-Count",
	"zc-set-cookie":          "Set-Cookie",
}

func outgoing(name string) (string, bool) {
	header, ok := headers[strings.ToLower(name)]
	return header, ok
}

func copyHeaders(h http.Header, md metadata.MD) {
	for name, values := range md {
		if header, ok := outgoing(name); ok {
			for _, v := range values {
				h.Add(header, v)
			}
		}
	}
}

// etag puts the etag of a record that is the whole answer into the header too.
func etag(_ context.Context, w http.ResponseWriter, m proto.Message) error {
	if m == nil {
		return nil
	}
	fd := m.ProtoReflect().Descriptor().Fields().ByName("etag")
	if fd == nil || fd.Kind() != protoreflect.StringKind || fd.IsList() {
		return nil
	}
	if value := m.ProtoReflect().Get(fd).String(); value != "" {
		w.Header().Set("ETag", `"`+value+`"`)
	}
	return nil
}

// Time for handing out a file: at least, and for each byte, as a line of 50 kilobytes a second takes it.
const (
	fileTime = 60 * time.Second
	slowLine = 20 * time.Microsecond
)

// download is for answers that are files: they are saved, never shown as a page of ours, and what is in them runs nowhere.
func download(_ context.Context, w http.ResponseWriter, m proto.Message) error {
	file, ok := m.(*httpbody.HttpBody)
	if !ok {
		return nil
	}
	// A file gets the time a slow line takes for it, and no more.
	deadline := time.Now().Add(fileTime + slowLine*time.Duration(len(file.GetData())))
	// A writer that has no deadlines has none to move.
	_ = http.NewResponseController(w).SetWriteDeadline(deadline)
	if w.Header().Get("Content-Disposition") == "" {
		w.Header().Set("Content-Disposition", "attachment")
	}
	w.Header().Set("Content-Security-Policy", noPage+"; sandbox")
	return nil
}
