package torture

import (
	"math/rand/v2"
	"testing"
	"time"
)

// Partners push documents while the program is killed: what was acknowledged is
// there once, and nothing else.
func TestCrashes(t *testing.T) {
	forEach(t, func(t *testing.T, c *county) { crashes(t, c, 16, 1000, 3) })
}

// crashes has clients push documents to a program that is killed so many times.
func crashes(t *testing.T, c *county, clients, documents, kills int) {
	c.populate(t)
	s := c.server(t)
	s.start()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	list := papers(documents, seed)
	p := newPartners(t, s, c.key, clients)
	p.mayVanish = true

	began := time.Now()
	done := make(chan struct{})
	go func() {
		defer close(done)
		p.push(list)
	}()
	// The kills are spread over the run; each comes at a random moment of what is going on.
	var killed int
	var down time.Duration
	for killed < kills {
		due := int64(float64(documents) * (float64(killed) + rand.Float64()) / float64(kills))
		for p.acknowledged.Load() < due && !p.failed.Load() {
			time.Sleep(time.Millisecond)
		}
		if p.failed.Load() {
			break
		}
		time.Sleep(time.Duration(rand.IntN(20_000)) * time.Microsecond)
		s.kill()
		killed++
		at := time.Now()
		s.start()
		down += time.Since(at)
	}
	<-done
	took := time.Since(began)
	p.check(list)
	c.mustVerify(t) // while it serves
	p.hangUp()
	s.stop()
	c.mustVerify(t)
	t.Logf("%s: %d kills in %s, mean start %s: %s", c.dialect, killed, took.Round(time.Millisecond), (down / time.Duration(max(killed, 1))).Round(time.Millisecond), p.figures())
}
