package app_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	spb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"zhengcun/internal/platform/access"
)

// answer is what a call ended with, over either protocol.
type answer struct {
	message proto.Message // nil for a refusal
	status  *status.Status
	code    int // of HTTP; 0 over gRPC
}

// reason says why the call was refused: the reasons of the fields that are wrong,
// sorted, or the one of the whole; empty when it was not.
func (a *answer) reason() string { return reasonOf(a.status) }

func reasonOf(s *status.Status) string {
	var fields []string
	whole := ""
	for _, d := range s.Details() {
		switch d := d.(type) {
		case *errdetails.ErrorInfo:
			whole = d.GetReason()
		case *errdetails.BadRequest:
			for _, v := range d.GetFieldViolations() {
				fields = append(fields, v.GetReason())
			}
		}
	}
	if len(fields) == 0 {
		return whole
	}
	slices.Sort(fields)
	return strings.Join(fields, ",")
}

// methods are the methods served, found as a client of gRPC would find them: were
// reflection on, or a service without access rules there, this would fail.
func (w *world) methods() map[string]*access.Method {
	w.t.Helper()
	all, err := access.Methods(w.GRPC().GetServiceInfo())
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

func newMessage(t testing.TB, d protoreflect.MessageDescriptor) proto.Message {
	t.Helper()
	kind, err := protoregistry.GlobalTypes.FindMessageByName(d.FullName())
	if err != nil {
		t.Fatal(err)
	}
	return kind.New().Interface()
}

// headers are what both protocols send besides the request.
type headers struct{ token, key string }

// overGRPC calls the method through a real connection.
func (w *world) overGRPC(m *access.Method, req proto.Message, h headers) *answer {
	w.t.Helper()
	ctx := w.t.Context()
	for name, value := range map[string]string{"authorization": h.token, "idempotency-key": h.key} {
		if value != "" {
			if name == "authorization" {
				value = "Bearer " + value
			}
			ctx = metadata.AppendToOutgoingContext(ctx, name, value)
		}
	}
	resp := newMessage(w.t, m.Descriptor.Output())
	if err := w.conn.Invoke(ctx, m.FullName, req, resp); err != nil {
		return &answer{status: status.Convert(err)}
	}
	return &answer{message: resp, status: status.New(0, "")}
}

// overREST calls the method as its google.api.http option says.
func (w *world) overREST(m *access.Method, req proto.Message, h headers) *answer {
	w.t.Helper()
	verb, path, body := transcode(w.t, m.Descriptor, req)
	r, err := http.NewRequestWithContext(context.Background(), verb, w.URL+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if h.token != "" {
		r.Header.Set("Authorization", "Bearer "+h.token)
	}
	if h.key != "" {
		r.Header.Set("Idempotency-Key", h.key)
	}
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = got.Body.Close() }()
	text, err := io.ReadAll(got.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	a := &answer{code: got.StatusCode, status: status.New(0, "")}
	if got.StatusCode == http.StatusOK {
		a.message = newMessage(w.t, m.Descriptor.Output())
		if file, ok := a.message.(*httpbody.HttpBody); ok { // an answer that is no JSON
			file.ContentType, file.Data = got.Header.Get("Content-Type"), text
			return a
		}
		if err := protojson.Unmarshal(text, a.message); err != nil {
			w.t.Fatalf("%s %s: %s: %v", verb, path, text, err)
		}
		return a
	}
	var s spb.Status
	if err := protojson.Unmarshal(text, &s); err != nil {
		w.t.Fatalf("%s %s: %s: %v", verb, path, text, err)
	}
	a.status = status.FromProto(&s)
	return a
}

var pathVariable = regexp.MustCompile(`\{([a-z0-9_.]+)\}`)

// transcode writes a request as its method is called over HTTP.
func transcode(t testing.TB, d protoreflect.MethodDescriptor, req proto.Message) (verb, path, body string) {
	t.Helper()
	rule, _ := proto.GetExtension(d.Options(), annotations.E_Http).(*annotations.HttpRule)
	switch p := rule.GetPattern().(type) {
	case *annotations.HttpRule_Get:
		verb, path = http.MethodGet, p.Get
	case *annotations.HttpRule_Post:
		verb, path = http.MethodPost, p.Post
	case *annotations.HttpRule_Patch:
		verb, path = http.MethodPatch, p.Patch
	case *annotations.HttpRule_Delete:
		verb, path = http.MethodDelete, p.Delete
	default:
		t.Fatalf("%s is not to be called over HTTP", d.FullName())
	}
	m := proto.Clone(req).ProtoReflect()
	path = pathVariable.ReplaceAllStringFunc(path, func(variable string) string {
		at := m
		names := strings.Split(strings.Trim(variable, "{}"), ".")
		for _, name := range names[:len(names)-1] {
			at = at.Mutable(at.Descriptor().Fields().ByName(protoreflect.Name(name))).Message()
		}
		fd := at.Descriptor().Fields().ByName(protoreflect.Name(names[len(names)-1]))
		value := at.Get(fd).String()
		at.Clear(fd)
		return url.PathEscape(value)
	})
	switch rule.GetBody() {
	case "":
	case "*":
		body = inJSON(t, m.Interface())
		m = m.New()
	default:
		fd := m.Descriptor().Fields().ByName(protoreflect.Name(rule.GetBody()))
		body = inJSON(t, m.Get(fd).Message().Interface())
		m.Clear(fd)
	}
	query := url.Values{}
	m.Range(func(fd protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch {
		case fd.Name() == "update_mask": // the body says it
		case fd.Kind() == protoreflect.EnumKind:
			query.Set(fd.JSONName(), string(fd.Enum().Values().ByNumber(v.Enum()).Name()))
		default:
			query.Set(fd.JSONName(), fmt.Sprint(v.Interface()))
		}
		return true
	})
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return verb, path, body
}

func inJSON(t testing.TB, m proto.Message) string {
	t.Helper()
	text, err := protojson.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func newKey() string { return uuid.NewString() }
