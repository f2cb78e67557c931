// Package dbtest gives tests a database of their own.
package dbtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the "pgx" driver
)

// ServerEnv names the environment variable with the URL of a PostgreSQL server
// to test on. Its user must be a superuser. Without it each test process starts
// a throw-away cluster from the installed binaries.
const ServerEnv = "ZHENGCUN_TEST_POSTGRES"

// The roles a county has on PostgreSQL: the owner migrates, the application
// connects as a lesser role. Tests use the same two, so a missing grant or a
// grant too many shows.
const (
	OwnerRole = "zc_owner"
	AppRole   = "zc_app"
)

// rolePassword is for servers that ask for one; the throw-away cluster trusts.
const rolePassword = "zc-test-only"

// Schema is one empty PostgreSQL schema, which is what one county is in
// production. The URLs are for the "pgx" driver and carry its search path.
type Schema struct {
	OwnerURL string // as the schema's owner: runs migrations
	AppURL   string // as the application: may use the schema, owns nothing
	SuperURL string // as the superuser: does what no product code may do
	Name     string // the schema's name
}

// Postgres returns a fresh schema and drops it when the test is over. It fails
// the test, and never skips it, when there is no PostgreSQL to run on.
func Postgres(t testing.TB) Schema {
	t.Helper()
	server, err := server()
	if err != nil {
		t.Fatalf("no PostgreSQL for this test: %v", err)
	}
	name := "t_" + randomHex()
	super, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatalf("open PostgreSQL: %v", err)
	}
	t.Cleanup(func() { _ = super.Close() })
	for _, statement := range []string{
		"CREATE SCHEMA " + name + " AUTHORIZATION " + OwnerRole,
		"GRANT USAGE ON SCHEMA " + name + " TO " + AppRole,
	} {
		if _, err := super.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	t.Cleanup(func() { drop(t, super, name) })
	return Schema{
		OwnerURL: schemaURL(server, name, OwnerRole),
		AppURL:   schemaURL(server, name, AppRole),
		SuperURL: schemaURL(server, name, ""),
		Name:     name,
	}
}

// drop does not wait for ever for a transaction the test left open.
func drop(t testing.TB, super *sql.DB, name string) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if _, err := super.ExecContext(ctx, "DROP SCHEMA "+name+" CASCADE"); err != nil {
		t.Errorf("drop schema %s (is a transaction still open?): %v", name, err)
	}
}

// server returns the superuser URL of a server whose roles are ready.
var server = sync.OnceValues(func() (string, error) {
	address := os.Getenv(ServerEnv)
	if address == "" {
		var err error
		if address, err = startCluster(); err != nil {
			return "", err
		}
	}
	if err := prepareRoles(address); err != nil {
		return "", fmt.Errorf("prepare roles: %w", err)
	}
	return address, nil
})

// prepareRoles makes the two roles and takes the right to make temporary tables
// away. Test processes may share a server, hence the lock.
func prepareRoles(address string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	db, err := sql.Open("pgx", address)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	var database string
	if err := tx.QueryRowContext(ctx, "SELECT current_database() FROM pg_advisory_xact_lock(20261125)").Scan(&database); err != nil {
		return err
	}
	statements := []string{fmt.Sprintf(`REVOKE TEMPORARY ON DATABASE "%s" FROM PUBLIC`, strings.ReplaceAll(database, `"`, `""`))}
	for _, role := range []string{OwnerRole, AppRole} {
		var exists bool
		if err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = $1)", role).Scan(&exists); err != nil {
			return err
		}
		if !exists {
			statements = append(statements, "CREATE ROLE "+role+" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '"+rolePassword+"'")
		}
	}
	for _, statement := range statements {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// schemaURL is the server's URL with this search path and, unless role is
// empty, as this role.
func schemaURL(server, schema, role string) string {
	u, err := url.Parse(server)
	if err != nil {
		panic(errors.New(ServerEnv + " must be a URL")) // server() has connected with it
	}
	if role != "" {
		u.User = url.UserPassword(role, rolePassword)
	}
	query := u.Query()
	query.Set("search_path", schema)
	u.RawQuery = query.Encode()
	return u.String()
}

func randomHex() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// Server returns the superuser's URL of the server tests run on, starting a
// throw-away one that ends with this process.
func Server() (string, error) { return server() }
