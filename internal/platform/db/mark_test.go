package db_test

import (
	"context"
	"testing"

	"zhengcun/internal/countytest"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
)

func TestAMarkStays(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		set := func(value string) error {
			return c.DB.Tx(as(t), func(ctx context.Context) error {
				if _, there, err := db.Mark(ctx, db.MarkKeys); err != nil || there {
					return err
				}
				db.Audit(ctx, audit.Entry{Action: "test.mark"})
				return db.SetMark(ctx, db.MarkKeys, value)
			})
		}
		must(t, set("first"))
		must(t, set("second"))
		must(t, c.DB.Read(as(t), func(ctx context.Context) error {
			if value, there, err := db.Mark(ctx, db.MarkKeys); err != nil || !there || value != "first" {
				t.Errorf("%q, %v, %v", value, there, err)
			}
			if _, there, err := db.Mark(ctx, db.MarkDemo); err != nil || there {
				t.Errorf("a mark nobody set: %v, %v", there, err)
			}
			return nil
		}))
		if err := c.DB.Tx(as(t), func(ctx context.Context) error { return db.SetMark(ctx, db.MarkKeys, "third") }); err == nil {
			t.Error("a mark was set twice")
		}
	})
}
