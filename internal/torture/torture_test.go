//go:build torture

package torture

import (
	"io"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"testing"
	"time"
)

// times multiplies what long tests do: ZHENGCUN_TORTURE, 1 when unset.
func times() int {
	n, err := strconv.Atoi(os.Getenv("ZHENGCUN_TORTURE"))
	if err != nil || n < 1 {
		return 1
	}
	return n
}

// 64 clients, 10,000 documents, 50 kills.
func TestTortureCrashes(t *testing.T) {
	forEach(t, func(t *testing.T, c *county) { crashes(t, c, 64, 10_000*times(), 50*times()) })
}

// PostgreSQL goes away and comes back again and again.
func TestTortureCutoffs(t *testing.T) { cutoffs(t, 32, 6000*times(), 100*times(), 20*times()) }

// PostgreSQL stops answering for longer than a call may take, without hanging up:
// every call ends by its deadline, and nothing of it is left behind.
func TestTortureStalledPostgres(t *testing.T) {
	c := emptyCounty(t, "postgres")
	c.populate(t)
	l := newLine(t, c.config.URL)
	c.through(t, l.listener.Addr().String())
	s := c.server(t)
	s.start()
	list := papers(600, 3)
	p := newPartners(t, s, c.key, 32)
	p.push(list[:200])
	before := goroutines(t, s)

	done := make(chan struct{})
	go func() {
		defer close(done)
		p.push(list[200:])
	}()
	time.Sleep(200 * time.Millisecond)
	l.flow.Lock()
	began := time.Now()
	time.Sleep(36 * time.Second)
	if n := p.refusedForNow.Load(); n < 16 {
		t.Errorf("only %d calls have ended %s after the database stopped answering", n, time.Since(began))
	}
	l.flow.Unlock()
	released := time.Now()
	<-done
	if took := time.Since(released); took > 40*time.Second {
		t.Errorf("works again only after %s", took)
	}
	p.check(list)
	c.mustVerify(t)
	p.hangUp()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(200 * time.Millisecond) {
		after := goroutines(t, s)
		if after <= before+20 {
			break
		}
		if time.Now().After(deadline) {
			t.Errorf("%d goroutines, %d before", after, before)
			break
		}
	}
	s.stop()
	t.Log(p.figures())
}

// goroutines is how many goroutines the server says it has.
func goroutines(t *testing.T, s *server) int {
	t.Helper()
	resp, err := http.Get(s.url("/metrics"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, _ := io.ReadAll(resp.Body)
	m := regexp.MustCompile(`(?m)^go_goroutines (\d+)`).FindSubmatch(text)
	if m == nil {
		t.Fatalf("no figure of goroutines in:\n%s", text)
	}
	n, _ := strconv.Atoi(string(m[1]))
	return n
}
