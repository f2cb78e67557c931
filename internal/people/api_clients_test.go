package people_test

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"google.golang.org/protobuf/types/known/timestamppb"

	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/internal/people"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/call"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
)

func TestApiClients(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		security := w.as("security")
		create := func(c *peoplev1.ApiClient) (*peoplev1.CreateApiClientResponse, error) {
			return w.clients.CreateApiClient(security, &peoplev1.CreateApiClientRequest{ApiClient: c})
		}
		made := must(create(&peoplev1.ApiClient{Name: "交通局系统", OrganizationId: w.orgs["transport"].String(), Scopes: []string{"funds.write", "funds.read", "funds.write"}}))(t)
		c := made.ApiClient
		if !regexp.MustCompile(`^zk_[0-9a-f]{8}_[A-Za-z0-9_-]{43}$`).MatchString(made.Key) || c.KeyPrefix != made.Key[:11] || c.OrganizationName != "交通局" ||
			!slices.Equal(c.Scopes, []string{"funds.read", "funds.write"}) || !c.ExpireTime.AsTime().Equal(w.c.Clock.Now().AddDate(1, 0, 0)) || c.LastUseTime != nil {
			t.Errorf("%v", made)
		}
		if strings.Contains(w.everything(), made.Key) {
			t.Error("a key in clear in the database")
		}

		v := w.viewer(made.Key)
		if v == nil || v.Kind != scope.Client || v.County || v.Department != w.orgs["transport"] || v.OrganizationName != "交通局" || len(v.APIScopes) != 2 || len(v.Roles) != 0 {
			t.Fatalf("%v", v)
		}
		get := func() *peoplev1.ApiClient {
			return must(w.clients.GetApiClient(security, &peoplev1.GetApiClientRequest{Id: c.Id}))(t)
		}
		if c = get(); c.LastUseTime == nil || !c.LastUseTime.AsTime().Equal(time.Date(2026, 11, 1, 16, 0, 0, 0, time.UTC)) || c.Etag != "1" {
			t.Errorf("last use: %v", c)
		}
		// A client may read regions and nothing of people.
		ctx := w.from("10.1.1.1", made.Key)
		must(w.regions.ListRegions(ctx, &peoplev1.ListRegionsRequest{}))(t)
		_, err := w.orgsAPI.ListOrganizations(ctx, &peoplev1.ListOrganizationsRequest{})
		want(t, err, "ROLE_NOT_ALLOWED")

		for _, wrong := range []string{made.Key + "x", made.Key[:len(made.Key)-1], "zk_", "zk_" + strings.Repeat("a", 52), "zs_" + made.Key[3:], "", strings.Repeat("zk_", 100_000)} {
			if v := w.viewer(wrong); v != nil {
				t.Errorf("%.20q is %v", wrong, v)
			}
		}

		_, err = w.clients.DisableApiClient(security, &peoplev1.DisableApiClientRequest{Id: c.Id, Etag: "9"})
		want(t, err, "ETAG_STALE")
		c = must(w.clients.DisableApiClient(security, &peoplev1.DisableApiClientRequest{Id: c.Id, Etag: c.Etag}))(t)
		if !c.Disabled || w.viewer(made.Key) != nil {
			t.Error("a shut client's key works")
		}
		_, err = w.clients.DisableApiClient(security, &peoplev1.DisableApiClientRequest{Id: c.Id, Etag: c.Etag})
		want(t, err, "API_CLIENT_DISABLED")

		_, err = create(&peoplev1.ApiClient{Name: "x", OrganizationId: w.orgs["audit"].String(), Scopes: []string{"everything"}, ExpireTime: timestamppb.New(w.c.Clock.Now())})
		want(t, err, "INVALID_ARGUMENT api_client.scopes:API_SCOPE_UNKNOWN api_client.expire_time:API_CLIENT_EXPIRY_INVALID api_client.organization_id:ORGANIZATION_KIND_WRONG")
		_, err = create(&peoplev1.ApiClient{Name: "x", OrganizationId: uuid.NewString(), Scopes: []string{"funds.read"}, ExpireTime: timestamppb.New(w.c.Clock.Now().AddDate(3, 0, 1))})
		want(t, err, "INVALID_ARGUMENT api_client.expire_time:API_CLIENT_EXPIRY_INVALID api_client.organization_id:ORGANIZATION_UNKNOWN")
		_, err = create(&peoplev1.ApiClient{Name: "x", OrganizationId: uuid.NewString(), Scopes: []string{"funds.read"}, ExpireTime: &timestamppb.Timestamp{Seconds: 1 << 60}})
		want(t, err, "INVALID_ARGUMENT api_client.expire_time:API_CLIENT_EXPIRY_INVALID")

		until := w.c.Clock.Now().Add(time.Hour)
		second := must(create(&peoplev1.ApiClient{Name: "财政系统", OrganizationId: w.orgs["finance"].String(), Scopes: []string{"funds.read"}, ExpireTime: timestamppb.New(until)}))(t)
		if w.viewer(second.Key) == nil {
			t.Fatal("not valid")
		}
		page := must(w.clients.ListApiClients(security, &peoplev1.ListApiClientsRequest{PageSize: 1}))(t)
		rest := must(w.clients.ListApiClients(security, &peoplev1.ListApiClientsRequest{PageSize: 1, PageToken: page.NextPageToken}))(t)
		if len(page.ApiClients) != 1 || len(rest.ApiClients) != 1 || rest.NextPageToken != "" || page.ApiClients[0].Id == rest.ApiClients[0].Id {
			t.Errorf("%v, %v", page, rest)
		}
		w.c.Clock.Set(until)
		if w.viewer(second.Key) != nil {
			t.Error("an expired key works")
		}
	})
}

func TestKeyIsNotInARepeatedAnswer(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		ctx := call.With(t.Context(), &call.Info{RequestID: "test-request", ClientIP: "10.0.0.1", Token: w.login("security"), IdempotencyKey: "once"})
		req := &peoplev1.CreateApiClientRequest{ApiClient: &peoplev1.ApiClient{Name: "x", OrganizationId: w.orgs["transport"].String(), Scopes: []string{"funds.read"}}}
		first := must(w.clients.CreateApiClient(ctx, req))(t)
		again := must(w.clients.CreateApiClient(ctx, req))(t)
		if first.Key == "" || again.Key != "" || again.ApiClient.Id != first.ApiClient.Id {
			t.Errorf("%v, %v", first, again)
		}
		if strings.Contains(w.everything(), first.Key) {
			t.Error("a key in clear in the database")
		}
	})
}

// TestAuthenticateWhileWriting holds a transaction open that has written: on
// SQLite the only writer, so a note of a client's use cannot be made.
func TestAuthenticateWhileWriting(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		token, key := w.login("officer"), people.NewKey()
		w.tx(func(ctx context.Context) error {
			_, err := w.room.CreateApiClientWithKey(ctx, people.NewApiClient{Name: "x", OrganizationID: w.orgs["transport"], Scopes: []string{"funds.read"}}, key)
			return err
		})
		w.tx(func(ctx context.Context) error {
			db.Audit(ctx, audit.Entry{Action: "test.slow"})
			if err := db.From(ctx).Counter.Create().SetName("x").SetValue(1).Exec(ctx); err != nil {
				return err
			}
			began := time.Now()
			for range 20 {
				if w.viewer(token) == nil || w.viewer(key) == nil {
					t.Fatal("nobody")
				}
			}
			if took := time.Since(began); took > 2*time.Second {
				t.Errorf("authentication waits for the writer: %v", took)
			}
			return nil
		})
	})
}
