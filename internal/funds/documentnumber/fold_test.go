package documentnumber

import (
	"testing"

	"pgregory.net/rapid"
)

func TestWaysOfWritingOneNumber(t *testing.T) {
	want := Fold("岳交计〔2026〕12号")
	for _, same := range []string{"岳交计[2026]12号", "岳交计【２０２６】１２号", "岳交计（2026） 12 号", "岳交计(2026)12号", "岳交计 ［2026］　12号"} {
		if got := Fold(same); got != want {
			t.Errorf("Fold(%q) = %q, want %q", same, got, want)
		}
	}
	for _, other := range []string{"岳交计〔2026〕13号", "岳交计〔2025〕12号", "岳农计〔2026〕12号", "岳交计〔2026〕1 2号补"} {
		if Fold(other) == want {
			t.Errorf("Fold(%q) is the same as another number", other)
		}
	}
}

func TestFoldingAgainChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "number")
		if once := Fold(s); Fold(once) != once {
			t.Fatalf("Fold(%q) = %q, again %q", s, once, Fold(once))
		}
	})
}
