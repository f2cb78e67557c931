package rpc_test

import (
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/call"
	"zhengcun/internal/platform/rpc"
)

var testClosed = fault.Define("TEST_CLOSED", fault.PermissionDenied, fault.Bilingual{ZH: "暂停", EN: "closed for now"}, fault.Bilingual{ZH: "等", EN: "wait"})

type recorder chan rpc.Answered

func (r recorder) Record(a rpc.Answered) { r <- a }

// TestRecorder: of the calls of API clients the recorder learns how they ended,
// over both ways in; of those of people and of nobody it learns nothing.
func TestRecorder(t *testing.T) {
	w := sqlite(t)
	told := make(recorder, 100)
	w.server.Recorder = told
	for name, conn := range w.over() {
		for _, c := range []struct {
			method    string
			req, resp proto.Message
			info      call.Info
			code      codes.Code
			reason    string
			replayed  bool
		}{
			{createDocument, document("1"), &fundsv1.FundDocument{}, call.Info{Token: "pusher", IdempotencyKey: "k" + name}, codes.OK, "", false},
			{createDocument, document("1"), &fundsv1.FundDocument{}, call.Info{Token: "pusher", IdempotencyKey: "k" + name}, codes.OK, "", true},
			{createDocument, document("2"), &fundsv1.FundDocument{}, call.Info{Token: "pusher", IdempotencyKey: "k" + name}, codes.AlreadyExists, "IDEMPOTENCY_KEY_REUSED", false},
			{createDocument, document(""), &fundsv1.FundDocument{}, call.Info{Token: "pusher", IdempotencyKey: "l"}, codes.InvalidArgument, "INVALID_ARGUMENT", false},
			{createReceipt, receipt("A"), &fundsv1.Receipt{}, call.Info{Token: "pusher"}, codes.PermissionDenied, "ROLE_NOT_ALLOWED", false},
		} {
			o := w.invoke(conn, c.method, c.req, c.resp, c.info)
			if o.status.Code() != c.code {
				t.Fatalf("%s: %v", name, o.status)
			}
			var a rpc.Answered
			select {
			case a = <-told:
			case <-time.After(5 * time.Second):
				t.Fatalf("%s: nothing recorded of %v", name, c)
			}
			if a.Call.Method != c.method || a.Call.RequestID != "test-request-1" || a.Viewer.Name != "pusher" || a.Status.Code() != c.code || a.Reason != c.reason ||
				a.Call.Replayed != c.replayed || !a.Began.Equal(w.c.Clock.Now()) || a.Took <= 0 {
				t.Errorf("%s: %+v", name, a)
			}
			if document, ok := a.Response.(*fundsv1.FundDocument); ok != (c.code == codes.OK) || ok && document.Id != c.resp.(*fundsv1.FundDocument).Id {
				t.Errorf("%s: the answer is %v", name, a.Response)
			}
		}
		w.invoke(conn, createReceipt, receipt("A"), &fundsv1.Receipt{}, call.Info{Token: "officer"})
		w.invoke(conn, createReceipt, receipt("A"), &fundsv1.Receipt{}, call.Info{Token: "unknown"})
		w.invoke(conn, createReceipt, receipt("A"), &fundsv1.Receipt{}, call.Info{})
		w.invoke(w.server.As(people["pusher"]), createDocument, document("3"), &fundsv1.FundDocument{}, call.Info{IdempotencyKey: "a" + name})
	}
	if len(told) != 0 {
		t.Errorf("%d calls of others are recorded", len(told))
	}
}

// TestClosedForNow: a viewer who may not go on yet still reaches what is open to him.
func TestClosedForNow(t *testing.T) {
	w := sqlite(t)
	if o := w.local(createReceipt, receipt("A"), &fundsv1.Receipt{}, call.Info{Token: "novice"}); o.reason() != "TEST_CLOSED" || w.runs.Load() != 0 {
		t.Errorf("%v", o.status)
	}
	if o := w.local(currentSession, &peoplev1.GetCurrentSessionRequest{}, &peoplev1.Session{}, call.Info{Token: "novice"}); o.status.Code() != codes.OK {
		t.Errorf("%v", o.status)
	}
}
