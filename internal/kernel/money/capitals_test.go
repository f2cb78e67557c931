package money

import (
	"errors"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var capitals = map[Fen]string{
	0:                        "零元整",
	1:                        "壹分",
	10:                       "壹角整",
	55:                       "伍角伍分",
	100:                      "壹元整",
	1_000:                    "壹拾元整",
	1_050:                    "壹拾元伍角整",
	32_504:                   "叁佰贰拾伍元零肆分",    // the rule's own example
	1_640_902:                "壹万陆仟肆佰零玖元零贰分", // the rule's own example
	140_950:                  "壹仟肆佰零玖元伍角整",
	600_714:                  "陆仟零柒元壹角肆分",
	168_032:                  "壹仟陆佰捌拾元叁角贰分",
	10_700_053:               "壹拾万柒仟元伍角叁分",
	12_345_678:               "壹拾贰万叁仟肆佰伍拾陆元柒角捌分",
	60_000_000:               "陆拾万元整",
	100_500:                  "壹仟零伍元整",
	10_050_000:               "壹拾万零伍佰元整",
	1_000_000_000:            "壹仟万元整",
	1_001_000_000:            "壹仟零壹万元整",
	10_000_000_500:           "壹亿零伍元整",
	10_001_000_000:           "壹亿零壹万元整",
	11_000_000_000:           "壹亿壹仟万元整",
	10_000_000_000_000:       "壹仟亿元整",
	MaxFen:                   "壹万亿元整",
	MaxFen + 1:               "壹万亿元零壹分",
	1_000_100_000_000_00:     "壹万零壹亿元整",
	-60_000_000:              "负陆拾万元整",
	-1:                       "负壹分",
	1_0000_0000_0000_0000_00: "壹亿亿元整",
}

func TestCapitals(t *testing.T) {
	for fen, text := range capitals {
		if got := fen.Capitals(); got != text {
			t.Errorf("Fen(%d).Capitals() = %q, want %q", fen, got, text)
		}
		if got, err := ParseCapitals(text); err != nil || got != fen {
			t.Errorf("ParseCapitals(%q) = %d, %v; want %d", text, got, err, fen)
		}
	}
}

func TestCapitalsOfTheLimits(t *testing.T) {
	for _, fen := range []Fen{math.MinInt64, math.MinInt64 + 1, math.MaxInt64, -MaxFen} {
		if got, err := ParseCapitals(fen.Capitals()); err != nil || got != fen {
			t.Errorf("%q reads as %d, %v; want %d", fen.Capitals(), got, err, fen)
		}
	}
}

func TestParseCapitalsRefuses(t *testing.T) {
	for _, in := range []string{
		"", "整", "元", "元整", "负", "零", "壹", "负零元整", "负负壹元整",
		"壹元",  // 整 is missing
		"壹角",  // 整 is missing
		"壹分整", // no 整 after 分
		"壹元整整",
		"壹元正", // another word for the same
		"壹圆整",
		"人民币壹元整",
		"拾元整",     // 壹 is missing
		"壹佰伍元整",   // 零 is missing
		"壹佰零伍拾元整", // 零 too many
		"壹佰零零伍元整",
		"壹拾元零伍角整", // allowed by the rule, not what Capitals writes
		"壹元肆分",    // 零 is missing
		"零元伍分",    // no 元 part below one yuan
		"壹元零角伍分",
		"壹元壹拾角整",
		"壹元伍分伍角", // order
		"壹佰壹仟元整", // order
		"壹万壹万元整",
		"壹拾拾元整",
		"一元整", // small numerals
		"1元整",
		" 壹元整",
		"壹元整\n",
		"壹兆元整",
		"玖佰玖拾玖亿亿亿亿元整", // overflow
		"壹亿亿亿亿亿亿亿亿元整",
		strings.Repeat("壹亿", 1000) + "元整",
		strings.Repeat("亿", 100_000),
	} {
		if got, err := ParseCapitals(in); !errors.Is(err, ErrSyntax) || got != 0 {
			t.Errorf("ParseCapitals(%.60q) = %d, %v; want ErrSyntax", in, got, err)
		}
	}
}

func TestParseCapitalsIsTheInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.OneOf(
			rapid.Int64(),
			// Numbers of few digits other than zero, where the rules about 零 are.
			rapid.Custom(func(t *rapid.T) int64 {
				sum := int64(0)
				for range rapid.IntRange(0, 4).Draw(t, "digits") {
					place := int64(math.Pow10(rapid.IntRange(0, 17).Draw(t, "place")))
					sum += rapid.Int64Range(1, 9).Draw(t, "digit") * place
				}
				return sum
			}),
		).Draw(t, "fen")
		text := Fen(want).Capitals()
		if got, err := ParseCapitals(text); err != nil || got != Fen(want) {
			t.Fatalf("%q reads as %d, %v; want %d", text, got, err, want)
		}
		if strings.Contains(text, "零零") || len(text) > maxCapitalsLen {
			t.Fatalf("malformed %q", text)
		}
	})
}

func FuzzParseCapitals(f *testing.F) {
	for _, text := range capitals {
		f.Add(text)
	}
	f.Add("壹亿亿亿亿元整")
	f.Add("零亿零万元整")
	f.Fuzz(func(t *testing.T, s string) {
		got, err := ParseCapitals(s)
		if err == nil && got.Capitals() != s {
			t.Fatalf("ParseCapitals(%q) = %d, which is written %q", s, got, got.Capitals())
		}
	})
}
