package money

import (
	"errors"
	"math"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestSplit(t *testing.T) {
	for name, c := range map[string]struct {
		total         Fen
		weights, want []Fen
	}{
		"one line":                    {350_000_00, []Fen{380_000_00}, []Fen{350_000_00}},
		"even":                        {100, []Fen{1, 1}, []Fen{50, 50}},
		"tie goes to the lowest line": {100, []Fen{1, 1, 1}, []Fen{34, 33, 33}},
		"two left over":               {101, []Fen{1, 1, 1}, []Fen{34, 34, 33}},
		"largest remainder first":     {10, []Fen{1, 1, 5}, []Fen{2, 1, 7}},
		"remainder beats position":    {10, []Fen{10, 33, 57}, []Fen{1, 3, 6}},
		"zero weight gets nothing":    {1, []Fen{0, 1, 0, 1}, []Fen{0, 1, 0, 0}},
		"nothing to share":            {0, []Fen{1, 2}, []Fen{0, 0}},
		"more lines than fen":         {2, []Fen{1, 1, 1, 1}, []Fen{1, 1, 0, 0}},
		"largest numbers":             {math.MaxInt64, []Fen{math.MaxInt64 - 1, 1}, []Fen{math.MaxInt64 - 1, 1}},
	} {
		got, err := Split(c.total, c.weights)
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: Split(%d, %v) = %v, %v; want %v", name, c.total, c.weights, got, err, c.want)
		}
	}
}

func TestSplitRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		total   Fen
		weights []Fen
		want    error
	}{
		"negative total":   {-1, []Fen{1}, ErrNegative},
		"negative weight":  {1, []Fen{2, -1}, ErrNegative},
		"no lines":         {1, nil, ErrNoWeight},
		"weights all zero": {0, []Fen{0, 0}, ErrNoWeight},
		"weights overflow": {1, []Fen{math.MaxInt64, 1}, ErrRange},
	} {
		if got, err := Split(c.total, c.weights); !errors.Is(err, c.want) || got != nil {
			t.Errorf("%s: Split = %v, %v; want %v", name, got, err, c.want)
		}
	}
}

func TestSplitProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := Fen(rapid.Int64Min(0).Draw(t, "total"))
		limit := rapid.SampledFrom([]int64{1, 3, 1000, int64(MaxFen)}).Draw(t, "limit")
		raw := rapid.SliceOfN(rapid.Int64Range(0, limit), 1, 40).Draw(t, "weights")
		weights := make([]Fen, len(raw))
		var sum Fen
		for i, w := range raw {
			weights[i] = Fen(w)
			sum += weights[i]
		}
		if sum == 0 {
			t.Skip("nobody to give it to")
		}
		before := slices.Clone(weights)

		parts, err := Split(total, weights)
		if err != nil || len(parts) != len(weights) {
			t.Fatalf("%v, %v", parts, err)
		}
		if !slices.Equal(weights, before) {
			t.Fatal("the weights were changed")
		}
		var shared Fen
		for i, part := range parts {
			shared += part
			if part < 0 {
				t.Fatalf("part %d is %d", i, part)
			}
			// |part×sum − total×weight| < sum: less than one fen from the exact share, and exact where it can be.
			off := new(big.Int).Mul(big.NewInt(int64(part)), big.NewInt(int64(sum)))
			exact := new(big.Int).Mul(big.NewInt(int64(total)), big.NewInt(int64(weights[i])))
			if off.Sub(off, exact).CmpAbs(big.NewInt(int64(sum))) >= 0 {
				t.Fatalf("part %d = %d is a fen or more from its share", i, part)
			}
			for j := range i {
				if weights[j] > weights[i] && parts[j] < part || weights[j] < weights[i] && parts[j] > part {
					t.Fatalf("lines %d and %d: the larger weight got less", j, i)
				}
				if weights[j] == weights[i] && parts[j] < part {
					t.Fatalf("lines %d and %d: the lower line got less of equal weights", j, i)
				}
			}
		}
		if shared != total {
			t.Fatalf("parts sum to %d, not %d", shared, total)
		}
	})
}
