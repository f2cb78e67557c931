// Package redact takes out of a text what may be somebody's number: a phone, a
// resident id, a bank account. What the program itself says in numbers stays.
package redact

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Mark stands for what was taken out.
const Mark = "[…]"

// Shortest is how many digits the shortest number has that is taken out: a local phone.
const Shortest = 7

// numbers finds ids of records and days, which their form tells apart, and runs of
// digits with the marks people write between them.
var numbers = regexp.MustCompile(`\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b\d{4}-\d{2}-\d{2}\b|\p{Nd}(?:[ \-.\x{2010}-\x{2014}\x{3000}]?\p{Nd})*[xX]?`)

// harmless is the form of ids and days.
var harmless = regexp.MustCompile(`^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d{2}-\d{2})$`)

// Text returns the text without numbers of seven digits and more, in whatever
// digits they are written. Ids of records, days and the numbers in keep stay.
func Text(text string, keep ...string) string {
	return numbers.ReplaceAllStringFunc(text, func(found string) string {
		if Digits(found) < Shortest || harmless.MatchString(found) || slices.Contains(keep, found) {
			return found
		}
		return Mark
	})
}

// Digits is how many digits a text has.
func Digits(text string) int {
	return strings.Count(strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return '0'
		}
		return 'x'
	}, text), "0")
}
