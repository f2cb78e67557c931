package money

import (
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden file anew")

// golden is read by the screens' own test too (frontend/src/lib/capitals.test.ts): both sides write an amount alike.
const golden = "testdata/capitals.tsv"

// goldenAmounts are the amounts in which the places and zeros of the rule occur in every combination that matters, and
// the limits.
func goldenAmounts() []Fen {
	seen := map[Fen]bool{math.MinInt64: true, math.MaxInt64: true, -MaxFen: true, MaxFen: true}
	for fen := range capitals {
		seen[fen] = true
	}
	for f := range Fen(25) {
		seen[f] = true
	}
	place := Fen(1)
	for range 18 {
		for lower := Fen(1); lower < place; lower *= 10 {
			seen[place+lower] = true
			seen[place*7+lower*3] = true
		}
		for _, f := range []Fen{place - 1, place, place * 9, -place} {
			seen[f] = true
		}
		place *= 10
	}
	// Amounts of every length, the same on every run.
	state := uint64(20080501)
	for range 200 {
		state = state*6364136223846793005 + 1442695040888963407
		seen[Fen(state>>1)>>(state>>58)] = true
	}
	list := make([]Fen, 0, len(seen))
	for f := range seen {
		list = append(list, f)
	}
	slices.Sort(list)
	return list
}

func TestCapitalsGolden(t *testing.T) {
	if *update {
		var b strings.Builder
		b.WriteString("# fen, the amount in capitals. Written by go test ./internal/kernel/money -run Golden -update\n")
		for _, f := range goldenAmounts() {
			fmt.Fprintf(&b, "%d\t%s\n", int64(f), f.Capitals())
		}
		if err := os.WriteFile(golden, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	content, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	found := map[Fen]bool{}
	for line := range strings.Lines(string(content)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		digits, text, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		n, err := strconv.ParseInt(digits, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		found[Fen(n)] = true
		if got := Fen(n).Capitals(); got != text {
			t.Errorf("Fen(%d).Capitals() = %q, the file says %q", n, got, text)
		}
		if got, err := ParseCapitals(text); err != nil || got != Fen(n) {
			t.Errorf("ParseCapitals(%q) = %d, %v; the file says %d", text, got, err, n)
		}
	}
	for _, f := range goldenAmounts() {
		if !found[f] {
			t.Errorf("%d is not in %s", f, golden)
		}
	}
}
