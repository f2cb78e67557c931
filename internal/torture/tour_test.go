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

// section returns the blocks below a heading of the page, up to the next of its kind.
func section(t *testing.T, page, heading string) (blocks []block) {
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
	for _, m := range regexp.MustCompile("(?s)```([a-z]+)\n(.*?)```").FindAllStringSubmatch(rest, -1) {
		blocks = append(blocks, block{m[1], m[2]})
	}
	return blocks
}

// TestTourOfTheReadme pastes the tour into a shell, as a reader does, twice. Every
// line that the page says comes out must come out, in this order.
func TestTourOfTheReadme(t *testing.T) {
	t.Parallel()
	c := emptyCounty(t, "sqlite")
	s := c.server(t, "--demo")
	s.start()
	// What differs here is where the server and its data are.
	replaced := map[string]string{"server=http://127.0.0.1:8080\n": "server=http://" + s.http + "\n", "data=data ": "data=" + c.data + " ", "./bin/zhengcun ": binary(t) + " "}
	script := "set -euo pipefail\n"
	var want []string
	for _, b := range section(t, "README.md", "A tour in five minutes") {
		switch b.kind {
		case "bash":
			for here, there := range replaced {
				if strings.Contains(b.text, here) {
					b.text = strings.ReplaceAll(b.text, here, there)
					delete(replaced, here)
				}
			}
			script += b.text
		case "text":
			for line := range strings.Lines(b.text) {
				want = append(want, plain(line))
			}
		default:
			t.Fatalf("a block of %s", b.kind)
		}
	}
	if len(replaced) > 0 {
		t.Fatalf("the tour has not: %v", replaced)
	}
	for range 2 {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
		defer cancel()
		output, err := exec.CommandContext(ctx, "bash", "-c", script).CombinedOutput()
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
		time.Sleep(1100 * time.Millisecond) // the tour's numbers count seconds
	}
	s.stop()
	c.mustVerify(t)
}

// plain is a line without the blanks that the JSON of an answer may have or not.
func plain(line string) string { return strings.Join(strings.Fields(line), "") }
