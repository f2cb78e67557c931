// Package regioncode knows the 12-digit code of an administrative division (统计用区划代码) and what its digits say:
// digits 1–6 the county (GB/T 2260), 7–9 the township, 10–12 the village or residents' committee.
//
// It does not know which codes exist or what they are called; that is effective-dated data of the people room.
package regioncode

import (
	"errors"
	"strings"
)

// Code is a 12-digit division code such as 340828107202. Values come from Parse; every method is harmless on any other
// text, for which the level is 0 and nothing is contained.
type Code string

const (
	codeLen     = 12
	countyLen   = 6
	townshipLen = 9
)

// ErrSyntax is returned by Parse for anything that is not exactly 12 ASCII digits.
var ErrSyntax = errors.New("regioncode: not a 12-digit division code")

// Parse reads a division code of exactly 12 ASCII digits. Shorter official codes (6 for a county, 9 for a township)
// must be filled up with zeros by whoever knows that they are such codes. The error is ErrSyntax.
func Parse(s string) (Code, error) {
	c := Code(s)
	if !c.wellFormed() {
		return "", ErrSyntax
	}
	return c, nil
}

func (c Code) wellFormed() bool {
	if len(c) != codeLen {
		return false
	}
	for i := 0; i < len(c); i++ {
		if c[i] < '0' || c[i] > '9' {
			return false
		}
	}
	return true
}

// String returns the 12 digits.
func (c Code) String() string { return string(c) }

// Level returns the level of the division by its trailing zeros: six or more zeros are a county, three or more a
// township, anything else a village. Nothing above a county occurs in a county's system, so a province or city code
// reads as a county too; some cities (东莞 441900) are in fact divided into towns directly. The result is 0 for a text
// that is not a code.
func (c Code) Level() Level {
	switch {
	case !c.wellFormed():
		return 0
	case strings.HasSuffix(string(c), "000000"):
		return County
	case strings.HasSuffix(string(c), "000"):
		return Township
	}
	return Village
}

// Parent returns the division one level up: the township of a village, the county of a township. A village whose
// township digits are zero belongs to the county directly. ok is false for a county, whose parent is outside of the
// system, and for a text that is not a code.
func (c Code) Parent() (parent Code, ok bool) {
	switch c.Level() {
	case Village:
		return c[:townshipLen] + "000", true
	case Township:
		return c.County(), true
	}
	return "", false
}

// County returns the code of the county the division lies in, which is the code itself for a county. It is empty for a
// text that is not a code.
func (c Code) County() Code {
	if !c.wellFormed() {
		return ""
	}
	return c[:countyLen] + "000000"
}

// Contains reports whether other is this division or lies in it. Codes are compared by their digits, so it speaks of
// one edition of the code list: after a village has moved to another township its old code still belongs to the old one.
func (c Code) Contains(other Code) bool {
	if !other.wellFormed() {
		return false
	}
	switch c.Level() {
	case County:
		return c[:countyLen] == other[:countyLen]
	case Township:
		return c[:townshipLen] == other[:townshipLen]
	case Village:
		return c == other
	}
	return false
}
