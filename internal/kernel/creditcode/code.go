// Package creditcode checks the unified social credit code (统一社会信用代码) of GB 32100-2015, the number of every
// registered organisation since 2015. Older lists carry the 9-character organisation code instead, which is not one.
package creditcode

import (
	"errors"
	"strings"
	"unicode"
)

// Code is a valid 18-character unified social credit code: 1 register department, 1 type, 6 area digits, 9 body (the
// former organisation code), 1 check character. Values come from Parse. The code is public, nothing is masked.
type Code string

// charset is the character set of the standard. The place of a character is its value. I, O, S, V and Z are left out
// because they look like 1, 0, 5, U and 2.
const charset = "0123456789ABCDEFGHJKLMNPQRTUWXY"

const (
	codeLen  = 18
	checkLen = codeLen - 1 // characters the check character is computed over
	areaFrom = 2
	areaTo   = 8
)

// weights are 3^(i-1) mod 31, the table of the standard.
var weights = [checkLen]int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}

var (
	// ErrLength is returned for a code that has not 18 characters.
	ErrLength = errors.New("creditcode: wrong length")
	// ErrChar is returned for a character outside of the standard's set, or a letter among the area digits.
	ErrChar = errors.New("creditcode: wrong character")
	// ErrChecksum is returned when the last character does not fit the others.
	ErrChecksum = errors.New("creditcode: wrong checksum")
)

// Parse reads a code as people and spreadsheets write it: full-width characters become ASCII, white space goes, small
// letters become capitals. The area is not compared with a list, since codes outlive the divisions they were given in.
// The error is ErrLength, ErrChar or ErrChecksum.
func Parse(s string) (Code, error) {
	s = normalise(s)
	if len([]rune(s)) != codeLen {
		return "", ErrLength
	}
	for i, r := range s {
		inArea := i >= areaFrom && i < areaTo
		if !strings.ContainsRune(charset, r) || inArea && r > '9' {
			return "", ErrChar
		}
	}
	if CheckChar(s) != s[checkLen] {
		return "", ErrChecksum
	}
	return Code(s), nil
}

// String returns the 18 characters.
func (c Code) String() string { return string(c) }

// CheckChar returns the check character of the first 17 characters of a code: with the weighted sum s of their values,
// the character of value 31 − (s mod 31), where 31 counts as 0. It panics if s does not start with 17 characters of the
// set.
func CheckChar(s string) byte {
	if len(s) < checkLen {
		panic("creditcode: CheckChar needs 17 characters")
	}
	sum := 0
	for i, weight := range weights {
		value := strings.IndexByte(charset, s[i])
		if value < 0 {
			panic("creditcode: CheckChar needs characters of the set")
		}
		sum += weight * value
	}
	return charset[(len(charset)-sum%len(charset))%len(charset)]
}

func normalise(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case r >= '！' && r <= '～':
			r += '!' - '！'
		}
		if r >= 'a' && r <= 'z' {
			return r - 'a' + 'A'
		}
		return r
	}, s)
}
