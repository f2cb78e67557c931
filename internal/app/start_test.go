package app_test

import (
	"errors"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhengcun/internal/app"
	"zhengcun/internal/app/apptest"
	"zhengcun/internal/countytest"
	"zhengcun/internal/demo"
	"zhengcun/internal/people/roles"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/dbtest"
)

// start tries another start of the county, and closes what has started.
func start(t *testing.T, a *apptest.App, change func(*app.Options)) error {
	t.Helper()
	o := a.Options
	change(&o)
	running, err := app.New(t.Context(), o)
	if err == nil {
		_ = running.Close()
	}
	return err
}

func TestLostOrOtherKeysAreRefused(t *testing.T) {
	apptest.ForEach(t, func(t *testing.T, a *apptest.App) {
		a.Role(roles.PovertyOffice)
		_ = a.App.Close()
		if err := start(t, a, func(*app.Options) {}); err != nil {
			t.Fatalf("with its own keys: %v", err)
		}
		kept := a.Options.KeyFile + ".kept"
		if err := os.Rename(a.Options.KeyFile, kept); err != nil {
			t.Fatal(err)
		}
		refused := func(lost bool) {
			t.Helper()
			err := start(t, a, func(*app.Options) {})
			var keys *app.KeysError
			if !errors.As(err, &keys) || keys.Lost != lost || !strings.Contains(err.Error(), a.Options.KeyFile) || !strings.Contains(err.Error(), "恢复") {
				t.Errorf("lost %v: %v", lost, err)
			}
		}
		refused(true)
		if _, err := os.Stat(a.Options.KeyFile); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("new keys were made: %v", err)
		}
		// The keys of another county.
		other := apptest.Start(t, "sqlite")
		text, err := os.ReadFile(other.Options.KeyFile)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(a.Options.KeyFile, text, 0o600); err != nil {
			t.Fatal(err)
		}
		refused(false)
		// Who removes the mark as well is still not given new keys.
		if _, err := a.Super.ExecContext(t.Context(), "DELETE FROM county_marks"); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(a.Options.KeyFile); err != nil {
			t.Fatal(err)
		}
		refused(true)
		if err := os.Rename(kept, a.Options.KeyFile); err != nil {
			t.Fatal(err)
		}
		if err := start(t, a, func(*app.Options) {}); err != nil {
			t.Errorf("with the restored keys: %v", err)
		}
	})
}

func TestADemoStaysADemo(t *testing.T) {
	a := apptest.Start(t, "sqlite")
	if a.Demo() {
		t.Error("an empty county is a demo")
	}
	if err := demo.Load(t.Context(), demo.County{DB: a.DB, People: a.People, Server: a.Server()}, demo.Options{DataDir: t.TempDir()}); err != nil {
		t.Fatal(err)
	}
	_ = a.App.Close()
	a.Serve() // without the option
	if !a.Demo() {
		t.Fatal("the county has forgotten that it is a demo")
	}
	if r := a.Do("GET", "/v1/sessions/current", a.Role(roles.PovertyOffice), ""); r.Status != 200 || r.JSON["demo"] != true {
		t.Errorf("the session does not say so: %d %s", r.Status, r.Body)
	}
	listen := func(address string) net.Listener {
		l, err := net.Listen("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = l.Close() })
		return l
	}
	here, everywhere := listen("127.0.0.1:0"), listen("0.0.0.0:0")
	if err := a.CheckListeners(app.Listeners{HTTP: here, GRPC: here}); err != nil {
		t.Errorf("loopback: %v", err)
	}
	for _, l := range []app.Listeners{{HTTP: everywhere, GRPC: here}, {HTTP: here, GRPC: everywhere}} {
		if err := a.CheckListeners(l); !errors.Is(err, app.ErrDemoAddress) {
			t.Errorf("open to others: %v", err)
		}
	}
	if err := a.Run(t.Context(), app.Listeners{HTTP: everywhere, GRPC: here}); !errors.Is(err, app.ErrDemoAddress) {
		t.Errorf("served to others: %v", err)
	}
}

func TestPowerfulRolesAreRefused(t *testing.T) {
	a := apptest.Start(t, "postgres")
	if len(a.Warnings) > 0 {
		t.Errorf("warned of the application's own role: %v", a.Warnings)
	}
	owner := a.Options.Database.MigrateURL
	super, err := url.Parse(owner)
	if err != nil {
		t.Fatal(err)
	}
	server, err := dbtest.Server()
	if err != nil {
		t.Fatal(err)
	}
	as, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	super.User = as.User
	for name, address := range map[string]string{"owner": owner, "super": super.String()} {
		var powerful *db.PowerfulRoleError
		err := start(t, a, func(o *app.Options) { o.Database.URL = address })
		if !errors.As(err, &powerful) || powerful.Super != (name == "super") || !strings.Contains(err.Error(), "ZHENGCUN_DATABASE_URL") {
			t.Errorf("%s: %v", name, err)
		}
		o := a.Options
		o.Database.URL, o.AllowOwnerRole = address, true
		allowed, err := app.New(t.Context(), o)
		if err != nil {
			t.Errorf("%s, allowed: %v", name, err)
			continue
		}
		if len(allowed.Warnings) != 1 || !strings.Contains(allowed.Warnings[0], powerful.Role) {
			t.Errorf("%s: not warned: %v", name, allowed.Warnings)
		}
		_ = allowed.Close()
	}
}

func TestMissingSchemaIsNamed(t *testing.T) {
	c := countytest.Postgres(t)
	bare := func(address string) string {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		q := u.Query()
		q.Del("search_path")
		u.RawQuery = q.Encode()
		return u.String()
	}
	config := db.Config{URL: bare(c.Config.URL), MigrateURL: bare(c.Config.MigrateURL)}
	_, err := app.New(t.Context(), app.Options{Database: config, KeyFile: filepath.Join(t.TempDir(), "keys.json")})
	_, readErr := db.OpenReader(t.Context(), config)
	for _, err := range []error{err, readErr} {
		if err == nil || !strings.Contains(err.Error(), "ZHENGCUN_SCHEMA") || !strings.Contains(err.Error(), c.Config.Schema) {
			t.Errorf("%v", err)
		}
	}
}
