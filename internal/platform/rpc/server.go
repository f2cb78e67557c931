// Package rpc serves the methods of the contract. Every call, over gRPC or REST,
// goes through the same steps in the same order: who calls, may they, is the
// request well formed, and one transaction with idempotency, scope and audit.
package rpc

import (
	"context"
	"crypto/hmac"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"github.com/google/uuid"
	"go.uber.org/zap"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/access"
	"zhengcun/internal/platform/call"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/idempotency"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/validate"
)

// Authenticator finds out who sent a token. It answers nil for one that is
// unknown, ended or shut.
type Authenticator interface {
	Authenticate(ctx context.Context, token string) (*scope.Viewer, error)
	// Admit refuses a method that is closed to the viewer for now, whatever his roles.
	Admit(v *scope.Viewer, method string) error
	// CSRFToken is what a changing call of the session must carry when it comes with a cookie.
	CSRFToken(sessionID string) string
}

// Recorder is told of each call that was found to be an API client's, once it has
// an answer. It must not wait.
type Recorder interface {
	Record(a Answered)
}

// Answered is a call with its answer.
type Answered struct {
	Call   *call.Info
	Viewer *scope.Viewer
	// Began is when the call came, by the product's clock.
	Began time.Time
	Took  time.Duration
	// Status is what the caller was told, Reason the stable reason of a refusal.
	Status *status.Status
	Reason string
	// Response is the answer of a call that was not refused.
	Response proto.Message
}

// Server serves the registered services.
type Server struct {
	DB        *db.DB
	Auth      Authenticator
	Validator *validate.Validator
	Log       *zap.Logger
	Metrics   *Metrics
	// Recorder is told of the calls of API clients; nil for nobody.
	Recorder Recorder
	// Limits bound how often each API client calls; without any it may as often as it can.
	Limits Limits
	// Grouped are the methods, by full name, whose calls are stored together with those
	// of others ([db.DB.Group]): those that as a rule only add rows.
	Grouped []string
	// Single are the methods, by full name, that as a rule ask the database one
	// question ([db.DB.Ask]).
	Single []string
	// Timeout is how long one call may take.
	Timeout time.Duration
	// Proxies are the networks whose word about a gRPC caller's address is taken.
	Proxies call.Proxies

	local   local
	limiter limiter
	methods map[string]*access.Method
}

// RegisterService implements grpc.ServiceRegistrar.
func (s *Server) RegisterService(desc *grpc.ServiceDesc, impl any) { s.local.register(desc, impl) }

// Seal reads the access rules of everything registered; it fails when one is
// missing or asks for an etag that the request has no place for.
func (s *Server) Seal() (err error) {
	if s.methods, err = access.Methods(s.local.info()); err != nil {
		return err
	}
	for name, m := range s.methods {
		if _, fd := etagField(messageType(m.Descriptor.Input().FullName()).New()); fd == nil && m.Rule.EtagRequired {
			return fmt.Errorf("rpc: %s requires an etag and its request has none", name)
		}
	}
	return nil
}

// Methods are the methods served, with their rules.
func (s *Server) Methods() map[string]*access.Method { return s.methods }

// Conn is an in-process connection: what REST calls go through. It saves a
// round through gRPC's transport and loses none of the steps.
func (s *Server) Conn() grpc.ClientConnInterface { return &conn{server: s} }

// GRPC returns a gRPC server with all registered services, once they are sealed.
// Requests take a bounded share of memory, whoever sends them.
func (s *Server) GRPC(options ...grpc.ServerOption) *grpc.Server {
	// A window of a fixed size: gRPC would let that of a fast caller grow to 16 MB.
	g := grpc.NewServer(append(options, grpc.ForceServerCodecV2(newCodec()), grpc.MaxRecvMsgSize(MaxMessage), grpc.InitialWindowSize(Window), grpc.InitialConnWindowSize(1<<20))...)
	limits := newGates()
	for _, service := range s.local.services {
		g.RegisterService(s.unread(service.desc, limits), service.impl)
	}
	return g
}

// intercept runs one call whose request is there.
func (s *Server) intercept(ctx context.Context, req any, info *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (any, error) {
	return s.run(ctx, req, info, handler, nil)
}

// run runs one call. unread is its request when it has still to be read.
func (s *Server) run(ctx context.Context, req any, info *grpc.UnaryServerInfo, handler grpc.UnaryHandler, unread *request) (resp any, err error) {
	started, began := time.Now(), s.DB.Clock().Now()
	c := s.info(ctx, info.FullMethod)
	ctx = call.With(ctx, c)
	ctx, cancel := context.WithTimeout(ctx, s.Timeout)
	defer cancel()
	_ = grpc.SetHeader(ctx, metadata.Pairs("x-request-id", c.RequestID))

	var viewer *scope.Viewer
	resp, err = s.guarded(c, func() (proto.Message, error) {
		if unread != nil {
			leave, err := unread.enter()
			if err != nil {
				return nil, err
			}
			defer leave()
		}
		viewer, err = s.viewer(ctx, c)
		if err != nil {
			return nil, err
		}
		if err := s.limit(ctx, c, viewer); err != nil {
			return nil, err
		}
		return s.serve(ctx, c, viewer, req.(proto.Message), handler, unread)
	})
	a := Answered{Call: c, Viewer: viewer, Began: began}
	if err != nil {
		f := Known(ctx, err)
		a.Status, a.Reason = Status(f, c.Language), f.Reason().Code
		s.report(c, f)
		resp, err = nil, a.Status.Err()
		if acting(ctx) != nil {
			err = &refusal{err, a.Status, f}
		}
	} else {
		a.Response = resp.(proto.Message)
	}
	if acting(ctx) == nil {
		a.Took = time.Since(started)
		s.record(a)
	}
	return resp, err
}

// guarded turns a panic into an error: one broken call ends alone.
func (s *Server) guarded(c *call.Info, fn func() (proto.Message, error)) (resp any, err error) {
	defer func() {
		if p := recover(); p != nil {
			text := Panicked(p)
			s.Log.Error("panic", zap.String("request_id", c.RequestID), zap.String("method", c.Method), zap.String("panic", text), zap.ByteString("stack", debug.Stack()))
			resp, err = nil, fmt.Errorf("rpc: panic: %s", text)
		}
	}()
	m, err := fn()
	if err != nil {
		return nil, err
	}
	return m, nil
}

// Panicked says what a panic was without what somebody typed, which its value may hold.
func Panicked(p any) string {
	if e, ours := p.(runtime.Error); ours {
		return e.Error()
	}
	return fmt.Sprintf("%T", p)
}

func (s *Server) viewer(ctx context.Context, c *call.Info) (*scope.Viewer, error) {
	method := s.methods[c.Method]
	if method == nil {
		return nil, ReasonUnknownMethod.New()
	}
	if v := acting(ctx); v != nil {
		return v, nil
	}
	if method.Rule.Public || c.Token == "" {
		if !method.Rule.Public {
			return nil, ReasonSignIn.New()
		}
		return nil, nil
	}
	viewer, err := s.Auth.Authenticate(ctx, c.Token)
	if err != nil {
		return nil, err
	}
	if viewer == nil {
		return nil, ReasonSignIn.New()
	}
	return viewer, nil
}

func (s *Server) serve(ctx context.Context, c *call.Info, viewer *scope.Viewer, req proto.Message, handler grpc.UnaryHandler, unread *request) (proto.Message, error) {
	method := s.methods[c.Method]
	if viewer != nil {
		if err := s.Auth.Admit(viewer, c.Method); err != nil {
			return nil, err
		}
	}
	if !access.Allows(method.Rule, viewer) {
		return nil, ReasonForbidden.New()
	}
	changes := method.Rule.Effect != access.Read
	if viewer != nil {
		ctx = scope.With(ctx, viewer)
		if c.Cookie && changes && !hmac.Equal([]byte(c.CSRFToken), []byte(s.Auth.CSRFToken(viewer.SessionID))) {
			return nil, ReasonCSRF.New()
		}
	}
	if unread != nil {
		if err := unread.receive(ctx); err != nil {
			return nil, err
		}
	}
	if err := s.check(c, method, req); err != nil {
		return nil, err
	}
	run := func(ctx context.Context) (proto.Message, error) {
		resp, err := handler(ctx, req)
		if err != nil {
			return nil, err
		}
		return resp.(proto.Message), nil
	}
	switch method.Rule.Effect {
	case access.Read:
		var resp proto.Message
		read := s.DB.Read
		if slices.Contains(s.Single, c.Method) {
			read = s.DB.Ask
		}
		err := read(ctx, func(ctx context.Context) (err error) {
			resp, err = run(ctx)
			return err
		})
		return resp, err
	case access.Write:
		return s.write(ctx, c, method, viewer, req, run)
	default:
		return run(ctx)
	}
}

// check refuses a request that is wrong in itself.
func (s *Server) check(c *call.Info, method *access.Method, req proto.Message) error {
	m := req.ProtoReflect()
	if batch := m.Descriptor().Fields().ByName("requests"); batch != nil && batch.IsList() {
		return checkBatch(m.Get(batch).List().Len())
	}
	bad := checkFields(m, "")
	if resource, _, ok := masked(m); ok {
		// In an update the id names the record, as the path does over REST.
		id := join(string(resource.Name()), "id")
		bad = slices.DeleteFunc(bad, func(v fault.Violation) bool { return v.Field == id && v.Reason == ReasonServerOwned })
	}
	bad = append(bad, checkMask(m)...)
	if method.Rule.EtagRequired {
		holder, fd := etagField(m)
		if holder.Get(fd).String() == "" {
			if c.IfMatch == "" {
				return ReasonEtagRequired.New()
			}
			holder.Set(fd, protoreflect.ValueOfString(c.IfMatch))
		}
	}
	if len(bad) == 0 {
		if resource, mask, ok := masked(m); ok {
			bad = s.Validator.CheckUpdate(req, string(resource.Name()), mask.GetPaths())
		} else {
			bad = s.Validator.Check(req)
		}
	}
	if len(bad) > 0 {
		return fault.Fields(bad...)
	}
	return nil
}

// write runs a changing method in one transaction and remembers its answer
// under the caller's key. A caller who is nobody has no keys.
func (s *Server) write(ctx context.Context, c *call.Info, method *access.Method, viewer *scope.Viewer, req proto.Message, run func(context.Context) (proto.Message, error)) (proto.Message, error) {
	store := s.DB.Tx
	if slices.Contains(s.Grouped, c.Method) {
		store = s.DB.Group
	}
	if c.IdempotencyKey == "" || viewer == nil {
		if viewer != nil && viewer.Kind == scope.Client {
			return nil, ReasonKeyRequired.New()
		}
		var resp proto.Message
		err := store(ctx, func(ctx context.Context) (err error) {
			resp, err = run(ctx)
			return err
		})
		return resp, err
	}
	request, err := idempotency.New(viewer.Caller(), c.IdempotencyKey, c.Method, req, method.Rule.Money)
	if err != nil {
		return nil, err
	}
	var resp proto.Message
	var replayed bool
	err = store(ctx, func(ctx context.Context) (err error) {
		earlier := newResponse(method)
		if replayed, err = request.Replay(ctx, earlier); err != nil || replayed {
			resp = earlier
			return err
		}
		if resp, err = run(ctx); err != nil {
			return err
		}
		return request.Remember(ctx, resp)
	})
	if err != nil && !replayed {
		// The same request may have come twice at once, and this one have been refused
		// because of what the other did: then the other's answer is the answer.
		earlier := newResponse(method)
		found := false
		look := s.DB.Read(ctx, func(ctx context.Context) (err error) {
			found, err = request.Replay(ctx, earlier)
			return err
		})
		if look == nil && found {
			resp, replayed, err = earlier, true, nil
		}
	}
	if err != nil {
		return nil, err
	}
	if replayed {
		c.Replayed = true
		md := metadata.Pairs("idempotent-replayed", "true")
		if about := idempotency.Resources(resp); len(about) == 1 {
			md.Set("content-location", about[0])
		}
		_ = grpc.SetHeader(ctx, md)
	}
	return resp, nil
}

// info gathers what is known of the call: REST has put it into the context,
// gRPC sends it as metadata.
func (s *Server) info(ctx context.Context, method string) *call.Info {
	c := *call.From(ctx)
	c.Method = method
	if c.RequestID == "" {
		s.fromMetadata(ctx, &c)
	}
	if c.RequestID == "" {
		c.RequestID = uuid.NewString()
	}
	return &c
}
