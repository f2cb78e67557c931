package people_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/ent/organization"
	"zhengcun/internal/people"
)

func TestOrganizations(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		admin := w.as("admin")
		create := func(o *peoplev1.Organization) (*peoplev1.Organization, error) {
			return w.orgsAPI.CreateOrganization(admin, &peoplev1.CreateOrganizationRequest{Organization: o})
		}
		company := &peoplev1.Organization{Code: "silk-1", Name: "茧丝公司", Kind: peoplev1.OrganizationKind_ORGANIZATION_KIND_ENTERPRISE,
			RegionCode: "340828107000", CreditCode: "91350100M000100Y43"}
		made := must(create(company))(t)
		if made.Code != "silk-1" || made.RegionCode != "340828107000" || made.CreditCode != "91350100M000100Y43" || made.Etag != "1" || made.Kind != company.Kind {
			t.Errorf("%v", made)
		}
		if got := must(w.orgsAPI.GetOrganization(admin, &peoplev1.GetOrganizationRequest{Id: made.Id}))(t); got.Name != "茧丝公司" {
			t.Errorf("%v", got)
		}
		_, err := create(company)
		want(t, err, "ORGANIZATION_CODE_TAKEN")
		_, err = create(&peoplev1.Organization{Code: "Silk 2", Name: "x", Kind: company.Kind, RegionCode: "110101001001", CreditCode: "91350100M000100Y44"})
		want(t, err, "INVALID_ARGUMENT organization.code:ORGANIZATION_CODE_INVALID organization.credit_code:CREDIT_CODE_INVALID organization.region_code:REGION_UNKNOWN")
		_, err = create(&peoplev1.Organization{Code: "town", Name: "x", Kind: peoplev1.OrganizationKind_ORGANIZATION_KIND_TOWNSHIP, RegionCode: "340828107202"})
		want(t, err, "INVALID_ARGUMENT organization.region_code:ORGANIZATION_REGION_LEVEL")
		_, err = create(&peoplev1.Organization{Code: "village", Name: "x", Kind: peoplev1.OrganizationKind_ORGANIZATION_KIND_VILLAGE, RegionCode: "340828000000"})
		want(t, err, "INVALID_ARGUMENT organization.region_code:ORGANIZATION_REGION_LEVEL")
		_, err = w.orgsAPI.CreateOrganization(w.as("officer"), &peoplev1.CreateOrganizationRequest{Organization: company})
		want(t, err, "ROLE_NOT_ALLOWED")
		_, err = w.orgsAPI.GetOrganization(admin, &peoplev1.GetOrganizationRequest{Id: uuid.NewString()})
		want(t, err, "NOT_FOUND")

		list := func(req *peoplev1.ListOrganizationsRequest) (codes string) {
			for {
				page := must(w.orgsAPI.ListOrganizations(admin, req))(t)
				for _, o := range page.Organizations {
					codes += o.Code + " "
				}
				if req.PageToken = page.NextPageToken; req.PageToken == "" {
					return codes
				}
			}
		}
		for _, c := range []struct {
			req  *peoplev1.ListOrganizationsRequest
			want string
		}{
			{&peoplev1.ListOrganizationsRequest{PageSize: 2}, "audit county finance qianfota silk-1 transport xiangchang "},
			{&peoplev1.ListOrganizationsRequest{Query: "局"}, "audit finance transport "},
			{&peoplev1.ListOrganizationsRequest{Query: "TRANS"}, "transport "},
			{&peoplev1.ListOrganizationsRequest{Query: "%"}, ""},
			{&peoplev1.ListOrganizationsRequest{Query: "_ilk"}, ""},
			{&peoplev1.ListOrganizationsRequest{Kind: peoplev1.OrganizationKind_ORGANIZATION_KIND_FINANCE}, "finance "},
		} {
			if got := list(c.req); got != c.want {
				t.Errorf("%v: %s", c.req, got)
			}
		}

		w.tx(func(ctx context.Context) error {
			found := must(people.Organizations(ctx, w.orgs["audit"], w.orgs["county"], uuid.New(), uuid.Nil))(t)
			if len(found) != 2 || found[w.orgs["audit"]].Name != "审计局" {
				t.Errorf("%v", found)
			}
			_, err := people.OrganizationOf(ctx, uuid.New())
			want(t, people.AtField(err, "project.unit_id"), "INVALID_ARGUMENT project.unit_id:ORGANIZATION_UNKNOWN")
			_, err = people.OrganizationOf(ctx, w.orgs["audit"], people.UnitKinds...)
			want(t, people.AtField(err, "project.unit_id"), "INVALID_ARGUMENT project.unit_id:ORGANIZATION_KIND_WRONG")
			_, err = people.OrganizationOf(ctx, w.orgs["transport"], organization.KindDepartment)
			return err
		})
	})
}
