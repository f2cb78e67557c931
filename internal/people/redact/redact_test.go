package redact

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestText(t *testing.T) {
	for text, want := range map[string]string{
		"":                        "",
		"岳交计〔2026〕4711号":          "岳交计〔2026〕4711号",
		"文号 13912345678 已存在":      "文号 […] 已存在",
		"call +86 139-1234-5678.": "call +[…].",
		"6222 0212 3456 7890 123": "[…]",
		"34082819900101123X":      "[…]",
		"３４０８２８１９９００１０１１２３４":                            "[…]",
		"0198c000-0000-7000-8000-000000000000 is there": "0198c000-0000-7000-8000-000000000000 is there",
		"在 2026-03-01 之前，不是 2026-03-0113912345678":      "在 2026-03-01 之前，不是 […]",
		"requests[999].fund_document.lines[12]":         "requests[999].fund_document.lines[12]",
		"还剩 60000000 分":                                 "还剩 60000000 分",
		"还剩 60000001 分":                                 "还剩 […] 分",
		"电话2170000":                                     "电话[…]",
	} {
		if got := Text(text, "60000000"); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestNoNumberGetsThrough puts a number, as people write numbers, between other
// words: nothing of it is left but what is shorter than a phone.
func TestNoNumberGetsThrough(t *testing.T) {
	words := rapid.StringMatching(`[一-龥a-zA-Z（）：，。 ]{0,12}`)
	rapid.Check(t, func(t *rapid.T) {
		digits := []rune(rapid.StringMatching(`[0-9０-９]{11,19}`).Draw(t, "digits"))
		var number strings.Builder
		for i, d := range digits {
			if i > 0 {
				number.WriteString(rapid.SampledFrom([]string{"", "", "", "-", " ", "."}).Draw(t, "mark"))
			}
			number.WriteRune(d)
		}
		before, after := words.Draw(t, "before"), words.Draw(t, "after")
		got := Text(before + "号" + number.String() + "号" + after)
		if Digits(got) >= Shortest && !harmlessInside(number.String()) {
			t.Fatalf("%q is left of %q", got, number.String())
		}
		if !strings.HasPrefix(got, before) || !strings.HasSuffix(got, after) {
			t.Fatalf("%q lost its words", got)
		}
	})
}

// harmlessInside tells whether a number happens to be written as a day.
func harmlessInside(number string) bool {
	return strings.ContainsAny(number, "-") && numbers.FindString(number) != number
}
