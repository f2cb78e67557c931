package db_test

import (
	"context"
	"errors"
	"testing"

	"zhengcun/ent/counter"
	"zhengcun/internal/countytest"
	"zhengcun/internal/platform/db"
)

// What asks one question runs once and without a transaction; whatever else it does, it
// runs again in one, also when it hides that it was refused.
func TestAsk(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		question := func(ctx context.Context) error {
			var n int
			return db.From(ctx).QueryRowContext(ctx, "SELECT COUNT(*) FROM counters").Scan(&n)
		}
		wrong := errors.New("wrong")
		for name, one := range map[string]struct {
			fn   func(ctx context.Context) error
			runs int
			want error
		}{
			"one question": {question, 1, nil},
			"ent's question": {func(ctx context.Context) error {
				_, err := db.From(ctx).Counter.Query().Where(counter.Name("x")).Exist(ctx)
				return err
			}, 1, nil},
			"none":               {func(context.Context) error { return wrong }, 1, wrong},
			"two":                {func(ctx context.Context) error { return errors.Join(question(ctx), question(ctx)) }, 2, nil},
			"two, the first bad": {func(ctx context.Context) error { _ = question(ctx); _ = question(ctx); return wrong }, 2, wrong},
			"many rows, twice": {func(ctx context.Context) error {
				rows := func() error {
					rows, err := db.From(ctx).QueryContext(ctx, "SELECT 1 UNION ALL SELECT 2")
					if err != nil {
						return err
					}
					defer func() { _ = rows.Close() }()
					for rows.Next() {
						continue
					}
					return rows.Err()
				}
				return errors.Join(rows(), rows())
			}, 2, nil},
		} {
			runs := 0
			err := c.DB.Ask(context.Background(), func(ctx context.Context) error {
				runs++
				if !db.From(ctx).ReadOnly() {
					t.Errorf("%s: not read-only", name)
				}
				return one.fn(ctx)
			})
			if runs != one.runs || !errors.Is(err, one.want) {
				t.Errorf("%s: ran %d times, %v", name, runs, err)
			}
		}
		for name, change := range map[string]func(ctx context.Context) error{
			"by ent": func(ctx context.Context) error { return put(ctx, "asked") },
			"by hand": func(ctx context.Context) error {
				_, err := db.From(ctx).ExecContext(ctx, "DELETE FROM counters")
				return err
			},
			"by question": func(ctx context.Context) error {
				return db.From(ctx).QueryRowContext(ctx, "UPDATE counters SET value = 1 RETURNING value").Scan(new(int))
			},
			"a lock": func(ctx context.Context) error {
				return db.From(ctx).QueryRowContext(ctx, "SELECT value FROM counters FOR UPDATE").Scan(new(int))
			},
			"in a WITH": func(ctx context.Context) error {
				return db.From(ctx).QueryRowContext(ctx, "WITH x AS (DELETE FROM counters RETURNING 1) SELECT 1 FROM x").Scan(new(int))
			},
		} {
			if err := c.DB.Ask(context.Background(), change); err == nil {
				t.Errorf("a change %s passed", name)
			}
		}
		// Inside a transaction it is that transaction's.
		err := c.DB.Read(context.Background(), func(ctx context.Context) error {
			return c.DB.Ask(ctx, func(ctx context.Context) error { return errors.Join(question(ctx), question(ctx)) })
		})
		if err != nil {
			t.Error(err)
		}
	})
}
