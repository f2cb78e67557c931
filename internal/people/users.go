package people

import (
	"context"
	"strings"

	"entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/sqljson"
	"github.com/google/uuid"

	accessv1 "zhengcun/api/zhengcun/access/v1"
	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/ent"
	"zhengcun/ent/predicate"
	"zhengcun/ent/user"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/people/roles"
	"zhengcun/internal/platform/access"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/wire"
)

type users struct {
	peoplev1.UnimplementedUserServiceServer
	*Room
}

// ListUsers lists users, by account name unless asked otherwise.
func (s *users) ListUsers(ctx context.Context, req *peoplev1.ListUsersRequest) (*peoplev1.ListUsersResponse, error) {
	order, err := paging.Parse(req.OrderBy, user.FieldUsername, user.FieldDisplayName, user.FieldCreateTime)
	if err != nil {
		return nil, err
	}
	page, err := s.pager.Open(ctx, req, order)
	if err != nil {
		return nil, err
	}
	tx := db.From(ctx)
	var where []predicate.User
	if q := strings.TrimSpace(req.Query); q != "" {
		names, err := spelt(q, func() ([]string, error) {
			return tx.User.Query().Unique(true).Select(user.FieldDisplayName).Strings(ctx)
		})
		if err != nil {
			return nil, err
		}
		where = append(where, user.Or(user.UsernameContains(strings.ToLower(q)), user.DisplayNameContains(q), user.DisplayNameIn(names...)))
	}
	if id := wire.MaybeID(req.OrganizationId); id != nil {
		where = append(where, user.OrganizationID(*id))
	}
	if req.Role != accessv1.Role_ROLE_UNSPECIFIED {
		where = append(where, func(s *sql.Selector) {
			s.Where(sqljson.ValueContains(user.FieldRoles, access.RoleName(req.Role)))
		})
	}
	if req.Disabled != nil {
		where = append(where, user.Disabled(*req.Disabled))
	}
	total, err := tx.User.Query().Where(where...).Count(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := tx.User.Query().Where(where...).Where(page.Selector()).All(ctx)
	if err != nil {
		return nil, err
	}
	rows, next := paging.Cut(page, rows, func(r *ent.User) []string {
		sorted := map[string]string{user.FieldUsername: r.Username, user.FieldDisplayName: r.DisplayName, user.FieldCreateTime: sortedTime(r.CreateTime)}
		return []string{sorted[order[0].Name], r.ID.String()}
	})
	messages, err := s.userMessages(ctx, rows)
	return &peoplev1.ListUsersResponse{Users: messages, NextPageToken: next, TotalSize: int32(total)}, err
}

// GetUser gets a user.
func (s *users) GetUser(ctx context.Context, req *peoplev1.GetUserRequest) (*peoplev1.User, error) {
	row, err := db.From(ctx).User.Get(ctx, wire.ID(req.Id))
	if err != nil {
		return nil, db.Missing(err, "user")
	}
	return s.userMessage(ctx, row)
}

// CreateUser creates a user without roles or password: the administrator of the
// system makes accounts, that of security makes them useful.
func (s *users) CreateUser(ctx context.Context, req *peoplev1.CreateUserRequest) (*peoplev1.User, error) {
	u := req.User
	row, err := s.CreateUserWithPassword(ctx, NewUser{
		Username: u.Username, DisplayName: u.DisplayName, OrganizationID: wire.ID(u.OrganizationId), Phone: u.Phone,
	})
	if err != nil {
		return nil, err
	}
	return s.userMessage(ctx, row)
}

// UpdateUser changes name or phone.
func (s *users) UpdateUser(ctx context.Context, req *peoplev1.UpdateUserRequest) (*peoplev1.User, error) {
	row, err := userAt(ctx, req.User.Id, req.User.Etag)
	if err != nil {
		return nil, err
	}
	name, phone := row.DisplayName, ""
	change := changeUser(ctx, row)
	for _, path := range req.UpdateMask.GetPaths() {
		switch path {
		case user.FieldDisplayName:
			name = strings.TrimSpace(req.User.DisplayName)
			change.SetDisplayName(name)
		case user.FieldPhone:
			phone = req.User.Phone
			change.SetPhone(s.sealPhone(row.ID, phone))
		}
	}
	if bad := checkUser(name, phone); len(bad) > 0 {
		return nil, fault.Fields(bad...)
	}
	row, err = save(ctx, change, row)
	if err != nil {
		return nil, err
	}
	db.Audit(ctx, audit.Entry{Action: "people.updateUser", ObjectType: "user", ObjectID: row.ID.String(),
		After: brief(map[string]any{"changed": req.UpdateMask.GetPaths()})})
	return s.userMessage(ctx, row)
}

// DisableUser shuts the account and ends its sessions.
func (s *users) DisableUser(ctx context.Context, req *peoplev1.DisableUserRequest) (*peoplev1.User, error) {
	row, err := userAt(ctx, req.Id, req.Etag)
	switch {
	case err != nil:
		return nil, err
	case row.ID == viewer(ctx).ID:
		return nil, ReasonOneself.New()
	case row.Disabled:
		return nil, ReasonUserDisabled.New()
	}
	row, err = save(ctx, changeUser(ctx, row).SetDisabled(true), row)
	if err != nil {
		return nil, err
	}
	// Only after the row is locked: a log-in in progress has either seen it shut or has its session by now.
	if err := endSessions(ctx, row.ID, uuid.Nil); err != nil {
		return nil, err
	}
	db.Audit(ctx, audit.Entry{Action: "people.disableUser", ObjectType: "user", ObjectID: row.ID.String(),
		Before: brief(map[string]any{"disabled": false}), After: brief(map[string]any{"disabled": true})})
	return s.userMessage(ctx, row)
}

// EnableUser opens a shut account again.
func (s *users) EnableUser(ctx context.Context, req *peoplev1.EnableUserRequest) (*peoplev1.User, error) {
	row, err := userAt(ctx, req.Id, req.Etag)
	switch {
	case err != nil:
		return nil, err
	case !row.Disabled:
		return nil, ReasonUserEnabled.New()
	}
	row, err = save(ctx, changeUser(ctx, row).SetDisabled(false), row)
	if err != nil {
		return nil, err
	}
	db.Audit(ctx, audit.Entry{Action: "people.enableUser", ObjectType: "user", ObjectID: row.ID.String(),
		Before: brief(map[string]any{"disabled": true}), After: brief(map[string]any{"disabled": false})})
	return s.userMessage(ctx, row)
}

// SetUserRoles sets all roles of a user. They hold for his next call, in other
// processes within [db.KnownFor].
func (s *users) SetUserRoles(ctx context.Context, req *peoplev1.SetUserRolesRequest) (*peoplev1.User, error) {
	row, err := userAt(ctx, req.Id, req.Etag)
	if err != nil {
		return nil, err
	}
	if row.ID == viewer(ctx).ID {
		return nil, ReasonOneself.New()
	}
	org, err := db.From(ctx).Organization.Get(ctx, row.OrganizationID)
	if err != nil {
		return nil, err
	}
	wanted := make([]string, 0, len(req.Roles))
	for _, r := range req.Roles {
		if r == accessv1.Role_ROLE_UNSPECIFIED {
			return nil, fault.Fields(ReasonRoleUnknown.Field("roles"))
		}
		wanted = append(wanted, access.RoleName(r))
	}
	if bad := roleViolations(string(org.Kind), wanted, "roles"); len(bad) > 0 {
		return nil, fault.Fields(bad...)
	}
	before := row.Roles
	row, err = save(ctx, changeUser(ctx, row).SetRoles(roles.Normal(wanted)), row)
	if err != nil {
		return nil, err
	}
	db.Audit(ctx, audit.Entry{Action: "people.setUserRoles", ObjectType: "user", ObjectID: row.ID.String(),
		Before: brief(map[string]any{"roles": before}), After: brief(map[string]any{"roles": row.Roles})})
	return s.userMessage(ctx, row)
}

// userAt returns the user in the version the caller has read.
func userAt(ctx context.Context, id, etag string) (*ent.User, error) {
	row, err := db.From(ctx).User.Get(ctx, wire.ID(id))
	if err != nil {
		return nil, db.Missing(err, "user")
	}
	if row.Version != wire.Version(etag) {
		return nil, wire.ReasonStale.New()
	}
	return row, nil
}

// changeUser begins a change of the row in the version that was read.
func changeUser(ctx context.Context, row *ent.User) *ent.UserUpdateOne {
	return db.From(ctx).User.UpdateOneID(row.ID).Where(user.Version(row.Version)).AddVersion(1)
}

// save makes the change, or tells that someone was faster.
func save(ctx context.Context, change *ent.UserUpdateOne, row *ent.User) (*ent.User, error) {
	changed, err := change.Save(ctx)
	if err != nil {
		return nil, db.Stale(ctx, err, "user", func(ctx context.Context) (bool, error) {
			return db.From(ctx).User.Query().Where(user.ID(row.ID)).Exist(ctx)
		})
	}
	return changed, nil
}
