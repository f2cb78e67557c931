package db

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect"
)

// PowerfulRoleError says that the application works as a role that no guard of the ledger and the audit log binds.
type PowerfulRoleError struct {
	Role  string
	Super bool // else it owns a table, or may become its owner
}

func (e *PowerfulRoleError) Error() string {
	zh, en := "是账本或审计日志表的属主", "owns tables of the ledger or the audit log"
	if e.Super {
		zh, en = "是 PostgreSQL 超级用户", "is a superuser of PostgreSQL"
	}
	return fmt.Sprintf("数据库角色 %s %s，账本与审计日志的保护对它不起作用。请在 ZHENGCUN_DATABASE_URL 中改用较小权限的应用角色，并把属主写入 ZHENGCUN_MIGRATE_DATABASE_URL（见 deploy/postgresql.md）；"+
		"仅供试用时可设 ZHENGCUN_ALLOW_OWNER_ROLE=true。"+
		"The database role %s %s, so nothing keeps it from changing ledger and audit log. Use the application's lesser role in ZHENGCUN_DATABASE_URL and the owner in ZHENGCUN_MIGRATE_DATABASE_URL "+
		"(deploy/postgresql.md); to try things out, set ZHENGCUN_ALLOW_OWNER_ROLE=true", e.Role, zh, e.Role, en)
}

// CheckRole returns a [PowerfulRoleError] when the application's role on PostgreSQL is a superuser, or owns one of
// the guarded tables or may act as its owner.
func (d *DB) CheckRole(ctx context.Context, guarded []string) error {
	if d.dialect != dialect.Postgres {
		return nil
	}
	found := PowerfulRoleError{}
	var owner bool
	err := d.Read(ctx, func(ctx context.Context) error {
		return From(ctx).QueryRowContext(ctx, `SELECT current_user, r.rolsuper,
			EXISTS (SELECT 1 FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relname = ANY($1) AND pg_has_role(r.oid, c.relowner, 'MEMBER'))
			FROM pg_roles r WHERE r.rolname = current_user`, guarded).Scan(&found.Role, &found.Super, &owner)
	})
	if err != nil {
		return fmt.Errorf("db: rights of the role: %w", err)
	}
	if found.Super || owner {
		return &found
	}
	return nil
}
