package rpc

import (
	"context"
	"math"
	"strconv"
	"sync"
	"time"

	"github.com/google/uuid"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/call"
	"zhengcun/internal/platform/scope"
)

// ReasonRate is the answer to an API client that calls more often than it may.
var ReasonRate = fault.Define("RATE_LIMITED", fault.ResourceExhausted,
	fault.Bilingual{ZH: "调用过于频繁，平均每分钟最多 {per_minute} 次，本次没有执行", EN: "Too many calls: at most {per_minute} a minute on average; nothing was done"},
	fault.Bilingual{ZH: "请等待 Retry-After 的秒数后再发同一请求；大量文件请用 :batchCreate", EN: "Send the same request again after the seconds in Retry-After; use :batchCreate for many documents"}, fault.Retryable())

// Limits bound how often each API client calls. People are not bounded by them.
type Limits struct {
	// PerMinute is how many calls a client may make in a minute, on average; 0 for any number.
	PerMinute int
	// Burst is how many it may make at once after a rest; as many as in a minute when 0.
	Burst int
}

func (l Limits) burst() float64 {
	if l.Burst > 0 {
		return float64(l.Burst)
	}
	return float64(l.PerMinute)
}

// limiter keeps the calls each client has left. They are kept in memory: a new start is a rest.
type limiter struct {
	mu   sync.Mutex
	left map[uuid.UUID]*allowance
}

// allowance are the calls a client has left.
type allowance struct {
	calls float64
	at    time.Time
	// refusing is true from the first refusal to the next call that passes.
	refusing bool
}

// taken is what became of asking for one call.
type taken struct {
	ok bool
	// left are the calls left, full is when all of them are there again, and wait
	// when the next one is.
	left       int
	full, wait time.Duration
	// again is true for a refusal that follows another.
	again bool
}

// take takes one call from the client's allowance.
func (l *limiter) take(limits Limits, client uuid.UUID, now time.Time) taken {
	burst, perSecond := limits.burst(), float64(limits.PerMinute)/60
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.left[client]
	if a == nil {
		if l.left == nil {
			l.left = map[uuid.UUID]*allowance{}
		}
		a = &allowance{calls: burst, at: now}
		l.left[client] = a
	}
	if passed := now.Sub(a.at).Seconds(); passed > 0 {
		a.calls, a.at = min(burst, a.calls+passed*perSecond), now
	}
	in := func(calls float64) time.Duration {
		return time.Duration(math.Ceil(calls / perSecond * float64(time.Second)))
	}
	t := taken{ok: a.calls >= 1}
	if t.ok {
		a.calls--
		a.refusing = false
	} else {
		t.wait, t.again = in(1-a.calls), a.refusing
		a.refusing = true
	}
	t.left, t.full = int(a.calls), in(burst-a.calls)
	return t
}

// limit refuses a call of an API client that has none left, and tells it in the
// headers of the answer what it has.
func (s *Server) limit(ctx context.Context, c *call.Info, v *scope.Viewer) error {
	if v == nil || v.Kind != scope.Client || s.Limits.PerMinute <= 0 || acting(ctx) != nil {
		return nil
	}
	t := s.limiter.take(s.Limits, v.ID, time.Now())
	_ = grpc.SetHeader(ctx, metadata.Pairs(
		"ratelimit-limit", strconv.Itoa(int(s.Limits.burst())), "ratelimit-remaining", strconv.Itoa(t.left),
		"ratelimit-reset", strconv.Itoa(int(math.Ceil(t.full.Seconds())))))
	if t.ok {
		return nil
	}
	c.Unrecorded = t.again
	return ReasonRate.New("per_minute", s.Limits.PerMinute).RetryIn(t.wait)
}
