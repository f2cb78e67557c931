package app

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"go.uber.org/zap"
)

// openSetup lets a program without a county be set up in the browser, by who sees the code.
func (a *App) openSetup(ctx context.Context) error {
	set, err := a.People.SetUp(ctx)
	if err != nil {
		return err
	}
	if set || a.demo {
		return a.forgetCode()
	}
	a.SetupCode = a.People.OpenSetup(func() {
		if err := a.forgetCode(); err != nil {
			a.Log.Warn("the file of the one-time code stays", zap.Error(err))
		}
		a.Log.Info("the county was set up")
	})
	if a.options.SetupCodeFile == "" {
		return nil
	}
	if err := a.forgetCode(); err != nil { // one with other rights would keep them
		return err
	}
	return os.WriteFile(a.options.SetupCodeFile, []byte(a.SetupCode+"\n"), 0o600)
}

// forgetCode removes the file of the code: it opens nothing any more.
func (a *App) forgetCode() error {
	if a.options.SetupCodeFile == "" {
		return nil
	}
	err := os.Remove(a.options.SetupCodeFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
