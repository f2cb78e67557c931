package people

import (
	"context"
	"regexp"
	"strings"

	"github.com/google/uuid"

	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/ent"
	"zhengcun/ent/organization"
	"zhengcun/ent/predicate"
	"zhengcun/ent/region"
	"zhengcun/internal/kernel/creditcode"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/wire"
)

type organizations struct {
	peoplev1.UnimplementedOrganizationServiceServer
	*Room
}

// ListOrganizations lists organizations by code.
func (s *organizations) ListOrganizations(ctx context.Context, req *peoplev1.ListOrganizationsRequest) (*peoplev1.ListOrganizationsResponse, error) {
	page, err := s.pager.Open(ctx, req, paging.By(organization.FieldCode, false))
	if err != nil {
		return nil, err
	}
	tx := db.From(ctx)
	var where []predicate.Organization
	if req.Kind != 0 {
		where = append(where, organization.KindEQ(wire.FromEnum[organization.Kind](req.Kind)))
	}
	if q := strings.TrimSpace(req.Query); q != "" {
		names, err := spelt(q, func() ([]string, error) {
			return tx.Organization.Query().Unique(true).Select(organization.FieldName).Strings(ctx)
		})
		if err != nil {
			return nil, err
		}
		where = append(where, organization.Or(organization.NameContains(q), organization.CodeHasPrefix(strings.ToLower(q)), organization.NameIn(names...)))
	}
	if req.ExcludeDisabled {
		where = append(where, organization.Disabled(false))
	}
	if req.RegionCode != "" {
		at, err := regionByCode(ctx, req.RegionCode)
		if err != nil {
			return nil, AtField(err, "region_code")
		}
		if at.Level != region.LevelCounty { // everybody is in the county
			below, err := VillagesOf(ctx, at.ID)
			if err != nil {
				return nil, err
			}
			where = append(where, organization.RegionIDIn(append(below, at.ID)...))
		}
	}
	total, err := tx.Organization.Query().Where(where...).Count(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Organization.Query().Where(where...).Where(page.Selector()).All(ctx)
	if err != nil {
		return nil, err
	}
	rows, next := paging.Cut(page, rows, func(r *ent.Organization) []string { return []string{r.Code, r.ID.String()} })
	messages, err := organizationMessages(ctx, rows)
	return &peoplev1.ListOrganizationsResponse{Organizations: messages, NextPageToken: next, TotalSize: int32(total)}, err
}

// GetOrganization gets an organization.
func (s *organizations) GetOrganization(ctx context.Context, req *peoplev1.GetOrganizationRequest) (*peoplev1.Organization, error) {
	row, err := db.From(ctx).Organization.Get(ctx, wire.ID(req.Id))
	if err != nil {
		return nil, db.Missing(err, "organization")
	}
	return organizationMessage(ctx, row)
}

// CreateOrganization creates an organization.
func (s *organizations) CreateOrganization(ctx context.Context, req *peoplev1.CreateOrganizationRequest) (*peoplev1.Organization, error) {
	o := req.Organization
	row, err := CreateOrganization(ctx, NewOrganization{
		Code: o.Code, Name: o.Name, Kind: wire.FromEnum[organization.Kind](o.Kind), RegionCode: o.RegionCode, CreditCode: o.CreditCode,
	})
	if err != nil {
		return nil, err
	}
	return organizationMessage(ctx, row)
}

// NewOrganization is what [CreateOrganization] makes.
type NewOrganization struct {
	Code, Name string
	Kind       organization.Kind
	RegionCode string
	CreditCode string // may be empty
}

// codeForm is what an organization's code looks like: it stands in addresses and files.
var codeForm = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,63}$`)

// CreateOrganization creates an organization in the transaction of ctx, with its
// audit entry. Its errors name the fields of the contract's request.
func CreateOrganization(ctx context.Context, n NewOrganization) (*ent.Organization, error) {
	var bad []fault.Violation
	if !codeForm.MatchString(n.Code) {
		bad = append(bad, ReasonOrganizationCode.Field("organization.code"))
	}
	if organization.KindValidator(n.Kind) != nil {
		bad = append(bad, fault.ReasonFieldRequired.Field("organization.kind"))
	}
	credit := creditcode.Code("")
	if n.CreditCode != "" {
		var err error
		if credit, err = creditcode.Parse(n.CreditCode); err != nil {
			bad = append(bad, ReasonCreditCode.Field("organization.credit_code"))
		}
	}
	at, err := RegionByCode(ctx, n.RegionCode)
	if err := collect(&bad, AtField(err, "organization.region_code")); err != nil {
		return nil, err
	}
	if at != nil && (n.Kind == organization.KindTownship && at.Level != region.LevelTownship || n.Kind == organization.KindVillage && at.Level != region.LevelVillage) {
		bad = append(bad, ReasonOrganizationRegion.Field("organization.region_code"))
	}
	if len(bad) > 0 {
		return nil, fault.Fields(bad...)
	}
	row, err := db.From(ctx).Organization.Create().SetCode(n.Code).SetName(strings.TrimSpace(n.Name)).SetKind(n.Kind).
		SetRegionID(at.ID).SetCreditCode(credit.String()).Save(ctx)
	if db.IsUnique(err) {
		return nil, ReasonOrganizationTaken.New("code", n.Code)
	}
	if err != nil {
		return nil, err
	}
	db.Audit(ctx, audit.Entry{Action: "people.createOrganization", ObjectType: "organization", ObjectID: row.ID.String(),
		After: brief(map[string]any{"code": row.Code, "name": row.Name, "kind": row.Kind, "region_code": at.Code, "credit_code": row.CreditCode})})
	return row, nil
}

func organizationMessage(ctx context.Context, row *ent.Organization) (*peoplev1.Organization, error) {
	messages, err := organizationMessages(ctx, []*ent.Organization{row})
	if err != nil {
		return nil, err
	}
	return messages[0], nil
}

func organizationMessages(ctx context.Context, rows []*ent.Organization) ([]*peoplev1.Organization, error) {
	ids := make([]uuid.UUID, len(rows))
	for i, r := range rows {
		ids[i] = r.RegionID
	}
	places, err := Regions(ctx, ids...)
	if err != nil {
		return nil, err
	}
	messages := make([]*peoplev1.Organization, len(rows))
	for i, r := range rows {
		messages[i] = &peoplev1.Organization{
			Id: r.ID.String(), Code: r.Code, Name: r.Name, Kind: wire.ToEnum[peoplev1.OrganizationKind](r.Kind),
			CreditCode: r.CreditCode, Etag: wire.Etag(r.Version), Disabled: r.Disabled,
		}
		if p := places[r.RegionID]; p != nil {
			messages[i].RegionCode, messages[i].RegionName = p.Code, p.ShortName
		}
	}
	return messages, nil
}
