// Package idempotency remembers accepted requests by the key their caller gave
// them, so that a repeat is answered and not done again. The record is written
// in the transaction of the request itself: a request that was refused or lost
// burns nothing.
package idempotency

import (
	"bytes"
	"context"
	"crypto/sha256"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"

	"zhengcun/ent"
	"zhengcun/ent/idempotencykey"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/db"
)

// MaxKey is the longest key accepted, in bytes.
const MaxKey = 255

// keep is how long the key of a request that moves no money is remembered.
const keep = 30 * 24 * time.Hour

// Reasons of keys.
var (
	ReasonReused = fault.Define("IDEMPOTENCY_KEY_REUSED", fault.AlreadyExists,
		fault.Bilingual{ZH: "这个 Idempotency-Key 已用于另一个内容不同的请求，本次没有执行", EN: "This Idempotency-Key was used for a request with other content; nothing was done"},
		fault.Bilingual{ZH: "重试须内容完全相同；新的业务动作请用新的键", EN: "Repeat with exactly the same content, or use a new key for a new action"})
	ReasonBadKey = fault.Define("IDEMPOTENCY_KEY_INVALID", fault.Invalid,
		fault.Bilingual{ZH: "Idempotency-Key 须为 1 至 255 个可打印 ASCII 字符", EN: "The Idempotency-Key must be 1 to 255 printable ASCII characters"},
		fault.Bilingual{ZH: "建议使用 UUID", EN: "A UUID is a good choice"})
)

// Request is a request with its key.
type Request struct {
	Caller string // who: keys of one caller mean nothing to another
	Key    string
	Method string
	Hash   []byte
	Money  bool // the key never expires

	expired bool // an old record of the key is in the way
}

// New returns the request's identity.
func New(caller, key, method string, message proto.Message, money bool) (*Request, error) {
	if !wellFormed(key) {
		return nil, ReasonBadKey.New()
	}
	content, err := proto.MarshalOptions{Deterministic: true}.Marshal(message)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(append([]byte(method+"\x00"), content...))
	return &Request{Caller: caller, Key: key, Method: method, Hash: sum[:], Money: money}, nil
}

func wellFormed(key string) bool {
	for _, r := range key {
		if r < 0x21 || r > 0x7e {
			return false
		}
	}
	return len(key) <= MaxKey
}

// Replay puts the answer of an earlier acceptance of the request into response
// and tells whether there was one. The same key with another content is refused.
func (r *Request) Replay(ctx context.Context, response proto.Message) (bool, error) {
	tx := db.From(ctx)
	r.expired = false
	if tx.Blind() {
		return false, nil // if there is one, its row and ours have the same key
	}
	row, err := tx.IdempotencyKey.Query().Where(idempotencykey.Caller(r.Caller), idempotencykey.Key(r.Key)).Only(ctx)
	switch {
	case ent.IsNotFound(err):
		return false, nil
	case err != nil:
		return false, err
	case row.ExpireTime != nil && row.ExpireTime.Before(tx.Now()):
		r.expired = true
		return false, nil
	case !bytes.Equal(row.RequestHash, r.Hash):
		return false, ReasonReused.New()
	}
	return true, proto.Unmarshal(row.Response, response)
}

// Remember stores the answer, secrets left out.
func (r *Request) Remember(ctx context.Context, response proto.Message) error {
	stored := proto.Clone(response)
	redact(stored.ProtoReflect())
	content, err := proto.MarshalOptions{Deterministic: true}.Marshal(stored)
	if err != nil {
		return err
	}
	tx := db.From(ctx)
	// A call may rightly change nothing: what it asks for is there already. Its key is remembered all the same.
	if err := tx.ExemptIfUnchanged(ctx, "the key of a request that changed nothing"); err != nil {
		return err
	}
	if r.expired {
		_, err := tx.IdempotencyKey.Delete().Where(idempotencykey.Caller(r.Caller), idempotencykey.Key(r.Key), idempotencykey.ExpireTimeLT(tx.Now())).Exec(ctx)
		if err != nil {
			return err
		}
	}
	create := tx.IdempotencyKey.Create().SetCaller(r.Caller).SetKey(r.Key).SetMethod(r.Method).SetRequestHash(r.Hash).SetResponse(content)
	if !r.Money {
		create.SetExpireTime(tx.Now().Add(keep))
	}
	err = create.Exec(ctx)
	if db.IsUnique(err) {
		// The same request came twice at once and the other one was first: run again and find its answer.
		return db.Again(err)
	}
	return err
}

// Forget drops keys that have expired. It returns how many.
func Forget(ctx context.Context) (int, error) {
	tx := db.From(ctx)
	tx.Exempt("expired idempotency keys are no business record")
	return tx.IdempotencyKey.Delete().Where(idempotencykey.ExpireTimeLT(tx.Now())).Exec(ctx)
}

// redact clears the fields the contract marks as secret: what is shown once is
// not kept for a repeat.
func redact(m protoreflect.Message) {
	m.Range(func(fd protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		if o, ok := fd.Options().(*descriptorpb.FieldOptions); ok && o.GetDebugRedact() {
			m.Clear(fd)
			return true
		}
		switch {
		case fd.Kind() != protoreflect.MessageKind || fd.IsMap():
		case fd.IsList():
			for i := range v.List().Len() {
				redact(v.List().Get(i).Message())
			}
		default:
			redact(v.Message())
		}
		return true
	})
}
