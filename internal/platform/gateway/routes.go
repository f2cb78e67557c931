package gateway

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/access"
	"zhengcun/internal/platform/rpc"
)

// binding is one way to call a method over HTTP, as its google.api.http option says.
type binding struct {
	verb  string
	shape *regexp.Regexp // of the path
	input protoreflect.MessageDescriptor
	// body is the message the body becomes, nil for none; prefix is where it
	// stands in the request, empty for the request itself.
	body   protoreflect.MessageDescriptor
	prefix string
	// params are the fields the path gives.
	params []string
	// limit is how large the body may be.
	limit int64
}

// routes are the bindings by HTTP method and pattern, as the router names them.
type routes map[string]*binding

var variable = regexp.MustCompile(`\{([a-z0-9_.]+)(?:=\*)?\}`)

func newRoutes(methods map[string]*access.Method) (routes, error) {
	all := routes{}
	for _, m := range methods {
		rule, _ := proto.GetExtension(m.Descriptor.Options(), annotations.E_Http).(*annotations.HttpRule)
		if rule == nil {
			continue // a method of gRPC alone
		}
		for _, r := range append([]*annotations.HttpRule{rule}, rule.GetAdditionalBindings()...) {
			b, path, err := newBinding(m.Descriptor.Input(), r)
			if err != nil {
				return nil, fmt.Errorf("gateway: %s: %w", m.FullName, err)
			}
			all[b.verb+" "+variable.ReplaceAllString(path, "{$1=*}")] = b
		}
	}
	return all, nil
}

func newBinding(input protoreflect.MessageDescriptor, r *annotations.HttpRule) (*binding, string, error) {
	b := &binding{input: input}
	var path string
	switch p := r.GetPattern().(type) {
	case *annotations.HttpRule_Get:
		b.verb, path = http.MethodGet, p.Get
	case *annotations.HttpRule_Post:
		b.verb, path = http.MethodPost, p.Post
	case *annotations.HttpRule_Put:
		b.verb, path = http.MethodPut, p.Put
	case *annotations.HttpRule_Patch:
		b.verb, path = http.MethodPatch, p.Patch
	case *annotations.HttpRule_Delete:
		b.verb, path = http.MethodDelete, p.Delete
	default:
		return nil, "", fmt.Errorf("unknown kind of path")
	}
	b.limit = limitOf(input, path)
	var shape strings.Builder
	rest := path
	for _, m := range variable.FindAllStringSubmatchIndex(path, -1) {
		b.params = append(b.params, path[m[2]:m[3]])
		shape.WriteString(regexp.QuoteMeta(path[len(path)-len(rest):m[0]]) + "[^/]+")
		rest = path[m[1]:]
	}
	var err error
	if b.shape, err = regexp.Compile("^" + shape.String() + regexp.QuoteMeta(rest) + "$"); err != nil {
		return nil, "", err
	}
	switch body := r.GetBody(); body {
	case "":
	case "*":
		b.body = input
	default:
		fd := input.Fields().ByName(protoreflect.Name(body))
		if fd == nil || fd.Kind() != protoreflect.MessageKind || fd.IsList() {
			return nil, "", fmt.Errorf("its body %q is no message", body)
		}
		b.body, b.prefix = fd.Message(), body
	}
	return b, path, nil
}

// limitOf is how large the body of a request may be: by what the contract says it carries.
func limitOf(input protoreflect.MessageDescriptor, path string) int64 {
	if strings.HasSuffix(path, ":batchCreate") {
		return maxBatchBody
	}
	for i := range input.Fields().Len() {
		if input.Fields().Get(i).Kind() == protoreflect.BytesKind {
			return maxContentBody
		}
	}
	return maxBody
}

// find returns the binding of a request the router has matched.
func (all routes) find(r *http.Request) *binding {
	pattern, ok := runtime.HTTPPattern(r.Context())
	if !ok {
		return nil
	}
	return all[r.Method+" "+pattern.String()]
}

// allowed lists the HTTP methods an address takes.
func (all routes) allowed(path string) []string {
	var verbs []string
	for _, b := range all {
		if b.shape.MatchString(path) {
			verbs = append(verbs, b.verb)
		}
	}
	slices.Sort(verbs)
	return slices.Compact(verbs)
}

// checkPath refuses path parameters that are no text.
func (b *binding) checkPath(params map[string]string) []fault.Violation {
	var wrong []fault.Violation
	for _, name := range b.params {
		if !utf8.ValidString(params[name]) {
			wrong = append(wrong, rpc.ReasonText.Field(name))
		}
	}
	return wrong
}

// checkQuery compares the query with the request's message. It returns the
// query without parameters that have no value: they say nothing.
func (b *binding) checkQuery(raw string) (url.Values, []fault.Violation, error) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, nil, ReasonQuery.New()
	}
	var wrong []fault.Violation
	add := func(v fault.Violation) {
		if len(wrong) < maxViolations {
			wrong = append(wrong, v)
		}
	}
	given, oneofs := map[string]bool{}, map[protoreflect.Name]bool{}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		path, fd := b.parameter(key)
		if fd == nil {
			add(rpc.ReasonFieldUnknown.Field(strings.ToValidUTF8(shown(key), "?")))
			continue
		}
		kept := slices.DeleteFunc(values[key], func(text string) bool { return text == "" })
		if len(kept) == 0 {
			delete(values, key)
			continue
		}
		values[key] = kept
		if given[path] || len(kept) > 1 && !fd.IsList() {
			add(ReasonFieldTwice.Field(path))
			continue
		}
		given[path] = true
		if o := fd.ContainingOneof(); o != nil && !o.IsSynthetic() {
			if oneofs[o.FullName().Name()] {
				add(ReasonOneOf.Field(path))
			}
			oneofs[o.FullName().Name()] = true
		}
		for _, text := range kept {
			switch {
			case !utf8.ValidString(text):
				add(rpc.ReasonText.Field(path))
			case fd.Kind() == protoreflect.BoolKind && text != "true" && text != "false":
				add(typeReason("boolean").at(path))
			default:
				if p := checkText(fd, text); p != nil {
					add(p.at(path))
				}
			}
		}
	}
	return values, wrong, nil
}

// parameter finds the field a query parameter gives, nil when the query may not
// give it. The path of the field has proto names.
func (b *binding) parameter(key string) (string, protoreflect.FieldDescriptor) {
	if b.body != nil && b.prefix == "" {
		return "", nil // everything is in the body
	}
	md, path := b.input, ""
	names := strings.Split(key, ".")
	for i, name := range names {
		fd := fieldByName(md, name)
		if fd == nil || fd.IsMap() {
			return "", nil
		}
		path = join(path, string(fd.Name()))
		if path == b.prefix || slices.Contains(b.params, path) {
			return "", nil
		}
		if leaf := fd.Kind() != protoreflect.MessageKind || isText(fd.Message()); leaf || fd.IsList() {
			if i == len(names)-1 && leaf {
				return path, fd
			}
			return "", nil
		}
		md = fd.Message()
	}
	return "", nil
}
