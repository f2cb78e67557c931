// Package spelling finds names written in characters by what people type in Latin
// letters: the whole pinyin without tones (qianfota), initials (qft) or both mixed
// (qianft), from any syllable on. A character with several readings is found by each.
package spelling

import (
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"
)

// longest is what is looked at of what was typed; names are shorter.
const longest = 64

// Typed brings what was typed into the form that Matches compares: small letters,
// without the spaces and apostrophes people put between syllables, v for ü. It is
// empty when no name can be spelt with it.
func Typed(text string) string {
	var all strings.Builder
	letters := false
	for _, r := range strings.ToLower(strings.TrimSpace(text)) {
		switch {
		case r == ' ' || r == '\'' || r == '’':
		case r == 'ü':
			all.WriteByte('v')
		case r >= 'a' && r <= 'z':
			letters = true
			all.WriteRune(r)
		case r >= '0' && r <= '9':
			all.WriteRune(r)
		default:
			return ""
		}
	}
	if !letters || all.Len() > longest {
		return ""
	}
	return all.String()
}

// Matches says whether typed, as Typed gives it, spells the name or a part of it
// that begins with a syllable.
func Matches(typed, name string) bool {
	if typed == "" {
		return false
	}
	syllables := readings(name)
	for i := range syllables {
		if spells(typed, syllables[i:]) {
			return true
		}
	}
	return false
}

// Among returns the names that are spelt so, none when text is no spelling.
func Among(text string, names []string) []string {
	typed := Typed(text)
	if typed == "" {
		return nil
	}
	var found []string
	for _, name := range names {
		if Matches(typed, name) {
			found = append(found, name)
		}
	}
	return found
}

// spells takes a first part of each syllable in turn until nothing typed is left.
// It remembers where it has been in vain, or a name of forty equal characters would take for ever.
func spells(typed string, syllables [][]string) bool {
	vain := make(map[[2]int]bool)
	var from func(at, syllable int) bool
	from = func(at, syllable int) bool {
		if at == len(typed) {
			return true
		}
		here := [2]int{at, syllable}
		if syllable == len(syllables) || vain[here] {
			return false
		}
		for _, reading := range syllables[syllable] {
			for n := 1; n <= len(reading) && at+n <= len(typed) && reading[n-1] == typed[at+n-1]; n++ {
				// Only the last syllable may be broken off; before it there is the initial or the whole.
				if n > 1 && n < len(reading) && at+n < len(typed) {
					continue
				}
				if from(at+n, syllable+1) {
					return true
				}
			}
		}
		vain[here] = true
		return false
	}
	return from(0, 0)
}

// readings are the ways to read each character; what is neither character, letter nor digit is passed over.
func readings(name string) [][]string {
	args := pinyin.NewArgs()
	args.Heteronym = true
	args.Fallback = func(r rune, _ pinyin.Args) []string {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return []string{string(unicode.ToLower(r))}
		}
		return nil
	}
	var all [][]string
	for _, ways := range pinyin.Pinyin(name, args) {
		if len(ways) > 0 {
			all = append(all, ways)
		}
	}
	return all
}
