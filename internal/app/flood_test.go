package app_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/mem"
	"google.golang.org/grpc/metadata"

	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/internal/app/apptest"
	"zhengcun/internal/people/roles"
	"zhengcun/internal/platform/rpc"
)

// same sends one piece of memory as every message, so that the flood costs the sender nothing.
type same []byte

func (s same) Marshal(any) (mem.BufferSlice, error) { return mem.BufferSlice{mem.SliceBuffer(s)}, nil }
func (s same) Unmarshal(mem.BufferSlice, any) error { return nil }
func (s same) Name() string                         { return "proto" }

// TestFloodBeforeLogin opens 240 calls at once that need no log-in, or claim one,
// and sends each nearly as much as a request may have, without ending it.
func TestFloodBeforeLogin(t *testing.T) {
	a := apptest.Start(t, "sqlite")
	token := a.Role(roles.Leader)
	signedIn := metadata.AppendToOutgoingContext(t.Context(), "authorization", "Bearer "+token)
	sessions := peoplev1.NewSessionServiceClient(a.Dial())
	call := func(when string) {
		t.Helper()
		ctx, cancel := context.WithTimeout(signedIn, 5*time.Second)
		defer cancel()
		if _, err := sessions.GetCurrentSession(ctx, &peoplev1.GetCurrentSessionRequest{}); err != nil {
			t.Errorf("%s: %v", when, err)
		}
	}
	call("before")

	// One field nobody knows, as long as the limit allows.
	payload := binary.AppendUvarint([]byte{0x7a}, rpc.MaxMessage-64)
	payload = append(payload, bytes.Repeat([]byte{'x'}, rpc.MaxMessage-64)...)
	for _, flood := range []struct{ method, token string }{
		{"/zhengcun.people.v1.SessionService/CreateSession", ""},
		{"/zhengcun.funds.v1.FundDocumentService/BatchCreateFundDocuments", "zk_forged"},
	} {
		runtime.GC()
		var base, now runtime.MemStats
		runtime.ReadMemStats(&base)
		ctx, stop := context.WithCancel(t.Context())
		if flood.token != "" {
			ctx = metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+flood.token)
		}
		var calls sync.WaitGroup
		var sent atomic.Int64
		for range 12 {
			conn := a.Dial()
			for range 20 {
				calls.Go(func() {
					stream, err := conn.NewStream(ctx, &grpc.StreamDesc{ClientStreams: true}, flood.method, grpc.ForceCodecV2(same(payload)))
					if err == nil && stream.SendMsg(payload) == nil {
						sent.Add(1)
						<-ctx.Done()
					}
				})
			}
		}
		peak := uint64(0)
		for range 20 {
			time.Sleep(50 * time.Millisecond)
			runtime.ReadMemStats(&now)
			peak = max(peak, now.HeapInuse)
		}
		call("during the flood of " + flood.method)
		stop()
		calls.Wait()
		grown := (int64(peak) - int64(base.HeapInuse)) >> 20
		t.Logf("%s: %d MB more at most, %d requests on their way", flood.method, grown, sent.Load())
		if grown > 250 {
			t.Errorf("%s: the flood made the program %d MB larger", flood.method, grown)
		}
		call("after the flood of " + flood.method)
	}
	a.Login("leader") // over REST
}
