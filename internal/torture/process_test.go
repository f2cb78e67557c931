package torture

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// BinEnv names the environment variable with a binary to test. Without it the
// tests build one.
const BinEnv = "ZHENGCUN_BIN"

// built is where the binary of this test run is.
var built struct {
	once   sync.Once
	folder string
	path   string
	err    error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if built.folder != "" {
		_ = os.RemoveAll(built.folder)
	}
	os.Exit(code)
}

// binary returns the program, built on first use.
func binary(t testing.TB) string {
	t.Helper()
	built.once.Do(func() {
		if built.path = os.Getenv(BinEnv); built.path != "" {
			return
		}
		if built.folder, built.err = os.MkdirTemp("", "zhengcun-torture"); built.err != nil {
			return
		}
		built.path = filepath.Join(built.folder, "zhengcun")
		output, err := exec.Command("go", "build", "-o", built.path, "zhengcun/cmd/zhengcun").CombinedOutput()
		if err != nil {
			built.err = fmt.Errorf("build the program: %w\n%s", err, output)
		}
	})
	if built.err != nil {
		t.Fatal(built.err)
	}
	return built.path
}

// result is how a run of the program ended.
type result struct {
	code   int
	stdout string
	stderr string
}

// run runs a command of the program to its end.
func run(t testing.TB, env []string, args ...string) result {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, binary(t), args...)
	command.Env = append(os.Environ(), env...)
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	err := command.Run()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		t.Fatalf("%v: %v", args, err)
	}
	return result{command.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// server is the program serving a county.
type server struct {
	t          testing.TB
	env        []string
	args       []string
	http, grpc string
	log        string // file that all starts write to

	command *exec.Cmd
	ended   chan struct{} // closed when the process has ended
}

// url is the address of a path.
func (s *server) url(path string) string { return "http://" + s.http + path }

// newServer prepares a server on free ports; start starts it.
func newServer(t testing.TB, env []string, args ...string) *server {
	t.Helper()
	s := &server{t: t, http: freeAddress(t), grpc: freeAddress(t), log: filepath.Join(t.TempDir(), "server.log"),
		env: append([]string{"ZHENGCUN_LOG_LEVEL=warn"}, env...)}
	s.args = append([]string{"serve", "--http-addr", s.http, "--grpc-addr", s.grpc}, args...)
	t.Cleanup(func() {
		s.kill()
		if t.Failed() {
			t.Logf("the server said:\n%s", s.said())
		}
	})
	return s
}

// begin starts the process and does not wait until it serves.
func (s *server) begin() {
	s.t.Helper()
	out, err := os.OpenFile(s.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = out.Close() }()
	command := exec.Command(binary(s.t), s.args...)
	command.Env = append(os.Environ(), s.env...)
	command.Stdout, command.Stderr = out, out
	// However the test ends, the process ends with it.
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := command.Start(); err != nil {
		s.t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = command.Wait()
		close(ended)
	}()
	s.command, s.ended = command, ended
}

// start starts the process and returns when it serves.
func (s *server) start() {
	s.t.Helper()
	s.begin()
	for deadline := time.Now().Add(time.Minute); ; {
		if status, _ := s.probe(); status == http.StatusOK {
			return
		}
		select {
		case <-s.ended:
			s.t.Fatalf("the server ended with %d:\n%s", s.command.ProcessState.ExitCode(), s.said())
		case <-time.After(20 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("the server does not serve:\n%s", s.said())
		}
	}
}

// probe asks whether the server is ready.
func (s *server) probe() (int, error) {
	client := http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Get(s.url("/readyz"))
	if err != nil {
		return 0, err
	}
	_ = resp.Body.Close()
	return resp.StatusCode, nil
}

// kill ends the process at once, as a lost machine would.
func (s *server) kill() {
	if s.command == nil {
		return
	}
	_ = s.command.Process.Kill()
	<-s.ended
}

// terminate asks the process to stop.
func (s *server) terminate() {
	s.t.Helper()
	if err := s.command.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatal(err)
	}
}

// wait returns the exit code of a process that is about to end.
func (s *server) wait(most time.Duration) int {
	s.t.Helper()
	select {
	case <-s.ended:
		return s.command.ProcessState.ExitCode()
	case <-time.After(most):
		s.t.Fatalf("the server still runs after %s:\n%s", most, s.said())
		return -1
	}
}

// stop stops the process in an orderly way.
func (s *server) stop() {
	s.t.Helper()
	s.terminate()
	if code := s.wait(30 * time.Second); code != 0 {
		s.t.Errorf("stopping ended with %d:\n%s", code, s.said())
	}
}

// said is the end of what the server has written.
func (s *server) said() string {
	text, _ := os.ReadFile(s.log)
	return string(text[max(0, len(text)-8000):])
}

func listen(t testing.TB) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return listener
}

func freeAddress(t testing.TB) string {
	t.Helper()
	listener := listen(t)
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}

// reason is the machine-readable reason of an error's JSON.
func reason(body []byte) string {
	_, rest, ok := strings.Cut(string(body), `"reason":`)
	if !ok {
		return ""
	}
	rest = strings.TrimLeft(rest, ` "`)
	end := strings.IndexByte(rest, '"')
	return rest[:max(end, 0)]
}
