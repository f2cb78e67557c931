package money

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestShareBP(t *testing.T) {
	for _, c := range []struct {
		amount Fen
		bp     int64
		want   Fen
	}{
		{38_000_000, 4000, 15_200_000}, // the advance cap of the demo: 40 % of 380,000 yuan
		{100, 0, 0},
		{100, 10_000, 100},
		{99, 5000, 49},
		{1, 9999, 0},
		{-1, 1, -1},
		{-99, 5000, -50},
		{99, -5000, -50},
		{-99, -5000, 49},
		{MaxFen, 10_000, MaxFen},
		{math.MaxInt64, 10_000, math.MaxInt64},
		{math.MinInt64, 10_000, math.MinInt64},
		{math.MaxInt64, 5000, math.MaxInt64 / 2},
	} {
		if got := ShareBP(c.amount, c.bp); got != c.want {
			t.Errorf("ShareBP(%d, %d) = %d, want %d", c.amount, c.bp, got, c.want)
		}
	}
}

func TestShareBPAgreesWithBigIntegers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := rapid.Int64().Draw(t, "amount")
		bp := rapid.OneOf(rapid.Int64Range(0, 10_000), rapid.Int64()).Draw(t, "bp")
		product := new(big.Int).Mul(big.NewInt(amount), big.NewInt(bp))
		// With a positive divisor Euclidean division rounds down.
		want := product.Div(product, big.NewInt(10_000))

		got, panicked := shareOrPanic(Fen(amount), bp)
		if panicked == want.IsInt64() {
			t.Fatalf("panicked: %v, exact result %v", panicked, want)
		}
		if !panicked && int64(got) != want.Int64() {
			t.Fatalf("got %d, want %v", got, want)
		}
	})
}

func TestShareBPPanicsRatherThanWrap(t *testing.T) {
	for _, c := range []struct {
		amount Fen
		bp     int64
	}{
		{math.MaxInt64, 10_001}, {math.MinInt64, 10_001}, {math.MinInt64, -10_000},
		{math.MaxInt64, math.MaxInt64}, {math.MinInt64, math.MinInt64}, {math.MaxInt64, math.MinInt64},
	} {
		if got, panicked := shareOrPanic(c.amount, c.bp); !panicked {
			t.Errorf("ShareBP(%d, %d) = %d, want a panic", c.amount, c.bp, got)
		}
	}
}

func shareOrPanic(amount Fen, bp int64) (f Fen, panicked bool) {
	defer func() { panicked = recover() != nil }()
	return ShareBP(amount, bp), false
}
