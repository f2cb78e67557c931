package app_test

import (
	"testing"

	"zhengcun/internal/app/apptest"
	"zhengcun/internal/people"
)

func TestAdministratorsOfANewCounty(t *testing.T) {
	apptest.ForEachBare(t, func(t *testing.T, a *apptest.App) {
		if empty, err := a.Empty(t.Context()); err != nil || !empty {
			t.Fatalf("%v, %v", empty, err)
		}
		f, err := a.People.Found(t.Context(), "init", people.NewCounty{Code: apptest.County})
		if err != nil || len(f.Accounts) != 3 {
			t.Fatalf("%v, %v", f, err)
		}
		for _, account := range f.Accounts {
			r := a.Do("POST", "/v1/sessions", "", `{"username":"`+account.Username+`","password":"`+account.Password+`"}`)
			who, _ := r.JSON["user"].(map[string]any)
			if held, _ := who["roles"].([]any); r.Status != 200 || len(held) != 1 || held[0] != "ROLE_"+account.Role {
				t.Errorf("%s: %d %s", account.Username, r.Status, r.Body)
			}
			// Whoever ran the command knows the password: it opens nothing yet.
			token, _ := r.JSON["token"].(string)
			if r := a.Do("GET", "/v1/organizations", token, ""); who["mustChangePassword"] != true || r.Status != 403 || r.Reason() != "PASSWORD_CHANGE_REQUIRED" {
				t.Errorf("%s: %v, %d %s", account.Username, who, r.Status, r.Body)
			}
			if r := a.Do("POST", "/v1/users:changePassword", token, `{"oldPassword":"`+account.Password+`","newPassword":"words of my own"}`); r.Status != 200 {
				t.Errorf("%s: %d %s", account.Username, r.Status, r.Body)
			}
			if r := a.Do("GET", "/v1/organizations", token, ""); r.Status != 200 {
				t.Errorf("%s: %d %s", account.Username, r.Status, r.Body)
			}
		}
		// The next start finds all it needs and changes nothing.
		before := head(t, a)
		_ = a.App.Close()
		a.Serve()
		if after := head(t, a); after != before {
			t.Errorf("starting again wrote to the audit log: %v, before %v", after, before)
		}
	})
}
