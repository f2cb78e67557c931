package torture

import (
	"context"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"zhengcun/ent/organization"
	"zhengcun/internal/app"
	"zhengcun/internal/people"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/dbtest"
)

// dialects are the databases to test on.
var dialects = []string{"sqlite", "postgres"}

// county is a county's data, ready to be served by a process.
type county struct {
	dialect string
	data    string // the folder of keys, and of the file on SQLite
	env     []string
	config  db.Config
	super   *sql.DB // past the application's rights: the owner of the file, or PostgreSQL's superuser
	key     string  // of the API client of the transport department
}

// forEach runs fn with an empty county on each database.
func forEach(t *testing.T, fn func(t *testing.T, c *county)) {
	t.Helper()
	for _, dialect := range dialects {
		t.Run(dialect, func(t *testing.T) { fn(t, emptyCounty(t, dialect)) })
	}
}

// emptyCounty is a county without anything.
func emptyCounty(t testing.TB, dialect string) *county {
	t.Helper()
	c := &county{dialect: dialect, data: t.TempDir()}
	var driver, address string
	if dialect == "sqlite" {
		c.config.File = filepath.Join(c.data, "zhengcun.db")
		driver, address = "sqlite", "file:"+c.config.File+"?_pragma=busy_timeout(10000)"
	} else {
		s := dbtest.Postgres(t)
		c.config = db.Config{URL: s.AppURL, MigrateURL: s.OwnerURL, Schema: s.Name}
		driver, address = "pgx", s.SuperURL
	}
	c.setEnv()
	var err error
	if c.super, err = sql.Open(driver, address); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.super.Close() })
	return c
}

// setEnv says by environment where the county is, as an operator does.
func (c *county) setEnv() {
	c.env = []string{"ZHENGCUN_DATA=" + c.data, "ZHENGCUN_API_RATE=0"} // partners here push as fast as they can
	if c.dialect == "postgres" {
		c.env = append(c.env, "ZHENGCUN_DATABASE_URL="+c.config.URL, "ZHENGCUN_MIGRATE_DATABASE_URL="+c.config.MigrateURL, "ZHENGCUN_SCHEMA="+c.config.Schema)
	}
}

// through sends the application's connections to PostgreSQL to another address.
// The owner's go on as they were.
func (c *county) through(t testing.TB, address string) {
	t.Helper()
	u, err := url.Parse(c.config.URL)
	if err != nil {
		t.Fatal(err)
	}
	u.Host = address
	c.config.URL = u.String()
	c.setEnv()
}

// populate gives the county a department with an API client.
func (c *county) populate(t testing.TB) {
	t.Helper()
	ctx := context.Background()
	a, err := app.New(ctx, app.Options{Database: c.config, KeyFile: filepath.Join(c.data, "keys.json")})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}()
	c.key = people.NewKey()
	if err := a.LoadYuexi(ctx); err != nil {
		t.Fatal(err)
	}
	if err := a.System(ctx, "test", func(ctx context.Context) error {
		transport, err := people.CreateOrganization(ctx, people.NewOrganization{
			Code: "transport", Name: "岳西县交通局", Kind: organization.KindDepartment, RegionCode: "340828000000"})
		if err != nil {
			return err
		}
		_, err = a.People.CreateApiClientWithKey(ctx, people.NewApiClient{
			Name: "交通局业务系统", OrganizationID: transport.ID, Scopes: []string{"funds.read", "funds.write"}}, c.key)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if err := a.LoadReference(ctx); err != nil { // now the channel has its department
		t.Fatal(err)
	}
}

// server is a server of the county; start starts it.
func (c *county) server(t testing.TB, args ...string) *server {
	t.Helper()
	return newServer(t, c.env, args...)
}

// verify runs audit verify as an operator does.
func (c *county) verify(t testing.TB, args ...string) result {
	t.Helper()
	return run(t, c.env, append([]string{"audit", "verify"}, args...)...)
}

// mustVerify fails the test when audit verify finds something.
func (c *county) mustVerify(t testing.TB) {
	t.Helper()
	if r := c.verify(t); r.code != 0 {
		t.Errorf("audit verify ended with %d:\n%s%s", r.code, r.stdout, r.stderr)
	}
}

// exec runs a statement past the application's rights.
func (c *county) exec(t testing.TB, statement string, args ...any) {
	t.Helper()
	if _, err := c.super.ExecContext(context.Background(), statement, args...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// filesOf lists the files of the data folder.
func filesOf(t testing.TB, folder string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
