package app

import (
	"context"
	"time"

	"go.uber.org/zap"

	"zhengcun/internal/people"
	"zhengcun/internal/platform/idempotency"
)

// cleanEvery is how often what has expired is dropped.
const cleanEvery = 10 * time.Minute

// clean drops what has expired until ctx ends. Several processes may do it at
// once: what one has dropped the other does not find.
func (a *App) clean(ctx context.Context) {
	tick := time.NewTicker(cleanEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			a.cleanOnce(ctx)
		}
	}
}

func (a *App) cleanOnce(ctx context.Context) {
	for what, forget := range map[string]func(context.Context) (int, error){
		"idempotency keys": idempotency.Forget, "sessions": people.ForgetSessions, "calls of API clients": people.ForgetRequests,
	} {
		var n int
		err := a.System(ctx, "cleaning", func(ctx context.Context) (err error) {
			n, err = forget(ctx)
			return err
		})
		switch {
		case err != nil && ctx.Err() == nil:
			a.Log.Error("cleaning failed", zap.String("what", what), zap.Error(err))
		case n > 0:
			a.Log.Info("cleaned", zap.String("what", what), zap.Int("rows", n))
		}
	}
}
