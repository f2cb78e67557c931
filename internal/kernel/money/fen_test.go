package money

import (
	"errors"
	"math"
	"regexp"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

func TestParseFen(t *testing.T) {
	for in, want := range map[string]Fen{
		"0":                    0,
		"1":                    1,
		"-1":                   -1,
		"60000000":             60_000_000,
		"100000000000000":      MaxFen,
		"9223372036854775807":  math.MaxInt64,
		"-9223372036854775808": math.MinInt64,
	} {
		if got, err := ParseFen(in); err != nil || got != want {
			t.Errorf("ParseFen(%q) = %d, %v; want %d", in, got, err, want)
		}
	}
}

func TestParseFenRefuses(t *testing.T) {
	for in, want := range map[string]error{
		"":                     ErrSyntax,
		"-":                    ErrSyntax,
		"--1":                  ErrSyntax,
		"-0":                   ErrSyntax,
		"+1":                   ErrSyntax,
		"00":                   ErrSyntax,
		"01":                   ErrSyntax,
		"-01":                  ErrSyntax,
		" 1":                   ErrSyntax,
		"1 ":                   ErrSyntax,
		"1\n":                  ErrSyntax,
		"1\x00":                ErrSyntax,
		"1.0":                  ErrSyntax,
		"1e3":                  ErrSyntax,
		"0x10":                 ErrSyntax,
		"1_000":                ErrSyntax,
		"1,000":                ErrSyntax,
		"１２":                   ErrSyntax,
		"٣":                    ErrSyntax,
		"−1":                   ErrSyntax,
		"NaN":                  ErrSyntax,
		"9223372036854775808":  ErrRange,
		"-9223372036854775809": ErrRange,
		"100000000000000000000000000000000000000": ErrRange,
	} {
		if got, err := ParseFen(in); !errors.Is(err, want) || got != 0 {
			t.Errorf("ParseFen(%q) = %d, %v; want %v", in, got, err, want)
		}
	}
}

func TestParseFenReadsWhatProgramsWrite(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.Int64().Draw(t, "fen")
		if got, err := ParseFen(strconv.FormatInt(want, 10)); err != nil || got != Fen(want) {
			t.Fatalf("%d, %v", got, err)
		}
	})
}

func FuzzParseFen(f *testing.F) {
	for _, seed := range []string{"0", "-0", "-1", "007", "1e9", "１", "9223372036854775808", " 1"} {
		f.Add(seed)
	}
	grammar := regexp.MustCompile(`\A-?(0|[1-9][0-9]*)\z`)
	f.Fuzz(func(t *testing.T, s string) {
		got, err := ParseFen(s)
		if err == nil && strconv.FormatInt(int64(got), 10) != s {
			t.Fatalf("ParseFen(%q) = %d, which is spelled otherwise", s, got)
		}
		wellFormed := grammar.MatchString(s) && s != "-0"
		if wellFormed == errors.Is(err, ErrSyntax) {
			t.Fatalf("ParseFen(%q): %v, well formed: %v", s, err, wellFormed)
		}
	})
}
