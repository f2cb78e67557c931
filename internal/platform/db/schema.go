package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// checkSchema says which setting is missing when no schema is named and the connection's own is none or the public one
// while the county's is elsewhere. Otherwise the first question would be about a relation that does not exist.
func checkSchema(ctx context.Context, pool *sql.DB, address, schema string) error {
	c, err := pgx.ParseConfig(address)
	if err != nil {
		return fmt.Errorf("db: PostgreSQL URL: %w", err)
	}
	if schema != "" || c.RuntimeParams["search_path"] != "" {
		return nil
	}
	var current, there, others *string
	if err := pool.QueryRowContext(ctx, `SELECT current_schema()::text, to_regclass('schema_migrations')::text,
		(SELECT string_agg(nspname, ', ' ORDER BY nspname) FROM pg_namespace
		  WHERE nspname NOT LIKE 'pg\_%' AND nspname NOT IN ('information_schema', 'public') AND has_schema_privilege(oid, 'USAGE'))`).
		Scan(&current, &there, &others); err != nil {
		return fmt.Errorf("db: schema: %w", err)
	}
	if current != nil && (*current != "public" || there != nil || others == nil) {
		return nil
	}
	zh, en := "", ""
	if others != nil {
		zh, en = "可用的有："+*others+"。", "; there are: "+*others
	}
	return errors.New("没有设置 ZHENGCUN_SCHEMA（--schema）：请填写本县的 schema，例如 ZHENGCUN_SCHEMA=yuexi。" + zh +
		"ZHENGCUN_SCHEMA (--schema) is not set: name the county's schema" + en)
}
