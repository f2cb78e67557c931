package db_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"entgo.io/ent/dialect"
	"github.com/pressly/goose/v3"

	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/dbtest"
)

// TestScreensOnACountyInUse: the step that makes organizations, users and API
// clients anew on SQLite keeps their rows, what refers to them and what must be
// unique, on both databases.
func TestScreensOnACountyInUse(t *testing.T) { onBoth(t, screens) }

// onBoth runs a test of migrations on an empty database of each kind.
func onBoth(t *testing.T, fn func(t *testing.T, pool *sql.DB, d goose.Dialect, config db.Config)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		config := db.Config{File: filepath.Join(t.TempDir(), "x.db")}
		pool, err := sql.Open("sqlite", "file:"+config.File+"?_pragma=foreign_keys(1)&_pragma=journal_mode(WAL)&_txlock=immediate")
		must(t, err)
		pool.SetMaxOpenConns(1)
		t.Cleanup(func() { _ = pool.Close() })
		fn(t, pool, goose.DialectSQLite3, config)
	})
	t.Run("postgres", func(t *testing.T) {
		s := dbtest.Postgres(t)
		pool, err := sql.Open("pgx", s.OwnerURL)
		must(t, err)
		t.Cleanup(func() { _ = pool.Close() })
		fn(t, pool, goose.DialectPostgres, db.Config{URL: s.OwnerURL, Schema: s.Name})
	})
}

const (
	aCounty, aBureau, aPerson, aSession, aClient = "01900000-0000-7000-8000-000000000001", "01900000-0000-7000-8000-000000000002",
		"01900000-0000-7000-8000-000000000003", "01900000-0000-7000-8000-000000000004", "01900000-0000-7000-8000-000000000005"
	aMoment = "'2026-01-01 00:00:00+00:00'"
)

// asked are columns that were there before, by table.
var asked = map[string]string{
	"organizations": "id, version, code, name, kind, credit_code, region_id",
	"users":         "id, version, username, display_name, roles, phone, password_hash, disabled, organization_id",
	"sessions":      "id, token_hash, user_id, expire_time",
	"api_clients":   "id, version, name, scopes, key_hash, key_prefix, disabled, last_use_on, organization_id",
}

// before migrates up to the step of this name, and returns what makes the step.
func before(t *testing.T, name string, pool *sql.DB, d goose.Dialect, config db.Config) (step func()) {
	t.Helper()
	files, err := db.MigrationFiles(config.Dialect())
	must(t, err)
	provider, err := goose.NewProvider(d, pool, files, goose.WithTableName("schema_migrations"))
	must(t, err)
	var last int64
	for _, source := range provider.ListSources() {
		if strings.HasSuffix(source.Path, "_"+name+".sql") {
			_, err = provider.UpTo(t.Context(), last)
			must(t, err)
			return func() {
				t.Helper()
				_, err := provider.UpTo(t.Context(), source.Version)
				must(t, err)
			}
		}
		last = source.Version
	}
	t.Fatalf("there is no step %s", name)
	return nil
}

func screens(t *testing.T, pool *sql.DB, d goose.Dialect, config db.Config) {
	t.Helper()
	ctx := t.Context()
	step := before(t, "screens", pool, d, config)
	exec := func(statement string) error {
		_, err := pool.ExecContext(ctx, statement)
		return err
	}
	for _, statement := range []string{
		`INSERT INTO regions (id, create_time, code, name, short_name, initials, level, villagers_committee, valid_from, source)
			VALUES ('` + aCounty + `', ` + aMoment + `, '340828000000', '岳西县', '岳西县', 'yxx', 'county', false, '2023-01-01', 'x')`,
		`INSERT INTO organizations (id, create_time, version, update_time, code, name, kind, credit_code, region_id)
			VALUES ('` + aBureau + `', ` + aMoment + `, 7, ` + aMoment + `, 'transport', '交通局', 'department', '91350100M000100Y43', '` + aCounty + `')`,
		`INSERT INTO users (id, create_time, version, update_time, username, display_name, roles, phone, password_hash, disabled, organization_id)
			VALUES ('` + aPerson + `', ` + aMoment + `, 3, ` + aMoment + `, 'zhang', '张三', '["DEPARTMENT"]', 'sealed', 'hash', true, '` + aBureau + `')`,
		`INSERT INTO sessions (id, create_time, token_hash, user_id, cookie, expire_time)
			VALUES ('` + aSession + `', ` + aMoment + `, 'token', '` + aPerson + `', false, ` + aMoment + `)`,
		`INSERT INTO api_clients (id, create_time, version, update_time, name, scopes, key_hash, key_prefix, expire_time, disabled, last_use_on, organization_id)
			VALUES ('` + aClient + `', ` + aMoment + `, 2, ` + aMoment + `, '系统', '["funds.read"]', 'key', 'zk_00000000', ` + aMoment + `, true, '2026-01-02', '` + aBureau + `')`,
	} {
		must(t, exec(statement))
	}
	kept := map[string]string{}
	for table, columns := range asked {
		kept[table] = row(t, pool, "SELECT "+columns+" FROM "+table)
	}
	step()
	for table, columns := range asked {
		if got := row(t, pool, "SELECT "+columns+" FROM "+table); got != kept[table] {
			t.Errorf("%s: %s, before %s", table, got, kept[table])
		}
	}
	for query, want := range map[string]string{
		"SELECT disabled FROM organizations":     "false",
		"SELECT must_change_password FROM users": "false",
		"SELECT previous_key_hash IS NULL, previous_key_prefix = '', previous_key_expire_time IS NULL FROM api_clients": "true true true",
	} {
		if got := row(t, pool, query); got != want && got != strings.NewReplacer("true", "1", "false", "0").Replace(want) {
			t.Errorf("%s: %s", query, got)
		}
	}
	if config.Dialect() == dialect.SQLite {
		if got := row(t, pool, "SELECT count(*) FROM pragma_foreign_key_check"); got != "0" {
			t.Errorf("%s rows refer to nothing", got)
		}
		if got := row(t, pool, "SELECT foreign_keys FROM pragma_foreign_keys"); got != "1" {
			t.Error("foreign keys are off on the connection that has migrated")
		}
	}
	unknown := "01900000-0000-7000-8000-00000000000f"
	for what, statement := range map[string]string{
		"a second code":                   copied("organizations", aBureau, unknown),
		"a second account name":           copied("users", aPerson, unknown),
		"a second key":                    copied("api_clients", aClient, unknown),
		"a user of no organization":       "UPDATE users SET organization_id = '" + unknown + "'",
		"a session of nobody":             "UPDATE sessions SET user_id = '" + unknown + "'",
		"a client of no organization":     "UPDATE api_clients SET organization_id = '" + unknown + "'",
		"an organization of no region":    "UPDATE organizations SET region_id = '" + unknown + "'",
		"an organization of another sort": "UPDATE organizations SET kind = 'circus'",
		"no region under an organization": "DELETE FROM regions",
		"no organization under a user":    "DELETE FROM organizations",
		"no user under a session":         "DELETE FROM users",
		"a call of no client":             "INSERT INTO api_client_requests (id, create_time, request_id, time, method, code, duration_us, api_client_id) VALUES ('" + unknown + "', " + aMoment + ", 'r', " + aMoment + ", 'm', 'OK', 1, '" + unknown + "')",
		"settings of nobody":              "INSERT INTO page_settings (id, create_time, page, columns, user_id) VALUES ('" + unknown + "', " + aMoment + ", 'p', '[]', '" + unknown + "')",
	} {
		if err := exec(statement); err == nil || !db.IsConstraint(err) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// copied is a statement that puts a row in once more under another id.
func copied(table, from, to string) string {
	columns := map[string]string{
		"organizations": "create_time, version, update_time, code, name, kind, credit_code, region_id",
		"users":         "create_time, version, update_time, username, display_name, roles, phone, password_hash, disabled, organization_id",
		"api_clients":   "create_time, version, update_time, name, scopes, key_hash, key_prefix, expire_time, disabled, organization_id",
	}[table]
	return fmt.Sprintf("INSERT INTO %s (id, %s) SELECT '%s', %s FROM %s WHERE id = '%s'", table, columns, to, columns, table, from)
}

// row is the one row of a query as text.
func row(t *testing.T, pool *sql.DB, query string) string {
	t.Helper()
	rows, err := pool.QueryContext(t.Context(), query)
	must(t, err)
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	must(t, err)
	if !rows.Next() {
		t.Fatalf("%s: no row: %v", query, rows.Err())
	}
	values := make([]any, len(columns))
	for i := range values {
		values[i] = new(any)
	}
	must(t, rows.Scan(values...))
	text := make([]string, len(values))
	for i, v := range values {
		value := *(v.(*any))
		if b, ok := value.([]byte); ok {
			value = string(b)
		}
		text[i] = fmt.Sprint(value)
	}
	if rows.Next() {
		t.Errorf("%s: more than one row", query)
	}
	must(t, rows.Err())
	return strings.Join(text, " ")
}
