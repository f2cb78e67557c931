package torture

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"
)

// line is a line to a server that a test can cut and mend, or hold.
type line struct {
	listener net.Listener
	target   string
	flow     sync.RWMutex // locked while nothing gets through

	mu    sync.Mutex
	cut   bool
	calls map[net.Conn]bool
}

// newLine returns a line to the server of a database's address.
func newLine(t testing.TB, address string) *line {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	l := &line{listener: listen(t), target: u.Host, calls: map[net.Conn]bool{}}
	t.Cleanup(func() {
		_ = l.listener.Close()
		l.sever()
	})
	go func() {
		for {
			conn, err := l.listener.Accept()
			if errors.Is(err, net.ErrClosed) {
				return
			}
			if err == nil {
				go l.carry(conn)
			}
		}
	}()
	return l
}

// carry joins a connection to the server until one side ends or the line is cut.
func (l *line) carry(from net.Conn) {
	to, err := net.Dial("tcp", l.target)
	l.mu.Lock()
	if err != nil || l.cut {
		l.mu.Unlock()
		_ = from.Close()
		if err == nil {
			_ = to.Close()
		}
		return
	}
	l.calls[from], l.calls[to] = true, true
	l.mu.Unlock()
	var both sync.WaitGroup
	both.Go(func() { _, _ = io.Copy(held{to, l}, from); _ = to.Close() })
	both.Go(func() { _, _ = io.Copy(held{from, l}, to); _ = from.Close() })
	both.Wait()
	l.mu.Lock()
	delete(l.calls, from)
	delete(l.calls, to)
	l.mu.Unlock()
}

// held lets nothing through while the line is held.
type held struct {
	io.Writer
	l *line
}

func (h held) Write(p []byte) (int, error) {
	h.l.flow.RLock()
	defer h.l.flow.RUnlock()
	return h.Writer.Write(p)
}

// sever cuts all connections; new ones are closed at once.
func (l *line) sever() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = true
	for conn := range l.calls {
		_ = conn.Close()
	}
}

// ports are the ports the server sees the connections come from.
func (l *line) ports() (ports []int32) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for conn := range l.calls {
		ports = append(ports, int32(conn.LocalAddr().(*net.TCPAddr).Port))
	}
	return ports
}

func (l *line) mend() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = false
}

// PostgreSQL ends connections and goes away while partners push: they are only
// ever asked to try again, it works again within ten seconds, and what was
// acknowledged is there once.
func TestPostgresGoesAwayAndComesBack(t *testing.T) { cutoffs(t, 8, 1200, 12, 3) }

// cutoffs has clients push documents while all connections are ended so many
// times by the server, and the line is cut so many times.
func cutoffs(t *testing.T, clients, documents, endings, cuts int) {
	c := emptyCounty(t, "postgres")
	c.populate(t)
	l := newLine(t, c.config.URL)
	c.through(t, l.listener.Addr().String())
	s := c.server(t)
	s.start()
	list := papers(documents, rand.Uint64())
	p := newPartners(t, s, c.key, clients)
	done := make(chan struct{})
	go func() {
		defer close(done)
		p.push(list)
	}()
	events := make([]func(), 0, endings+cuts)
	for range endings {
		events = append(events, func() { endSessions(t, c, l) })
	}
	var longest time.Duration
	for range cuts {
		events = append(events, func() {
			l.sever()
			time.Sleep(700 * time.Millisecond)
			if status, err := s.probe(); err != nil || status != http.StatusServiceUnavailable {
				t.Errorf("without its database it says it is ready: %d %v", status, err)
			}
			l.mend()
			mended, before := time.Now(), p.acknowledged.Load()
			for p.acknowledged.Load() == before && time.Since(mended) < 15*time.Second && before < int64(documents) && !p.failed.Load() {
				time.Sleep(time.Millisecond)
			}
			longest = max(longest, time.Since(mended))
		})
	}
	rand.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
	for i, event := range events {
		due := int64(documents) * int64(i) / int64(len(events))
		for p.acknowledged.Load() < due && !p.failed.Load() {
			time.Sleep(time.Millisecond)
		}
		time.Sleep(time.Duration(rand.IntN(10_000)) * time.Microsecond)
		event()
	}
	<-done
	if longest > 10*time.Second {
		t.Errorf("the longest recovery took %s", longest)
	}
	p.check(list)
	c.mustVerify(t)
	p.hangUp()
	s.stop()
	t.Logf("%d times all connections ended, %d times cut off, longest recovery %s: %s", endings, cuts, longest.Round(time.Millisecond), p.figures())
}

// endSessions makes the server end all connections that come over the line.
func endSessions(t *testing.T, c *county, l *line) {
	t.Helper()
	if _, err := c.super.ExecContext(context.Background(),
		"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE client_port = ANY ($1)", l.ports()); err != nil {
		t.Error(err)
	}
}
