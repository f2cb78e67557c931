// Package money holds amounts of money as whole fen and the arithmetic that must never lose one.
//
// There is no floating point in this package and none may be added: an amount is read exactly, shared exactly and
// printed exactly, or refused.
package money

import (
	"errors"
	"strconv"
	"strings"
)

// Fen is an amount of money in fen; 100 fen are 1 yuan. It may be negative (a reversal, a difference).
type Fen int64

// MaxFen is the largest amount the product accepts as a business amount: 1e14 fen, that is 1 万亿 yuan. It is far above
// any county's fund and leaves room to add more than ninety thousand such amounts in an int64.
const MaxFen Fen = 100_000_000_000_000

// fenPerYuan is the number of fen in one yuan.
const fenPerYuan = 100

var (
	// ErrSyntax is returned for text that is not written the way the reading function demands.
	ErrSyntax = errors.New("money: not an amount")
	// ErrRange is returned for an amount that is well written and too large to be held.
	ErrRange = errors.New("money: amount out of range")
)

// ParseFen reads an amount in fen as programs write it: ^-?(0|[1-9][0-9]*)$ within int64. It refuses everything else
// ("-0", "+1", "007", "1.0", "1e3", spaces, full-width digits), so that one amount has exactly one spelling and a
// repeated document can be compared as text. The error is ErrSyntax or ErrRange.
func ParseFen(s string) (Fen, error) {
	digits := strings.TrimPrefix(s, "-")
	if !isDigits(digits) || digits[0] == '0' && s != "0" {
		return 0, ErrSyntax
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		// The syntax is already known to be right, so only the size can be wrong.
		return 0, ErrRange
	}
	return Fen(n), nil
}

// magnitude returns the absolute value and whether f is below zero. The result is unsigned because the smallest int64
// has no positive counterpart.
func (f Fen) magnitude() (abs uint64, negative bool) {
	if f < 0 {
		return -uint64(f), true
	}
	return uint64(f), false
}

// isDigits reports whether s is one or more ASCII digits.
func isDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
