package app_test

import (
	"context"
	"strings"
	"testing"

	"google.golang.org/grpc/metadata"

	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/ent/organization"
	"zhengcun/internal/app/apptest"
	"zhengcun/internal/people"
	"zhengcun/internal/people/roles"
)

// TestCallsOfClientsAreLookedUp: what a department's system sent over REST and over
// gRPC is found by request id, after the program has ended and started anew.
func TestCallsOfClientsAreLookedUp(t *testing.T) {
	apptest.ForEach(t, func(t *testing.T, a *apptest.App) {
		key := people.NewKey()
		var id string
		bureau := a.Organization("transport", organization.KindDepartment, apptest.County)
		a.In(func(ctx context.Context) error {
			row, err := a.People.CreateApiClientWithKey(ctx, people.NewApiClient{Name: "系统", OrganizationID: bureau, Scopes: []string{"funds.read"}}, key)
			if err == nil {
				id = row.ID.String()
			}
			return err
		})
		if r := a.Do("GET", "/v1/regions/"+apptest.Village, key, "", "X-Request-Id", "request-rest"); r.Status != 200 {
			t.Fatalf("%d %s", r.Status, r.Body)
		}
		if r := a.Do("GET", "/v1/users", key, "", "X-Request-Id", "request-refused"); r.Reason() != "ROLE_NOT_ALLOWED" {
			t.Fatalf("%d %s", r.Status, r.Body)
		}
		ctx := metadata.AppendToOutgoingContext(t.Context(), "authorization", "Bearer "+key, "x-request-id", "request-grpc")
		if _, err := peoplev1.NewRegionServiceClient(a.Dial()).ListRegions(ctx, &peoplev1.ListRegionsRequest{}); err != nil {
			t.Fatal(err)
		}
		if err := a.App.Close(); err != nil {
			t.Fatal(err)
		}
		a.Serve()
		security := a.Role(roles.SecurityAdmin)
		for request, want := range map[string][]string{
			"request-rest":    {`"RegionService/GetRegion"`, `"OK"`, `{\"id\":`},
			"request-refused": {`"UserService/ListUsers"`, `"PERMISSION_DENIED"`, `"ROLE_NOT_ALLOWED"`},
			"request-grpc":    {`"RegionService/ListRegions"`, `"OK"`, `"127.0.0.1"`},
		} {
			r := a.Do("GET", "/v1/apiClients/"+id+"/requests?requestId="+request, security, "")
			if r.Status != 200 || r.JSON["totalSize"] != 1.0 {
				t.Errorf("%s: %d %s", request, r.Status, r.Body)
			}
			for _, part := range append(want, request, key[:11]) {
				if !strings.Contains(string(r.Body), part) {
					t.Errorf("%s: %s is not in %s", request, part, r.Body)
				}
			}
		}
	})
}
