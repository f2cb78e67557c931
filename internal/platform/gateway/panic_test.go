package gateway_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"go.uber.org/zap/zaptest/observer"
	"google.golang.org/protobuf/proto"

	"zhengcun/internal/platform/gateway"
)

// TestPanicTellsNothingTyped: the log has where, not what somebody typed.
func TestPanicTellsNothingTyped(t *testing.T) {
	core, logs := observer.New(zapcore.DebugLevel)
	s, b := start(t, func(o *gateway.Options) { o.Log = zap.New(core) })
	for _, p := range []any{"6222021234567890", fmt.Errorf("account %s", "6222021234567890"), struct{ Phone string }{"6222021234567890"}} {
		b.answer = func(context.Context, proto.Message) error { panic(p) }
		if a := send(t, s, "GET", "/v1/claims/7", ""); a.status != 500 {
			t.Errorf("status %d", a.status)
		}
	}
	entries := logs.FilterMessage("panic").All()
	if len(entries) != 3 {
		t.Fatalf("%d panics in the log", len(entries))
	}
	for _, e := range entries {
		if text := fmt.Sprint(e.ContextMap()["panic"]); strings.Contains(text, "6222") || text == "" {
			t.Errorf("the log says %q", text)
		}
	}
}
