package app

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"golang.org/x/net/netutil"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/keepalive"
)

// maxAnswer is the largest gRPC answer.
const maxAnswer = 16 << 20

// maxConnections is how many gRPC connections are open at once; others wait.
const maxConnections = 1024

// drain is how long running calls may still take when the program is told to stop.
const drain = 20 * time.Second

// Listeners are where the program serves. Both speak TLS when TLS is given.
type Listeners struct {
	HTTP, GRPC net.Listener
	TLS        *tls.Config
}

// Handler serves REST, screens, documentation and probes.
func (a *App) Handler() http.Handler { return a.gateway }

// GRPC returns a new gRPC server of all services. Callers cannot make it hold
// large messages, headers, or streams without end (what requests may take in all
// is said at [rpc.Server.GRPC]); reflection is off.
func (a *App) GRPC(options ...grpc.ServerOption) *grpc.Server {
	return a.server.GRPC(append([]grpc.ServerOption{
		grpc.MaxSendMsgSize(maxAnswer), grpc.MaxHeaderListSize(64 << 10),
		grpc.MaxConcurrentStreams(64), grpc.ConnectionTimeout(5 * time.Second),
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: 10 * time.Second, PermitWithoutStream: true}),
		grpc.KeepaliveParams(keepalive.ServerParameters{MaxConnectionIdle: 15 * time.Minute, Time: 2 * time.Minute, Timeout: 20 * time.Second}),
	}, options...)...)
}

// ErrDemoAddress says that a demo is to be served to other machines.
var ErrDemoAddress = errors.New("本县是演示数据，账号密码众所周知，只能在本机使用：请改用 127.0.0.1，或另选数据目录或 schema。" +
	"This county is a demo with known passwords, for this machine only: use 127.0.0.1, or another data folder or schema")

// CheckListeners refuses addresses the county must not be served at: a demo has a
// loopback address only, whatever the options of this start say.
func (a *App) CheckListeners(l Listeners) error {
	if !a.demo {
		return nil
	}
	for _, listener := range []net.Listener{l.HTTP, l.GRPC} {
		if at, ok := listener.Addr().(*net.TCPAddr); ok && !at.IP.IsLoopback() {
			return fmt.Errorf("%s: %w", at, ErrDemoAddress)
		}
	}
	return nil
}

// Run serves until ctx ends or a listener fails. Then it takes no new calls,
// lets running ones finish for up to 20 seconds, and returns. Close the App after it.
func (a *App) Run(ctx context.Context, l Listeners) error {
	if err := a.CheckListeners(l); err != nil {
		return errors.Join(err, l.HTTP.Close(), l.GRPC.Close())
	}
	web := a.gateway.Server()
	var options []grpc.ServerOption
	if l.TLS != nil {
		l.HTTP = tls.NewListener(l.HTTP, withProtocols(l.TLS))
		options = append(options, grpc.Creds(credentials.NewTLS(l.TLS.Clone())))
	}
	calls := a.GRPC(options...)
	failed := make(chan error, 2)
	go func() { failed <- web.Serve(l.HTTP) }()
	go func() { failed <- calls.Serve(netutil.LimitListener(l.GRPC, maxConnections)) }()

	var err error
	select {
	case <-ctx.Done():
		a.Log.Info("stopping")
	case err = <-failed:
	}
	a.stopping.Store(true)
	return errors.Join(err, a.stop(web, calls))
}

// withProtocols offers HTTP/2, which http.Server does by itself only for its own listener.
func withProtocols(c *tls.Config) *tls.Config {
	c = c.Clone()
	c.NextProtos = []string{"h2", "http/1.1"}
	return c
}

// stop lets what runs finish, then hangs up.
func (a *App) stop(web *http.Server, calls *grpc.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), drain)
	defer cancel()
	done := make(chan struct{})
	go func() {
		calls.GracefulStop()
		close(done)
	}()
	err := web.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = web.Close()
	}
	select {
	case <-done:
	case <-ctx.Done():
		calls.Stop()
		<-done
	}
	return err
}
