package main

import (
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/alecthomas/kong"

	"zhengcun/internal/platform/config"
)

func TestExitCodes(t *testing.T) {
	data := t.TempDir()
	verify := []string{"audit", "verify", "--data", data}
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
		{[]string{"init", "--data", data}, 0},
		{[]string{"init", "--data", data}, 1},
		{[]string{"audit", "head", "--data", data}, 0},
		{verify, 0},
		{append(verify, "--head", "1:0000000000000000000000000000000000000000000000000000000000000000"), 1},
	} {
		if got := run(append(step.args, "--log-level", "error")); got != step.want {
			t.Errorf("%v: exit code %d, want %d", step.args, got, step.want)
		}
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
