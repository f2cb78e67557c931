package torture

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// block is a fenced block of a page.
type block struct{ kind, text string }

// blocksOf returns the fenced blocks of a page.
func blocksOf(t *testing.T, page string) []block {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", page))
	if err != nil {
		t.Fatal(err)
	}
	return fenced(string(text))
}

func fenced(text string) (blocks []block) {
	for _, m := range regexp.MustCompile("(?s)```([a-z]+)\n(.*?)```").FindAllStringSubmatch(text, -1) {
		blocks = append(blocks, block{m[1], m[2]})
	}
	return blocks
}

// section returns the blocks below a heading of the page, up to the next of its kind.
func section(t *testing.T, page, heading string) []block {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", page))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(text), "\n## "+heading+"\n")
	if !ok {
		t.Fatalf("%s has no part %q", page, heading)
	}
	rest, _, _ = strings.Cut(rest, "\n## ")
	return fenced(rest)
}

// TestTourOfTheReadme pastes the tour into a shell, as a reader does, twice.
func TestTourOfTheReadme(t *testing.T) {
	t.Parallel()
	c := emptyCounty(t, "sqlite")
	s := c.server(t, "--demo")
	s.start()
	typed(t, section(t, "README.md", "A tour in five minutes"), map[string]string{
		"server=http://127.0.0.1:8080\n": "server=" + s.url("") + "\n", "data=data ": "data=" + c.data + " ", "./bin/zhengcun ": binary(t) + " "})
	s.stop()
	c.mustVerify(t)
}

// typed pastes the bash blocks into a shell, twice. Every line of the text blocks
// behind a bash block must come out, in this order. replaced is what differs here:
// where the server and its data are; all of it must be there.
func typed(t *testing.T, blocks []block, replaced map[string]string) {
	t.Helper()
	script := "set -euo pipefail\n"
	var want []string
	for _, b := range blocks {
		switch {
		case b.kind == "bash":
			for here, there := range replaced {
				if strings.Contains(b.text, here) {
					b.text = strings.ReplaceAll(b.text, here, there)
					delete(replaced, here)
				}
			}
			script += b.text
		case b.kind == "text" && strings.Contains(script, "\nserver="): // before it nothing is typed yet
			for line := range strings.Lines(b.text) {
				want = append(want, plain(line))
			}
		}
	}
	if len(replaced) > 0 {
		t.Fatalf("the page has not: %v", replaced)
	}
	for range 2 {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
		defer cancel()
		command := exec.CommandContext(ctx, "bash", "-c", script)
		command.Dir = t.TempDir()
		output, err := command.CombinedOutput()
		if err != nil {
			t.Fatalf("%v:\n%s", err, output)
		}
		said := strings.Split(string(output), "\n")
		at := 0
		for _, line := range want {
			for at < len(said) && plain(said[at]) != line {
				at++
			}
			if at == len(said) {
				t.Fatalf("after the lines before it there is no %q in:\n%s", line, output)
			}
			at++
		}
		time.Sleep(1100 * time.Millisecond) // the pages' numbers count seconds
	}
}

// plain is a line without the blanks that the JSON of an answer may have or not.
func plain(line string) string { return strings.Join(strings.Fields(line), "") }
