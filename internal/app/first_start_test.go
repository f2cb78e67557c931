package app_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhengcun/internal/app"
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

// found is the body of a set-up over REST.
func found(code, more string) string {
	list := "code,name\n331125000000,云和县\n331125206000,云坛乡\n331125206201,包山村委会\n"
	return `{"setupCode":"` + code + `","regionCode":"331125000000","divisions":"` + base64.StdEncoding.EncodeToString([]byte(list)) + `"` + more + `}`
}

// A program without a county is set up in the browser by who has the code, once.
func TestSetup(t *testing.T) {
	for _, dialect := range apptest.Dialects {
		t.Run(dialect, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "setup-code")
			a := apptest.StartBare(t, dialect, func(o *app.Options) { o.SetupCodeFile = file })
			text, err := os.ReadFile(file)
			info, statErr := os.Stat(file)
			if err != nil || statErr != nil || strings.TrimSpace(string(text)) != a.SetupCode || info.Mode().Perm() != 0o600 {
				t.Fatalf("%s, %v, %v", text, err, statErr)
			}
			missing := func() bool {
				t.Helper()
				r := a.Do("GET", "/v1/setup", "", "")
				if r.Status != 200 {
					t.Fatalf("%d %s", r.Status, r.Body)
				}
				return r.JSON["countyMissing"] == true
			}
			if !missing() {
				t.Error("there is a county")
			}
			for _, wrong := range []string{"wrong", strings.Repeat("2", 16), a.SetupCode[:18], a.SetupCode + "2"} {
				if r := a.Do("POST", "/v1/setup/county", "", found(wrong, "")); r.Status != 403 || r.Reason() != "SETUP_CODE_WRONG" {
					t.Errorf("%s: %d %s", wrong, r.Status, r.Body)
				}
			}
			if r := a.Do("POST", "/v1/setup/county", "", found(a.SetupCode, `,"name":"别的县"`)); r.Status != 400 || !strings.Contains(string(r.Body), "COUNTY_NAME_DIFFERS") {
				t.Errorf("%d %s", r.Status, r.Body)
			}
			r := a.Do("POST", "/v1/setup/county", "", found(a.SetupCode, `,"validateOnly":true`))
			if accounts, _ := r.JSON["accounts"].([]any); r.Status != 200 || r.JSON["name"] != "云和县" || r.JSON["villages"] != 1.0 || len(accounts) != 0 || !missing() {
				t.Errorf("%d %s", r.Status, r.Body)
			}
			// Of several at once one is first. As people type it: capitals, spaces.
			typed := strings.ToUpper(strings.ReplaceAll(a.SetupCode, "-", " "))
			answers := make(chan *apptest.Response, 4)
			for range cap(answers) {
				go func() { answers <- a.Do("POST", "/v1/setup/county", "", found(typed, `,"city":"丽水市"`)) }()
			}
			var made *apptest.Response
			for range cap(answers) {
				switch r := <-answers; {
				case r.Status == 200 && made == nil:
					made = r
				case r.Reason() != "COUNTY_EXISTS" && r.Reason() != "SETUP_CODE_WRONG":
					t.Errorf("%d %s", r.Status, r.Body)
				}
			}
			if made == nil {
				t.Fatal("nobody was first")
			}
			accounts, _ := made.JSON["accounts"].([]any)
			if len(accounts) != 3 {
				t.Fatalf("%s", made.Body)
			}
			for _, account := range accounts {
				of := account.(map[string]any)
				body, _ := json.Marshal(map[string]any{"username": of["username"], "password": of["password"]})
				if r := a.Do("POST", "/v1/sessions", "", string(body)); r.Status != 200 {
					t.Errorf("%v: %d %s", of, r.Status, r.Body)
				}
			}
			if r := a.Do("POST", "/v1/setup/county", "", found(a.SetupCode, "")); r.Reason() != "COUNTY_EXISTS" || missing() {
				t.Errorf("a second time: %d %s", r.Status, r.Body)
			}
			if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("the code is still there: %v", err)
			}
			_ = a.App.Close()
			a.Serve()
			if a.SetupCode != "" || missing() {
				t.Error("the next start opens it again")
			}
		})
	}
}
