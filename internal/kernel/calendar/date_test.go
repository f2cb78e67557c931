package calendar

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestParseDate(t *testing.T) {
	for _, s := range []string{"0001-01-01", "2006-01-02", "2000-02-29", "9999-12-31"} {
		if d, err := ParseDate(s); err != nil || d.String() != s {
			t.Errorf("ParseDate(%q) = %v, %v", s, d, err)
		}
	}
	for _, s := range []string{
		"", "0000-01-01", "2006-1-02", "2006-01-2", "06-01-02", "2006-13-01", "2006-00-10", "2006-02-29", "1900-02-29",
		"2006-04-31", "2006-01-00", "2006/01/02", "20060102", "2006-01-02 ", " 2006-01-02", "2006-01-02T00:00:00Z",
		"10000-01-01", "-006-01-02", "２００６-01-02", "2006-01-0２", "2006年1月2日",
	} {
		if d, err := ParseDate(s); !errors.Is(err, ErrDate) || !d.IsZero() {
			t.Errorf("ParseDate(%q) = %v, %v; want ErrDate", s, d, err)
		}
	}
}

func TestNewDate(t *testing.T) {
	d, err := NewDate(2008, time.February, 29)
	if err != nil || d != MustParseDate("2008-02-29") {
		t.Errorf("%v, %v", d, err)
	}
	if d.Year() != 2008 || d.Month() != time.February || d.Day() != 29 {
		t.Errorf("%d %v %d", d.Year(), d.Month(), d.Day())
	}
	for _, c := range [][3]int{{2007, 2, 29}, {2007, 0, 1}, {2007, 13, 1}, {2007, 1, 0}, {0, 1, 1}, {-1, 1, 1}, {10_000, 1, 1}} {
		if d, err := NewDate(c[0], time.Month(c[1]), c[2]); !errors.Is(err, ErrDate) || !d.IsZero() {
			t.Errorf("NewDate(%v) = %v, %v; want ErrDate", c, d, err)
		}
	}
}

func TestMustParseDatePanics(t *testing.T) {
	mustPanic(t, "MustParseDate", func() { MustParseDate("2006-02-30") })
}

func TestOrder(t *testing.T) {
	var none Date
	ordered := []Date{none, MustParseDate("0001-01-01"), MustParseDate("2006-01-31"), MustParseDate("2006-02-01"), MustParseDate("2007-01-01")}
	for i, a := range ordered {
		for j, b := range ordered {
			if a.Before(b) != (i < j) || a.After(b) != (i > j) || a.Equal(b) != (i == j) {
				t.Errorf("%q against %q: %d", a, b, a.Compare(b))
			}
		}
	}
	if d := cmp.Diff(ordered[2], MustParseDate("2006-01-31")); d != "" {
		t.Error(d)
	}
}

func TestAddDays(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2006-12-31", 1, "2007-01-01"},
		{"2008-02-28", 1, "2008-02-29"},
		{"2007-02-28", 1, "2007-03-01"},
		{"2006-03-01", -1, "2006-02-28"},
		{"2006-01-01", 90, "2006-04-01"},
		{"1986-05-03", 1, "1986-05-04"}, // summer time began
		{"1970-01-01", -1, "1969-12-31"},
		{"0001-01-01", 3_652_058, "9999-12-31"},
		{"9999-12-31", -3_652_058, "0001-01-01"},
	} {
		if got := MustParseDate(c.from).AddDays(c.n); got.String() != c.want {
			t.Errorf("%s + %d = %v, want %s", c.from, c.n, got, c.want)
		}
	}
	if got := (Date{}).AddDays(5); !got.IsZero() {
		t.Errorf("no date + 5 = %v", got)
	}
	for _, n := range []int{1, math.MaxInt} {
		mustPanic(t, "AddDays past the end", func() { MustParseDate("9999-12-31").AddDays(n) })
		mustPanic(t, "AddDays past the beginning", func() { MustParseDate("0001-01-01").AddDays(-n) })
	}
	mustPanic(t, "AddDays(MinInt)", func() { MustParseDate("2006-01-01").AddDays(math.MinInt) })
}

func TestDaysUntilNeedsDates(t *testing.T) {
	mustPanic(t, "from no date", func() { Date{}.DaysUntil(MustParseDate("2006-01-01")) })
	mustPanic(t, "to no date", func() { MustParseDate("2006-01-01").DaysUntil(Date{}) })
	mustPanic(t, "begin of no date", func() { Date{}.Begin() })
}

func TestDateArithmetic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawDate(t, "a"), drawDate(t, "b")
		n := a.DaysUntil(b)
		if a.AddDays(n) != b || b.AddDays(-n) != a || b.DaysUntil(a) != -n {
			t.Fatalf("%v to %v are %d days", a, b, n)
		}
		if (n > 0) != a.Before(b) || (n < 0) != a.After(b) || (n == 0) != (a == b) {
			t.Fatalf("order of %v and %v does not follow their distance %d", a, b, n)
		}
		if (a.String() < b.String()) != a.Before(b) {
			t.Fatalf("text of %v and %v does not sort as they do", a, b)
		}
		if back, err := ParseDate(a.String()); err != nil || back != a {
			t.Fatalf("%v reads as %v, %v", a, back, err)
		}
		if back, err := NewDate(a.Year(), a.Month(), a.Day()); err != nil || back != a {
			t.Fatalf("%v builds as %v, %v", a, back, err)
		}
		if FiscalYear(a) != a.Year() {
			t.Fatalf("fiscal year %d", FiscalYear(a))
		}
	})
}

func drawDate(t *rapid.T, label string) Date {
	return MustParseDate("0001-01-01").AddDays(rapid.IntRange(0, 3_652_058).Draw(t, label))
}

func mustPanic(t *testing.T, what string, f func()) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Errorf("%s: no panic", what)
		}
	}()
	f()
}
