package people_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	accessv1 "zhengcun/api/zhengcun/access/v1"
	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/internal/people"
	"zhengcun/internal/people/roles"
)

// org reads an organization by its code.
func (w *world) org(code string) *peoplev1.Organization {
	w.t.Helper()
	return must(w.orgsAPI.GetOrganization(w.as("admin"), &peoplev1.GetOrganizationRequest{Id: w.orgs[code].String()}))(w.t)
}

func (w *world) shut(code string) (*peoplev1.Organization, error) {
	return w.orgsAPI.DisableOrganization(w.as("admin"), &peoplev1.DisableOrganizationRequest{Id: w.orgs[code].String(), Etag: w.org(code).Etag})
}

func (w *world) reopen(code string) (*peoplev1.Organization, error) {
	return w.orgsAPI.EnableOrganization(w.as("admin"), &peoplev1.EnableOrganizationRequest{Id: w.orgs[code].String(), Etag: w.org(code).Etag})
}

func TestUpdateOrganization(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		admin := w.as("admin")
		update := func(o *peoplev1.Organization, paths ...string) (*peoplev1.Organization, error) {
			return w.orgsAPI.UpdateOrganization(admin, &peoplev1.UpdateOrganizationRequest{Organization: o, UpdateMask: &fieldmaskpb.FieldMask{Paths: paths}})
		}
		before := w.org("transport")
		if before.RegionName != "岳西县" || before.Disabled {
			t.Errorf("%v", before)
		}
		id := before.Id
		changed := must(update(&peoplev1.Organization{Id: id, Etag: before.Etag, Name: " 交通运输局 ", CreditCode: "91350100M000100Y43"}))(t)
		if changed.Name != "交通运输局" || changed.CreditCode != "91350100M000100Y43" || changed.Etag != "2" || changed.Code != "transport" {
			t.Errorf("%v", changed)
		}
		if changed = must(update(&peoplev1.Organization{Id: id, Etag: "2"}, "credit_code"))(t); changed.CreditCode != "" || changed.Name != "交通运输局" {
			t.Errorf("%v", changed)
		}
		_, err := update(&peoplev1.Organization{Id: id, Etag: "2", Name: "x"}, "name")
		want(t, err, "ETAG_STALE")
		_, err = update(&peoplev1.Organization{Id: id, Name: "x"}, "name")
		want(t, err, "ETAG_REQUIRED")
		_, err = update(&peoplev1.Organization{Id: id, Etag: "3", Name: "  "}, "name")
		want(t, err, "INVALID_ARGUMENT organization.name:FIELD_REQUIRED")
		_, err = update(&peoplev1.Organization{Id: id, Etag: "3", CreditCode: "91350100M000100Y44"}, "credit_code")
		want(t, err, "INVALID_ARGUMENT organization.credit_code:CREDIT_CODE_INVALID")
		_, err = update(&peoplev1.Organization{Id: id, Etag: "3", Code: "other"}, "code")
		want(t, err, "INVALID_ARGUMENT organization.code:FIELD_IMMUTABLE")
		_, err = update(&peoplev1.Organization{Id: id, Etag: "3", Kind: peoplev1.OrganizationKind_ORGANIZATION_KIND_BANK, RegionCode: "340828107000"}, "kind", "region_code")
		want(t, err, "INVALID_ARGUMENT organization.kind:FIELD_IMMUTABLE organization.region_code:FIELD_IMMUTABLE")
		_, err = update(&peoplev1.Organization{Id: id, Etag: "3", Disabled: true}, "disabled")
		want(t, err, "INVALID_ARGUMENT organization.disabled:FIELD_SERVER_OWNED")
		_, err = update(&peoplev1.Organization{Id: uuid.NewString(), Etag: "1", Name: "x"}, "name")
		want(t, err, "NOT_FOUND")
		if n := w.audited("people.updateOrganization"); n != 2 {
			t.Errorf("%d audit entries", n)
		}
	})
}

// TestShutOrganization: nobody of it is let in or logs in, nothing new refers to
// it, and what is there stays.
func TestShutOrganization(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		w.user("driver", "transport", roles.Department)
		token, key := w.login("driver"), w.client("系统", "transport", "funds.read")
		others := w.login("officer")
		_, err := w.shut("county")
		want(t, err, "NOT_OWN_ORGANIZATION")
		_, err = w.reopen("transport")
		want(t, err, "ORGANIZATION_NOT_DISABLED")
		_, err = w.orgsAPI.DisableOrganization(w.as("admin"), &peoplev1.DisableOrganizationRequest{Id: w.orgs["transport"].String(), Etag: "9"})
		want(t, err, "ETAG_STALE")
		if w.viewer(token) == nil || w.viewer(key) == nil {
			t.Fatal("refused, and shut")
		}
		if o := must(w.shut("transport"))(t); !o.Disabled || o.Etag != "2" {
			t.Errorf("%v", o)
		}
		if w.viewer(token) != nil || w.viewer(key) != nil || w.viewer(others) == nil {
			t.Error("those of a shut organization are let in, or others are not")
		}
		_, err = w.sessions.GetCurrentSession(w.from("10.0.0.1", token), &peoplev1.GetCurrentSessionRequest{})
		want(t, err, "SIGN_IN_REQUIRED")
		_, err = w.regions.ListRegions(w.from("10.0.0.1", key), &peoplev1.ListRegionsRequest{})
		want(t, err, "SIGN_IN_REQUIRED")
		_, err = w.try("driver", secret, "10.0.0.3")
		want(t, err, "LOGIN_FAILED")
		_, err = w.shut("transport")
		want(t, err, "ORGANIZATION_ALREADY_DISABLED")

		id := w.orgs["transport"].String()
		_, err = w.users.CreateUser(w.as("admin"), &peoplev1.CreateUserRequest{User: &peoplev1.User{Username: "new", DisplayName: "x", OrganizationId: id}})
		want(t, err, "INVALID_ARGUMENT user.organization_id:ORGANIZATION_DISABLED")
		_, err = w.clients.CreateApiClient(w.as("security"), &peoplev1.CreateApiClientRequest{ApiClient: &peoplev1.ApiClient{Name: "x", OrganizationId: id, Scopes: []string{"funds.read"}}})
		want(t, err, "INVALID_ARGUMENT api_client.organization_id:ORGANIZATION_DISABLED")
		w.tx(func(ctx context.Context) error {
			_, err := people.OrganizationOf(ctx, w.orgs["transport"], people.UnitKinds...)
			want(t, people.AtField(err, "project.unit_id"), "INVALID_ARGUMENT project.unit_id:ORGANIZATION_DISABLED")
			return nil
		})
		// What refers to it stays readable, and the rights of its people can be taken.
		if u := w.get("driver"); u.OrganizationName != "交通局" || u.Disabled {
			t.Errorf("%v", u)
		}
		must(w.users.SetUserRoles(w.as("security"), &peoplev1.SetUserRolesRequest{Id: w.ids["driver"].String(), Etag: w.get("driver").Etag}))(t)
		must(w.users.SetUserRoles(w.as("security"), &peoplev1.SetUserRolesRequest{Id: w.ids["driver"].String(), Etag: w.get("driver").Etag, Roles: []accessv1.Role{accessv1.Role_ROLE_DEPARTMENT}}))(t)

		if o := must(w.reopen("transport"))(t); o.Disabled || o.Etag != "3" {
			t.Errorf("%v", o)
		}
		if w.viewer(token) != nil {
			t.Error("an old session is alive again")
		}
		if w.viewer(key) == nil {
			t.Error("the key does not work again")
		}
		must(w.try("driver", secret, "10.0.0.3"))(t)
		if shut, open := w.audited("people.disableOrganization"), w.audited("people.enableOrganization"); shut != 1 || open != 1 {
			t.Errorf("%d and %d audit entries", shut, open)
		}
	})
}

func TestListOrganizationsOfARegion(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		must(w.shut("audit"))(t)
		admin := w.as("admin")
		for _, c := range []struct {
			req   *peoplev1.ListOrganizationsRequest
			want  string
			total int32
		}{
			{&peoplev1.ListOrganizationsRequest{RegionCode: "340828107000"}, "qianfota xiangchang ", 2},
			{&peoplev1.ListOrganizationsRequest{RegionCode: "340828107202"}, "qianfota ", 1},
			{&peoplev1.ListOrganizationsRequest{RegionCode: "340828107201"}, "", 0},
			{&peoplev1.ListOrganizationsRequest{RegionCode: "340828000000", PageSize: 2}, "audit county ", 6},
			{&peoplev1.ListOrganizationsRequest{ExcludeDisabled: true}, "county finance qianfota transport xiangchang ", 5},
			{&peoplev1.ListOrganizationsRequest{Query: "局", ExcludeDisabled: true}, "finance transport ", 2},
		} {
			page := must(w.orgsAPI.ListOrganizations(admin, c.req))(t)
			codes := ""
			for _, o := range page.Organizations {
				codes += o.Code + " "
			}
			if codes != c.want || page.TotalSize != c.total {
				t.Errorf("%v: %s of %d", c.req, codes, page.TotalSize)
			}
		}
		_, err := w.orgsAPI.ListOrganizations(admin, &peoplev1.ListOrganizationsRequest{RegionCode: "110101001001"})
		want(t, err, "INVALID_ARGUMENT region_code:REGION_UNKNOWN")
	})
}
