package creditcode

import (
	"errors"
	"testing"

	"pgregory.net/rapid"
)

const sample = "91350100M000100Y43"

func TestParse(t *testing.T) {
	for _, in := range []string{
		sample, "91350100m000100y43", " 9135 0100 M000 100Y 43 ", "９１３５０１００Ｍ０００１００Ｙ４３", "９１３５０１００ｍ０００１００ｙ４３",
	} {
		if c, err := Parse(in); err != nil || c.String() != sample {
			t.Errorf("Parse(%q) = %q, %v", in, c, err)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for in, want := range map[string]error{
		"":                    ErrLength,
		"91350100M000100Y4":   ErrLength,
		"91350100M000100Y433": ErrLength,
		"M000100Y4":           ErrLength, // the old organisation code
		"9135010OM000100Y43":  ErrChar,   // a letter in the area
		"9135A100M000100Y43":  ErrChar,
		"91350100I000100Y43":  ErrChar,
		"91350100O000100Y43":  ErrChar,
		"91350100S000100Y43":  ErrChar,
		"91350100V000100Y43":  ErrChar,
		"91350100Z000100Y43":  ErrChar,
		"91350100M-00100Y43":  ErrChar,
		"91350100M00010码Y43":  ErrChar,
		"91350100M000100Y44":  ErrChecksum,
		"91350100M000100Y4X":  ErrChecksum,
		"91350100M0001004Y3":  ErrChecksum,
	} {
		if c, err := Parse(in); !errors.Is(err, want) || c != "" {
			t.Errorf("Parse(%q) = %q, %v; want %v", in, c, err, want)
		}
	}
}

func TestWeightsArePowersOfThree(t *testing.T) {
	power := 1
	for i, w := range weights {
		if w != power {
			t.Errorf("weight %d is %d, want %d", i+1, w, power)
		}
		power = power * 3 % len(charset)
	}
}

func TestCheckCharPanicsOnOtherText(t *testing.T) {
	for _, s := range []string{"", sample[:16], "I1350100M000100Y4"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("CheckChar(%q) did not panic", s)
				}
			}()
			CheckChar(s)
		}()
	}
}

// TestOneWrongCharacterIsNoticed checks what a prime modulus promises: any single wrong character and any two neighbours
// swapped.
func TestOneWrongCharacterIsNoticed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := rapid.StringMatching(`[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{9}`).Draw(t, "code")
		code := []byte(first + string(CheckChar(first)))
		if c, err := Parse(string(code)); err != nil || string(c) != string(code) {
			t.Fatalf("%q, %v", c, err)
		}
		i := rapid.IntRange(0, 16).Draw(t, "place")
		if rapid.Bool().Draw(t, "swap") {
			if code[i] == code[i+1] {
				t.Skip("the same character twice")
			}
			code[i], code[i+1] = code[i+1], code[i]
		} else {
			wrong := charset[rapid.IntRange(0, 30).Draw(t, "character")]
			if wrong == code[i] {
				t.Skip("not a change")
			}
			code[i] = wrong
		}
		if c, err := Parse(string(code)); err == nil {
			t.Fatalf("%s was accepted", c)
		}
	})
}
