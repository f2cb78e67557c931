package rpc_test

import (
	"context"
	"net"
	"net/netip"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/internal/platform/call"
)

func TestCallersAddressOverGRPC(t *testing.T) {
	w := sqlite(t)
	var seen call.Info
	w.do = func(ctx context.Context, _ proto.Message) error { seen = *call.From(ctx); return nil }
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	g := w.server.GRPC()
	go func() { _ = g.Serve(listener) }()
	t.Cleanup(g.Stop)
	conn, err := grpc.NewClient(listener.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	for _, c := range []struct {
		proxies     string
		forwarded   []string
		proto, want string
		secure      bool
	}{
		{"", []string{"192.0.2.1"}, "https", "127.0.0.1", false}, // forged: nobody is a proxy
		{"10.0.0.0/8", []string{"192.0.2.1"}, "https", "127.0.0.1", false},
		{"127.0.0.0/8", nil, "", "127.0.0.1", false},
		{"127.0.0.0/8", []string{"192.0.2.1"}, "https", "192.0.2.1", true},
		{"127.0.0.0/8", []string{"198.51.100.9, 192.0.2.1"}, "https, http", "192.0.2.1", false},
		{"127.0.0.0/8", []string{"198.51.100.9", "192.0.2.1"}, "https", "192.0.2.1", true},
	} {
		w.server.Proxies = nil
		if c.proxies != "" {
			w.server.Proxies = call.Proxies{netip.MustParsePrefix(c.proxies)}
		}
		ctx := metadata.AppendToOutgoingContext(t.Context(), "authorization", "Bearer officer")
		for _, f := range c.forwarded {
			ctx = metadata.AppendToOutgoingContext(ctx, "x-forwarded-for", f)
		}
		if c.proto != "" {
			ctx = metadata.AppendToOutgoingContext(ctx, "x-forwarded-proto", c.proto)
		}
		if _, err := fundsv1.NewReceiptServiceClient(conn).GetReceipt(ctx, &fundsv1.GetReceiptRequest{Id: "01900000-0000-7000-8000-000000000001"}); err != nil {
			t.Fatal(err)
		}
		if seen.ClientIP != c.want || seen.Secure != c.secure {
			t.Errorf("%+v: %s, secure %v", c, seen.ClientIP, seen.Secure)
		}
	}
}
