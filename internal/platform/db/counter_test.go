package db_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"zhengcun/internal/countytest"
	"zhengcun/internal/platform/db"
)

// TestNumbersWithoutGap takes numbers from many sides at once, from the first on,
// and gives a third of the transactions up.
func TestNumbersWithoutGap(t *testing.T) {
	errGiveUp := errors.New("give up")
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		var mu sync.Mutex
		var taken []int64
		var wait sync.WaitGroup
		for range 32 {
			wait.Go(func() {
				for range 4 {
					giveUp := rand.IntN(3) == 0
					var n int64
					err := c.DB.Tx(as(t), func(ctx context.Context) (err error) {
						entry(ctx)
						if n, err = db.NextNumber(ctx, "claim/2026"); err == nil && giveUp {
							err = errGiveUp
						}
						return err
					})
					switch {
					case giveUp && errors.Is(err, errGiveUp):
					case err != nil:
						t.Error(err)
					default:
						mu.Lock()
						taken = append(taken, n)
						mu.Unlock()
					}
				}
			})
		}
		wait.Wait()
		slices.Sort(taken)
		for i, n := range taken {
			if n != int64(i+1) {
				t.Fatalf("gap or duplicate: %v", taken)
			}
		}
	})
}
