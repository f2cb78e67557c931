package lifecycle

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestNoPathSkips walks at random and checks the whole history: accepted comes only right after completed, completed only
// after underway or accepted, and so on.
func TestNoPathSkips(t *testing.T) {
	before := map[State][]State{
		Approved:  {Listed},
		Underway:  {Approved, Suspended},
		Completed: {Underway, Accepted},
		Accepted:  {Completed, Settled},
		Suspended: {Underway},
		Failed:    {Underway, Suspended, Completed},
		Settled:   {Accepted},
		Cancelled: {Listed, Approved, Underway},
	}
	rapid.Check(t, func(t *rapid.T) {
		at, reached := Listed, map[State]bool{Listed: true}
		for _, m := range rapid.SliceOfN(rapid.SampledFrom(Moves), 0, 40).Draw(t, "moves") {
			next, ok := Next(at, m)
			if !ok {
				continue
			}
			if !slices.Contains(before[next], at) {
				t.Fatalf("%s leads from %s to %s", m, at, next)
			}
			if at == Cancelled || at == Failed {
				t.Fatalf("a %s project moved by %s", at, m)
			}
			at = next
			reached[at] = true
			if reached[Accepted] && !(reached[Approved] && reached[Underway] && reached[Completed]) {
				t.Fatalf("accepted without %v", reached)
			}
		}
	})
}

func TestEveryStateIsReachedAndEveryMoveHasItsMan(t *testing.T) {
	reached := map[State]bool{Listed: true}
	for range States {
		for s := range reached {
			for _, m := range Moves {
				if next, ok := Next(s, m); ok {
					reached[next] = true
				}
			}
		}
	}
	for _, s := range States {
		if !reached[s] {
			t.Errorf("%s is never reached", s)
		}
	}
	for _, m := range Moves {
		if len(By(m)) == 0 {
			t.Errorf("nobody makes the move %s", m)
		}
	}
	if _, ok := Next(Listed, "jump"); ok {
		t.Error("an unknown move is allowed")
	}
}

func TestMoneyAndChanges(t *testing.T) {
	for s, want := range map[State][2]bool{
		Listed: {true, false}, Approved: {false, true}, Underway: {false, true}, Completed: {false, true},
		Accepted: {false, false}, Cancelled: {false, false}, Suspended: {false, false}, Failed: {false, false}, Settled: {false, false},
	} {
		if got := [2]bool{MayChange(s), MayReceiveMoney(s)}; got != want {
			t.Errorf("%s: may change, may receive money: %v, want %v", s, got, want)
		}
	}
}
