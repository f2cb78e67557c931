package gateway

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.uber.org/zap"
	"google.golang.org/protobuf/encoding/protojson"

	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/access"
	"zhengcun/internal/platform/call"
	"zhengcun/internal/platform/rpc"
)

// SessionCookie is the cookie a browser's session comes in.
const SessionCookie = "zc_session"

// Options are what a gateway is made of.
type Options struct {
	// Methods are the methods served, with their rules.
	Methods map[string]*access.Method
	// Register adds the generated handlers of all services.
	Register func(mux *runtime.ServeMux) error
	Log      *zap.Logger
	Proxies  call.Proxies
	// InFlight is how many calls run at once; 512 when 0.
	InFlight int
	// Metrics are shown at /metrics to callers on this machine, to all when MetricsPublic.
	Metrics       prometheus.Gatherer
	MetricsPublic bool
	// Ready tells why the program cannot serve, nil when it can.
	Ready func(ctx context.Context) error
	// OpenAPI and OpenAPI30 are the documents of the interface.
	OpenAPI, OpenAPI30 []byte
	// SPA is the built screens; without index.html there are none.
	SPA fs.FS
	// Timeouts of connections; the defaults when zero.
	Timeouts Timeouts
}

// Gateway is the HTTP side of the program.
type Gateway struct {
	Options
	routes  routes
	bodies  bodies
	slots   chan struct{}
	handler http.Handler
}

// New returns the gateway.
func New(o Options) (*Gateway, error) {
	if o.InFlight == 0 {
		o.InFlight = 512
	}
	g := &Gateway{Options: o, slots: make(chan struct{}, o.InFlight)}
	var err error
	if g.routes, err = newRoutes(o.Methods); err != nil {
		return nil, err
	}
	marshaler := &runtime.HTTPBodyMarshaler{Marshaler: answers{&runtime.JSONPb{MarshalOptions: protojson.MarshalOptions{EmitDefaultValues: true}}}}
	calls := runtime.NewServeMux(
		runtime.WithMarshalerOption(runtime.MIMEWildcard, marshaler),
		runtime.WithMiddlewares(g.strict),
		runtime.WithErrorHandler(g.callError),
		runtime.WithRoutingErrorHandler(g.routingError),
		runtime.WithIncomingHeaderMatcher(func(string) (string, bool) { return "", false }),
		runtime.WithOutgoingHeaderMatcher(outgoing),
		runtime.WithOutgoingTrailerMatcher(func(string) (string, bool) { return "", false }),
		runtime.WithForwardResponseOption(etag),
		runtime.WithForwardResponseOption(download),
		runtime.WithDisableHTTPMethodOverride(),
		runtime.WithDisablePathLengthFallback(),
		runtime.WithWriteContentLength(),
	)
	if err := o.Register(calls); err != nil {
		return nil, fmt.Errorf("gateway: %w", err)
	}
	screens, err := newScreens(o.SPA)
	if err != nil {
		return nil, err
	}
	docs, err := newDocs(o.OpenAPI)
	if err != nil {
		return nil, err
	}
	errorsDocs, err := newErrorDocs(fault.All())
	if err != nil {
		return nil, err
	}
	// Exact addresses and no router of patterns: nothing is cleaned, redirected or guessed.
	files := map[string]http.Handler{
		"/healthz":          http.HandlerFunc(alive),
		"/readyz":           http.HandlerFunc(g.ready),
		"/metrics":          g.metrics(promhttp.HandlerFor(o.Metrics, promhttp.HandlerOpts{})),
		"/openapi.json":     document("application/json", o.OpenAPI),
		"/openapi-3.0.json": document("application/json", o.OpenAPI30),
		"/docs":             document("text/html; charset=utf-8", docs),
		"/docs/errors":      document("text/html; charset=utf-8", errorsDocs),
		"/docs/docs.css":    document("text/css; charset=utf-8", docsCSS),
	}
	g.handler = g.outer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := r.URL.Path
		switch file := files[path]; {
		case path == "/v1" || strings.HasPrefix(path, "/v1/"):
			w.Header().Set("Cache-Control", "no-store")
			calls.ServeHTTP(w, r)
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			w.Header().Set("Allow", "GET, HEAD")
			g.refuse(w, r, ReasonVerb.New())
		case file != nil:
			file.ServeHTTP(w, r)
		default:
			g.screen(screens, w, r)
		}
	}))
	return g, nil
}

// ServeHTTP implements http.Handler.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) { g.handler.ServeHTTP(w, r) }

// outer is what happens to every request, whatever it asks for.
func (g *Gateway) outer(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		info := g.info(r)
		r = r.WithContext(call.With(r.Context(), info))
		r.Header.Del("Grpc-Timeout") // how long a call may take is ours to say
		w.Header().Set("X-Request-Id", info.RequestID)
		secure(w.Header(), info.Secure)
		written := &writer{ResponseWriter: w}
		defer g.recover(written, r)
		next.ServeHTTP(written, r)
	})
}

// info gathers what the request says of its call, and nothing else it says
// reaches one.
func (g *Gateway) info(r *http.Request) *call.Info {
	c := &call.Info{
		RequestID:      r.Header.Get("X-Request-Id"),
		IdempotencyKey: r.Header.Get("Idempotency-Key"),
		IfMatch:        strings.Trim(strings.TrimPrefix(r.Header.Get("If-Match"), "W/"), `"`),
		Language:       rpc.Language(r.Header.Get("Accept-Language")),
		Token:          rpc.Bearer(r.Header.Get("Authorization")),
	}
	if !rpc.RequestIDPattern.MatchString(c.RequestID) {
		c.RequestID = uuid.NewString()
	}
	c.ClientIP, c.Secure = g.Proxies.Client(r.RemoteAddr, r.TLS != nil, r.Header.Values("X-Forwarded-For"), r.Header.Values("X-Forwarded-Proto"))
	// A header that is there decides, even when it is wrong: a cookie never comes to its help.
	if r.Header.Get("Authorization") == "" {
		if cookie, err := r.Cookie(SessionCookie); err == nil && cookie.Value != "" {
			c.Token, c.Cookie, c.CSRFToken = cookie.Value, true, r.Header.Get("X-CSRF-Token")
		}
	}
	return c
}

// recover answers for a panic, so that one broken request ends alone.
func (g *Gateway) recover(w *writer, r *http.Request) {
	p := recover()
	if p == nil {
		return
	}
	if p == http.ErrAbortHandler { //nolint:errorlint // it is thrown as it is, never wrapped
		panic(p)
	}
	g.Log.Error("panic", zap.String("request_id", call.From(r.Context()).RequestID), zap.String("panic", rpc.Panicked(p)), zap.ByteString("stack", debug.Stack()))
	if w.begun {
		panic(http.ErrAbortHandler) // half an answer must not look whole
	}
	g.refuse(w, r, fault.ReasonInternal.New())
}

// writer knows whether the answer has begun.
type writer struct {
	http.ResponseWriter
	begun bool
}

func (w *writer) WriteHeader(code int) {
	w.begun = true
	w.ResponseWriter.WriteHeader(code)
}

func (w *writer) Write(p []byte) (int, error) {
	w.begun = true
	return w.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *writer) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// strict stands before each generated handler: it compares path, query and body
// with the method's request, because the handler itself is lenient.
func (g *Gateway) strict(next runtime.HandlerFunc) runtime.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request, params map[string]string) {
		b := g.routes.find(r)
		if b == nil {
			g.refuse(w, r, fmt.Errorf("gateway: the router knows a path that no method declares: %s", r.Method))
			return
		}
		wrong := b.checkPath(params)
		query, bad, err := b.checkQuery(r.URL.RawQuery)
		if err != nil {
			g.refuse(w, r, err)
			return
		}
		wrong = append(wrong, bad...)

		body, release, tooMuch := g.bodies.read(w, r, b.limit)
		defer release()
		if tooMuch != nil {
			g.refuse(w, r, tooMuch)
			return
		}
		if len(bytes.TrimSpace(body)) == 0 {
			body = nil
		}
		switch {
		case body == nil:
		case b.body == nil:
			g.refuse(w, r, ReasonRequest.New())
			return
		case !isJSON(r):
			g.refuse(w, r, ReasonContentType.New())
			return
		default:
			checked, err := checkJSON(body, b.body, b.prefix)
			if err != nil {
				g.refuse(w, r, err)
				return
			}
			wrong = append(wrong, checked.wrong...)
			if r.Method == http.MethodPatch && !query.Has("update_mask") && !query.Has("updateMask") {
				// What the body names is replaced as a whole, nested messages too.
				query.Set("update_mask", strings.Join(checked.names, ","))
			}
		}
		if len(wrong) > 0 {
			g.refuse(w, r, fault.Fields(wrong...))
			return
		}
		r.URL.RawQuery = query.Encode()
		r.Header.Del("Content-Type")
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))

		select {
		case g.slots <- struct{}{}:
			defer func() { <-g.slots }()
		default:
			g.refuse(w, r, rpc.ReasonOverloaded.New())
			return
		}
		next(w, r, params)
	}
}

// Timeouts are how long a connection may take for each step.
type Timeouts struct{ ReadHeader, Read, Write, Idle time.Duration }

// Server returns an HTTP server for the gateway that slow or greedy callers
// cannot hold up.
func (g *Gateway) Server() *http.Server {
	or := func(d, otherwise time.Duration) time.Duration {
		if d == 0 {
			return otherwise
		}
		return d
	}
	warnings, _ := zap.NewStdLogAt(g.Log, zap.WarnLevel)
	return &http.Server{
		Handler:           g,
		ReadHeaderTimeout: or(g.Timeouts.ReadHeader, 5*time.Second),
		ReadTimeout:       or(g.Timeouts.Read, 30*time.Second),
		WriteTimeout:      or(g.Timeouts.Write, 60*time.Second),
		IdleTimeout:       or(g.Timeouts.Idle, 120*time.Second),
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          warnings,
		HTTP2:             &http.HTTP2Config{MaxConcurrentStreams: 100},
	}
}
