package main

import (
	"context"
	"regexp"
	"strings"
	"testing"

	entmigrate "zhengcun/ent/migrate"
	"zhengcun/internal/countytest"
)

// The planner adds a CHECK that is new by its name and does not see one that has
// changed, so that a migration for it is written by hand. This is what notices.
func TestChecksAreTheSchemas(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		ctx := context.Background()
		seen := 0
		for _, table := range entmigrate.Tables {
			if table.Annotation == nil {
				continue
			}
			for name, want := range table.Annotation.Checks {
				seen++
				if c.DB.Dialect() == "sqlite3" {
					var text string
					if err := c.Super.QueryRowContext(ctx, "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = $1", table.Name).Scan(&text); err != nil {
						t.Fatal(table.Name, err)
					}
					if !strings.Contains(plain(text), plain("CONSTRAINT "+name+" CHECK "+want)) {
						t.Errorf("%s has no check %s of this kind: %s\nit is %s", table.Name, name, want, text)
					}
					continue
				}
				tx, err := c.Super.BeginTx(ctx, nil)
				if err != nil {
					t.Fatal(err)
				}
				is := func(constraint string) (text string) {
					if err := tx.QueryRowContext(ctx, "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = $1::regclass AND conname = $2", table.Name, constraint).Scan(&text); err != nil {
						t.Fatal(table.Name, constraint, err)
					}
					return text
				}
				before := is(name)
				if _, err := tx.ExecContext(ctx, "ALTER TABLE "+table.Name+" ADD CONSTRAINT as_in_schema CHECK "+want); err != nil {
					t.Fatal(err)
				}
				if after := is("as_in_schema"); list(before) != list(after) {
					t.Errorf("%s, check %s: is %s, the schema says %s", table.Name, name, before, after)
				}
				_ = tx.Rollback()
			}
		}
		if seen < 20 {
			t.Errorf("only %d checks in the schema", seen)
		}
	})
}

var noise = regexp.MustCompile("[\\s`\"()]+")

// plain is SQL without blanks, quotes and brackets.
func plain(text string) string { return noise.ReplaceAllString(text, "") }

var casts = regexp.MustCompile(`::(character varying|text)(\[\])?`)

// list is a constraint as PostgreSQL prints it, without the casts that depend on how it was once written.
func list(text string) string { return plain(casts.ReplaceAllString(text, "")) }
