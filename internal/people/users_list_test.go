package people_test

import (
	"context"
	"slices"
	"testing"
	"time"

	accessv1 "zhengcun/api/zhengcun/access/v1"
	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/ent/user"
	"zhengcun/internal/people"
	"zhengcun/internal/people/roles"
	"zhengcun/internal/platform/db"
)

func TestListUsersBy(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		w.user("zhao", "transport", roles.Department, roles.Unit)
		w.user("audit.one", "audit", roles.Auditor)
		admin := w.as("admin")
		must(w.users.DisableUser(admin, &peoplev1.DisableUserRequest{Id: w.ids["zhao"].String(), Etag: "1"}))(t)
		// Moments that are told apart by their last digits only, the order of which differs from that of the names.
		began := time.Date(2026, 11, 2, 2, 0, 0, 0, time.UTC)
		w.tx(func(ctx context.Context) error {
			tx := db.From(ctx)
			tx.Exempt("test")
			for name, after := range map[string]time.Duration{"zhao": 0, "security": 100 * time.Microsecond, "officer": 120 * time.Microsecond, "audit.one": 123 * time.Microsecond, "auditadmin": 500 * time.Millisecond, "admin": time.Second} {
				if _, err := tx.ExecContext(ctx, "UPDATE users SET create_time = $1 WHERE id = $2", began.Add(after), w.ids[name]); err != nil {
					return err
				}
			}
			return nil
		})
		yes, no := true, false
		for _, c := range []struct {
			req   *peoplev1.ListUsersRequest
			names []string
		}{
			{&peoplev1.ListUsersRequest{}, []string{"admin", "audit.one", "auditadmin", "officer", "security", "zhao"}},
			{&peoplev1.ListUsersRequest{OrderBy: "username desc"}, []string{"zhao", "security", "officer", "auditadmin", "audit.one", "admin"}},
			{&peoplev1.ListUsersRequest{OrderBy: "create_time"}, []string{"zhao", "security", "officer", "audit.one", "auditadmin", "admin"}},
			{&peoplev1.ListUsersRequest{OrderBy: "create_time desc"}, []string{"admin", "auditadmin", "audit.one", "officer", "security", "zhao"}},
			{&peoplev1.ListUsersRequest{OrderBy: "display_name desc", Query: "o"}, []string{"zhao", "officer", "audit.one"}},
			{&peoplev1.ListUsersRequest{OrganizationId: w.orgs["finance"].String()}, []string{"officer"}},
			{&peoplev1.ListUsersRequest{OrganizationId: w.orgs["qianfota"].String()}, nil},
			{&peoplev1.ListUsersRequest{Role: accessv1.Role_ROLE_DEPARTMENT}, []string{"zhao"}},
			{&peoplev1.ListUsersRequest{Role: accessv1.Role_ROLE_UNIT}, []string{"zhao"}},
			// ADMIN is part of other names: a role is compared as a whole.
			{&peoplev1.ListUsersRequest{Role: accessv1.Role_ROLE_AUDITOR}, []string{"audit.one"}},
			{&peoplev1.ListUsersRequest{Role: accessv1.Role_ROLE_ADMIN}, []string{"admin"}},
			{&peoplev1.ListUsersRequest{Disabled: &yes}, []string{"zhao"}},
			{&peoplev1.ListUsersRequest{Disabled: &no, Role: accessv1.Role_ROLE_FINANCE_OFFICER}, []string{"officer"}},
		} {
			var found []string
			c.req.PageSize = 2
			for {
				page := must(w.users.ListUsers(admin, c.req))(t)
				if int(page.TotalSize) != len(c.names) {
					t.Errorf("%v: total %d", c.req, page.TotalSize)
				}
				for _, u := range page.Users {
					found = append(found, u.Username)
				}
				if c.req.PageToken = page.NextPageToken; c.req.PageToken == "" {
					break
				}
			}
			if !slices.Equal(found, c.names) {
				t.Errorf("%v: %v, want %v", c.req, found, c.names)
			}
		}
		_, err := w.users.ListUsers(admin, &peoplev1.ListUsersRequest{OrderBy: "phone"})
		want(t, err, "INVALID_ARGUMENT order_by:ORDER_BY_UNKNOWN")
	})
}

// TestGivenPassword: who logs in with a password that an administrator knows gets
// nowhere until it is changed.
func TestGivenPassword(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		if w.get("officer").MustChangePassword {
			t.Error("nobody has given this password")
		}
		fresh := must(w.users.ResetUserPassword(w.as("security"), &peoplev1.ResetUserPasswordRequest{Id: w.ids["officer"].String(), Etag: w.get("officer").Etag}))(t).Password
		if !w.get("officer").MustChangePassword {
			t.Error("the administrator is not told")
		}
		s := must(w.try("officer", fresh, "10.0.0.1"))(t)
		ctx := w.from("10.0.0.1", s.Token)
		if now := must(w.sessions.GetCurrentSession(ctx, &peoplev1.GetCurrentSessionRequest{}))(t); !s.User.MustChangePassword || !now.User.MustChangePassword {
			t.Errorf("%v, %v", s.User, now.User)
		}
		_, err := w.regions.ListRegions(ctx, &peoplev1.ListRegionsRequest{})
		want(t, err, "PASSWORD_CHANGE_REQUIRED")
		_, err = w.users.ListUsers(ctx, &peoplev1.ListUsersRequest{})
		want(t, err, "PASSWORD_CHANGE_REQUIRED")
		_, err = w.setPage(ctx, &peoplev1.PageSetting{Page: "claims", PageSize: 5})
		want(t, err, "PASSWORD_CHANGE_REQUIRED")
		_, err = w.users.ChangePassword(ctx, &peoplev1.ChangePasswordRequest{OldPassword: "not the one", NewPassword: "my very own words"})
		want(t, err, "INVALID_ARGUMENT old_password:PASSWORD_WRONG")
		_, err = w.regions.ListRegions(ctx, &peoplev1.ListRegionsRequest{})
		want(t, err, "PASSWORD_CHANGE_REQUIRED")
		must(w.users.ChangePassword(ctx, &peoplev1.ChangePasswordRequest{OldPassword: fresh, NewPassword: "my very own words"}))(t)
		// The very next call of the same session.
		must(w.regions.ListRegions(ctx, &peoplev1.ListRegionsRequest{}))(t)
		if w.get("officer").MustChangePassword {
			t.Error("changed, and still to be changed")
		}
		// Logging out is open too.
		fresh = must(w.users.ResetUserPassword(w.as("security"), &peoplev1.ResetUserPasswordRequest{Id: w.ids["officer"].String(), Etag: w.get("officer").Etag}))(t).Password
		token := must(w.try("officer", fresh, "10.0.0.1"))(t).Token
		must(w.sessions.DeleteCurrentSession(w.from("10.0.0.1", token), &peoplev1.DeleteCurrentSessionRequest{}))(t)

		w.tx(func(ctx context.Context) error {
			_, err := w.room.CreateUserWithPassword(ctx, people.NewUser{Username: "first", DisplayName: "x", OrganizationID: w.orgs["county"],
				Roles: []string{roles.Leader}, PasswordHash: w.hash, MustChangePassword: true})
			return err
		})
		_, err = w.regions.ListRegions(w.as("first"), &peoplev1.ListRegionsRequest{})
		want(t, err, "PASSWORD_CHANGE_REQUIRED")
		w.tx(func(ctx context.Context) error {
			v, err := people.ViewerOf(ctx, "first")
			if err == nil && !v.MustChangePassword {
				t.Error("a viewer of the user may do more than the user")
			}
			if n := db.From(ctx).User.Query().Where(user.MustChangePassword(true)).CountX(ctx); n != 2 {
				t.Errorf("%d have to change their password", n)
			}
			return err
		})
	})
}
