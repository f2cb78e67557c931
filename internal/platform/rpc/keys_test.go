package rpc_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/call"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/idempotency"
	"zhengcun/internal/platform/scope"
)

var testRefusal = fault.Define("TEST_REFUSED", fault.FailedPrecondition, fault.Bilingual{ZH: "不行", EN: "no"}, fault.Bilingual{ZH: "改", EN: "change it"})

// bookIt is a method that stores the receipt's reference.
func bookIt(ctx context.Context, req proto.Message) error {
	return book(ctx, req.(*fundsv1.CreateReceiptRequest).Receipt.BankReference)
}

func (w *world) rows() string {
	w.t.Helper()
	var names []string
	err := w.c.DB.Read(w.t.Context(), func(ctx context.Context) (err error) {
		names, err = db.From(ctx).Counter.Query().Select("name").Strings(ctx)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

func encoded(t *testing.T, m proto.Message) []byte {
	t.Helper()
	content, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestRepeats(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		w.do = bookIt
		key := call.Info{Token: "officer", IdempotencyKey: "key-1"}
		first := w.local(createReceipt, receipt("A"), &fundsv1.Receipt{}, key)
		if first.status.Code() != codes.OK || first.replayed() || w.rows() != "A" {
			t.Fatal(first.status, w.rows())
		}
		for name, conn := range w.over() {
			again := w.invoke(conn, createReceipt, receipt("A"), &fundsv1.Receipt{}, key)
			if again.status.Code() != codes.OK || !again.replayed() || !bytes.Equal(encoded(t, again.resp), encoded(t, first.resp)) {
				t.Errorf("%s: a repeat: %v %v", name, again.status, again.resp)
			}
			other := w.invoke(conn, createReceipt, receipt("B"), &fundsv1.Receipt{}, key)
			if other.status.Code() != codes.AlreadyExists || other.reason() != "IDEMPOTENCY_KEY_REUSED" {
				t.Errorf("%s: another body: %v", name, other.status)
			}
		}
		if w.runs.Load() != 1 || w.rows() != "A" {
			t.Errorf("%d runs, rows %q", w.runs.Load(), w.rows())
		}
		// Another caller's key is another key; another method's is not.
		people["officer-2"] = &scope.Viewer{Kind: scope.Person, ID: people["approver"].ID, Roles: []string{"FINANCE_OFFICER"}}
		if o := w.local(createReceipt, receipt("C"), &fundsv1.Receipt{}, call.Info{Token: "officer-2", IdempotencyKey: "key-1"}); o.status.Code() != codes.OK || o.replayed() {
			t.Errorf("another caller: %v", o.status)
		}
		if o := w.local(createDocument, document("1"), &fundsv1.FundDocument{}, key); o.reason() != "IDEMPOTENCY_KEY_REUSED" {
			t.Errorf("another method: %v", o.status)
		}
		// The program starts anew.
		d, err := db.Open(t.Context(), w.c.Config)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = d.Close() }()
		restarted := serve(t, w.c, d)
		again := restarted.local(createReceipt, receipt("A"), &fundsv1.Receipt{}, key)
		if !again.replayed() || !bytes.Equal(encoded(t, again.resp), encoded(t, first.resp)) || restarted.runs.Load() != 0 {
			t.Errorf("after a restart: %v", again.status)
		}
	})
}

func TestRefusedBurnsNothing(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		key := call.Info{Token: "officer", IdempotencyKey: "key-1"}
		for what, do := range map[string]func(context.Context, proto.Message) error{
			"refused": func(ctx context.Context, req proto.Message) error {
				_ = bookIt(ctx, req)
				return testRefusal.New()
			},
			"broken":    func(ctx context.Context, req proto.Message) error { _ = bookIt(ctx, req); return fmt.Errorf("broken") },
			"panicking": func(ctx context.Context, req proto.Message) error { _ = bookIt(ctx, req); panic("broken") },
			"unaudited": func(ctx context.Context, req proto.Message) error {
				return db.From(ctx).Counter.Create().SetName("x").SetValue(1).Exec(ctx)
			},
		} {
			w.do = do
			if o := w.local(createReceipt, receipt("A"), &fundsv1.Receipt{}, key); o.status.Code() == codes.OK || w.rows() != "" {
				t.Errorf("%s: %v, rows %q", what, o.status, w.rows())
			}
		}
		// Neither does one that is wrong in itself, with another body then.
		if o := w.local(createReceipt, receipt(""), &fundsv1.Receipt{}, key); o.status.Code() != codes.InvalidArgument {
			t.Error(o.status)
		}
		w.do = bookIt
		if o := w.local(createReceipt, receipt("B"), &fundsv1.Receipt{}, key); o.status.Code() != codes.OK || o.replayed() || w.rows() != "B" {
			t.Errorf("after refusals: %v, rows %q", o.status, w.rows())
		}
	})
}

// TestNothingToDo: a call that finds done what it asks for changes nothing, needs
// no entry, and is remembered all the same.
func TestNothingToDo(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		key := call.Info{Token: "pusher", IdempotencyKey: "key-1"}
		first := w.local(createDocument, document("1"), &fundsv1.FundDocument{}, key)
		again := w.local(createDocument, document("1"), &fundsv1.FundDocument{}, key)
		if first.status.Code() != codes.OK || !again.replayed() || !bytes.Equal(encoded(t, again.resp), encoded(t, first.resp)) {
			t.Errorf("%v, %v", first.status, again.status)
		}
	})
}

func TestManyAtOnce(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		w.do = bookIt
		var wait sync.WaitGroup
		var mu sync.Mutex
		answers := map[string]int{}
		fresh := 0
		for i := range 16 {
			conn := []string{"local", "gRPC"}[i%2]
			wait.Go(func() {
				o := w.invoke(w.over()[conn], createReceipt, receipt("A"), &fundsv1.Receipt{}, call.Info{Token: "officer", IdempotencyKey: "key-1"})
				mu.Lock()
				defer mu.Unlock()
				if o.status.Code() != codes.OK {
					t.Error(o.status)
					return
				}
				if !o.replayed() {
					fresh++
				}
				answers[string(encoded(t, o.resp))]++
			})
		}
		wait.Wait()
		if fresh != 1 || len(answers) != 1 || w.rows() != "A" {
			t.Errorf("%d were done, %d answers, rows %q", fresh, len(answers), w.rows())
		}
	})
}

// TestManyAtOnceRefusedByEachOther: the second is refused because of what the
// first has done, and still gets the first one's answer.
func TestManyAtOnceRefusedByEachOther(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		w.do = func(ctx context.Context, req proto.Message) error {
			if err := bookIt(ctx, req); db.IsUnique(err) {
				return testRefusal.New()
			} else if err != nil {
				return err
			}
			return nil
		}
		var wait sync.WaitGroup
		for range 12 {
			wait.Go(func() {
				o := w.local(createReceipt, receipt("A"), &fundsv1.Receipt{}, call.Info{Token: "officer", IdempotencyKey: "key-1"})
				if o.status.Code() != codes.OK {
					t.Error(o.status)
				}
			})
		}
		wait.Wait()
		if w.rows() != "A" {
			t.Error(w.rows())
		}
		if o := w.local(createReceipt, receipt("A"), &fundsv1.Receipt{}, call.Info{Token: "officer", IdempotencyKey: "key-2"}); o.reason() != "TEST_REFUSED" {
			t.Errorf("another key: %v", o.status)
		}
	})
}

func TestKeysOfCallers(t *testing.T) {
	w := sqlite(t)
	if o := w.local(createDocument, document("1"), &fundsv1.FundDocument{}, call.Info{Token: "pusher"}); o.reason() != "IDEMPOTENCY_KEY_REQUIRED" || o.status.Code() != codes.InvalidArgument {
		t.Errorf("a client without a key: %v", o.status)
	}
	if o := w.local(createReceipt, receipt("A"), &fundsv1.Receipt{}, call.Info{Token: "officer"}); o.status.Code() != codes.OK {
		t.Errorf("a person without a key: %v", o.status)
	}
	if o := w.local(createSession, &peoplev1.CreateSessionRequest{Username: "x", Password: "y"}, &peoplev1.Session{}, call.Info{IdempotencyKey: "k"}); o.status.Code() != codes.OK {
		t.Errorf("nobody with a key: %v", o.status)
	}
	for key, ok := range map[string]bool{
		"x": true, strings.Repeat("k", 255): true, "!~": true,
		strings.Repeat("k", 256): false, "a b": false, "键": false, "a\tb": false, "a\x7f": false, "a\x00": false,
	} {
		o := w.local(createReceipt, receipt("A"), &fundsv1.Receipt{}, call.Info{Token: "officer", IdempotencyKey: key})
		if ok && o.status.Code() != codes.OK || !ok && o.reason() != "IDEMPOTENCY_KEY_INVALID" {
			t.Errorf("key %q: %v", key, o.status)
		}
	}
}

// TestKeysExpire: keys of money never do, the others after thirty days, whether
// or not somebody has cleared them away by then.
func TestKeysExpire(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		money, plain := call.Info{Token: "officer", IdempotencyKey: "key-1"}, call.Info{Token: "security", IdempotencyKey: "key-1"}
		pay := func(reference string) *outcome {
			return w.local(createReceipt, receipt(reference), &fundsv1.Receipt{}, money)
		}
		client := func(name string) *outcome {
			return w.local(createClient, apiClient(name), &peoplev1.CreateApiClientResponse{}, plain)
		}
		pay("A")
		client("A")
		w.c.Clock.Advance(29 * 24 * time.Hour)
		if o := client("B"); o.reason() != "IDEMPOTENCY_KEY_REUSED" {
			t.Errorf("after 29 days: %v", o.status)
		}
		w.c.Clock.Advance(2 * 24 * time.Hour)
		if o := client("B"); o.status.Code() != codes.OK || o.replayed() {
			t.Errorf("after 31 days: %v", o.status)
		}
		if o := client("B"); !o.replayed() {
			t.Errorf("the new use of an old key: %v", o.status)
		}
		w.c.Clock.Advance(20 * 365 * 24 * time.Hour)
		if o := pay("A"); !o.replayed() {
			t.Errorf("money after twenty years: %v", o.status)
		}
		if o := pay("B"); o.reason() != "IDEMPOTENCY_KEY_REUSED" {
			t.Errorf("money after twenty years: %v", o.status)
		}
		forgotten := 0
		err := w.c.DB.Tx(t.Context(), func(ctx context.Context) (err error) { forgotten, err = idempotency.Forget(ctx); return err })
		if err != nil || forgotten != 1 {
			t.Errorf("%d forgotten: %v", forgotten, err)
		}
		if o := pay("A"); !o.replayed() {
			t.Errorf("money after forgetting: %v", o.status)
		}
	})
}

// TestSecretsAreNotKept: what is shown once is in no repeat and in no table.
func TestSecretsAreNotKept(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		key := call.Info{Token: "security", IdempotencyKey: "key-1"}
		first := w.local(createClient, apiClient("A"), &peoplev1.CreateApiClientResponse{}, key)
		if first.resp.(*peoplev1.CreateApiClientResponse).Key != w.secret {
			t.Fatal(first.status)
		}
		again := w.local(createClient, apiClient("A"), &peoplev1.CreateApiClientResponse{}, key).resp.(*peoplev1.CreateApiClientResponse)
		if again.Key != "" || again.ApiClient.GetId() != first.resp.(*peoplev1.CreateApiClientResponse).ApiClient.Id {
			t.Errorf("a repeat: %v", again)
		}
		err := w.c.DB.Read(t.Context(), func(ctx context.Context) error {
			for _, row := range db.From(ctx).IdempotencyKey.Query().AllX(ctx) {
				if bytes.Contains(row.Response, []byte(w.secret)) {
					t.Error("the secret is in the database")
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
