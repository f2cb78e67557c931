package gateway_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"

	"zhengcun/api/openapi"
	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/call"
	"zhengcun/internal/platform/gateway"
	"zhengcun/internal/platform/rpc"
)

func TestErrorsHaveOneShape(t *testing.T) {
	s, b := start(t, nil)
	notFound := fault.ReasonNotFound.New("resource", "claim")
	for name, c := range map[string]struct {
		f      *fault.Error
		status int
		header [2]string
	}{
		"not found":       {notFound, 404, [2]string{}},
		"unauthenticated": {rpc.ReasonSignIn.New(), 401, [2]string{"Www-Authenticate", `Bearer realm="zhengcun"`}},
		"forbidden":       {rpc.ReasonForbidden.New(), 403, [2]string{}},
		"unavailable":     {rpc.ReasonOverloaded.New(), 503, [2]string{"Retry-After", "1"}},
		"internal":        {fault.ReasonInternal.New(), 500, [2]string{}},
	} {
		b.fail(c.f)
		a := send(t, s, "GET", "/v1/claims/7", "", "Accept-Language", "en-GB,en;q=0.9")
		if a.status != c.status || a.header.Get("Content-Type") != "application/json" || c.header[0] != "" && a.header.Get(c.header[0]) != c.header[1] {
			t.Errorf("%s: %d %v", name, a.status, a.header)
		}
		zh := send(t, s, "GET", "/v1/claims/7", "")
		if a.Message == zh.Message || a.reason() != zh.reason() || len(a.Details) < 3 {
			t.Errorf("%s: %q, %q", name, a.Message, zh.Message)
		}
	}
	b.answer = func(context.Context, proto.Message) error { return fmt.Errorf("pq: secret") }
	if a := send(t, s, "GET", "/v1/claims/7", ""); a.status != 500 || a.reason() != "INTERNAL" || bytes.Contains(a.body, []byte("secret")) {
		t.Errorf("%s", a.body)
	}
	b.answer = func(context.Context, proto.Message) error { panic("secret") }
	if a := send(t, s, "GET", "/v1/claims/7", ""); a.status != 500 || a.reason() != "INTERNAL" || bytes.Contains(a.body, []byte("secret")) {
		t.Errorf("%s", a.body)
	}
	for request, want := range map[string]string{
		"GET /v1/nothing": "404 PATH_UNKNOWN", "GET /v1": "404 PATH_UNKNOWN", "GET /v1//claims": "404 PATH_UNKNOWN", "POST /v1/claims/7:steal": "404 PATH_UNKNOWN",
		"PUT /v1/claims/7": "405 METHOD_NOT_ALLOWED", "POST /v1/claims/7": "405 METHOD_NOT_ALLOWED", "OPTIONS /v1/claims": "405 METHOD_NOT_ALLOWED",
		"POST /": "405 METHOD_NOT_ALLOWED", "GET /nothing": "404 PATH_UNKNOWN", "GET /assets/gone.js": "404 PATH_UNKNOWN",
	} {
		verb, path, _ := strings.Cut(request, " ")
		a := send(t, s, verb, path, "", "X-HTTP-Method-Override", "GET")
		if got := fmt.Sprint(a.status, " ", a.reason()); got != want {
			t.Errorf("%s: %s, want %s", request, got, want)
		}
		if a.status == 405 && a.header.Get("Allow") == "" {
			t.Errorf("%s: no Allow", request)
		}
	}
	if a := send(t, s, "PUT", "/v1/claims/7", ""); a.header.Get("Allow") != "GET, PATCH" {
		t.Errorf("Allow: %q", a.header.Get("Allow"))
	}
}

func TestHeadersOfEveryAnswer(t *testing.T) {
	s, b := start(t, nil)
	b.header = metadata.Pairs("x-request-id", "other", "zc-set-cookie", "zc_session=t; HttpOnly", "idempotent-replayed", "true", "x-inner", "secret")
	b.answer = func(_ context.Context, reply proto.Message) error {
		if u, ok := reply.(*peoplev1.User); ok {
			u.Etag = "7"
		}
		return nil
	}
	for _, path := range []string{"/v1/users/1", "/v1/nothing", "/", "/assets/main-abc.js", "/assets/gone.js", "/healthz", "/readyz", "/metrics", "/docs", "/docs/docs.css", "/openapi.json", "/openapi-3.0.json", "/favicon.svg", "/deep/link"} {
		a := send(t, s, "GET", path, "", "Accept", "text/html", "X-Request-Id", "trace-12345")
		for name, want := range map[string]string{
			"X-Request-Id": "trace-12345", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Strict-Transport-Security": "",
		} {
			if got := a.header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
		if csp := a.header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: %s", path, csp)
		}
		if a.header.Get("Content-Type") == "" || a.header.Get("Cache-Control") == "" || a.header.Get("X-Inner") != "" || a.header.Get("Grpc-Metadata-X-Inner") != "" {
			t.Errorf("%s: %v", path, a.header)
		}
	}
	a := send(t, s, "GET", "/v1/users/1", "", "X-Request-Id", "a b")
	if a.header.Get("Etag") != `"7"` || a.header.Get("Set-Cookie") != "zc_session=t; HttpOnly" || a.header.Get("Idempotent-Replayed") != "true" || a.header.Get("Cache-Control") != "no-store" {
		t.Errorf("%v", a.header)
	}
	if id := a.header.Get("X-Request-Id"); len(id) != 36 {
		t.Errorf("request id %q", id)
	}
	var user map[string]any
	if err := json.Unmarshal(a.body, &user); err != nil || user["displayName"] != "" || user["disabled"] != false {
		t.Errorf("defaults are not emitted: %s", a.body)
	}
}

func TestScreens(t *testing.T) {
	s, _ := start(t, nil)
	first, second := send(t, s, "GET", "/claims/7", "", "Accept", "text/html"), send(t, s, "GET", "/", "", "Accept", "text/html,*/*")
	for _, a := range []*answer{first, second} {
		_, rest, _ := strings.Cut(string(a.body), `content="`)
		nonce, _, _ := strings.Cut(rest, `"`)
		if a.status != 200 || len(nonce) < 20 || !strings.Contains(a.header.Get("Content-Security-Policy"), "style-src 'self' 'nonce-"+nonce+"'") {
			t.Errorf("%d %s %s", a.status, a.body, a.header.Get("Content-Security-Policy"))
		}
	}
	if bytes.Equal(first.body, second.body) {
		t.Error("two pages with one nonce")
	}
	js := send(t, s, "GET", "/assets/main-abc.js", "", "Accept-Encoding", "gzip, br")
	if js.header.Get("Content-Encoding") != "gzip" || !strings.Contains(js.header.Get("Cache-Control"), "immutable") || js.header.Get("Content-Type") != "text/javascript; charset=utf-8" {
		t.Errorf("%v", js.header)
	}
	if a := send(t, s, "GET", "/assets/main-abc.js", "", "If-None-Match", js.header.Get("Etag")); a.status != 304 {
		t.Errorf("%d", a.status)
	}
	for _, path := range []string{"/assets/gone.js", "/.vite/manifest.json", "/assets/../index.html", "/favicon.svg/x"} {
		if a := send(t, s, "GET", path, "", "Accept", "*/*"); a.status != 404 {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	bare, _ := start(t, func(o *gateway.Options) { o.SPA = fstest.MapFS{".gitkeep": {}} })
	if a := send(t, bare, "GET", "/", "", "Accept", "text/html"); a.status != 200 || !strings.Contains(string(a.body), "make build") {
		t.Errorf("%d %s", a.status, a.body)
	}
}

func TestDocs(t *testing.T) {
	s, _ := start(t, nil)
	a := send(t, s, "GET", "/docs", "")
	for _, want := range []string{"/v1/fundDocuments", "ClaimService", "Idempotency-Key", `href="/docs/docs.css"`, `id="zhengcun.funds.v1.FundDocument"`} {
		if !strings.Contains(string(a.body), want) {
			t.Errorf("the page does not have %s", want)
		}
	}
	if bytes.Contains(a.body, []byte("<script")) || bytes.Contains(a.body, []byte("style=")) || bytes.Contains(a.body, []byte("http://")) {
		t.Error("the page breaks its own policy")
	}
	if got := send(t, s, "GET", "/openapi.json", ""); !bytes.Equal(got.body, openapi.V31) {
		t.Error("not the document")
	}
}

func TestCallerIsKnownByWhatCanBeTrusted(t *testing.T) {
	trusted, b := start(t, func(o *gateway.Options) {
		o.Proxies = call.Proxies{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8")}
	})
	direct, d := start(t, nil)
	for forwarded, want := range map[string]string{
		"": "127.0.0.1", "192.0.2.1": "192.0.2.1", "198.51.100.9, 192.0.2.1": "192.0.2.1", "198.51.100.9, 192.0.2.1, 10.1.2.3": "192.0.2.1",
		"192.0.2.1, nonsense": "127.0.0.1", "nonsense, 192.0.2.1": "192.0.2.1", "[2001:db8::1]:443": "2001:db8::1", "::ffff:192.0.2.4": "192.0.2.4", "192.0.2.1:99": "192.0.2.1",
		"10.0.0.1": "10.0.0.1",
	} {
		send(t, trusted, "GET", "/v1/claims/7", "", "X-Forwarded-For", forwarded, "X-Forwarded-Proto", "https")
		if b.info.ClientIP != want || !b.info.Secure {
			t.Errorf("%q: %s, secure %v, want %s", forwarded, b.info.ClientIP, b.info.Secure, want)
		}
		send(t, direct, "GET", "/v1/claims/7", "", "X-Forwarded-For", forwarded, "X-Forwarded-Proto", "https", "Forwarded", "for="+forwarded, "X-Real-Ip", forwarded)
		if d.info.ClientIP != "127.0.0.1" || d.info.Secure {
			t.Errorf("%q believed without a proxy: %+v", forwarded, d.info)
		}
	}
	if a := send(t, trusted, "GET", "/healthz", "", "X-Forwarded-Proto", "https"); a.header.Get("Strict-Transport-Security") == "" {
		t.Error("no HSTS over TLS")
	}
	if a := send(t, trusted, "GET", "/v1/claims/7", "", "X-Forwarded-Proto", "https, http"); a.status != 200 || b.info.Secure {
		t.Error("the caller's own word about its protocol was taken")
	}
}

func TestTokens(t *testing.T) {
	s, b := start(t, nil)
	for name, c := range map[string]struct {
		headers []string
		want    call.Info
	}{
		"none":   {nil, call.Info{}},
		"bearer": {[]string{"Authorization", "Bearer abc", "Idempotency-Key", "k1", "Accept-Language", "en"}, call.Info{Token: "abc", IdempotencyKey: "k1", Language: "en"}},
		"cookie": {[]string{"Cookie", "zc_session=abc", "X-CSRF-Token", "c1"}, call.Info{Token: "abc", Cookie: true, CSRFToken: "c1"}},
		"both":   {[]string{"Cookie", "zc_session=abc", "Authorization", "Bearer def", "X-CSRF-Token", "c1"}, call.Info{Token: "def"}},
		"broken": {[]string{"Cookie", "zc_session=abc", "Authorization", "Basic abc"}, call.Info{}},
		"others": {[]string{"Grpc-Metadata-Authorization", "Bearer abc", "Grpc-Timeout", "1n", "X-Zc-Session", "abc"}, call.Info{}},
	} {
		a := send(t, s, "GET", "/v1/claims/7", "", c.headers...)
		got := b.info
		if c.want.Language == "" {
			c.want.Language = "zh-CN"
		}
		c.want.RequestID, c.want.ClientIP = got.RequestID, "127.0.0.1"
		if a.status != 200 || got != c.want || got.RequestID == "" {
			t.Errorf("%s: %d %+v, want %+v", name, a.status, got, c.want)
		}
	}
}

func TestProbesAndMetrics(t *testing.T) {
	var problem error
	s, _ := start(t, func(o *gateway.Options) { o.Ready = func(context.Context) error { return problem } })
	if a := send(t, s, "GET", "/readyz", ""); a.status != 200 {
		t.Errorf("%d", a.status)
	}
	problem = gateway.ReasonStopping.New()
	if a := send(t, s, "GET", "/readyz", ""); a.status != 503 || a.reason() != "STOPPING" {
		t.Errorf("%d %s", a.status, a.reason())
	}
	if a := send(t, s, "GET", "/healthz", ""); a.status != 200 {
		t.Errorf("%d", a.status)
	}
	if a := send(t, s, "GET", "/metrics", ""); a.status != 200 {
		t.Errorf("%d", a.status)
	}
	if a := send(t, s, "GET", "/metrics", "", "X-Forwarded-For", "127.0.0.1"); a.status != 404 {
		t.Errorf("through a proxy: %d", a.status)
	}
	public, _ := start(t, func(o *gateway.Options) { o.MetricsPublic = true })
	if a := send(t, public, "GET", "/metrics", "", "X-Forwarded-For", "192.0.2.1"); a.status != 200 {
		t.Errorf("%d", a.status)
	}
}

func TestTooManyAtOnce(t *testing.T) {
	s, b := start(t, func(o *gateway.Options) { o.InFlight = 2 })
	hold, entered := make(chan struct{}), make(chan struct{}, 2)
	b.answer = func(context.Context, proto.Message) error {
		entered <- struct{}{}
		<-hold
		return nil
	}
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			if a := send(t, s, "GET", "/v1/claims/7", ""); a.status != 200 {
				t.Errorf("%d", a.status)
			}
		})
		<-entered
	}
	if a := send(t, s, "GET", "/v1/claims/7", ""); a.status != 503 || a.reason() != "OVERLOADED" || a.header.Get("Retry-After") == "" {
		t.Errorf("%d %s", a.status, a.reason())
	}
	close(hold)
	wg.Wait()
	b.answer = nil
	if a := send(t, s, "GET", "/v1/claims/7", ""); a.status != 200 {
		t.Errorf("%d", a.status)
	}
}

func TestSlowCallersAreHungUp(t *testing.T) {
	s, _ := start(t, func(o *gateway.Options) {
		o.Timeouts = gateway.Timeouts{ReadHeader: 100 * time.Millisecond, Read: 200 * time.Millisecond}
	})
	for name, text := range map[string]string{
		"headers": "GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: ",
		"body":    "POST /v1/fundDocuments HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{",
	} {
		conn, err := net.Dial("tcp", s.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		_, _ = conn.Write([]byte(text))
		_ = conn.SetReadDeadline(time.Now().Add(5 * time.Second))
		if _, err := io.ReadAll(conn); err != nil {
			t.Errorf("%s: still open: %v", name, err)
		}
		_ = conn.Close()
	}
	conn, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	go func() {
		_, _ = conn.Write([]byte("GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: " + strings.Repeat("a", 100<<10) + "\r\n\r\n"))
	}()
	if resp, err := http.ReadResponse(bufio.NewReader(conn), nil); err != nil || resp.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("100 KB of headers: %v, %v", resp, err)
	}
}
