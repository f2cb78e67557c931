package money

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestYuan(t *testing.T) {
	for in, want := range map[Fen]string{
		0:             "0.00",
		5:             "0.05",
		-5:            "-0.05",
		100:           "1.00",
		99_999:        "999.99",
		100_000:       "1,000.00",
		123_456_789:   "1,234,567.89",
		-123_456_789:  "-1,234,567.89",
		MaxFen:        "1,000,000,000,000.00",
		math.MaxInt64: "92,233,720,368,547,758.07",
		math.MinInt64: "-92,233,720,368,547,758.08",
	} {
		if got := in.Yuan(); got != want {
			t.Errorf("Fen(%d).Yuan() = %q, want %q", in, got, want)
		}
	}
}

func TestParseYuan(t *testing.T) {
	for in, want := range map[string]Fen{
		"0":                    0,
		"0.00":                 0,
		"1234":                 123_400,
		"1234.5":               123_450,
		"1,234.56":             123_456,
		"1,234,567.89":         123_456_789,
		"1234元":                123_400,
		" 1234 元 ":             123_400,
		"１２３４．５０元":             123_450,
		"１，２３４":                123_400,
		"　600,000　":            60_000_000,
		"-0.01":                -1,
		"－1,000":               -100_000,
		"1,000,000,000,000.00": MaxFen,
		"-1000000000000":       -MaxFen,
	} {
		if got, err := ParseYuan(in); err != nil || got != want {
			t.Errorf("ParseYuan(%q) = %d, %v; want %d", in, got, err, want)
		}
	}
}

func TestParseYuanRefuses(t *testing.T) {
	for in, want := range map[string]error{
		"":                           ErrSyntax,
		"元":                          ErrSyntax,
		"-":                          ErrSyntax,
		".5":                         ErrSyntax,
		"5.":                         ErrSyntax,
		"5.元":                        ErrSyntax,
		"1.234":                      ErrSyntax,
		"1.2.3":                      ErrSyntax,
		"1.-2":                       ErrSyntax,
		"+1":                         ErrSyntax,
		"--1":                        ErrSyntax,
		"- 1":                        ErrSyntax,
		"-0":                         ErrSyntax,
		"-0.00":                      ErrSyntax,
		"007":                        ErrSyntax,
		"00.5":                       ErrSyntax,
		"0,123":                      ErrSyntax,
		"1,23":                       ErrSyntax,
		"12,34":                      ErrSyntax,
		"1234,567":                   ErrSyntax,
		",123":                       ErrSyntax,
		"123,":                       ErrSyntax,
		"1,,234":                     ErrSyntax,
		"1.234,56":                   ErrSyntax,
		"1.00,000":                   ErrSyntax,
		"1 234":                      ErrSyntax,
		"1e3":                        ErrSyntax,
		"￥5":                         ErrSyntax,
		"5元元":                        ErrSyntax,
		"5万元":                        ErrSyntax,
		"壹元整":                        ErrSyntax,
		"1000000000000.01":           ErrRange,
		"-1000000000000.01":          ErrRange,
		"99999999999999999999999999": ErrRange,
	} {
		if got, err := ParseYuan(in); !errors.Is(err, want) || got != 0 {
			t.Errorf("ParseYuan(%q) = %d, %v; want %v", in, got, err, want)
		}
	}
}

func TestParseYuanReadsWhatYuanWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := drawAmount(t)
		for _, suffix := range []string{"", "元"} {
			if got, err := ParseYuan(want.Yuan() + suffix); err != nil || got != want {
				t.Fatalf("%q reads as %d, %v", want.Yuan()+suffix, got, err)
			}
		}
	})
}

// drawAmount draws an amount within ±MaxFen.
func drawAmount(t *rapid.T) Fen {
	return Fen(rapid.Int64Range(-int64(MaxFen), int64(MaxFen)).Draw(t, "amount"))
}
