package calendar

import (
	"sync"
	"time"
)

// Clock tells the present moment. Everything that asks for the time takes a Clock, so that deadlines, fiscal years and
// idle days can be tested on any day.
type Clock interface {
	// Now returns the present moment. Its location means nothing; use Today or DateOf for days.
	Now() time.Time
}

// System returns the clock of the machine.
func System() Clock { return systemClock{} }

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

// FixedClock is a clock that stands still until it is set. It is safe for concurrent use.
type FixedClock struct {
	mu  sync.Mutex
	now time.Time
}

// Fixed returns a clock that shows t. Tests and the demo, whose rules are valid in its own years, use it.
func Fixed(t time.Time) *FixedClock { return &FixedClock{now: t} }

// Now returns the moment the clock was last set to.
func (c *FixedClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set moves the clock to t, forward or backward.
func (c *FixedClock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
}

// Advance moves the clock by d and returns the new moment.
func (c *FixedClock) Advance(d time.Duration) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	return c.now
}
