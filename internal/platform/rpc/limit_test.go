package rpc

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"zhengcun/internal/platform/call"
)

func TestAllowanceOfCalls(t *testing.T) {
	var l limiter
	limits := Limits{PerMinute: 60, Burst: 3}
	one, other := uuid.New(), uuid.New()
	now := time.Now()
	for left := 2; left >= 0; left-- {
		if got := l.take(limits, one, now); !got.ok || got.left != left || got.full != time.Duration(3-left)*time.Second {
			t.Fatalf("with %d left: %+v", left, got)
		}
	}
	if got := l.take(limits, one, now); got.ok || got.again || got.wait != time.Second || got.left != 0 {
		t.Errorf("none is left: %+v", got)
	}
	if got := l.take(limits, one, now.Add(750*time.Millisecond)); got.ok || !got.again || got.wait != 250*time.Millisecond {
		t.Errorf("a quarter of a second before the next: %+v", got)
	}
	if got := l.take(limits, other, now); !got.ok {
		t.Errorf("another client pays for it: %+v", got)
	}
	if got := l.take(limits, one, now.Add(time.Second)); !got.ok {
		t.Errorf("after the wait: %+v", got)
	}
	if got := l.take(limits, one, now.Add(time.Second)); got.ok || got.again {
		t.Errorf("the first refusal after a call that passed: %+v", got)
	}
	if got := l.take(limits, one, now.Add(time.Hour)); !got.ok || got.left != 2 {
		t.Errorf("after a rest: %+v", got)
	}
	if got := l.take(limits, one, now); !got.ok { // the clock was set back
		t.Errorf("%+v", got)
	}
}

// Whatever the calls, no more pass than the burst and what time brings; and who waits as he is told is let in.
func TestAllowanceHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var l limiter
		limits := Limits{PerMinute: rapid.IntRange(1, 10_000).Draw(t, "rate"), Burst: rapid.IntRange(0, 50).Draw(t, "burst")}
		client, begin := uuid.New(), time.Now()
		now, passed := begin, 0
		for range rapid.IntRange(1, 200).Draw(t, "calls") {
			now = now.Add(time.Duration(rapid.IntRange(0, 2000).Draw(t, "pause")) * time.Millisecond)
			got := l.take(limits, client, now)
			if !got.ok {
				now = now.Add(got.wait + time.Microsecond)
				if got = l.take(limits, client, now); !got.ok {
					t.Fatalf("refused after the wait: %+v", got)
				}
			}
			passed++
			if most := limits.burst() + now.Sub(begin).Minutes()*float64(limits.PerMinute) + 0.01; float64(passed) > most {
				t.Fatalf("%d passed in %v, at most %f may", passed, now.Sub(begin), most)
			}
		}
	})
}

// Every method that is served has a rule; should one not, it is not called.
func TestMethodWithoutRule(t *testing.T) {
	if _, err := (&Server{}).viewer(t.Context(), &call.Info{Method: "/zhengcun.x/Y", Token: "t"}); !errors.Is(err, ReasonUnknownMethod) {
		t.Error(err)
	}
}

func BenchmarkAllowance(b *testing.B) {
	var l limiter
	client := uuid.New()
	for b.Loop() {
		l.take(Limits{PerMinute: 6000, Burst: 1000}, client, time.Now())
	}
}
