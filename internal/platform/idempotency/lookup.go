package idempotency

import (
	"context"
	"strings"
	"sync"
	"time"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"zhengcun/ent"
	"zhengcun/ent/idempotencykey"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/db"
)

// ReasonUnknown says that nothing was done under a key.
var ReasonUnknown = fault.Define("IDEMPOTENCY_KEY_UNKNOWN", fault.NotFound,
	fault.Bilingual{ZH: "没有用这个 Idempotency-Key 办成过任何请求", EN: "Nothing was done under this Idempotency-Key"},
	fault.Bilingual{ZH: "请求可能还在办理：等 30 秒后仍没有的，请用同一键再发一次", EN: "Its request may still be under way: if it is not here after 30 seconds, send it again with the same key"})

// Done is a request that was accepted under a key.
type Done struct {
	// Method is the full gRPC name.
	Method string
	At     time.Time
	// Expires is nil for money: never.
	Expires *time.Time
	// Resources are the paths of what the request made or changed, as [Resources] has them.
	Resources []string
}

// Lookup tells what was done under the caller's key.
func Lookup(ctx context.Context, caller, key string) (*Done, error) {
	if !wellFormed(key) {
		return nil, ReasonBadKey.New()
	}
	tx := db.From(ctx)
	row, err := tx.IdempotencyKey.Query().Where(idempotencykey.Caller(caller), idempotencykey.Key(key)).Only(ctx)
	switch {
	case ent.IsNotFound(err):
		return nil, ReasonUnknown.New()
	case err != nil:
		return nil, err
	case row.ExpireTime != nil && row.ExpireTime.Before(tx.Now()):
		return nil, ReasonUnknown.New()
	}
	answer, err := answerOf(row.Method)
	if err != nil {
		return nil, err
	}
	if err := proto.Unmarshal(row.Response, answer); err != nil {
		return nil, err
	}
	return &Done{Method: row.Method, At: row.CreateTime, Expires: row.ExpireTime, Resources: Resources(answer)}, nil
}

// answerOf returns an empty answer of a method.
func answerOf(method string) (proto.Message, error) {
	name := strings.ReplaceAll(strings.TrimPrefix(method, "/"), "/", ".")
	d, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName(name))
	if err != nil {
		return nil, err
	}
	kind, err := protoregistry.GlobalTypes.FindMessageByName(d.(protoreflect.MethodDescriptor).Output().FullName())
	if err != nil {
		return nil, err
	}
	return kind.New().Interface(), nil
}

// Resources are the REST paths of the records an answer is about: of an answer that
// is a record or has one in it, its own; of a list of results one for each, empty
// for a result that has none. It is nil when there is no record at all.
func Resources(answer proto.Message) []string {
	m := answer.ProtoReflect()
	if path := resource(m); path != "" {
		return []string{path}
	}
	var all []string
	found := false
	for i := range m.Descriptor().Fields().Len() {
		fd := m.Descriptor().Fields().Get(i)
		if !fd.IsList() || fd.Kind() != protoreflect.MessageKind {
			continue
		}
		for i := range m.Get(fd).List().Len() {
			path := resource(m.Get(fd).List().Get(i).Message())
			all, found = append(all, path), found || path != ""
		}
	}
	if !found {
		return nil
	}
	return all
}

// resource is the path of a record, or of the one record inside a message.
func resource(m protoreflect.Message) string {
	if folder, ok := collections()[m.Descriptor().FullName()]; ok {
		if id := m.Get(m.Descriptor().Fields().ByName("id")).String(); id != "" {
			return folder + id
		}
		return ""
	}
	for i := range m.Descriptor().Fields().Len() {
		fd := m.Descriptor().Fields().Get(i)
		if fd.Kind() == protoreflect.MessageKind && !fd.IsList() && !fd.IsMap() && m.Has(fd) {
			if path := resource(m.Get(fd).Message()); path != "" {
				return path
			}
		}
	}
	return ""
}

// collections are the folders records are got from by id, by the type of the record,
// as the contract says: /v1/fundDocuments/ for a FundDocument.
var collections = sync.OnceValue(func() map[protoreflect.FullName]string {
	all := map[protoreflect.FullName]string{}
	protoregistry.GlobalFiles.RangeFiles(func(f protoreflect.FileDescriptor) bool {
		for i := range f.Services().Len() {
			methods := f.Services().Get(i).Methods()
			for j := range methods.Len() {
				m := methods.Get(j)
				rule, _ := proto.GetExtension(m.Options(), annotations.E_Http).(*annotations.HttpRule)
				folder, ok := strings.CutSuffix(rule.GetGet(), "{id}")
				if fd := m.Output().Fields().ByName("id"); ok && fd != nil && fd.Kind() == protoreflect.StringKind && string(m.Name()) == "Get"+string(m.Output().Name()) {
					all[m.Output().FullName()] = folder
				}
			}
		}
		return true
	})
	return all
})
