package torture

import (
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Told to stop, the program finishes the call that runs, takes no new ones, and
// ends with 0; started again it goes on with the same data.
func TestStopFinishesRunningCalls(t *testing.T) {
	forEach(t, func(t *testing.T, c *county) {
		c.populate(t)
		s := c.server(t)
		s.start()
		p := newPartners(t, s, c.key, 2)
		list := simple(2)
		p.push(list[:1])

		// A call that waits for a lock is a call that runs.
		conn, err := c.super.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		lock := "BEGIN IMMEDIATE"
		if c.dialect == "postgres" {
			lock = "BEGIN; LOCK TABLE fund_documents IN ACCESS EXCLUSIVE MODE"
		}
		if _, err := conn.ExecContext(t.Context(), lock); err != nil {
			t.Fatal(err)
		}
		type answer struct {
			status int
			body   []byte
		}
		running := make(chan answer)
		go func() {
			status, body := p.attempt(list[1])
			running <- answer{status, body}
		}()
		time.Sleep(300 * time.Millisecond)
		s.terminate()
		for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
			if status, err := s.probe(); err != nil || status == http.StatusServiceUnavailable {
				break
			}
			if time.Since(began) > 5*time.Second {
				t.Fatal("it still takes calls")
			}
		}
		if _, err := conn.ExecContext(t.Context(), "ROLLBACK"); err != nil {
			t.Fatal(err)
		}
		if got := <-running; got.status != http.StatusOK {
			t.Errorf("the running call was answered %d %s", got.status, got.body)
		} else {
			list[1].answer = got.body
		}
		p.http.CloseIdleConnections()
		if code := s.wait(10 * time.Second); code != 0 {
			t.Errorf("ended with %d", code)
		}

		s.start()
		p.push(list) // repeats: the same answers as before
		p.check(list)
		p.hangUp()
		s.stop()
		c.mustVerify(t)
	})
}

// A program whose database has lost a guard does not serve, and says which.
func TestDoesNotStartWithoutAGuard(t *testing.T) {
	for dialect, drop := range map[string]struct{ statement, name string }{
		"sqlite":   {"DROP TRIGGER ledger_transfers_no_update", "ledger_transfers_no_update"},
		"postgres": {"ALTER TABLE ledger_accounts DROP CONSTRAINT ledger_never_overspent", "ledger_never_overspent"},
	} {
		t.Run(dialect, func(t *testing.T) {
			c := emptyCounty(t, dialect)
			c.populate(t)
			c.exec(t, drop.statement)
			s := c.server(t)
			s.begin()
			if code := s.wait(20 * time.Second); code == 0 || !strings.Contains(s.said(), drop.name) {
				t.Errorf("ended with %d and said %s", code, s.said())
			}
			if r := c.verify(t); r.code != 1 || !strings.Contains(r.stdout, drop.name) {
				t.Errorf("audit verify ended with %d: %s", r.code, r.stdout)
			}
		})
	}
}

// A demo has known passwords: it serves this machine only.
func TestDemoServesThisMachineOnly(t *testing.T) {
	for _, address := range []string{":18080", "0.0.0.0:18080", "[::]:18080", "192.0.2.1:18080"} {
		data := filepath.Join(t.TempDir(), "data")
		r := run(t, []string{"ZHENGCUN_DATA=" + data}, "serve", "--demo", "--http-addr", address)
		if r.code == 0 || !strings.Contains(r.stderr, "127.0.0.1") {
			t.Errorf("%s: ended with %d: %s", address, r.code, r.stderr)
		}
		if _, err := os.Stat(data); !os.IsNotExist(err) {
			t.Errorf("%s: it has made %s", address, data)
		}
	}
}

// A second program on the same file or the same addresses ends and leaves the first alone.
func TestSecondStart(t *testing.T) {
	c := emptyCounty(t, "sqlite")
	c.populate(t)
	s := c.server(t)
	s.start()
	other := []string{"ZHENGCUN_DATA=" + filepath.Join(t.TempDir(), "data")}
	for want, r := range map[string]result{
		"in use by another zhengcun process": run(t, c.env, "serve", "--http-addr", "127.0.0.1:0", "--grpc-addr", "127.0.0.1:0"),
		"http-addr":                          run(t, other, s.args...),
	} {
		if r.code == 0 || !strings.Contains(r.stderr, want) {
			t.Errorf("%s: ended with %d: %s", want, r.code, r.stderr)
		}
	}
	if status, err := s.probe(); status != http.StatusOK {
		t.Errorf("the first one answers %d %v", status, err)
	}
	s.stop()
}

// What is in the data folder is the owner's alone.
func TestDataIsTheOwners(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	c := emptyCounty(t, "sqlite")
	c.env = []string{"ZHENGCUN_DATA=" + folder}
	s := c.server(t)
	s.start()
	if err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	s.stop()
}
