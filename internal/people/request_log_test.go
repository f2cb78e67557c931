package people_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/internal/countytest"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/people"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/call"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/rpc"
	"zhengcun/internal/platform/scope"
)

// write runs the log to its end: whatever has been recorded is written.
func write(t *testing.T, l *people.RequestLog) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	l.Run(ctx)
}

// dropped is how many calls were not written down.
func dropped(t *testing.T, metrics *prometheus.Registry) (n float64) {
	t.Helper()
	families, err := metrics.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() == "zhengcun_api_client_requests_dropped_total" {
			return f.GetMetric()[0].GetCounter().GetValue()
		}
	}
	t.Fatal("the metric is not there")
	return 0
}

// calls lists the calls of a client as the security administrator sees them.
func (w *world) calls(req *peoplev1.ListApiClientRequestsRequest) *peoplev1.ListApiClientRequestsResponse {
	w.t.Helper()
	return must(w.clients.ListApiClientRequests(w.as("security"), req))(w.t)
}

// told is a call as the recorder gets it.
func (w *world) told(id string, began time.Time, response proto.Message, err *fault.Error) rpc.Answered {
	a := rpc.Answered{Call: &call.Info{RequestID: "call-" + id, Method: "/zhengcun.funds.v1.FundDocumentService/CreateFundDocument", ClientIP: "10.1.1.1", Token: "zk_0badcafe_x"},
		Viewer: &scope.Viewer{Kind: scope.Client, ID: w.ids["client"]}, Began: began, Took: 1234567 * time.Nanosecond, Response: response}
	if err != nil {
		a.Status, a.Reason = rpc.Status(err, "zh-CN"), err.Reason().Code
	}
	return a
}

// withClient makes an API client and remembers its id.
func (w *world) withClient() (key string) {
	w.t.Helper()
	key = w.client("系统", "transport", "funds.read")
	w.ids["client"] = w.viewer(key).ID
	return key
}

func TestRequestLog(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		key, other := w.withClient(), w.client("财政系统", "finance", "funds.read")
		ctx := func(id, key string) context.Context {
			return call.With(t.Context(), &call.Info{RequestID: id, ClientIP: "10.1.1.1", Token: key})
		}
		region := must(w.regions.GetRegion(ctx("request-1", key), &peoplev1.GetRegionRequest{Code: "340828107202"}))(t)
		w.c.Clock.Advance(time.Second)
		_, err := w.orgsAPI.ListOrganizations(ctx("request-2", key), &peoplev1.ListOrganizationsRequest{})
		want(t, err, "ROLE_NOT_ALLOWED")
		w.c.Clock.Advance(time.Second)
		must(w.regions.ListRegions(ctx("request-3", key), &peoplev1.ListRegionsRequest{}))(t)
		must(w.regions.ListRegions(ctx("request-4", other), &peoplev1.ListRegionsRequest{}))(t)
		must(w.regions.ListRegions(ctx("request-5", w.login("officer")), &peoplev1.ListRegionsRequest{}))(t)
		_, err = w.regions.ListRegions(ctx("request-6", key+"x"), &peoplev1.ListRegionsRequest{})
		want(t, err, "SIGN_IN_REQUIRED")
		if n := w.calls(&peoplev1.ListApiClientRequestsRequest{ApiClientId: w.ids["client"].String()}).TotalSize; n != 0 {
			t.Errorf("%d calls before anything is written", n)
		}
		entries := w.auditEntries()
		write(t, w.requests)
		if n := w.auditEntries(); n != entries {
			t.Errorf("%d audit entries of calls", n-entries)
		}
		id := w.ids["client"].String()
		list := w.calls(&peoplev1.ListApiClientRequestsRequest{ApiClientId: id})
		if len(list.ApiClientRequests) != 3 || list.TotalSize != 3 {
			t.Fatalf("%v", list)
		}
		third, second, first := list.ApiClientRequests[0], list.ApiClientRequests[1], list.ApiClientRequests[2]
		if first.RequestId != "request-1" || first.Method != "RegionService/GetRegion" || first.Code != "OK" || first.Reason != "" || first.ClientIp != "10.1.1.1" ||
			first.KeyPrefix != key[:11] || first.DurationUs <= 0 || !first.Time.AsTime().Equal(countytest.Now) || first.Answer != `{"id":"`+region.Id+`"}` || first.Replayed {
			t.Errorf("%v", first)
		}
		if second.RequestId != "request-2" || second.Code != "PERMISSION_DENIED" || second.Reason != "ROLE_NOT_ALLOWED" || !strings.Contains(second.Answer, "您的角色不能做这个操作") || !json.Valid([]byte(second.Answer)) {
			t.Errorf("%v", second)
		}
		if third.RequestId != "request-3" || third.Answer != "" {
			t.Errorf("%v", third)
		}
		for _, c := range []struct {
			req  *peoplev1.ListApiClientRequestsRequest
			want string
		}{
			{&peoplev1.ListApiClientRequestsRequest{RequestId: "request-2"}, "request-2"},
			{&peoplev1.ListApiClientRequestsRequest{RequestId: "request-4"}, ""}, // another client's
			{&peoplev1.ListApiClientRequestsRequest{RefusedOnly: true}, "request-2"},
			{&peoplev1.ListApiClientRequestsRequest{Reason: "ROLE_NOT_ALLOWED"}, "request-2"},
			{&peoplev1.ListApiClientRequestsRequest{Reason: "INTERNAL"}, ""},
			{&peoplev1.ListApiClientRequestsRequest{PageSize: 1}, "request-3 request-2 request-1"},
		} {
			c.req.ApiClientId = id
			var found []string
			for {
				page := w.calls(c.req)
				for _, r := range page.ApiClientRequests {
					found = append(found, r.RequestId)
				}
				if c.req.PageToken = page.NextPageToken; c.req.PageToken == "" {
					break
				}
			}
			if got := strings.Join(found, " "); got != c.want {
				t.Errorf("%v: %s", c.req, got)
			}
		}
		_, err = w.clients.ListApiClientRequests(w.as("security"), &peoplev1.ListApiClientRequestsRequest{ApiClientId: uuid.NewString()})
		want(t, err, "NOT_FOUND")
		_, err = w.clients.ListApiClientRequests(w.as("admin"), &peoplev1.ListApiClientRequestsRequest{ApiClientId: id})
		want(t, err, "ROLE_NOT_ALLOWED")
		_, err = w.clients.ListApiClientRequests(w.as("security"), &peoplev1.ListApiClientRequestsRequest{ApiClientId: "x", RequestId: strings.Repeat("r", 65)})
		want(t, err, "INVALID_ARGUMENT api_client_id:ID_INVALID request_id:FIELD_TOO_LONG")
	})
}

// TestRequestLogForgets: a call is there for thirty days to the microsecond, whether or
// not it has been cleared away.
func TestRequestLogForgets(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		w.withClient()
		began := w.c.Clock.Now()
		w.requests.Record(w.told("old", began, nil, rpc.ReasonForbidden.New()))
		w.requests.Record(w.told("new", began.Add(time.Hour), nil, rpc.ReasonForbidden.New()))
		write(t, w.requests)
		look := func() (n int32) {
			return w.calls(&peoplev1.ListApiClientRequestsRequest{ApiClientId: w.ids["client"].String()}).TotalSize
		}
		forget := func() (n int) {
			w.tx(func(ctx context.Context) (err error) {
				n, err = people.ForgetRequests(ctx)
				return err
			})
			return n
		}
		w.c.Clock.Set(began.Add(people.RequestLife))
		if n := forget(); n != 0 || look() != 2 {
			t.Errorf("%d forgotten too early", n)
		}
		w.c.Clock.Advance(time.Microsecond)
		if look() != 1 {
			t.Error("shown for too long")
		}
		if n := forget(); n != 1 || look() != 1 {
			t.Errorf("%d forgotten", n)
		}
	})
}

// TestRequestLogInTheBackground: calls are written while the program runs, in more
// than one batch, and none is lost or there twice when it ends.
func TestRequestLogInTheBackground(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		w.withClient()
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { w.requests.Run(ctx); close(done) }()
		began := w.c.Clock.Now()
		for i := range people.RequestBatch + 50 {
			w.requests.Record(w.told(fmt.Sprint(i), began.Add(time.Duration(i)), &fundsv1.FundDocument{Id: "x"}, nil))
		}
		count := func() (n int) {
			err := w.c.DB.Read(w.system(), func(ctx context.Context) (err error) {
				n, err = db.From(ctx).ApiClientRequest.Query().Count(ctx)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		// The first batch goes when it is full, the rest within the time of a flush.
		for deadline := time.Now().Add(20 * people.RequestFlush); count() < people.RequestBatch+50; time.Sleep(20 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("%d written", count())
			}
		}
		w.requests.Record(w.told("last", began, &fundsv1.FundDocument{Id: "x"}, nil))
		cancel()
		<-done
		if n := count(); n != people.RequestBatch+51 || dropped(t, w.metrics) != 0 {
			t.Errorf("%d written, %v dropped", n, dropped(t, w.metrics))
		}
	})
}

// TestRequestLogHoldsUpNobody fills the queue while nobody writes: recording never
// waits, what has no room is counted, and what had room is written.
func TestRequestLogHoldsUpNobody(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		w.withClient()
		began := time.Now()
		for i := range people.RequestQueue + 7 {
			w.requests.Record(w.told(fmt.Sprint(i), w.c.Clock.Now(), &fundsv1.FundDocument{Id: "x"}, nil))
		}
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("recording took %v", took)
		}
		if n := dropped(t, w.metrics); n != 7 {
			t.Errorf("%v dropped", n)
		}
		write(t, w.requests)
		if n := w.calls(&peoplev1.ListApiClientRequestsRequest{ApiClientId: w.ids["client"].String()}).TotalSize; n != people.RequestQueue {
			t.Errorf("%d written", n)
		}
		// The program starts anew: what was written is there.
		again := people.NewRequestLog(w.c.DB, zap.NewNop(), prometheus.NewRegistry())
		again.Record(w.told("after", w.c.Clock.Now().Add(time.Second), &fundsv1.FundDocument{Id: "x"}, nil))
		write(t, again)
		if list := w.calls(&peoplev1.ListApiClientRequestsRequest{ApiClientId: w.ids["client"].String()}); list.TotalSize != people.RequestQueue+1 || list.ApiClientRequests[0].RequestId != "call-after" {
			t.Errorf("%d after a new start", list.TotalSize)
		}
	})
}

// TestRequestLogWhileWriting: as long as somebody else writes, calls are answered;
// what was recorded meanwhile is written afterwards.
func TestRequestLogWhileWriting(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		key := w.withClient()
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { w.requests.Run(ctx); close(done) }()
		w.tx(func(tx context.Context) error {
			db.Audit(tx, audit.Entry{Action: "test.slow"})
			if err := db.From(tx).Counter.Create().SetName("x").SetValue(1).Exec(tx); err != nil {
				return err
			}
			began := time.Now()
			for i := range 5 {
				time.Sleep(people.RequestFlush / 3)
				must(w.regions.ListRegions(call.With(t.Context(), &call.Info{RequestID: fmt.Sprintf("request-%d", i), Token: key}), &peoplev1.ListRegionsRequest{}))(t)
			}
			if took := time.Since(began); took > 5*people.RequestFlush {
				t.Errorf("calls wait for their log: %v", took)
			}
			return nil
		})
		cancel()
		<-done
		if n := w.calls(&peoplev1.ListApiClientRequestsRequest{ApiClientId: w.ids["client"].String()}).TotalSize; n != 5 || dropped(t, w.metrics) != 0 {
			t.Errorf("%d written, %v dropped", n, dropped(t, w.metrics))
		}
	})
}

// TestRequestLogLosses: rows the database refuses do not stop those after them, and
// a database that is gone does not stop the program from ending.
func TestRequestLogLosses(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		w.withClient()
		stranger := w.told("stranger", w.c.Clock.Now(), &fundsv1.FundDocument{Id: "x"}, nil)
		stranger.Viewer = &scope.Viewer{Kind: scope.Client, ID: uuid.New()}
		w.requests.Record(stranger)
		write(t, w.requests)
		w.requests.Record(w.told("good", w.c.Clock.Now(), &fundsv1.FundDocument{Id: "x"}, nil))
		write(t, w.requests)
		if n := w.calls(&peoplev1.ListApiClientRequestsRequest{ApiClientId: w.ids["client"].String()}).TotalSize; n != 1 || dropped(t, w.metrics) != 1 {
			t.Errorf("%d written, %v dropped", n, dropped(t, w.metrics))
		}
		gone, err := db.Open(t.Context(), w.c.Config)
		if err != nil {
			t.Fatal(err)
		}
		metrics := prometheus.NewRegistry()
		lost := people.NewRequestLog(gone, zap.NewNop(), metrics)
		if err := gone.Close(); err != nil {
			t.Fatal(err)
		}
		for i := range people.RequestBatch + 1 {
			lost.Record(w.told(fmt.Sprint(i), w.c.Clock.Now(), &fundsv1.FundDocument{Id: "x"}, nil))
		}
		write(t, lost)
		if n := dropped(t, metrics); n != people.RequestBatch+1 {
			t.Errorf("%v dropped", n)
		}
	})
}

var testTyped = fault.Define("TEST_TYPED", fault.AlreadyExists, fault.Bilingual{ZH: "文号 {number} 已有，可用 {left_fen} 分", EN: "{number} is there, {left_fen} fen are left"},
	fault.Bilingual{ZH: "请核对 {number}", EN: "Look at {number}"})

// TestKeptAnswers: of an answer is kept what helps to find the record or the
// mistake, and no number that may be somebody's.
func TestKeptAnswers(t *testing.T) {
	w := newWorld(t, countytest.SQLite(t))
	w.withClient()
	now := w.c.Clock.Now()
	var violations []fault.Violation
	for i := range 900 {
		violations = append(violations, testTyped.Field(fmt.Sprintf("fund_document.lines[%d].amount_fen", i), "number", "138-0000-1234", "left_fen", 60000000))
	}
	replay := w.told("e", now.Add(5), &fundsv1.FundDocument{Id: "d-1"}, nil)
	replay.Call.Replayed = true
	for _, a := range []rpc.Answered{
		w.told("a", now.Add(1*time.Second), &fundsv1.BatchCreateFundDocumentsResponse{StoredCount: 998, Results: []*fundsv1.FundDocumentResult{{}}}, nil),
		w.told("b", now.Add(2*time.Second), &fundsv1.ListFundDocumentsResponse{}, nil),
		w.told("c", now.Add(3*time.Second), nil, testTyped.New("number", "6222 0212 3456 7890", "left_fen", 123456789)),
		w.told("d", now.Add(4*time.Second), nil, fault.Fields(violations...)),
		replay,
	} {
		w.requests.Record(a)
	}
	write(t, w.requests)
	kept := map[string]*peoplev1.ApiClientRequest{}
	for _, r := range w.calls(&peoplev1.ListApiClientRequestsRequest{ApiClientId: w.ids["client"].String()}).ApiClientRequests {
		kept[r.RequestId] = r
	}
	if a := kept["call-a"].Answer; a != `{"refusedCount":0,"storedCount":998}` {
		t.Error(a)
	}
	if b := kept["call-b"]; b.Answer != "" || b.DurationUs != 1234 || b.KeyPrefix != "zk_0badcafe" {
		t.Errorf("%v", b)
	}
	if e := kept["call-e"]; !e.Replayed || e.Answer != `{"id":"d-1"}` {
		t.Errorf("%v", e)
	}
	var told struct {
		Code    codes.Code
		Message string
		Details []struct {
			Reason          string
			Metadata        map[string]string
			FieldViolations []struct{ Field, Description string }
		}
	}
	c := kept["call-c"]
	if err := json.Unmarshal([]byte(c.Answer), &told); err != nil {
		t.Fatal(err)
	}
	if c.Code != "ALREADY_EXISTS" || c.Reason != "TEST_TYPED" || told.Code != codes.AlreadyExists || told.Message != "文号 […] 已有，可用 123456789 分。请核对 […]" ||
		told.Details[0].Metadata["number"] != "[…]" || told.Details[0].Metadata["left_fen"] != "123456789" || strings.Contains(c.Answer, "6222") {
		t.Errorf("%s", c.Answer)
	}
	d := kept["call-d"].Answer
	told.Details = nil
	if err := json.Unmarshal([]byte(d), &told); err != nil {
		t.Fatal(err)
	}
	shown := told.Details[len(told.Details)-1].FieldViolations
	if len(shown) != 20 || shown[19].Field != "fund_document.lines[19].amount_fen" || !strings.Contains(told.Message, "900") || strings.Contains(d, "1234") || len(d) > 20_000 {
		t.Errorf("%d fields, %d bytes: %s", len(shown), len(d), told.Message)
	}
}
