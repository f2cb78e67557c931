package split

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"zhengcun/internal/kernel/money"
)

func fen(most int64) *rapid.Generator[money.Fen] {
	return rapid.Custom(func(t *rapid.T) money.Fen {
		// Small amounts make ties and exhausted lots likely.
		return money.Fen(rapid.OneOf(rapid.Int64Range(0, 5), rapid.Int64Range(0, most)).Draw(t, "fen"))
	})
}

func drawLots(t *rapid.T) []Lot {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Lot {
		return Lot{fen(int64(money.MaxFen)).Draw(t, "appropriated"), fen(int64(money.MaxFen)).Draw(t, "accepted")}
	}), 1, 12).Draw(t, "lots")
}

// TestProposalIsRight: what is proposed passes the check that an edited division must pass.
func TestProposalIsRight(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lots := drawLots(t)
		amount := money.Fen(rapid.Int64Range(0, int64(Room(lots))).Draw(t, "amount"))
		parts, err := Propose(amount, lots)
		if err != nil {
			t.Fatal(err)
		}
		if over, missing := Wrong(amount, parts, lots); len(over) > 0 || missing != 0 {
			t.Fatalf("%v of %v: over %v, missing %d", parts, lots, over, missing)
		}
		if _, err := Propose(Room(lots)+1, lots); !errors.Is(err, ErrOverRoom) {
			t.Fatalf("one fen too many: %v", err)
		}
	})
}

// TestAcceptancesInARowFillTheLotsExactly: whatever the steps, no lot goes over, and all of it can be accepted.
func TestAcceptancesInARowFillTheLotsExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lots := drawLots(t)
		for i := range lots {
			lots[i].Accepted = 0
		}
		for Room(lots) > 0 {
			amount := money.Fen(rapid.Int64Range((int64(Room(lots))+1)/2, int64(Room(lots))).Draw(t, "amount"))
			parts, err := Propose(amount, lots)
			if err != nil {
				t.Fatal(err)
			}
			for i, part := range parts {
				lots[i].Accepted += part
			}
		}
		for _, l := range lots {
			if l.Accepted != l.Appropriated {
				t.Fatalf("accepted %d of %d", l.Accepted, l.Appropriated)
			}
		}
	})
}

// TestWrongFindsEveryFault compares an edited division with the rule spelt out.
func TestWrongFindsEveryFault(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lots := drawLots(t)
		amount := fen(int64(money.MaxFen)).Draw(t, "amount")
		parts := make([]money.Fen, len(lots))
		var sum money.Fen
		var bad []int
		for i := range parts {
			parts[i] = fen(int64(money.MaxFen)).Draw(t, "part") - 2
			sum += parts[i]
			if parts[i] < 0 || parts[i]+lots[i].Accepted > lots[i].Appropriated && parts[i] > 0 {
				bad = append(bad, i)
			}
		}
		over, missing := Wrong(amount, parts, lots)
		if !slices.Equal(over, bad) || missing != amount-sum {
			t.Fatalf("over %v, missing %d; want %v, %d", over, missing, bad, amount-sum)
		}
	})
}

func TestProportion(t *testing.T) {
	lots := []Lot{{Appropriated: 100}, {Appropriated: 100}, {Appropriated: 200}}
	for amount, want := range map[money.Fen][]money.Fen{
		0: {0, 0, 0}, 1: {0, 0, 1}, 2: {1, 0, 1}, 3: {1, 1, 1}, 200: {50, 50, 100}, 400: {100, 100, 200},
	} {
		if got, err := Propose(amount, lots); err != nil || !slices.Equal(got, want) {
			t.Errorf("%d: %v, %v, want %v", amount, got, err, want)
		}
	}
}
