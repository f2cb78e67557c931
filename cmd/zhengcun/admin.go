package main

import (
	"context"
	"errors"
	"fmt"

	"go.uber.org/zap"

	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/internal/app"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/call"
	"zhengcun/internal/platform/config"
	"zhengcun/internal/platform/db"
)

type adminCommand struct {
	ResetPassword resetCommand `cmd:"" help:"Give an account a one-time password, and prove that it opens. 重置密码"`
}

type resetCommand struct {
	config.County
	Username string `arg:"" help:"The account. 账号"`
}

// Help is an example.
func (resetCommand) Help() string {
	return `For when no administrator can log in; otherwise the security administrator does it on the screen. Prints the password once, ends the account's sessions, and is in the audit log.
On SQLite the server must be stopped meanwhile; on PostgreSQL it need not.

  zhengcun admin reset-password security --data /var/lib/zhengcun`
}

// Run resets and logs in with the new password.
func (r *resetCommand) Run(log *zap.Logger) error {
	ctx := call.With(context.Background(), &call.Info{RequestID: "admin-reset-password", Language: "zh-CN"})
	release, err := db.Lock(r.Database())
	if err != nil {
		return err
	}
	defer func() { _ = release() }()
	a, err := app.New(ctx, app.Options{Database: r.Database(), KeyFile: r.KeyFile(), Files: r.FileStore(), AllowOwnerRole: r.AllowOwnerRole, Log: log})
	if err != nil {
		return err
	}
	defer func() { _ = a.Close() }()
	secret, err := a.People.ResetPassword(ctx, "admin reset-password", r.Username)
	if errors.Is(err, fault.ReasonNotFound) {
		return fmt.Errorf("没有账号 %s。There is no account %s", r.Username, r.Username)
	}
	if err != nil {
		return err
	}
	if err := prove(ctx, a, r.Username, secret); err != nil {
		return fmt.Errorf("密码已重置，但用它登录没有成功。The password was reset, but logging in with it failed: %w", err)
	}
	fmt.Printf("%s 的新密码（已试登录成功，首次登录时必须修改，只显示这一次）\nThe new password of %s (tried, must be changed at the first log-in, shown once):\n  %s\n", r.Username, r.Username, secret)
	return nil
}

// prove logs in as anybody would, and out again.
func prove(ctx context.Context, a *app.App, username, secret string) error {
	sessions := peoplev1.NewSessionServiceClient(a.Conn())
	session, err := sessions.CreateSession(ctx, &peoplev1.CreateSessionRequest{Username: username, Password: secret})
	if err != nil {
		return err
	}
	ctx = call.With(ctx, &call.Info{RequestID: "admin-reset-password", Language: "zh-CN", Token: session.Token})
	_, err = sessions.DeleteCurrentSession(ctx, &peoplev1.DeleteCurrentSessionRequest{})
	return err
}
