package money

import (
	"strconv"
	"strings"
)

// Yuan writes the amount in yuan for people, with two decimals and a comma between groups of three: 1,234,567.89.
func (f Fen) Yuan() string {
	abs, negative := f.magnitude()
	whole := strconv.FormatUint(abs/fenPerYuan, 10)

	var b strings.Builder
	if negative {
		b.WriteByte('-')
	}
	for i := 0; i < len(whole); i++ {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteByte(whole[i])
	}
	fen := abs % fenPerYuan
	b.WriteByte('.')
	b.WriteByte(byte('0' + fen/10))
	b.WriteByte(byte('0' + fen%10))
	return b.String()
}

// ParseYuan reads an amount in yuan as people type or paste it: "1234", "1,234.5", "１２３４.50元", "-0.01". Characters
// typed in full width count as their ordinary form, spaces around the amount and one 元 behind it are dropped, and at
// most two decimals may follow.
//
// Commas are allowed only between groups of three from the right: "1,23" is more likely a slip of the hand than one
// hundred and twenty-three, and guessing is not for money. Signs other than one leading minus, a minus before zero,
// leading zeros, exponents, a bare point at either end and other units are refused with ErrSyntax, and amounts beyond
// MaxFen on either side with ErrRange.
func ParseYuan(s string) (Fen, error) {
	s = strings.TrimSpace(strings.Map(foldWidth, s))
	s = strings.TrimSpace(strings.TrimSuffix(s, "元"))
	s, negative := strings.CutPrefix(s, "-")

	whole, decimals, hasPoint := strings.Cut(s, ".")
	if hasPoint && (!isDigits(decimals) || len(decimals) > 2) {
		return 0, ErrSyntax
	}
	whole, ok := ungroup(whole)
	if !ok || len(whole) > 1 && whole[0] == '0' {
		return 0, ErrSyntax
	}
	decimals += "00"[:2-len(decimals)]
	abs, err := strconv.ParseInt(whole+decimals, 10, 64)
	if err != nil || Fen(abs) > MaxFen {
		return 0, ErrRange
	}
	if !negative {
		return Fen(abs), nil
	}
	if abs == 0 {
		return 0, ErrSyntax
	}
	return -Fen(abs), nil
}

// foldWidth turns the full-width forms of the printable ASCII characters (U+FF01..U+FF5E), which a Chinese input
// method produces, into the ASCII ones.
func foldWidth(r rune) rune {
	if r >= '！' && r <= '～' {
		return r - '！' + '!'
	}
	return r
}

// ungroup removes the commas of a whole number. It fails if a group is not made of digits or has a wrong length.
func ungroup(s string) (digits string, ok bool) {
	groups := strings.Split(s, ",")
	for i, group := range groups {
		wrongLength := i > 0 && len(group) != 3 || len(groups) > 1 && len(group) > 3
		if !isDigits(group) || wrongLength {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}
