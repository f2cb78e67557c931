package residentid

import (
	"errors"
	"strings"
	"unicode"

	"zhengcun/internal/kernel/calendar"
)

// Layout of the number: 6 area, 8 date of birth, 3 order, 1 check character. The old form has a two-digit year and no
// check character.
const (
	newLen    = 18
	oldLen    = 15
	areaLen   = 6
	checkLen  = newLen - 1 // digits the check character is computed over
	sexIndex  = 16         // last order digit
	oldPrefix = "19"       // century of the old form
)

var (
	// ErrLength is returned for a number that has neither 18 nor (where allowed) 15 characters.
	ErrLength = errors.New("residentid: wrong length")
	// ErrChar is returned for a character other than a digit, or X as the last of 18.
	ErrChar = errors.New("residentid: wrong character")
	// ErrDate is returned when the date of birth is no day of the calendar.
	ErrDate = errors.New("residentid: no such date of birth")
	// ErrChecksum is returned when the last character does not fit the others: usually one digit was mistyped or two
	// were swapped.
	ErrChecksum = errors.New("residentid: wrong checksum")
)

// weights and checkChars are the table of GB 11643-1999 (ISO 7064, MOD 11-2).
var weights = [checkLen]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

const checkChars = "10X98765432"

// Normalise prepares a number as typed or copied from a spreadsheet: full-width characters become ASCII, all white
// space goes, x becomes X. It judges nothing. Take care with the result: it is the full number.
func Normalise(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case r >= '！' && r <= '～':
			r += '!' - '！'
		}
		if r == 'x' {
			return 'X'
		}
		return r
	}, s)
}

// Convert15 turns a normalised number of 15 digits (GB 11643-1989) into the 18 characters the same person has since
// 1999: the year gets its century and the check character is added. The old form does not tell the century; it was given
// out before 2000, so 19 is put. For somebody born before 1900 that is wrong and the number must be taken from the new
// card. The error is ErrLength, ErrChar or ErrDate; the old form has no checksum to be wrong.
func Convert15(s string) (string, error) {
	if len(s) != oldLen {
		return "", ErrLength
	}
	if !digits(s) {
		return "", ErrChar
	}
	number := s[:areaLen] + oldPrefix + s[areaLen:]
	if _, err := birthDate(number); err != nil {
		return "", err
	}
	return number + string(CheckChar(number)), nil
}

// CheckChar returns the check character, 0–9 or X, of the first 17 digits of a number. It panics if s does not start
// with 17 ASCII digits.
func CheckChar(s string) byte {
	if len(s) < checkLen || !digits(s[:checkLen]) {
		panic("residentid: CheckChar needs 17 digits")
	}
	sum := 0
	for i, weight := range weights {
		sum += weight * int(s[i]-'0')
	}
	return checkChars[sum%len(checkChars)]
}

// check judges a normalised number of 18 characters.
func check(s string) error {
	if len([]rune(s)) != newLen {
		// In characters, not bytes: a foreign letter is a wrong character and not a wrong length.
		return ErrLength
	}
	if len(s) != newLen || !digits(s[:checkLen]) || !digits(s[checkLen:]) && s[checkLen] != 'X' {
		return ErrChar
	}
	if _, err := birthDate(s); err != nil {
		return err
	}
	if CheckChar(s) != s[checkLen] {
		return ErrChecksum
	}
	return nil
}

// birthDate reads the date of birth out of at least 14 digits.
func birthDate(s string) (calendar.Date, error) {
	year, month, day := s[6:10], s[10:12], s[12:14]
	date, err := calendar.ParseDate(year + "-" + month + "-" + day)
	if err != nil {
		return calendar.Date{}, ErrDate
	}
	return date, nil
}

func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
