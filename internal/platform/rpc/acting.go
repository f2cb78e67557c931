package rpc

import (
	"context"

	"google.golang.org/grpc"
	"google.golang.org/grpc/status"

	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/scope"
)

// As is an in-process connection whose calls run for v. Who calls is not found
// out anew; every other step is taken as for a caller from outside: access rule,
// checks of the request, one transaction, scope and audit. Inside [db.DB.Tx] the
// calls join the transaction, so that many of them are stored together or not at
// all. The calls are not logged or counted one by one: they are nobody's traffic.
//
// It has two honest uses. One is code that acts for people it has itself put
// there, as the demo does. The other is a method that answers its own caller out
// of another method, as an export does out of a list: it passes on the viewer it
// was called for, never another, so that what the other method refuses him it
// refuses too, in the same words: the error holds the [fault.Error]. Nothing from
// outside the process can get one. The context of a call must carry a call.Info
// with a request id.
func (s *Server) As(v *scope.Viewer) grpc.ClientConnInterface { return &conn{server: s, viewer: v} }

type actingKey struct{}

func withActing(ctx context.Context, v *scope.Viewer) context.Context {
	return context.WithValue(ctx, actingKey{}, v)
}

// acting is the viewer of a connection of [Server.As], or nil.
func acting(ctx context.Context) *scope.Viewer {
	v, _ := ctx.Value(actingKey{}).(*scope.Viewer)
	return v
}

// refusal is why a call of [Server.As] was refused: what a caller over the wire
// gets, and the fault itself for a method that passes it on.
type refusal struct {
	error
	status *status.Status
	fault  *fault.Error
}

// GRPCStatus makes it the status it stands for.
func (r *refusal) GRPCStatus() *status.Status { return r.status }

func (r *refusal) Unwrap() error { return r.fault }
