package app_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhengcun/internal/app"
	"zhengcun/internal/app/apptest"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/people"
	"zhengcun/internal/platform/config"
)

// patient is a healthy county and who looks at it.
func patient(t *testing.T, dialect string) (*apptest.App, *app.Doctor) {
	t.Helper()
	data := t.TempDir()
	a := apptest.StartBare(t, dialect, func(o *app.Options) {
		if dialect == "sqlite" {
			data = filepath.Dir(o.Database.File)
		}
		o.Database.Clock = calendar.System()
		o.KeyFile, o.Files = filepath.Join(data, "keys.json"), filepath.Join(data, "files")
	})
	if err := os.Chmod(data, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := a.People.Found(t.Context(), "init", people.NewCounty{Code: "340828"}); err != nil {
		t.Fatal(err)
	}
	d := &app.Doctor{
		County: config.County{Data: data, DatabaseURL: a.Options.Database.URL, Schema: a.Options.Database.Schema},
		Listen: config.Listen{HTTPAddr: "127.0.0.1:0", GRPCAddr: "127.0.0.1:0"},
		Free:   func(string) (uint64, error) { return 1 << 40, nil },
	}
	return a, d
}

// ill is what is not fine, as check=severity; every finding that is says what to do, in both languages.
func ill(t *testing.T, d *app.Doctor) string {
	t.Helper()
	var found []string
	for _, f := range d.Examine(t.Context()) {
		if f.What.ZH == "" || f.What.EN == "" || (f.Severity == app.Fine) != (f.Do == app.Said{}) || f.Severity != app.Fine && f.Do.EN == "" {
			t.Errorf("%+v is not told whole", f)
		}
		if f.Severity != app.Fine {
			found = append(found, f.Check+"="+string(f.Severity))
		}
	}
	return strings.Join(found, " ")
}

// Each thing is broken, found, and put right again.
func TestDoctor(t *testing.T) {
	for _, dialect := range apptest.Dialects {
		t.Run(dialect, func(t *testing.T) {
			a, d := patient(t, dialect)
			if got := ill(t, d); got != "" {
				t.Fatalf("a healthy county has %s", got)
			}
			healthy := *d
			for name, c := range map[string]struct {
				hurt func(d *app.Doctor)
				want string
			}{
				"a full disk":          {func(d *app.Doctor) { d.Free = func(string) (uint64, error) { return 1 << 20, nil } }, "free-disk=broken"},
				"little room":          {func(d *app.Doctor) { d.Free = func(string) (uint64, error) { return 1 << 30, nil } }, "free-disk=warning"},
				"an unknown disk":      {func(d *app.Doctor) { d.Free = func(string) (uint64, error) { return 0, errors.New("no answer") } }, "free-disk=warning"},
				"a clock gone back":    {func(d *app.Doctor) { d.Clock = calendar.Fixed(time.Now().Add(-time.Hour)) }, "clock=broken"},
				"a clock never set":    {func(d *app.Doctor) { d.Clock = calendar.Fixed(time.Unix(0, 0)) }, "clock=broken"},
				"settings that clash":  {func(d *app.Doctor) { d.Listen.TLSKey = "key.pem" }, "settings=broken"},
				"no encryption":        {func(d *app.Doctor) { d.Listen.HTTPAddr = ":0" }, "tls=warning"},
				"a proxy before it":    {func(d *app.Doctor) { d.Listen.HTTPAddr, d.Listen.TrustedProxies = ":0", []string{"10.0.0.1"} }, ""},
				"no such address":      {func(d *app.Doctor) { d.Listen.GRPCAddr = "127.0.0.1:999999" }, "addresses=broken"},
				"no folder of files":   {func(d *app.Doctor) { d.County.Files = filepath.Join(t.TempDir(), "none") }, "files-folder=broken"},
				"files in the cloud":   {func(d *app.Doctor) { d.County.Files = "s3://bucket" }, "files-folder=broken"},
				"a file for a folder":  {func(d *app.Doctor) { d.County.Files = a.Options.KeyFile }, "files-folder=broken"},
				"no certificate there": {func(d *app.Doctor) { d.Listen.TLSCert, d.Listen.TLSKey = "none.pem", "none.pem" }, "tls=broken"},
				"a new certificate":    {func(d *app.Doctor) { certificate(t, d, 90*24*time.Hour) }, ""},
				"an old certificate":   {func(d *app.Doctor) { certificate(t, d, 48*time.Hour) }, "tls=warning"},
				"one that has ended":   {func(d *app.Doctor) { certificate(t, d, -time.Hour) }, "tls=broken"},
				"an address taken": {func(d *app.Doctor) {
					l, err := net.Listen("tcp", "127.0.0.1:0")
					if err != nil {
						t.Fatal(err)
					}
					t.Cleanup(func() { _ = l.Close() })
					d.Listen.GRPCAddr = l.Addr().String()
				}, "addresses=broken"},
				"a server of ours": {func(d *app.Doctor) {
					d.Listen.HTTPAddr, d.Listen.GRPCAddr = strings.TrimPrefix(a.URL, "http://"), a.GRPCAddress
				}, ""},
			} {
				hurt := healthy
				c.hurt(&hurt)
				if got := ill(t, &hurt); got != c.want {
					t.Errorf("%s: %q, want %q", name, got, c.want)
				}
			}
			for _, c := range []struct{ hurt, heal, want string }{
				{"UPDATE users SET disabled = true WHERE username = 'audit'", "UPDATE users SET disabled = false WHERE username = 'audit'", "county=warning"},
				{"UPDATE users SET disabled = true", "UPDATE users SET disabled = false", "county=warning"},
				{"INSERT INTO schema_migrations (version_id, is_applied) VALUES (99999999999999, true)", "DELETE FROM schema_migrations WHERE version_id = 99999999999999", "migrations=broken"},
				{"UPDATE county_marks SET value = 'others' WHERE name = 'key_check'", "", "keys=broken"},
			} {
				exec(t, a, c.hurt)
				if got := ill(t, d); got != c.want {
					t.Errorf("%s: %q, want %q", c.hurt, got, c.want)
				}
				if c.heal != "" {
					exec(t, a, c.heal)
				}
			}
			if err := os.Chmod(a.Options.KeyFile, 0o644); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(d.County.Data, 0o755); err != nil {
				t.Fatal(err)
			}
			if got := ill(t, d); got != "data-folder=warning keys=broken" {
				t.Errorf("open to others: %s", got)
			}
			if err := os.Remove(a.Options.KeyFile); err != nil {
				t.Fatal(err)
			}
			for _, statement := range tamper[a.DB.Dialect()][:1] {
				exec(t, a, statement)
			}
			if got := ill(t, d); got != "data-folder=warning guards=broken keys=broken" {
				t.Errorf("without keys and a guard: %s", got)
			}
			exec(t, a, "DELETE FROM schema_migrations WHERE version_id > 0")
			if got := ill(t, d); got != "data-folder=warning migrations=broken" {
				t.Errorf("without migrations: %s", got)
			}
		})
	}
}

func exec(t *testing.T, a *apptest.App, statement string) {
	t.Helper()
	if _, err := a.Super.ExecContext(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// certificate gives the server one that ends after a time.
func certificate(t *testing.T, d *app.Doctor, ends time.Duration) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "zhengcun"},
		NotBefore: time.Now().Add(-24 * time.Hour), NotAfter: time.Now().Add(ends)}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	d.Listen.TLSCert, d.Listen.TLSKey = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for file, block := range map[string]*pem.Block{d.Listen.TLSCert: {Type: "CERTIFICATE", Bytes: der}, d.Listen.TLSKey: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestDoctorWithoutACounty(t *testing.T) {
	d := &app.Doctor{County: config.County{Data: filepath.Join(t.TempDir(), "none")}, Listen: config.Listen{HTTPAddr: "127.0.0.1:0", GRPCAddr: "127.0.0.1:0"}}
	if got := ill(t, d); got != "data-folder=broken database=broken" {
		t.Errorf("nothing there: %s", got)
	}
	if _, err := os.Stat(d.County.Data); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it has made the folder: %v", err)
	}
	data := t.TempDir()
	d.County.Data = data
	if err := errors.Join(os.Chmod(data, 0o700), os.WriteFile(filepath.Join(data, "zhengcun.db"), []byte("no database, only text that is long enough to be looked at as one"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if got := ill(t, d); got != "database=broken" {
		t.Errorf("a broken file: %s", got)
	}
	if os.Geteuid() != 0 {
		if err := os.Chmod(data, 0o500); err != nil {
			t.Fatal(err)
		}
		if got := ill(t, d); !strings.HasPrefix(got, "data-folder=broken") {
			t.Errorf("a folder that cannot be written to: %s", got)
		}
	}
}

// The owner's role is told: refused, or warned of where it is allowed.
func TestDoctorAndTheOwnersRole(t *testing.T) {
	a, d := patient(t, "postgres")
	d.County.DatabaseURL = a.Options.Database.MigrateURL
	if got := ill(t, d); got != "database-role=broken" {
		t.Error(got)
	}
	d.County.AllowOwnerRole = true
	if got := ill(t, d); got != "database-role=warning" {
		t.Error(got)
	}
	d.County.DatabaseURL = "postgres://nobody@127.0.0.1:1/none?connect_timeout=2"
	if got := ill(t, d); got != "database=broken" {
		t.Error(got)
	}
}
