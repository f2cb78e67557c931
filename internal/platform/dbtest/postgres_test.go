package dbtest

import (
	"database/sql"
	"testing"
)

func TestPostgresGivesASchemaWithTwoRoles(t *testing.T) {
	schema := Postgres(t)
	for url, want := range map[string]string{schema.OwnerURL: OwnerRole, schema.AppURL: AppRole} {
		db, err := sql.Open("pgx", url)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		var role, current string
		var super, temp bool
		if err := db.QueryRow(`SELECT current_user, current_schema(), rolsuper, has_database_privilege(current_database(), 'TEMP')
			FROM pg_roles WHERE rolname = current_user`).Scan(&role, &current, &super, &temp); err != nil {
			t.Fatal(err)
		}
		if role != want || current != schema.Name || super || temp {
			t.Errorf("got role %s, schema %s, superuser %v, temporary tables %v", role, current, super, temp)
		}
		_, err = db.Exec("CREATE TABLE probe (id int)")
		if owner := want == OwnerRole; (err == nil) != owner {
			t.Errorf("%s creates a table: %v", role, err)
		}
		_, _ = db.Exec("DROP TABLE probe")
	}
}

func TestSchemasAreSeparate(t *testing.T) {
	a, b := Postgres(t), Postgres(t)
	if a.Name == b.Name || a.AppURL == b.AppURL {
		t.Fatalf("same schema twice: %s", a.Name)
	}
}
