package app

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"go.uber.org/zap"

	"zhengcun/ent/migrate"
	"zhengcun/internal/ledger"
	"zhengcun/internal/people"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/catalogue"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/gateway"
)

// Grants are the rights of the application's role on guarded tables.
func Grants(role string) []string { return append(ledger.Grants(role), audit.Grants(role)...) }

// CheckGuards compares the constraints, triggers and functions of the ledger and
// the audit log with what the migrations made. A lost one makes no noise later.
func CheckGuards(ctx context.Context, d *db.DB) error {
	err := d.Read(ctx, func(ctx context.Context) error {
		return catalogue.Check(ctx, db.From(ctx), d.Dialect(), migrate.Guarded(d.Dialect()))
	})
	if err != nil {
		return fmt.Errorf("the guards of the ledger and the audit log are not as the migrations made them: %w", err)
	}
	return nil
}

// checkRole refuses a database role that no guard of the ledger and the audit log
// binds, or warns of it where that is allowed.
func (a *App) checkRole(ctx context.Context) error {
	err := a.DB.CheckRole(ctx, append(ledger.Tables(), "audit_entries"))
	var powerful *db.PowerfulRoleError
	if !errors.As(err, &powerful) || !a.options.AllowOwnerRole {
		return err
	}
	a.Warnings = append(a.Warnings, err.Error())
	a.Log.Warn("the database role may change ledger and audit log", zap.String("role", powerful.Role), zap.Bool("superuser", powerful.Super))
	return nil
}

// LoadReference inserts the default reference data that is missing, and gives
// channels the departments that exist by now. A program without a county has none.
func (a *App) LoadReference(ctx context.Context) error {
	return a.System(ctx, "reference data", func(ctx context.Context) error {
		there, err := db.From(ctx).Region.Query().Exist(ctx)
		if err != nil || !there {
			return err
		}
		return people.LoadReference(ctx)
	})
}

// LoadYuexi makes the database Yuexi's, the county of the demo and of tests:
// divisions and default reference data, without any body or user. One that has
// divisions keeps its own.
func (a *App) LoadYuexi(ctx context.Context) error {
	err := a.System(ctx, "reference data", func(ctx context.Context) error {
		there, err := db.From(ctx).Region.Query().Exist(ctx)
		if err != nil || there {
			return err
		}
		_, err = people.LoadDivisions(ctx)
		return err
	})
	if err != nil {
		return err
	}
	return a.LoadReference(ctx)
}

// Empty tells whether the county has no user yet.
func (a *App) Empty(ctx context.Context) (bool, error) {
	set, err := a.People.SetUp(ctx)
	return !set, err
}

// ready tells why calls cannot be served now: the program is stopping, or the
// database does not answer or lacks a migration.
func (a *App) ready(ctx context.Context) error {
	if a.stopping.Load() {
		return gateway.ReasonStopping.New()
	}
	want, err := newestMigration(a.DB.Dialect())
	if err != nil {
		return err
	}
	var have sql.NullInt64
	err = a.DB.Read(ctx, func(ctx context.Context) error {
		return db.From(ctx).QueryRowContext(ctx, "SELECT max(version_id) FROM schema_migrations").Scan(&have)
	})
	if err == nil && have.Int64 < want {
		err = fmt.Errorf("the database has version %d, this program needs %d", have.Int64, want)
	}
	if err != nil {
		return db.ReasonUnavailable.New().WithCause(err)
	}
	return nil
}

// newestMigration is the version the program brings a database to.
func newestMigration(dialect string) (int64, error) {
	files, err := db.MigrationFiles(dialect)
	if err != nil {
		return 0, err
	}
	names, err := fs.Glob(files, "*.sql")
	if err != nil || len(names) == 0 {
		return 0, fmt.Errorf("no migrations: %w", err)
	}
	version, _, _ := strings.Cut(names[len(names)-1], "_")
	return strconv.ParseInt(version, 10, 64)
}
