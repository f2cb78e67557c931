package app_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/ent/organization"
	"zhengcun/internal/app"
	"zhengcun/internal/app/apptest"
	"zhengcun/internal/people"
	"zhengcun/internal/people/roles"
	"zhengcun/internal/platform/rpc"
)

// A system that calls without end is told to wait, over REST and gRPC alike, while
// people and other systems work on.
func TestClientsAreLimited(t *testing.T) {
	a := apptest.Start(t, "sqlite", func(o *app.Options) { o.Limits = rpc.Limits{PerMinute: 6, Burst: 4} })
	keys := [2]string{people.NewKey(), people.NewKey()}
	var ids [2]string
	bureau := a.Organization("transport", organization.KindDepartment, apptest.County)
	a.In(func(ctx context.Context) error {
		for i, key := range keys {
			row, err := a.People.CreateApiClientWithKey(ctx, people.NewApiClient{Name: "系统" + strconv.Itoa(i), OrganizationID: bureau, Scopes: []string{"funds.read"}}, key)
			if err != nil {
				return err
			}
			ids[i] = row.ID.String()
		}
		return nil
	})
	get := func(token string) *apptest.Response { return a.Do("GET", "/v1/regions/"+apptest.Village, token, "") }
	for left := 3; left >= 0; left-- {
		r := get(keys[0])
		if r.Status != 200 || r.Header.Get("RateLimit-Limit") != "4" || r.Header.Get("RateLimit-Remaining") != strconv.Itoa(left) || r.Header.Get("RateLimit-Reset") == "" {
			t.Fatalf("%d left: %d %v", left, r.Status, r.Header)
		}
	}
	for range 5 {
		r := get(keys[0])
		wait, err := strconv.Atoi(r.Header.Get("Retry-After"))
		if r.Status != 429 || r.Reason() != "RATE_LIMITED" || err != nil || wait < 2 || wait > 10 || r.Header.Get("RateLimit-Remaining") != "0" || r.Header.Get("Link") == "" {
			t.Fatalf("none left: %d %v %s", r.Status, r.Header, r.Body)
		}
	}
	ctx := metadata.AppendToOutgoingContext(t.Context(), "authorization", "Bearer "+keys[0])
	var header metadata.MD
	_, err := peoplev1.NewRegionServiceClient(a.Dial()).GetRegion(ctx, &peoplev1.GetRegionRequest{Code: apptest.Village}, grpc.Header(&header))
	s := status.Convert(err)
	var reason string
	var wait time.Duration
	for _, d := range s.Details() {
		switch d := d.(type) {
		case *errdetails.ErrorInfo:
			reason = d.Reason
		case *errdetails.RetryInfo:
			wait = d.RetryDelay.AsDuration()
		}
	}
	if s.Code() != codes.ResourceExhausted || reason != "RATE_LIMITED" || wait <= time.Second || wait > 10*time.Second || len(header["ratelimit-limit"]) != 1 {
		t.Errorf("over gRPC: %v %s, wait %v, %v", s, reason, wait, header)
	}

	if r := get(keys[1]); r.Status != 200 || r.Header.Get("RateLimit-Remaining") != "3" {
		t.Errorf("another system: %d %v", r.Status, r.Header)
	}
	for range 10 {
		if r := get(a.Role(roles.Leader)); r.Status != 200 || r.Header.Get("RateLimit-Limit") != "" {
			t.Fatalf("a person: %d %v", r.Status, r.Header)
		}
	}

	// Of the refusals one is written down, so that a flood does not fill the record.
	if err := a.App.Close(); err != nil {
		t.Fatal(err)
	}
	a.Serve()
	r := a.Do("GET", "/v1/apiClients/"+ids[0]+"/requests?reason=RATE_LIMITED", a.Role(roles.SecurityAdmin), "")
	if r.JSON["totalSize"] != 1.0 {
		t.Errorf("written down: %s", r.Body)
	}
}

// What is no message is refused as such, once its sender is known.
func TestUnreadableOverGRPC(t *testing.T) {
	a := apptest.Start(t, "sqlite")
	garbage := same{0xff, 0xff, 0xff}
	for token, want := range map[string]string{a.Role(roles.Leader): "MESSAGE_INVALID", "zk_forged": "SIGN_IN_REQUIRED"} {
		ctx := metadata.AppendToOutgoingContext(t.Context(), "authorization", "Bearer "+token)
		err := a.Dial().Invoke(ctx, peoplev1.RegionService_GetRegion_FullMethodName, garbage, &struct{}{}, grpc.ForceCodecV2(garbage))
		if got := reasonOf(status.Convert(err)); got != want {
			t.Errorf("%v, want %s; %v", err, want, status.Convert(err).Details())
		}
	}
}
