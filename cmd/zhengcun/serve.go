package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"go.uber.org/zap"

	"zhengcun/frontend"
	"zhengcun/internal/app"
	"zhengcun/internal/platform/config"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/rpc"
)

type serveCommand struct {
	config.County
	config.Listen
}

// Help is an example.
func (serveCommand) Help() string {
	return `Migrates the database first. Stops on SIGTERM or SIGINT and lets running calls finish for up to 20 seconds.

  zhengcun serve --demo
  ZHENGCUN_DATABASE_URL=postgres://zc_app@db/zhengcun zhengcun serve --schema yuexi --http-addr :8080`
}

// Run serves until it is told to stop.
func (s *serveCommand) Run(log *zap.Logger) error {
	if err := s.Check(); err != nil {
		return &exit{2, err}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends it at once
	proxies, err := s.Proxies()
	if err != nil {
		return &exit{2, err}
	}
	release, err := db.Lock(s.Database())
	if err != nil {
		return err
	}
	defer func() { _ = release() }()
	app.Tune()
	listeners, err := s.listen()
	if err != nil {
		return err
	}
	a, err := app.New(ctx, app.Options{
		Database: s.Database(), KeyFile: s.KeyFile(), Files: s.FileStore(), AllowOwnerRole: s.AllowOwnerRole, Log: log, SPA: frontend.Dist(), Words: frontend.Words(), Demo: s.Demo, Populate: populate(usual, s.Data),
		Proxies: proxies, MetricsPublic: s.MetricsPublic, Limits: rpc.Limits{PerMinute: s.APIRate, Burst: s.APIBurst},
		SetupCodeFile: s.SetupCodeFile(),
	})
	if err != nil {
		return errors.Join(err, listeners.HTTP.Close(), listeners.GRPC.Close())
	}
	if err := a.CheckListeners(listeners); err != nil {
		return &exit{2, errors.Join(err, listeners.HTTP.Close(), listeners.GRPC.Close(), a.Close())}
	}
	s.announce(a, listeners)
	return errors.Join(a.Run(ctx, listeners), a.Close())
}

// listen takes the addresses before anything else, so that a second start fails
// at once and changes nothing.
func (s *serveCommand) listen() (l app.Listeners, err error) {
	if s.TLSCert != "" {
		pair, err := tls.LoadX509KeyPair(s.TLSCert, s.TLSKey)
		if err != nil {
			return l, fmt.Errorf("certificate: %w", err)
		}
		l.TLS = &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	}
	if l.HTTP, err = net.Listen("tcp", s.HTTPAddr); err != nil {
		return l, fmt.Errorf("http-addr: %w", err)
	}
	if l.GRPC, err = net.Listen("tcp", s.GRPCAddr); err != nil {
		return l, errors.Join(fmt.Errorf("grpc-addr: %w", err), l.HTTP.Close())
	}
	return l, nil
}

// announce tells the person at the terminal where to go.
func (s *serveCommand) announce(a *app.App, l app.Listeners) {
	scheme := "http"
	if l.TLS != nil {
		scheme = "https"
	}
	where := s.Database().File
	if s.DatabaseURL != "" {
		where = db.Redact(s.DatabaseURL)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\n整村 Zhengcun %s\n  界面 screens  %s://%s\n  接口 docs     %s://%s/docs\n  gRPC          %s\n  数据 data     %s\n",
		version, scheme, l.HTTP.Addr(), scheme, l.HTTP.Addr(), l.GRPC.Addr(), where)
	for _, warning := range a.Warnings {
		fmt.Fprintf(&b, "  警告 WARNING  %s\n", warning)
	}
	if a.Demo() {
		b.WriteString(demoNotice(s.Data))
	}
	if a.SetupCode != "" {
		fmt.Fprintf(&b, "  还没有建县：打开 %s://%s/setup，输入一次性代码（或停止服务后运行 zhengcun init）\n  No county yet: open /setup there with the one-time code (or stop and run zhengcun init)\n\n      %s\n",
			scheme, l.HTTP.Addr(), a.SetupCode)
	}
	_, _ = fmt.Fprintln(os.Stderr, b.String())
	a.Log.Info("serving", zap.Stringer("http", l.HTTP.Addr()), zap.Stringer("grpc", l.GRPC.Addr()), zap.String("version", version), zap.Bool("demo", a.Demo()))
}

type migrateCommand struct{ config.County }

// Help is an example.
func (migrateCommand) Help() string {
	return `On PostgreSQL the owner migrates and then grants the application's role what it needs. serve does the same at its start.

  ZHENGCUN_MIGRATE_DATABASE_URL=postgres://zc_owner@db/zhengcun ZHENGCUN_DATABASE_URL=postgres://zc_app@db/zhengcun zhengcun migrate --schema yuexi`
}

// Run migrates and checks what came out.
func (m *migrateCommand) Run(log *zap.Logger) error {
	ctx := context.Background()
	release, err := db.Lock(m.Database())
	if err != nil {
		return err
	}
	defer func() { _ = release() }()
	if err := db.Migrate(ctx, m.Database(), app.Grants); err != nil {
		return err
	}
	d, err := db.Open(ctx, m.Database())
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	if err := app.CheckGuards(ctx, d); err != nil {
		return err
	}
	log.Info("the database has the newest form")
	return nil
}
