package retention

import (
	"testing"

	"pgregory.net/rapid"

	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/money"
)

// What is kept back stays within the exact share and misses it by less than a fen.
func TestOf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.Int64Range(0, 100_000_000_000_000).Draw(t, "value")
		bp := rapid.IntRange(0, 10_000).Draw(t, "bp")
		kept := int64(Of(money.Fen(value), bp))
		// value × bp fits: 1e14 × 1e4 is 1e18.
		if exact := value * int64(bp); kept*10_000 > exact || (kept+1)*10_000 <= exact {
			t.Fatalf("%d of %d at %d bp", kept, value, bp)
		}
	})
}

// Whatever is paid and set off, there is work of some value of which just the rest is kept back: no claim is impossible.
func TestEveryClaimCanKeepBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cash := rapid.Int64Range(1, 1_000_000).Draw(t, "cash")
		bp := rapid.IntRange(0, 5_000).Draw(t, "bp")
		for kept := int64(0); kept <= 2*cash; kept++ {
			if int64(Of(money.Fen(cash+kept), bp)) == kept {
				return
			}
		}
		t.Fatalf("nothing can be kept back beside %d at %d bp", cash, bp)
	})
}

// The due day is so many months on, never later in its month than the day of acceptance, and grows with both.
func TestDueOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		accepted := calendar.MustParseDate("2001-01-01").AddDays(rapid.IntRange(0, 20_000).Draw(t, "day"))
		months := rapid.IntRange(0, 120).Draw(t, "months")
		due := DueOn(accepted, months)
		count := func(d calendar.Date) int { return d.Year()*12 + int(d.Month()) }
		if count(due)-count(accepted) != months || due.Day() > accepted.Day() {
			t.Fatalf("%s and %d months is %s", accepted, months, due)
		}
		if due.Day() < accepted.Day() && due.AddDays(1).Day() != 1 {
			t.Fatalf("%s and %d months is %s, which is neither the same day nor the last", accepted, months, due)
		}
		if DueOn(accepted.AddDays(1), months).Before(due) || !DueOn(accepted, months+1).After(due) {
			t.Fatalf("%s and %d months: the day goes back", accepted, months)
		}
	})
	if due := DueOn(calendar.MustParseDate("2024-02-29"), 12); due.String() != "2025-02-28" {
		t.Errorf("a year after 29 February is %s", due)
	}
}

func TestStateOf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		today := calendar.MustParseDate("2026-06-15")
		left := money.Fen(rapid.Int64Range(0, 3).Draw(t, "left"))
		claimed, days := rapid.Bool().Draw(t, "claimed"), rapid.IntRange(-2, 2).Draw(t, "days")
		state := StateOf(left, claimed, today.AddDays(days), today)
		if (state == Released) != (left == 0) || (state == Claimed) != (left > 0 && claimed) || (state == Due) != (left > 0 && !claimed && days <= 0) {
			t.Fatalf("%d left, claimed %v, %d days: %s", left, claimed, days, state)
		}
	})
}
