package main

import (
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"zhengcun/internal/platform/config"
	zcdb "zhengcun/internal/platform/db"
)

func TestExitCodes(t *testing.T) {
	data := t.TempDir()
	verify := []string{"audit", "verify", "--data", data}
	zeros := strings.Repeat("0", 64)
	doctor := []string{"doctor", "--http-addr", "127.0.0.1:0", "--grpc-addr", "127.0.0.1:0", "--data", data}
	ofEmptyLog := append(verify, "--head", "0:"+zeros)
	for _, step := range []struct {
		args []string
		want int
	}{
		{[]string{"frobnicate"}, 2},
		{[]string{"serve", "--demo", "--http-addr", ":0", "--data", data}, 2},
		{verify, 2},
		{append(verify, "--head", "nonsense"), 2},
		{[]string{"audit", "head", "--data", data}, 2},
		{[]string{"healthcheck", "--http-addr", "127.0.0.1:1"}, 1},
		{[]string{"migrate", "--data", data}, 0},
		{[]string{"setup-code", "--data", data}, 1},
		{ofEmptyLog, 0},
		{append(doctor, "--data", filepath.Join(data, "none")), 1},
		{append(doctor, "--tls-key", "key.pem"), 1},
		{[]string{"init", "--data", data}, 2},
		{[]string{"init", "--data", data, "--region-code", "331125"}, 1},
		{[]string{"init", "--data", data, "--region-code", "331125", "--divisions", "no such file"}, 2},
		{[]string{"init", "--data", data, "--region-code", "340828", "--dry-run"}, 0},
		{[]string{"init", "--data", data, "--region-code", "340828"}, 0},
		{[]string{"init", "--data", data, "--region-code", "340828"}, 1},
		{[]string{"admin", "reset-password", "security", "--data", data}, 0},
		{[]string{"admin", "reset-password", "nobody", "--data", data}, 1},
		{[]string{"admin", "reset-password", "--data", data}, 2},
		{[]string{"audit", "head", "--data", data}, 0},
		{verify, 0},
		{append(verify, "--head", "1:"+zeros), 1},
		{append(verify, "--head", zeros), 2},
		{ofEmptyLog, 1},
	} {
		if got := run(append(step.args, "--log-level", "error")); got != step.want {
			t.Errorf("%v: exit code %d, want %d", step.args, got, step.want)
		}
	}
	if got := run(doctor); got != 0 && got != warned { // a disk may be nearly full
		t.Errorf("doctor: exit code %d", got)
	}
	db, err := sql.Open("sqlite", filepath.Join(data, "zhengcun.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, statement := range []string{"DROP TRIGGER audit_entries_nodelete", "DELETE FROM audit_entries WHERE seq = 3"} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if got := run(verify); got != tampered {
		t.Errorf("an entry is gone: exit code %d", got)
	}
	if got := run([]string{"serve", "--data", data, "--http-addr", "127.0.0.1:0", "--grpc-addr", "127.0.0.1:0"}); got != 1 {
		t.Errorf("served without a guard: exit code %d", got)
	}
}

// A second program on the same file is refused; who only looks is not.
func TestASecondProgramIsRefused(t *testing.T) {
	data := t.TempDir()
	if got := run([]string{"init", "--data", data, "--region-code", "340828", "--log-level", "error"}); got != 0 {
		t.Fatalf("init: exit code %d", got)
	}
	release, err := zcdb.Lock(config.County{Data: data}.Database())
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		args []string
		want int
	}{
		{[]string{"serve", "--http-addr", "127.0.0.1:0", "--grpc-addr", "127.0.0.1:0"}, 1},
		{[]string{"migrate"}, 1},
		{[]string{"init", "--region-code", "340828"}, 1},
		{[]string{"demo"}, 1},
		{[]string{"admin", "reset-password", "admin"}, 1},
		{[]string{"audit", "verify"}, 0},
		{[]string{"audit", "head"}, 0},
	} {
		if got := run(append(step.args, "--data", data, "--log-level", "error")); got != step.want {
			t.Errorf("%v beside a running server: exit code %d, want %d", step.args, got, step.want)
		}
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	if got := run([]string{"migrate", "--data", data, "--log-level", "error"}); got != 0 {
		t.Errorf("after it has ended: exit code %d", got)
	}
}

// A demo is not served to others because --demo was forgotten.
func TestADemoIsServedHereOnly(t *testing.T) {
	data := t.TempDir()
	if got := run([]string{"demo", "--data", data, "--log-level", "error"}); got != 0 {
		t.Fatalf("demo: exit code %d", got)
	}
	if got := run([]string{"serve", "--data", data, "--http-addr", ":0", "--grpc-addr", "127.0.0.1:0", "--log-level", "error"}); got != 2 {
		t.Errorf("exit code %d", got)
	}
}

// Every command explains itself with an example.
func TestEveryCommandHasHelp(t *testing.T) {
	parser, err := kong.New(&cli{}, kong.Configuration(config.File))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	_ = kong.Visit(parser.Model.Node, func(node kong.Visitable, next kong.Next) error {
		if command, ok := node.(*kong.Command); ok && command.Leaf() {
			n++
			if command.Help == "" || command.Detail == "" {
				t.Errorf("%s has no help or no example", command.Path())
			}
		}
		return next(nil)
	})
	if n < 9 {
		t.Errorf("only %d commands", n)
	}
}

// What config print writes is a configuration file that says the same.
func TestConfigPrint(t *testing.T) {
	print := func(args ...string) string {
		t.Helper()
		out, err := os.CreateTemp(t.TempDir(), "out")
		if err != nil {
			t.Fatal(err)
		}
		before := os.Stdout
		os.Stdout = out
		code := run(append([]string{"config", "print"}, args...))
		os.Stdout = before
		text, err := os.ReadFile(out.Name())
		if err != nil || code != 0 && code != warned { // the environment of a test may have variables of tests
			t.Fatalf("%v: exit code %d, %v", args, code, err)
		}
		return string(text)
	}
	first := print("--schema", `odd "name"`, "--trusted-proxies", "10.0.0.0/8,192.0.2.1", "--metrics-public", "--database-url", "postgres://app:geheim@h/x")
	if strings.Contains(first, "geheim") || !strings.Contains(first, "# --schema") || !strings.Contains(first, `files: "data/files"`) {
		t.Errorf("%s", first)
	}
	path := filepath.Join(t.TempDir(), "zhengcun.yaml")
	if err := os.WriteFile(path, []byte(first), 0o600); err != nil {
		t.Fatal(err)
	}
	values := func(text string) (all []string) {
		for line := range strings.Lines(text) {
			if value, _, _ := strings.Cut(line, "  # "); !strings.HasPrefix(line, "# ") {
				all = append(all, value)
			}
		}
		return all
	}
	if again := print("--config", path); !slices.Equal(values(again), values(first)) {
		t.Errorf("%s\nand then\n%s", first, again)
	}
}
