package rpc

import (
	"context"
	"fmt"
	"time"

	"google.golang.org/grpc"
)

// MaxMessage is the largest request over gRPC. Larger batches go over REST, which
// counts what has arrived of them.
const MaxMessage = 4 << 20

// Window is how much of a request may arrive before its caller is known: nobody
// reads more of it until then.
const Window = 64 << 10

// gate bounds the memory of calls over gRPC. present are the calls there are,
// each with up to one Window unread; receiving are those that are being read,
// each with up to MaxMessage. A call waits its turn to be read. patience is how
// long waiting and reading may take together.
type gate struct {
	present, receiving chan struct{}
	patience           time.Duration
}

func newGate(present, receiving int, patience time.Duration) *gate {
	return &gate{make(chan struct{}, present), make(chan struct{}, receiving), patience}
}

// gates of a gRPC server. Calls of methods open to everyone have their own and
// small one, so that who has not logged in takes no room from those who have.
type gates struct{ public, known *gate }

func newGates() *gates {
	return &gates{public: newGate(256, 16, 5*time.Second), known: newGate(512, 64, 20*time.Second)}
}

// request is a request over gRPC that has not been read.
type request struct {
	gate *gate
	read func() error
}

// enter takes a place among the calls there are, until leave.
func (r *request) enter() (leave func(), err error) {
	select {
	case r.gate.present <- struct{}{}:
		return func() { <-r.gate.present }, nil
	default:
		return nil, ReasonOverloaded.New()
	}
}

// receive reads the request. A caller who takes too long is not waited for: the
// end of the call ends the reading.
func (r *request) receive(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, r.gate.patience)
	defer cancel()
	select {
	case r.gate.receiving <- struct{}{}:
		defer func() { <-r.gate.receiving }()
	case <-ctx.Done():
		return ReasonOverloaded.New()
	}
	done := make(chan error, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				done <- fmt.Errorf("rpc: panic: %s", Panicked(p))
			}
		}()
		done <- r.read()
	}()
	var err error
	select {
	case err = <-done:
	case <-ctx.Done():
		err = ctx.Err()
	}
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ReasonIncomplete.New().WithCause(err)
	default:
		return ReasonMessage.New("max", MaxMessage).WithCause(err)
	}
}

// unread returns the service with methods that find out who calls before they
// read what he sends: an unknown caller makes the program hold and decode nothing.
func (s *Server) unread(desc *grpc.ServiceDesc, g *gates) *grpc.ServiceDesc {
	changed := *desc
	changed.Methods = make([]grpc.MethodDesc, len(desc.Methods))
	for i, m := range desc.Methods {
		gate := g.known
		if rule := s.methods[fmt.Sprintf("/%s/%s", desc.ServiceName, m.MethodName)]; rule != nil && rule.Rule.Public {
			gate = g.public
		}
		changed.Methods[i] = grpc.MethodDesc{MethodName: m.MethodName, Handler: func(impl any, ctx context.Context, read func(any) error, _ grpc.UnaryServerInterceptor) (any, error) {
			later := func(any) error { return nil }
			return m.Handler(impl, ctx, later, func(ctx context.Context, req any, info *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (any, error) {
				return s.run(ctx, req, info, handler, &request{gate, func() error { return arrive(read, req) }})
			})
		}}
	}
	return &changed
}
