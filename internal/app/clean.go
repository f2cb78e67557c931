package app

import (
	"context"
	"time"

	"go.uber.org/zap"

	"zhengcun/internal/people"
	"zhengcun/internal/platform/idempotency"
	"zhengcun/internal/platform/scope"
)

// How often what has expired is dropped, and contents of files that no row names: those are looked for one by one.
const (
	cleanEvery      = 10 * time.Minute
	cleanFilesEvery = time.Hour
)

// clean drops what has expired until ctx ends. Several processes may do it at
// once: what one has dropped the other does not find.
func (a *App) clean(ctx context.Context) {
	tick := time.NewTicker(cleanEvery)
	defer tick.Stop()
	files := time.NewTicker(cleanFilesEvery)
	defer files.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			a.cleanOnce(ctx)
		case <-files.C:
			a.cleanFiles(ctx)
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
		a.cleaned(ctx, what, n, err)
	}
}

// cleanFiles runs in no transaction: it may take long, and changes no row.
func (a *App) cleanFiles(ctx context.Context) {
	n, err := a.Files.Clean(scope.With(ctx, scope.SystemViewer("cleaning")))
	a.cleaned(ctx, "contents of files", n, err)
}

func (a *App) cleaned(ctx context.Context, what string, n int, err error) {
	if err != nil && ctx.Err() == nil {
		a.Log.Error("cleaning failed", zap.String("what", what), zap.Error(err))
	}
	if n > 0 {
		a.Log.Info("cleaned", zap.String("what", what), zap.Int("dropped", n))
	}
}
