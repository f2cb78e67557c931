package residentid

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"pgregory.net/rapid"

	"zhengcun/internal/kernel/calendar"
)

// Published sample numbers of the standard's text, which belong to nobody.
const (
	woman = "11010519491231002X"
	man   = "440524188001010014"
	other = "34052419800101001X"
)

func mustParse(t *testing.T, s string) ID {
	t.Helper()
	id, err := Parse(s)
	if err != nil {
		t.Fatalf("Parse: %v", err)
	}
	return id
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		in, clear, area, born string
		sex                   Sex
	}{
		{woman, woman, "110105", "1949-12-31", Female},
		{man, man, "440524", "1880-01-01", Male},
		{other, other, "340524", "1980-01-01", Male},
		{"11010519491231002x", woman, "110105", "1949-12-31", Female},
		{"１１０１０５１９４９１２３１００２ｘ", woman, "110105", "1949-12-31", Female},
		{" 110105 19491231\u3000002X\n", woman, "110105", "1949-12-31", Female},
		{"110105491231002", woman, "110105", "1949-12-31", Female},
		{"340524 800101 001", other, "340524", "1980-01-01", Male},
	} {
		id, err := Parse(c.in)
		if err != nil {
			t.Errorf("Parse(%q): %v", c.in, err)
			continue
		}
		if id.Clear() != c.clear || id.Area() != c.area || id.BirthDate() != calendar.MustParseDate(c.born) || id.Sex() != c.sex {
			t.Errorf("Parse(%q) = %s %s %s %s", c.in, id.Clear(), id.Area(), id.BirthDate(), id.Sex())
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for in, want := range map[string]error{
		"":                    ErrLength,
		"1101051949123100":    ErrLength,
		"11010519491231002":   ErrLength,
		"11010519491231002XX": ErrLength,
		"壹贰叁":                 ErrLength,
		"1101051949123100AX":  ErrChar,
		"X1010519491231002X":  ErrChar,
		"11010519491231002A":  ErrChar,
		"11010519491231002é":  ErrChar,
		"1101051949123100二X":  ErrChar,
		"11010549123100X":     ErrChar,
		"110105194913310021":  ErrDate,
		"110105194902300021":  ErrDate,
		"110105194900000021":  ErrDate,
		"110105000001010021":  ErrDate,
		"110105491331002":     ErrDate,
		"340524000229001":     ErrDate, // 1900 was no leap year
		"110105194912310021":  ErrChecksum,
		"11010519491231020X":  ErrChecksum, // two digits swapped
	} {
		if id, err := Parse(in); !errors.Is(err, want) || !id.IsZero() {
			t.Errorf("Parse(%q): %v, want %v", in, err, want)
		}
	}
}

func TestConvert15Refuses(t *testing.T) {
	for in, want := range map[string]error{
		woman:             ErrLength,
		"":                ErrLength,
		"11010549123100X": ErrChar,
		"110105490230002": ErrDate,
	} {
		if got, err := Convert15(in); !errors.Is(err, want) || got != "" {
			t.Errorf("Convert15(%q) = %q, %v; want %v", in, got, err, want)
		}
	}
}

func TestCheckCharPanicsOnOtherText(t *testing.T) {
	for _, s := range []string{"", "1101051949123100", "1101051949123100X"} {
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

// drawNumber draws a valid number of the twentieth century.
func drawNumber(t *rapid.T) string {
	area := rapid.StringMatching(`[1-8][0-9]{5}`).Draw(t, "area")
	born := calendar.MustParseDate("1900-01-01").AddDays(rapid.IntRange(0, 36_523).Draw(t, "day"))
	order := rapid.StringMatching(`[0-9]{3}`).Draw(t, "order")
	first := area + strings.ReplaceAll(born.String(), "-", "") + order
	return first + string(CheckChar(first))
}

func TestEveryValidNumberIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := drawNumber(t)
		id, err := Parse(number)
		if err != nil || id.Clear() != number {
			t.Fatalf("%q, %v", id.Clear(), err)
		}
		if got := strings.ReplaceAll(id.BirthDate().String(), "-", ""); got != number[6:14] {
			t.Fatalf("born %s", got)
		}
		if odd := number[16]%2 == 1; odd != (id.Sex() == Male) {
			t.Fatalf("sex %v", id.Sex())
		}
		old, err := Parse(number[:6] + number[8:17])
		if err != nil || old != id {
			t.Fatalf("the 15-digit form reads as %q, %v", old.Clear(), err)
		}
	})
}

// TestOneWrongDigitIsNoticed checks what MOD 11-2 promises: any single wrong character and any two neighbours swapped.
func TestOneWrongDigitIsNoticed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := []byte(drawNumber(t))
		i := rapid.IntRange(0, 16).Draw(t, "place")
		if rapid.Bool().Draw(t, "swap") {
			number[i], number[i+1] = number[i+1], number[i]
			if number[i] == number[i+1] {
				t.Skip("the same digit twice")
			}
		} else {
			number[i] = '0' + (number[i]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "step")))%10
		}
		if id, err := Parse(string(number)); err == nil {
			t.Fatalf("%s was accepted", id.Clear())
		}
	})
}

func TestZeroIsNoNumber(t *testing.T) {
	var id ID
	if !id.IsZero() || id.Clear() != "" || id.String() != "" || id.Area() != "" || !id.BirthDate().IsZero() || id.Sex() != 0 {
		t.Errorf("zero value: %q %q %q %v %v", id.Clear(), id.String(), id.Area(), id.BirthDate(), id.Sex())
	}
	if data, err := json.Marshal(id); err != nil || string(data) != `""` {
		t.Errorf("%s, %v", data, err)
	}
}

func TestEqual(t *testing.T) {
	a, b := mustParse(t, woman), mustParse(t, "110105491231002")
	if a != b || !a.Equal(b) || a == mustParse(t, other) {
		t.Error("equality does not follow the number")
	}
	if d := cmp.Diff(a, b); d != "" {
		t.Error(d)
	}
}

func TestSexNames(t *testing.T) {
	if got := fmt.Sprint(Male, Female, Sex(0)); got != "男 女 未知" {
		t.Error(got)
	}
}

// TestNothingLeaks writes an ID by every way the standard library and the logger offer, also from inside other values and from
// unexported fields, where fmt cannot call methods.
func TestNothingLeaks(t *testing.T) {
	id := mustParse(t, woman)
	type exported struct{ ID ID }
	type unexported struct{ id ID }
	type nested struct {
		list []ID
		keys map[ID]int
		ptr  *ID
		any  any
	}
	values := []any{
		id, &id, []ID{id}, [1]ID{id}, map[string]ID{"id": id}, map[ID]bool{id: true},
		exported{id}, &exported{id}, unexported{id}, &unexported{id},
		nested{[]ID{id}, map[ID]int{id: 1}, &id, id},
	}
	var out []string
	for _, v := range values {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "% x", "%T", "%40v", "%.3s", "%p"} {
			out = append(out, fmt.Sprintf(verb, v))
		}
		out = append(out, fmt.Sprint(v), fmt.Sprintln(v), fmt.Errorf("row: %v", v).Error())
		if data, err := json.Marshal(v); err == nil {
			out = append(out, string(data))
		}
		if data, err := xml.Marshal(v); err == nil {
			out = append(out, string(data))
		}
		var log bytes.Buffer
		for _, encoder := range []zapcore.Encoder{
			zapcore.NewJSONEncoder(zap.NewProductionEncoderConfig()),
			zapcore.NewConsoleEncoder(zap.NewDevelopmentEncoderConfig()),
		} {
			zap.New(zapcore.NewCore(encoder, zapcore.AddSync(&log), zap.DebugLevel)).Info("x", zap.Any("v", v), zap.Reflect("r", v))
		}
		out = append(out, log.String())
	}
	for _, s := range out {
		lower := strings.ToLower(s)
		for _, secret := range []string{"19491231", "1949", fmt.Sprintf("%x", "19491231"), fmt.Sprintf("% x", "19491231")} {
			if strings.Contains(lower, secret) {
				t.Errorf("leaked in %q", s)
			}
		}
	}
	for verb, want := range map[string]string{
		"%v":  "110105**********2X",
		"%s":  "110105**********2X",
		"%x":  "110105**********2X",
		"%q":  `"110105**********2X"`,
		"%#v": "residentid.ID(110105**********2X)",
	} {
		if got := fmt.Sprintf(verb, id); got != want {
			t.Errorf("%s prints %q, want %q", verb, got, want)
		}
	}
	if data, err := json.Marshal(exported{id}); err != nil || string(data) != `{"ID":"110105**********2X"}` {
		t.Errorf("%s, %v", data, err)
	}
}

func TestErrorsHoldNoNumber(t *testing.T) {
	for _, in := range []string{"110105194912310021", "110105194913310021", "1101051949123100AX", "1101051949"} {
		if _, err := Parse(in); err == nil || strings.Contains(err.Error(), in[:6]) {
			t.Errorf("error %v", err)
		}
	}
}
