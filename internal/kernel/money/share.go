package money

import (
	"math"
	"math/bits"
)

// basisPoints is the number of basis points in the whole: 100 % are 10,000 bp.
const basisPoints = 10_000

// ShareBP returns bp basis points of amount, rounded down (towards minus infinity) to a whole fen: a cap or a retention
// computed by it never exceeds the exact share. The product is taken in 128 bits, so no amount overflows on the way.
//
// It panics if the result itself does not fit in a Fen. That takes a rate far above 100 %, which the rules refuse
// long before; a wrapped amount would be worse than a stop.
func ShareBP(amount Fen, bp int64) Fen {
	abs, amountNegative := amount.magnitude()
	rate, rateNegative := Fen(bp).magnitude()
	negative := amountNegative != rateNegative

	hi, lo := bits.Mul64(abs, rate)
	if hi >= basisPoints {
		panic("money: share out of range")
	}
	quotient, remainder := bits.Div64(hi, lo, basisPoints)
	if !negative {
		if quotient > math.MaxInt64 {
			panic("money: share out of range")
		}
		return Fen(quotient)
	}
	if quotient > 1<<63 || quotient == 1<<63 && remainder > 0 {
		panic("money: share out of range")
	}
	if remainder > 0 {
		quotient++
	}
	return Fen(-quotient)
}
