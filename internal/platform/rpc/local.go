package rpc

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"zhengcun/internal/platform/access"
	"zhengcun/internal/platform/scope"
)

// local keeps the registered services.
type local struct {
	services []service
	methods  map[string]localMethod
}

type service struct {
	desc *grpc.ServiceDesc
	impl any
}

type localMethod struct {
	impl    any
	handler func(srv any, ctx context.Context, dec func(any) error, interceptor grpc.UnaryServerInterceptor) (any, error)
}

func (l *local) register(desc *grpc.ServiceDesc, impl any) {
	l.services = append(l.services, service{desc, impl})
	if l.methods == nil {
		l.methods = map[string]localMethod{}
	}
	for _, m := range desc.Methods {
		l.methods[fmt.Sprintf("/%s/%s", desc.ServiceName, m.MethodName)] = localMethod{impl, m.Handler}
	}
}

func (l *local) info() map[string]grpc.ServiceInfo {
	all := map[string]grpc.ServiceInfo{}
	for _, s := range l.services {
		all[s.desc.ServiceName] = grpc.ServiceInfo{}
	}
	return all
}

// conn calls the services of this process without a transport, for whoever sent
// the token or for viewer when there is one.
type conn struct {
	server *Server
	viewer *scope.Viewer
}

// Invoke runs one call through the same interceptor as gRPC.
func (c *conn) Invoke(ctx context.Context, method string, args, reply any, options ...grpc.CallOption) error {
	m, ok := c.server.local.methods[method]
	if !ok {
		return status.Error(codes.Unimplemented, "unknown method")
	}
	headers := &headerStream{method: method}
	ctx = grpc.NewContextWithServerTransportStream(ctx, headers)
	if c.viewer != nil {
		ctx = withActing(ctx, c.viewer)
	}
	resp, err := m.handler(m.impl, ctx, func(in any) error {
		if c.viewer != nil {
			proto.Merge(in.(proto.Message), args.(proto.Message)) // its caller may go on using it
		} else {
			handOver(in.(proto.Message), args.(proto.Message))
		}
		return nil
	}, c.server.intercept)
	for _, o := range options {
		if h, ok := o.(grpc.HeaderCallOption); ok {
			*h.HeaderAddr = headers.header
		}
	}
	if err != nil {
		return err
	}
	handOver(reply.(proto.Message), resp.(proto.Message))
	return nil
}

// handOver gives an empty message what another one holds, without copying what is
// inside of it: nobody changes the other one any more.
func handOver(to, from proto.Message) {
	target := to.ProtoReflect()
	from.ProtoReflect().Range(func(fd protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		target.Set(fd, v)
		return true
	})
}

// NewStream is not needed: the contract has unary methods only.
func (c *conn) NewStream(context.Context, *grpc.StreamDesc, string, ...grpc.CallOption) (grpc.ClientStream, error) {
	return nil, errors.New("rpc: no streams")
}

// headerStream collects the headers a method sets.
type headerStream struct {
	method string
	mu     sync.Mutex
	header metadata.MD
}

func (h *headerStream) Method() string { return h.method }
func (h *headerStream) SetHeader(md metadata.MD) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.header = metadata.Join(h.header, md)
	return nil
}
func (h *headerStream) SendHeader(md metadata.MD) error { return h.SetHeader(md) }
func (h *headerStream) SetTrailer(metadata.MD) error    { return nil }

func newResponse(m *access.Method) proto.Message {
	return messageType(m.Descriptor.Output().FullName()).New().Interface()
}
