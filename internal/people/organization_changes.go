package people

import (
	"context"
	"strings"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/ent"
	"zhengcun/ent/organization"
	"zhengcun/ent/session"
	"zhengcun/ent/user"
	"zhengcun/internal/kernel/creditcode"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/rpc"
	"zhengcun/internal/platform/wire"
)

// UpdateOrganization changes name or credit code.
func (s *organizations) UpdateOrganization(ctx context.Context, req *peoplev1.UpdateOrganizationRequest) (*peoplev1.Organization, error) {
	row, err := organizationAt(ctx, req.Organization.Id, req.Organization.Etag)
	if err != nil {
		return nil, err
	}
	change, before, after := changeOrganization(ctx, row), map[string]any{}, map[string]any{}
	var bad []fault.Violation
	for _, path := range req.UpdateMask.GetPaths() {
		switch path {
		case organization.FieldName:
			name := strings.TrimSpace(req.Organization.Name)
			change.SetName(name)
			before[path], after[path] = row.Name, name
		case organization.FieldCreditCode:
			credit := creditcode.Code("")
			if req.Organization.CreditCode != "" {
				if credit, err = creditcode.Parse(req.Organization.CreditCode); err != nil {
					bad = append(bad, ReasonCreditCode.Field("organization.credit_code"))
				}
			}
			change.SetCreditCode(credit.String())
			before[path], after[path] = row.CreditCode, credit.String()
		default: // kind and region say who its people are and what they see
			bad = append(bad, rpc.ReasonImmutable.Field("organization."+path))
		}
	}
	if len(bad) > 0 {
		return nil, fault.Fields(bad...)
	}
	return s.changed(ctx, change, row, "people.updateOrganization", before, after)
}

// DisableOrganization shuts an organization and ends the sessions of its people.
func (s *organizations) DisableOrganization(ctx context.Context, req *peoplev1.DisableOrganizationRequest) (*peoplev1.Organization, error) {
	row, err := organizationAt(ctx, req.Id, req.Etag)
	switch {
	case err != nil:
		return nil, err
	case row.ID == viewer(ctx).OrganizationID:
		return nil, ReasonOwnOrganization.New()
	case row.Disabled:
		return nil, ReasonOrganizationShut.New()
	}
	message, err := s.changed(ctx, changeOrganization(ctx, row).SetDisabled(true), row, "people.disableOrganization",
		map[string]any{"disabled": false}, map[string]any{"disabled": true})
	if err != nil {
		return nil, err
	}
	// Only after the row is locked: a log-in in progress has either seen it shut or has its session by now.
	return message, endSessionsOf(ctx, row.ID)
}

// EnableOrganization opens a shut organization again. Its people log in anew; its
// API clients' keys work again at once.
func (s *organizations) EnableOrganization(ctx context.Context, req *peoplev1.EnableOrganizationRequest) (*peoplev1.Organization, error) {
	row, err := organizationAt(ctx, req.Id, req.Etag)
	switch {
	case err != nil:
		return nil, err
	case !row.Disabled:
		return nil, ReasonOrganizationOpen.New()
	}
	return s.changed(ctx, changeOrganization(ctx, row).SetDisabled(false), row, "people.enableOrganization",
		map[string]any{"disabled": true}, map[string]any{"disabled": false})
}

// organizationAt returns the organization in the version the caller has read.
func organizationAt(ctx context.Context, id, etag string) (*ent.Organization, error) {
	row, err := db.From(ctx).Organization.Get(ctx, wire.ID(id))
	if err != nil {
		return nil, db.Missing(err, "organization")
	}
	if row.Version != wire.Version(etag) {
		return nil, wire.ReasonStale.New()
	}
	return row, nil
}

// changeOrganization begins a change of the row in the version that was read.
func changeOrganization(ctx context.Context, row *ent.Organization) *ent.OrganizationUpdateOne {
	return db.From(ctx).Organization.UpdateOneID(row.ID).Where(organization.Version(row.Version)).AddVersion(1)
}

// changed makes the change with its audit entry, or tells that someone was faster.
func (s *organizations) changed(ctx context.Context, change *ent.OrganizationUpdateOne, row *ent.Organization, action string, before, after map[string]any) (*peoplev1.Organization, error) {
	made, err := change.Save(ctx)
	if err != nil {
		return nil, db.Stale(ctx, err, "organization", func(ctx context.Context) (bool, error) {
			return db.From(ctx).Organization.Query().Where(organization.ID(row.ID)).Exist(ctx)
		})
	}
	db.Audit(ctx, audit.Entry{Action: action, ObjectType: "organization", ObjectID: row.ID.String(), Before: brief(before), After: brief(after)})
	return organizationMessage(ctx, made)
}

// endSessionsOf ends the sessions of all people of an organization.
func endSessionsOf(ctx context.Context, id uuid.UUID) error {
	_, err := db.From(ctx).Session.Delete().Where(func(s *sql.Selector) {
		people := sql.Dialect(s.Dialect()).Table(user.Table)
		s.Where(sql.In(s.C(session.FieldUserID), sql.Dialect(s.Dialect()).Select(people.C(user.FieldID)).From(people).
			Where(sql.EQ(people.C(user.FieldOrganizationID), id))))
	}).Exec(ctx)
	return err
}
