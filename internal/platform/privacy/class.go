package privacy

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Class says how sensitive a field is.
type Class int

const (
	Public   Class = iota // anybody
	Contact               // phone numbers
	Account               // bank accounts
	Identity              // resident ids
	Health                // illness, disability
)

func (c Class) String() string {
	switch c {
	case Public:
		return "public"
	case Contact:
		return "contact"
	case Account:
		return "account"
	case Identity:
		return "identity"
	case Health:
		return "health"
	default:
		return "class " + strconv.Itoa(int(c))
	}
}

// Mask hides what makes a value useful and leaves enough to recognise it:
// 138****1234 of a phone number, ****5678 of a bank account, 513*************1X
// of a resident id, nothing of health. An empty value stays empty. A class it
// does not know is hidden whole.
func Mask(class Class, value string) string {
	if value == "" {
		return ""
	}
	switch class {
	case Public:
		return value
	case Contact:
		return keepEnds(value, 3, 4, 11, 4)
	case Account:
		return keepEnds(value, 0, 4, 12, 4)
	case Identity:
		return keepEnds(value, 3, 2, 15, 0)
	default:
		return stars
	}
}

const stars = "****"

// MaskName leaves the first character: 张**. Names are clear inside and masked
// on public pages.
func MaskName(name string) string {
	first, size := utf8.DecodeRuneInString(name)
	if rest := utf8.RuneCountInString(name[size:]); rest > 0 {
		return string(first) + strings.Repeat("*", rest)
	}
	return strings.Repeat("*", min(size, 1))
}

// keepEnds keeps the first and last characters of a value of at least this many
// and hides a shorter one whole. hidden is the number of stars, 0 for as many as
// there were characters.
func keepEnds(value string, first, last, atLeast, hidden int) string {
	characters := []rune(value)
	if len(characters) < atLeast {
		return stars
	}
	end := len(characters) - last
	if hidden == 0 {
		hidden = end - first
	}
	return string(characters[:first]) + strings.Repeat("*", hidden) + string(characters[end:])
}
