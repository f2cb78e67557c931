package terms

import (
	"testing"

	"pgregory.net/rapid"

	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/money"
)

// TestWhatIsLetIn: however terms are amended while money comes, what is let in differs from what was, has its days in
// order and covers the money there is.
func TestWhatIsLetIn(t *testing.T) {
	first := calendar.MustParseDate("2026-03-01")
	rapid.Check(t, func(t *rapid.T) {
		at, committed := Terms{1000, first, first.AddDays(100), 500}, money.Fen(0)
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			if rapid.Bool().Draw(t, "money") {
				committed = min(at.Budget, committed+money.Fen(rapid.IntRange(0, 300).Draw(t, "more")))
				continue
			}
			next := Terms{int64(rapid.IntRange(999, 1001).Draw(t, "quantity")), first.AddDays(rapid.IntRange(0, 9).Draw(t, "start")),
				first.AddDays(rapid.IntRange(0, 120).Draw(t, "end")), money.Fen(rapid.IntRange(1, 900).Draw(t, "budget"))}
			bad := Check(at, next, committed)
			sound := next != at && !next.End.Before(next.Start) && next.Budget >= committed
			if (len(bad) == 0) != sound {
				t.Fatalf("%+v after %+v with %d: %v", next, at, committed, bad)
			}
			if sound {
				at = next
			}
			if at.Budget < committed {
				t.Fatalf("the budget %d does not cover %d", at.Budget, committed)
			}
		}
	})
}
