// Package countytest gives tests an empty county on each database: migrated,
// connected as the application is, with a clock that stands still.
package countytest

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/dbtest"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/privacy"
)

// Now is the moment every test county lives in.
var Now = time.Date(2026, 11, 2, 2, 0, 0, 0, time.UTC) // 10:00 in Yuexi

// County is an empty county.
type County struct {
	Config db.Config
	DB     *db.DB
	Clock  *calendar.FixedClock
	Keys   *privacy.Keyring
	Pager  *paging.Pager
	// Super is a connection past the application's rights: the owner of the file, or PostgreSQL's superuser.
	Super *sql.DB
}

// Grants are the rights of the application's role on guarded tables.
func Grants(role string) []string { return append(ledger.Grants(role), audit.Grants(role)...) }

// ForEach runs fn on an empty county on SQLite and on PostgreSQL.
func ForEach(t *testing.T, fn func(t *testing.T, c *County)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { fn(t, Postgres(t)) })
}

// SQLite is an empty county in a file of its own.
func SQLite(t testing.TB) *County {
	t.Helper()
	file := filepath.Join(t.TempDir(), "zhengcun.db")
	c := open(t, db.Config{File: file})
	super, err := sql.Open("sqlite", "file:"+file+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = super.Close() })
	c.Super = super
	return c
}

// Postgres is an empty county in a schema of its own.
func Postgres(t testing.TB) *County {
	t.Helper()
	s := dbtest.Postgres(t)
	c := open(t, db.Config{URL: s.AppURL, MigrateURL: s.OwnerURL, Schema: s.Name})
	super, err := sql.Open("pgx", s.SuperURL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = super.Close() })
	c.Super = super
	return c
}

func open(t testing.TB, config db.Config) *County {
	t.Helper()
	clock := calendar.Fixed(Now)
	config.Clock = clock
	ctx := context.Background()
	if err := db.Migrate(ctx, config, Grants); err != nil {
		t.Fatal(err)
	}
	d, err := db.Open(ctx, config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	keys, err := privacy.CreateKeyring(filepath.Join(t.TempDir(), "keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	return &County{Config: config, DB: d, Clock: clock, Keys: keys, Pager: &paging.Pager{Signer: keys}}
}
