package money

import (
	"errors"
	"math"
	"math/bits"
	"slices"
)

var (
	// ErrNegative is returned by Split when the total or a weight is below zero.
	ErrNegative = errors.New("money: negative amount cannot be split")
	// ErrNoWeight is returned by Split when the weights sum to zero, so that there is nobody to give the total to.
	ErrNoWeight = errors.New("money: weights sum to zero")
)

// Split shares total over the lines in proportion to their weights by the method of the largest remainder: every line
// first gets its share rounded down to a fen, then the fen left over go one each to the lines that lost most by the
// rounding, and among equals to the lowest line first. The parts sum to total exactly and each differs from the exact
// share by less than one fen; a line of weight zero gets nothing.
//
// It splits an acceptance over the project's lots by their appropriations. The errors are ErrNegative, ErrNoWeight
// (also for no lines at all) and ErrRange when the weights together do not fit in a Fen.
func Split(total Fen, weights []Fen) ([]Fen, error) {
	if total < 0 {
		return nil, ErrNegative
	}
	var sum Fen
	for _, w := range weights {
		if w < 0 {
			return nil, ErrNegative
		}
		if sum > math.MaxInt64-w {
			return nil, ErrRange
		}
		sum += w
	}
	if sum == 0 {
		return nil, ErrNoWeight
	}

	parts := make([]Fen, len(weights))
	remainders := make([]uint64, len(weights))
	byRemainder := make([]int, len(weights))
	left := total
	for i, w := range weights {
		// 128 bits in between. Div64 needs hi < sum, which holds since w <= sum and total < 2^64.
		hi, lo := bits.Mul64(uint64(total), uint64(w))
		quotient, remainder := bits.Div64(hi, lo, uint64(sum))
		parts[i], remainders[i], byRemainder[i] = Fen(quotient), remainder, i
		left -= parts[i]
	}
	slices.SortStableFunc(byRemainder, func(a, b int) int {
		switch {
		case remainders[a] > remainders[b]:
			return -1
		case remainders[a] < remainders[b]:
			return 1
		}
		return 0
	})
	// The remainders sum to left × sum and each is below sum, so more than left of them are above zero, or left is 0:
	// a line of weight zero is never reached.
	for _, i := range byRemainder[:left] {
		parts[i]++
	}
	return parts, nil
}
