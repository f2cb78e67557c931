package gateway_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"

	filesv1 "zhengcun/api/zhengcun/files/v1"
	"zhengcun/internal/platform/gateway"
)

// A request that carries the content of a file may be as large as ten mebibytes in base64, and no other may.
func TestContentOfFiles(t *testing.T) {
	s, b := start(t, nil)
	content := bytes.Repeat([]byte{0xff, 0}, 5<<20)
	upload := func(content []byte) *answer {
		return send(t, s, "POST", "/v1/files", `{"name":"路.png","content":"`+base64.StdEncoding.EncodeToString(content)+`"}`)
	}
	if a := upload(content); a.status != 200 {
		t.Fatalf("10 MiB: %d %s", a.status, a.body)
	}
	if got := b.got.(*filesv1.CreateFileRequest); !bytes.Equal(got.Content, content) || got.Name != "路.png" {
		t.Errorf("%d bytes arrived as %q", len(got.Content), got.Name)
	}
	if a := upload(bytes.Repeat([]byte{0}, 11<<20)); a.status != 413 || a.reason() != "BODY_TOO_LARGE" {
		t.Errorf("11 MiB: %d %s", a.status, a.reason())
	}
	if a := send(t, s, "POST", "/v1/files", `{"content":"no base64!"}`); a.status != 400 || strings.Join(a.fields(), "") != "content FIELD_INVALID" {
		t.Errorf("no base64: %d %s", a.status, a.body)
	}
	if a := send(t, s, "POST", "/v1/files/x:delete", `{"id":"`+strings.Repeat("x", 1<<20)+`"}`); a.status != 413 {
		t.Errorf("a large body without content: %d", a.status)
	}
}

// A file is saved under its name; no browser makes anything else of it.
func TestDownload(t *testing.T) {
	s, b := start(t, nil)
	b.answer = func(_ context.Context, reply proto.Message) error {
		proto.Merge(reply, &httpbody.HttpBody{ContentType: "image/png", Data: []byte("<html>")})
		return nil
	}
	for name, want := range map[string]string{"": "attachment", "attachment; filename=a.png": "attachment; filename=a.png"} {
		b.header = nil
		if name != "" {
			b.header = metadata.Pairs("zc-content-disposition", name)
		}
		a := send(t, s, "GET", "/v1/files/x:download", "")
		h := a.header
		if a.status != 200 || string(a.body) != "<html>" || h.Get("Content-Type") != "image/png" || h.Get("Content-Disposition") != want ||
			h.Get("X-Content-Type-Options") != "nosniff" || !strings.HasSuffix(h.Get("Content-Security-Policy"), "; sandbox") ||
			!strings.HasPrefix(h.Get("Content-Security-Policy"), "default-src 'none'") || h.Get("Cache-Control") != "no-store" {
			t.Errorf("%d %s %v", a.status, a.body, h)
		}
	}
}

// A file that takes longer than other answers may arrives whole.
func TestSlowDownload(t *testing.T) {
	content := bytes.Repeat([]byte("0123456789abcdef"), 2<<20)
	s, b := start(t, func(o *gateway.Options) { o.Timeouts = gateway.Timeouts{Write: 300 * time.Millisecond} })
	b.answer = func(_ context.Context, reply proto.Message) error {
		proto.Merge(reply, &httpbody.HttpBody{ContentType: "text/csv", Data: content})
		return nil
	}
	resp, err := http.Get(s.URL + "/v1/files/x:download")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	time.Sleep(600 * time.Millisecond) // the rest waits in the server meanwhile
	got, err := io.ReadAll(resp.Body)
	if err != nil || !bytes.Equal(got, content) {
		t.Errorf("%d of %d bytes arrived: %v", len(got), len(content), err)
	}
}
