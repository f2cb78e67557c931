package people_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	accessv1 "zhengcun/api/zhengcun/access/v1"
	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/internal/people"
	"zhengcun/internal/people/roles"
)

func TestUsers(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		admin := w.as("admin")
		create := func(u *peoplev1.User) (*peoplev1.User, error) {
			return w.users.CreateUser(admin, &peoplev1.CreateUserRequest{User: u})
		}
		u := must(create(&peoplev1.User{Username: "wang.wei", DisplayName: "王伟", OrganizationId: w.orgs["qianfota"].String(), Phone: "+86 139-1234-5678"}))(t)
		if u.Username != "wang.wei" || u.OrganizationName != "千佛塔村委会" || u.RegionCode != "340828107202" || u.RegionName != "千佛塔村" ||
			len(u.Roles) != 0 || u.Phone != "+86****5678" || u.Disabled || u.Etag != "1" {
			t.Errorf("%v", u)
		}
		if strings.Contains(w.everything(), "13912345678") {
			t.Error("a phone in clear in the database")
		}
		_, err := w.try("wang.wei", "", "10.0.0.9")
		want(t, err, "INVALID_ARGUMENT password:FIELD_REQUIRED")
		_, err = w.try("wang.wei", secret, "10.0.0.9")
		want(t, err, "LOGIN_FAILED")
		_, err = create(&peoplev1.User{Username: "wang.wei", DisplayName: "王伟", OrganizationId: w.orgs["qianfota"].String()})
		want(t, err, "USERNAME_TAKEN")
		_, err = create(&peoplev1.User{Username: "Wang Wei", DisplayName: "王伟", OrganizationId: uuid.NewString(), Phone: "+86****5678"})
		want(t, err, "INVALID_ARGUMENT user.phone:PHONE_INVALID user.username:USERNAME_INVALID user.organization_id:ORGANIZATION_UNKNOWN")
		_, err = create(&peoplev1.User{Username: "x1", DisplayName: "x", OrganizationId: w.orgs["county"].String(), Roles: []accessv1.Role{accessv1.Role_ROLE_ADMIN}})
		want(t, err, "INVALID_ARGUMENT user.roles:FIELD_SERVER_OWNED")

		update := func(u *peoplev1.User, paths ...string) (*peoplev1.User, error) {
			return w.users.UpdateUser(admin, &peoplev1.UpdateUserRequest{User: u, UpdateMask: &fieldmaskpb.FieldMask{Paths: paths}})
		}
		changed := must(update(&peoplev1.User{Id: u.Id, Etag: u.Etag, DisplayName: "王维", Phone: "0556-2170000"}, "display_name"))(t)
		if changed.DisplayName != "王维" || changed.Phone != "+86****5678" || changed.Etag != "2" {
			t.Errorf("%v", changed)
		}
		_, err = update(&peoplev1.User{Id: u.Id, Etag: u.Etag, Phone: "0556-2170000"}, "phone")
		want(t, err, "ETAG_STALE")
		_, err = update(&peoplev1.User{Id: u.Id, Etag: "2", Phone: changed.Phone}, "phone")
		want(t, err, "INVALID_ARGUMENT user.phone:PHONE_INVALID")
		_, err = update(&peoplev1.User{Id: u.Id, Etag: "2", DisplayName: " "}, "display_name")
		want(t, err, "INVALID_ARGUMENT user.display_name:FIELD_REQUIRED")
		_, err = update(&peoplev1.User{Id: u.Id, Etag: "2", Username: "other"}, "username")
		want(t, err, "INVALID_ARGUMENT user.username:FIELD_IMMUTABLE")
		if changed = must(update(&peoplev1.User{Id: u.Id, Etag: "2"}, "phone"))(t); changed.Phone != "" {
			t.Errorf("%v", changed)
		}
		_, err = w.users.GetUser(admin, &peoplev1.GetUserRequest{Id: uuid.NewString()})
		want(t, err, "NOT_FOUND")
		_, err = update(&peoplev1.User{Id: uuid.NewString(), Etag: "1", Phone: "0556-2170000"}, "phone")
		want(t, err, "NOT_FOUND")

		list := func(query string, size int32) (found string) {
			req := &peoplev1.ListUsersRequest{Query: query, PageSize: size}
			for {
				page := must(w.users.ListUsers(admin, req))(t)
				for _, u := range page.Users {
					found += u.Username + " "
				}
				if req.PageToken = page.NextPageToken; req.PageToken == "" {
					return found
				}
			}
		}
		for query, found := range map[string]string{"": "admin auditadmin officer security wang.wei ", "ADMIN": "admin auditadmin ", "王维": "wang.wei ", "%": "", "wang_wei": ""} {
			if got := list(query, 2); got != found {
				t.Errorf("%q: %s", query, got)
			}
		}
		_, err = w.users.ListUsers(w.as("officer"), &peoplev1.ListUsersRequest{})
		want(t, err, "ROLE_NOT_ALLOWED")
		w.tx(func(ctx context.Context) error {
			names, err := people.UserNames(ctx, w.ids["admin"], uuid.New())
			if len(names) != 1 || names[w.ids["admin"]] != "用户 admin" {
				t.Errorf("%v", names)
			}
			return err
		})
	})
}

func TestSetUserRoles(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		security := w.as("security")
		set := func(name string, held ...accessv1.Role) (*peoplev1.User, error) {
			return w.users.SetUserRoles(security, &peoplev1.SetUserRolesRequest{Id: w.ids[name].String(), Roles: held, Etag: w.get(name).Etag})
		}
		token := w.login("officer")
		if v := w.viewer(token); !v.County || !v.Has(roles.FinanceOfficer) {
			t.Fatalf("%v", v)
		}
		u := must(set("officer", accessv1.Role_ROLE_FINANCE_APPROVER, accessv1.Role_ROLE_FINANCE_APPROVER))(t)
		if len(u.Roles) != 1 || u.Roles[0] != accessv1.Role_ROLE_FINANCE_APPROVER {
			t.Errorf("%v", u)
		}
		if v := w.viewer(token); len(v.Roles) != 1 || !v.Has(roles.FinanceApprover) {
			t.Errorf("the next call does not have the new roles: %v", v)
		}
		if u = must(set("officer"))(t); len(u.Roles) != 0 {
			t.Errorf("%v", u)
		}
		if v := w.viewer(token); v == nil || v.County || len(v.Roles) != 0 {
			t.Errorf("the next call still has roles: %v", v)
		}
		_, err := set("officer", accessv1.Role_ROLE_CASHIER, accessv1.Role_ROLE_FINANCE_APPROVER)
		want(t, err, "INVALID_ARGUMENT roles:ROLES_EXCLUDE_EACH_OTHER")
		_, err = set("officer", accessv1.Role_ROLE_FINANCE_OFFICER, accessv1.Role_ROLE_FINANCE_APPROVER)
		want(t, err, "INVALID_ARGUMENT roles:ROLES_EXCLUDE_EACH_OTHER")
		_, err = set("officer", accessv1.Role_ROLE_FINANCE_OFFICER, accessv1.Role_ROLE_AUDIT_ADMIN)
		want(t, err, "INVALID_ARGUMENT roles:ROLES_EXCLUDE_EACH_OTHER")
		_, err = set("officer", accessv1.Role_ROLE_LEADER)
		want(t, err, "INVALID_ARGUMENT roles:ROLE_NOT_OF_ORGANIZATION")
		_, err = set("officer", accessv1.Role_ROLE_UNSPECIFIED)
		want(t, err, "INVALID_ARGUMENT roles[0]:FIELD_REQUIRED")
		_, err = set("officer", 99)
		want(t, err, "INVALID_ARGUMENT roles[0]:ENUM_UNKNOWN")
		_, err = set("admin", accessv1.Role_ROLE_ADMIN, accessv1.Role_ROLE_SECURITY_ADMIN)
		want(t, err, "INVALID_ARGUMENT roles:ROLES_EXCLUDE_EACH_OTHER")
		_, err = set("security", accessv1.Role_ROLE_SECURITY_ADMIN)
		want(t, err, "NOT_ONESELF")
		_, err = w.users.SetUserRoles(security, &peoplev1.SetUserRolesRequest{Id: w.ids["officer"].String(), Etag: "1"})
		want(t, err, "ETAG_STALE")
		_, err = w.users.SetUserRoles(w.as("admin"), &peoplev1.SetUserRolesRequest{Id: w.ids["officer"].String(), Etag: "1"})
		want(t, err, "ROLE_NOT_ALLOWED")
		if n := w.audited("people.setUserRoles"); n != 2 {
			t.Errorf("%d audit entries", n)
		}
	})
}

func TestDisabledUser(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		admin, token := w.as("admin"), w.login("officer")
		_, err := w.users.DisableUser(admin, &peoplev1.DisableUserRequest{Id: w.ids["admin"].String(), Etag: w.get("admin").Etag})
		want(t, err, "NOT_ONESELF")
		u := must(w.users.DisableUser(admin, &peoplev1.DisableUserRequest{Id: w.ids["officer"].String(), Etag: w.get("officer").Etag}))(t)
		if !u.Disabled || w.viewer(token) != nil {
			t.Errorf("%v", u)
		}
		_, err = w.sessions.GetCurrentSession(w.from("10.0.0.1", token), &peoplev1.GetCurrentSessionRequest{})
		want(t, err, "SIGN_IN_REQUIRED")
		_, err = w.try("officer", secret, "10.0.0.2")
		want(t, err, "LOGIN_FAILED")
		_, err = w.users.DisableUser(admin, &peoplev1.DisableUserRequest{Id: u.Id, Etag: u.Etag})
		want(t, err, "USER_DISABLED")
		_, err = w.users.EnableUser(admin, &peoplev1.EnableUserRequest{Id: u.Id, Etag: "1"})
		want(t, err, "ETAG_STALE")
		u = must(w.users.EnableUser(admin, &peoplev1.EnableUserRequest{Id: u.Id, Etag: u.Etag}))(t)
		if u.Disabled || w.viewer(token) != nil {
			t.Error("the old session is alive again")
		}
		_, err = w.users.EnableUser(admin, &peoplev1.EnableUserRequest{Id: u.Id, Etag: u.Etag})
		want(t, err, "USER_NOT_DISABLED")
		w.login("officer")
	})
}

func TestPasswords(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		security, old, other := w.as("security"), w.login("officer"), w.login("officer")
		id := w.ids["officer"].String()
		reset := func(id, etag string) (*peoplev1.ResetUserPasswordResponse, error) {
			return w.users.ResetUserPassword(security, &peoplev1.ResetUserPasswordRequest{Id: id, Etag: etag})
		}
		_, err := reset(id, "7")
		want(t, err, "ETAG_STALE")
		_, err = reset(uuid.NewString(), "1")
		want(t, err, "NOT_FOUND")
		_, err = reset(w.ids["security"].String(), "1")
		want(t, err, "NOT_ONESELF")
		if w.viewer(old) == nil || w.viewer(other) == nil {
			t.Fatal("a refused reset ended sessions")
		}
		fresh := must(reset(id, w.get("officer").Etag))(t).Password
		if w.viewer(old) != nil || w.viewer(other) != nil || len(fresh) != 16 {
			t.Errorf("%q: sessions survive a reset", fresh)
		}
		_, err = w.try("officer", secret, "10.0.0.2")
		want(t, err, "LOGIN_FAILED")
		mine, others := must(w.try("officer", fresh, "10.0.0.1"))(t).Token, must(w.try("officer", fresh, "10.0.0.1"))(t).Token

		change := func(before, after string) error {
			_, err := w.users.ChangePassword(w.from("10.0.0.1", mine), &peoplev1.ChangePasswordRequest{OldPassword: before, NewPassword: after})
			return err
		}
		want(t, change(fresh, "short"), "INVALID_ARGUMENT new_password:PASSWORD_TOO_SHORT")
		want(t, change(fresh, strings.Repeat("long ", 30)), "INVALID_ARGUMENT new_password:PASSWORD_TOO_LONG")
		want(t, change(fresh, fresh), "INVALID_ARGUMENT new_password:PASSWORD_TOO_EASY")
		want(t, change("not it, I fear", "a new one for me"), "INVALID_ARGUMENT old_password:PASSWORD_WRONG")
		if err := change(fresh, "a new one for me"); err != nil {
			t.Fatal(err)
		}
		if w.viewer(mine) == nil || w.viewer(others) != nil {
			t.Error("changing a password keeps this session and ends the others")
		}
		for range 5 {
			want(t, change("guess guess guess", "a new one for you"), "INVALID_ARGUMENT old_password:PASSWORD_WRONG")
		}
		want(t, change("a new one for me", "a new one for you"), "INVALID_ARGUMENT old_password:PASSWORD_WRONG")
		w.c.Clock.Advance(15 * 60e9)
		if err := change("a new one for me", "a new one for you"); err != nil {
			t.Error(err)
		}
		if _, err := w.try("officer", "a new one for you", "10.0.0.1"); err != nil {
			t.Error(err)
		}
		if all := w.everything(); strings.Contains(all, fresh) || strings.Contains(all, "a new one") {
			t.Error("a password in clear in the database")
		}
	})
}

func TestCreateUserWithPassword(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		_, err := w.room.HashPassword(t.Context(), "zhang.wei.1", "zhang.wei.1")
		want(t, err, "INVALID_ARGUMENT password:PASSWORD_TOO_EASY")
		err = w.c.DB.Tx(w.system(), func(ctx context.Context) error {
			_, err := w.room.CreateUserWithPassword(ctx, people.NewUser{Username: "x1", DisplayName: "x", OrganizationID: w.orgs["finance"],
				Roles: []string{roles.Cashier, roles.FinanceApprover, roles.Leader, "KING"}, PasswordHash: w.hash})
			return err
		})
		want(t, err, "INVALID_ARGUMENT user.roles:ROLES_EXCLUDE_EACH_OTHER user.roles:ROLE_NOT_OF_ORGANIZATION user.roles:ROLE_UNKNOWN")
		err = w.c.DB.Tx(w.system(), func(ctx context.Context) error {
			_, err := w.room.CreateUserWithPassword(ctx, people.NewUser{Username: "x1", DisplayName: "x", OrganizationID: w.orgs["finance"], PasswordHash: "plain"})
			return err
		})
		if err == nil {
			t.Error("a password where its hash belongs")
		}
	})
}
