package db_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zhengcun/ent/counter"
	"zhengcun/internal/countytest"
	"zhengcun/internal/platform/db"
)

// TestKnown: what is known follows every change made through the same DB at once, a
// transaction's own before its commit, and another process's within the time promised.
func TestKnown(t *testing.T) {
	known := db.NewKnown(10, []string{counter.Table}, func(ctx context.Context, name string) (int64, bool, error) {
		row, err := db.From(ctx).Counter.Query().Where(counter.Name(name)).Only(ctx)
		if err != nil {
			return 0, false, err
		}
		return row.Value, true, nil
	})
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		set := func(d *db.DB, value int64) error {
			return d.Tx(as(t), func(ctx context.Context) error {
				entry(ctx)
				err := db.From(ctx).Counter.Update().SetValue(value).Exec(ctx)
				if own, ownErr := known.Get(ctx, "a"); err == nil && (ownErr != nil || own != value) {
					t.Errorf("inside the change: %d, %v", own, ownErr)
				}
				return err
			})
		}
		if err := c.DB.Tx(as(t), func(ctx context.Context) error { entry(ctx); return put(ctx, "a") }); err != nil {
			t.Fatal(err)
		}
		// Between a commit and its answer either value may be told.
		var answered atomic.Int64
		var reading sync.WaitGroup
		stop := make(chan struct{})
		for range 4 {
			reading.Go(func() {
				for {
					least := answered.Load()
					value, err := known.Of(as(t), c.DB, "a")
					if err != nil || value < least {
						t.Errorf("%d after the change to %d was answered: %v", value, least, err)
						return
					}
					select {
					case <-stop:
						return
					default:
					}
				}
			})
		}
		for value := int64(2); value < 100; value++ {
			if err := set(c.DB, value); err != nil {
				t.Fatal(err)
			}
			answered.Store(value)
			if got, err := known.Of(as(t), c.DB, "a"); err != nil || got != value {
				t.Fatalf("after the change to %d: %d, %v", value, got, err)
			}
		}
		close(stop)
		reading.Wait()

		other, err := db.Open(t.Context(), c.Config)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = other.Close() }()
		if err := set(other, 1000); err != nil {
			t.Fatal(err)
		}
		time.Sleep(db.KnownFor + 10*time.Millisecond)
		if got, err := known.Of(as(t), c.DB, "a"); err != nil || got != 1000 {
			t.Fatalf("after another process's change: %d, %v", got, err)
		}
	})
}
