package people_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/fieldmaskpb"
	"google.golang.org/protobuf/types/known/timestamppb"
	"pgregory.net/rapid"

	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/internal/countytest"
	"zhengcun/internal/people"
	"zhengcun/internal/platform/call"
	"zhengcun/internal/platform/scope"
)

// clientOf reads the API client with this name.
func (w *world) clientOf(name string) *peoplev1.ApiClient {
	w.t.Helper()
	list := must(w.clients.ListApiClients(w.as("security"), &peoplev1.ListApiClientsRequest{Query: name}))(w.t)
	if len(list.ApiClients) != 1 {
		w.t.Fatalf("%d clients %s", len(list.ApiClients), name)
	}
	return list.ApiClients[0]
}

func (w *world) rotate(name string, overlap int32) (*peoplev1.RotateApiClientKeyResponse, error) {
	c := w.clientOf(name)
	return w.clients.RotateApiClientKey(w.as("security"), &peoplev1.RotateApiClientKeyRequest{Id: c.Id, Etag: c.Etag, OverlapDays: overlap})
}

func TestUpdateApiClient(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		key := w.client("交通局系统", "transport", "funds.read")
		security := w.as("security")
		update := func(c *peoplev1.ApiClient, paths ...string) (*peoplev1.ApiClient, error) {
			return w.clients.UpdateApiClient(security, &peoplev1.UpdateApiClientRequest{ApiClient: c, UpdateMask: &fieldmaskpb.FieldMask{Paths: paths}})
		}
		id := w.clientOf("交通局系统").Id
		c := must(update(&peoplev1.ApiClient{Id: id, Etag: "1", Name: " 交通系统 ", Scopes: []string{"funds.write", "funds.read"}}))(t)
		if c.Name != "交通系统" || !slices.Equal(c.Scopes, []string{"funds.read", "funds.write"}) || c.Etag != "2" {
			t.Errorf("%v", c)
		}
		if v := w.viewer(key); v == nil || !slices.Equal(v.APIScopes, []string{"funds.read", "funds.write"}) {
			t.Errorf("the next call: %v", v)
		}
		_, err := update(&peoplev1.ApiClient{Id: id, Etag: "1", Name: "x"}, "name")
		want(t, err, "ETAG_STALE")
		_, err = update(&peoplev1.ApiClient{Id: id, Etag: "2"}, "name")
		want(t, err, "INVALID_ARGUMENT api_client.name:FIELD_REQUIRED")
		_, err = update(&peoplev1.ApiClient{Id: id, Etag: "2"}, "scopes")
		want(t, err, "INVALID_ARGUMENT api_client.scopes:FIELD_REQUIRED")
		_, err = update(&peoplev1.ApiClient{Id: id, Etag: "2", Scopes: []string{"everything"}}, "scopes")
		want(t, err, "INVALID_ARGUMENT api_client.scopes:API_SCOPE_UNKNOWN")
		_, err = update(&peoplev1.ApiClient{Id: id, Etag: "2", OrganizationId: w.orgs["finance"].String(), ExpireTime: timestamppb.New(w.c.Clock.Now().AddDate(2, 0, 0))}, "organization_id", "expire_time")
		want(t, err, "INVALID_ARGUMENT api_client.expire_time:FIELD_IMMUTABLE api_client.organization_id:FIELD_IMMUTABLE")
		must(w.clients.DisableApiClient(security, &peoplev1.DisableApiClientRequest{Id: id, Etag: "2"}))(t)
		_, err = update(&peoplev1.ApiClient{Id: id, Etag: "3", Name: "x"}, "name")
		want(t, err, "API_CLIENT_DISABLED")
		if n := w.audited("people.updateApiClient"); n != 1 {
			t.Errorf("%d audit entries", n)
		}
	})
}

func TestListApiClientsBy(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		first, second := w.client("交通局系统", "transport", "funds.read"), w.client("财政系统", "finance", "funds.read")
		security := w.as("security")
		list := func(req *peoplev1.ListApiClientsRequest) string {
			page := must(w.clients.ListApiClients(security, req))(t)
			var found []string
			for _, c := range page.ApiClients {
				found = append(found, c.Name)
			}
			if int(page.TotalSize) != len(found) {
				t.Errorf("%v: total %d", req, page.TotalSize)
			}
			return strings.Join(found, " ")
		}
		must(w.rotate("交通局系统", 7))(t)
		for query, found := range map[string]string{"交通": "交通局系统", "系统": "交通局系统 财政系统", "%": "", second: "财政系统", second[:7]: "财政系统", first: "交通局系统", "zk_": "交通局系统 财政系统", "zk": ""} {
			if got := list(&peoplev1.ListApiClientsRequest{Query: query}); got != found {
				t.Errorf("%.12q: %s", query, got)
			}
		}
		if got := list(&peoplev1.ListApiClientsRequest{OrganizationId: w.orgs["finance"].String()}); got != "财政系统" {
			t.Error(got)
		}
	})
}

// TestRotation follows one client over three keys, at the moments where something ends.
func TestRotation(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		first := w.client("系统", "transport", "funds.read")
		firstEnd := w.clientOf("系统").ExpireTime.AsTime()
		if w.viewer(first) == nil {
			t.Fatal("no key")
		}
		firstDay := w.clientOf("系统").LastUseTime
		rotated := must(w.rotate("系统", 7))(t)
		second, c := rotated.Key, rotated.ApiClient
		end := w.c.Clock.Now().AddDate(0, 0, 7)
		if second == first || c.KeyPrefix != second[:11] || c.PreviousKeyPrefix != first[:11] || !c.PreviousKeyExpireTime.AsTime().Equal(end) || c.Etag != "2" ||
			c.LastUseTime != nil || c.PreviousKeyLastUseTime.AsTime() != firstDay.AsTime() || !c.ExpireTime.AsTime().Equal(w.c.Clock.Now().AddDate(1, 0, 0)) {
			t.Errorf("%v", rotated)
		}
		if all := w.everything(); strings.Contains(all, second) || strings.Contains(all, first) {
			t.Error("a key in clear in the database")
		}
		// Both work, and the use of each is noted by day.
		w.c.Clock.Advance(24 * time.Hour)
		for _, key := range []string{first, second} {
			if v := w.viewer(key); v == nil || v.Department != w.orgs["transport"] || !slices.Equal(v.APIScopes, []string{"funds.read"}) {
				t.Fatalf("%v", v)
			}
		}
		day := time.Date(2026, 11, 2, 16, 0, 0, 0, time.UTC) // 3 November in Yuexi
		if c = w.clientOf("系统"); !c.LastUseTime.AsTime().Equal(day) || !c.PreviousKeyLastUseTime.AsTime().Equal(day) || c.Etag != "2" {
			t.Errorf("%v", c)
		}
		w.c.Clock.Set(end.Add(-time.Microsecond))
		if w.viewer(first) == nil || w.clientOf("系统").PreviousKeyPrefix == "" {
			t.Error("the old key ends too early")
		}
		w.c.Clock.Set(end)
		if c = w.clientOf("系统"); w.viewer(first) != nil || w.viewer(second) == nil || c.PreviousKeyPrefix != "" || c.PreviousKeyExpireTime != nil || c.PreviousKeyLastUseTime != nil {
			t.Errorf("the old key has ended: %v", c)
		}

		// The key before the key before is dead as soon as there is a third.
		third := must(w.rotate("系统", 30))(t).Key
		fourth := must(w.rotate("系统", 30))(t)
		if w.viewer(second) != nil || w.viewer(third) == nil || w.viewer(fourth.Key) == nil || fourth.ApiClient.PreviousKeyPrefix != third[:11] || fourth.ApiClient.PreviousKeyLastUseTime != nil {
			t.Errorf("%v", fourth)
		}
		// Without overlap the old key is dead at once.
		fifth := must(w.rotate("系统", 0))(t)
		if w.viewer(third) != nil || w.viewer(fourth.Key) != nil || w.viewer(fifth.Key) == nil || fifth.ApiClient.PreviousKeyPrefix != "" || fifth.ApiClient.PreviousKeyExpireTime != nil {
			t.Errorf("%v", fifth)
		}
		// An old key does not outlive its own end, and one that has ended does not come back.
		soon := w.c.Clock.Now().Add(48 * time.Hour)
		c = w.clientOf("系统")
		sixth := must(w.clients.RotateApiClientKey(w.as("security"), &peoplev1.RotateApiClientKeyRequest{Id: c.Id, Etag: c.Etag, ExpireTime: timestamppb.New(soon)}))(t)
		seventh := must(w.rotate("系统", 30))(t)
		if !seventh.ApiClient.PreviousKeyExpireTime.AsTime().Equal(soon) {
			t.Errorf("%v", seventh)
		}
		w.c.Clock.Set(soon)
		if w.viewer(sixth.Key) != nil || w.viewer(seventh.Key) == nil {
			t.Error("the old key outlives its end")
		}
		w.c.Clock.Set(seventh.ApiClient.ExpireTime.AsTime())
		if w.viewer(seventh.Key) != nil || !firstEnd.Before(w.c.Clock.Now()) {
			t.Error("an expired key works")
		}
		eighth := must(w.rotate("系统", 30))(t)
		if w.viewer(seventh.Key) != nil || w.viewer(eighth.Key) == nil || eighth.ApiClient.PreviousKeyPrefix != "" {
			t.Errorf("%v", eighth)
		}
		if n := w.audited("people.rotateApiClientKey"); n != 7 {
			t.Errorf("%d audit entries", n)
		}
		// Both keys die with the client.
		ninth := must(w.rotate("系统", 30))(t)
		c = must(w.clients.DisableApiClient(w.as("security"), &peoplev1.DisableApiClientRequest{Id: c.Id, Etag: ninth.ApiClient.Etag}))(t)
		if w.viewer(eighth.Key) != nil || w.viewer(ninth.Key) != nil || c.PreviousKeyPrefix != "" {
			t.Errorf("%v", c)
		}
		_, err := w.rotate("系统", 30)
		want(t, err, "API_CLIENT_DISABLED")
	})
}

func TestRotationRefusals(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		key := w.client("系统", "transport", "funds.read")
		c := w.clientOf("系统")
		rotate := func(req *peoplev1.RotateApiClientKeyRequest) error {
			req.Id = c.Id
			_, err := w.clients.RotateApiClientKey(w.as("security"), req)
			return err
		}
		want(t, rotate(&peoplev1.RotateApiClientKeyRequest{Etag: "1", OverlapDays: 31, ExpireTime: timestamppb.New(w.c.Clock.Now())}),
			"INVALID_ARGUMENT overlap_days:API_KEY_OVERLAP_INVALID expire_time:API_CLIENT_EXPIRY_INVALID")
		want(t, rotate(&peoplev1.RotateApiClientKeyRequest{Etag: "1", ExpireTime: &timestamppb.Timestamp{Seconds: 1 << 60}}), "INVALID_ARGUMENT expire_time:API_CLIENT_EXPIRY_INVALID")
		want(t, rotate(&peoplev1.RotateApiClientKeyRequest{Etag: "1", OverlapDays: -1}), "INVALID_ARGUMENT overlap_days:NUMBER_NEGATIVE")
		want(t, rotate(&peoplev1.RotateApiClientKeyRequest{Etag: "2"}), "ETAG_STALE")
		want(t, rotate(&peoplev1.RotateApiClientKeyRequest{}), "ETAG_REQUIRED")
		if w.viewer(key) == nil || w.clientOf("系统").Etag != "1" {
			t.Error("refused, and rotated")
		}
		// A repeat of an accepted request has the answer without the key, and does not rotate again.
		ctx := call.With(t.Context(), &call.Info{RequestID: "test-request", ClientIP: "10.0.0.1", Token: w.login("security"), IdempotencyKey: "once"})
		req := &peoplev1.RotateApiClientKeyRequest{Id: c.Id, Etag: "1", OverlapDays: 1}
		first := must(w.clients.RotateApiClientKey(ctx, req))(t)
		again := must(w.clients.RotateApiClientKey(ctx, req))(t)
		if first.Key == "" || again.Key != "" || again.ApiClient.Etag != first.ApiClient.Etag || w.viewer(first.Key) == nil {
			t.Errorf("%v, %v", first, again)
		}
	})
}

// TestRotationsInAnyOrder rotates at random and asks after each step which keys
// work: the last one until its end, the one before until the sooner of its end and
// its overlap, no other.
func TestRotationsInAnyOrder(t *testing.T) {
	w := newWorld(t, countytest.SQLite(t))
	type held struct {
		key string
		end time.Time
	}
	clients := 0
	var security *scope.Viewer // without a log-in, whose hash takes longer than the rest
	w.tx(func(ctx context.Context) (err error) {
		security, err = people.ViewerOf(ctx, "security")
		return err
	})
	api, ctx := peoplev1.NewApiClientServiceClient(w.server.As(security)), w.from("10.0.0.1", "")
	rapid.Check(t, func(rt *rapid.T) {
		clients++
		name := "系统" + strings.Repeat("甲", clients) + "。"
		keys := []held{{w.client(name, "transport", "funds.read"), w.c.Clock.Now().AddDate(1, 0, 0)}}
		for range rapid.IntRange(1, 4).Draw(rt, "rotations") {
			w.c.Clock.Advance(time.Duration(rapid.IntRange(0, 40*24).Draw(rt, "hours")) * time.Hour)
			now := w.c.Clock.Now()
			overlap, life := rapid.SampledFrom([]int32{0, 1, 7, 30}).Draw(rt, "overlap"), rapid.IntRange(1, 60).Draw(rt, "life")
			c := must(api.ListApiClients(ctx, &peoplev1.ListApiClientsRequest{Query: name}))(t).ApiClients[0]
			made := must(api.RotateApiClientKey(ctx, &peoplev1.RotateApiClientKeyRequest{Id: c.Id, Etag: c.Etag, OverlapDays: overlap,
				ExpireTime: timestamppb.New(now.AddDate(0, 0, life))}))(t)
			for i := range keys {
				switch last := i == len(keys)-1; {
				case !last:
					keys[i].end = time.Time{}
				case now.AddDate(0, 0, int(overlap)).Before(keys[i].end):
					keys[i].end = now.AddDate(0, 0, int(overlap))
				}
			}
			keys = append(keys, held{made.Key, now.AddDate(0, 0, life)})
			for _, wait := range []time.Duration{0, time.Duration(rapid.IntRange(0, 40*24).Draw(rt, "wait")) * time.Hour} {
				w.c.Clock.Set(now.Add(wait))
				for i, k := range keys {
					v, err := w.room.Authenticate(context.Background(), k.key)
					if works := now.Add(wait).Before(k.end); err != nil || (v != nil) != works {
						rt.Fatalf("key %d of %d after %v: %v, want %v (%v)", i, len(keys), wait, v, works, err)
					}
				}
			}
		}
	})
}
