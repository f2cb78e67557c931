package people

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"zhengcun/ent"
	"zhengcun/ent/organization"
	"zhengcun/internal/platform/db"
)

// Organizations returns organizations by id, in one query whatever their number.
// Ids that do not exist are not in the answer.
func Organizations(ctx context.Context, ids ...uuid.UUID) (map[uuid.UUID]*ent.Organization, error) {
	found := map[uuid.UUID]*ent.Organization{}
	ids = distinct(ids)
	if len(ids) == 0 {
		return found, nil
	}
	rows, err := db.From(ctx).Organization.Query().Where(organization.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		found[row.ID] = row
	}
	return found, nil
}

// OrganizationOf returns the organization that something new refers to. It
// answers ORGANIZATION_UNKNOWN when there is none, ORGANIZATION_KIND_WRONG when
// kinds are given and it is of none of them, and ORGANIZATION_DISABLED when it is
// shut; [AtField] makes a field violation of each.
func OrganizationOf(ctx context.Context, id uuid.UUID, kinds ...organization.Kind) (*ent.Organization, error) {
	row, err := db.From(ctx).Organization.Get(ctx, id)
	switch {
	case ent.IsNotFound(err):
		return nil, ReasonOrganizationUnknown.New()
	case err != nil:
		return nil, err
	case len(kinds) > 0 && !slices.Contains(kinds, row.Kind):
		allowed := make([]string, len(kinds))
		for i, k := range kinds {
			allowed[i] = kindLabel[k] + " " + strings.ToUpper(string(k))
		}
		return nil, ReasonOrganizationKind.New("name", row.Name, "allowed", strings.Join(allowed, ", "))
	case row.Disabled:
		return nil, ReasonOrganizationDisabled.New("name", row.Name)
	}
	return row, nil
}

// UnitKinds are the kinds of organizations that carry out projects.
var UnitKinds = []organization.Kind{organization.KindTownship, organization.KindVillage, organization.KindEnterprise,
	organization.KindCooperative, organization.KindContractor, organization.KindDepartment}

// kindLabel names the kinds for people.
var kindLabel = map[organization.Kind]string{
	organization.KindPovertyOffice: "扶贫办",
	organization.KindFinance:       "财政局",
	organization.KindStatistics:    "统计局",
	organization.KindDepartment:    "部门",
	organization.KindTownship:      "乡镇政府",
	organization.KindVillage:       "村委会",
	organization.KindEnterprise:    "企业",
	organization.KindCooperative:   "合作社",
	organization.KindContractor:    "施工单位",
	organization.KindGovernment:    "县委县政府",
	organization.KindAudit:         "审计局",
	organization.KindBank:          "银行",
}
