// Package documentnumber compares document numbers (文号) as people mean them:
// 岳交计〔2026〕12号 and 岳交计[２０２６] 12 号 are the same paper.
package documentnumber

import (
	"strings"
	"unicode"
)

// brackets that are written for one another around the year.
const (
	opening = "〔[【［（(〈《﹝{「"
	closing = "〕]】］）)〉》﹞}」"
)

// Fold returns the form in which two numbers are compared: full-width characters
// as half-width, every kind of bracket as one, no spaces, capitals as small.
func Fold(number string) string {
	var b strings.Builder
	for _, r := range number {
		switch {
		case unicode.IsSpace(r) || r == '\u3000' || r == '\u200b' || r == '\ufeff':
			continue
		case strings.ContainsRune(opening, r):
			r = '['
		case strings.ContainsRune(closing, r):
			r = ']'
		case r >= '！' && r <= '～':
			r = r - '！' + '!'
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
