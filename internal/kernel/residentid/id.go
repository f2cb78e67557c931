// Package residentid reads the citizen identification number (公民身份号码) of GB 11643-1999 and its 15-digit forerunner
// of GB 11643-1989, and keeps it from being written out by accident.
//
// The number is personal data of the most sensitive kind the product holds. An ID therefore prints, logs and encodes
// masked in every way Go offers; the full number leaves only by the call ID.Clear, which is easy to search for. No
// error of this package contains any part of the number.
package residentid

import (
	"unique"

	"zhengcun/internal/kernel/calendar"
)

// ID is a valid 18-character identification number. IDs are equal (==) when their numbers are. The zero value is no
// number.
type ID struct {
	// A handle instead of a string: fmt cannot call ID.Format on an unexported field of some other struct and prints
	// it by reflection, which for a handle shows an address and for a string would show the number.
	number unique.Handle[string]
}

// Parse reads a number as people and spreadsheets write it: it normalises the text (see Normalise), converts 15 digits
// to 18 (see Convert15) and checks date and checksum. The area digits are not compared with a list, because a number
// keeps the code that was valid when it was given out. The error is ErrLength, ErrChar, ErrDate or ErrChecksum.
func Parse(s string) (ID, error) {
	number := Normalise(s)
	if len(number) == oldLen {
		var err error
		if number, err = Convert15(number); err != nil {
			return ID{}, err
		}
	}
	if err := check(number); err != nil {
		return ID{}, err
	}
	return ID{number: unique.Make(number)}, nil
}

// IsZero reports whether id is no number.
func (id ID) IsZero() bool { return id == ID{} }

// Clear returns the full number, 18 characters. Call it only to encrypt, to index, or to show the number to somebody
// whose access is being recorded. It is empty for the zero value.
func (id ID) Clear() string {
	if id.IsZero() {
		return ""
	}
	return id.number.Value()
}

// Equal reports whether both are the same number; it is == for libraries that look for a method.
func (id ID) Equal(other ID) bool { return id == other }

// Area returns the six area digits, the GB/T 2260 code of the county of first registration, possibly a former code.
// It is empty for the zero value.
func (id ID) Area() string {
	if id.IsZero() {
		return ""
	}
	return id.Clear()[:areaLen]
}

// BirthDate returns the date of birth in the number, and the zero date for the zero value.
func (id ID) BirthDate() calendar.Date {
	if id.IsZero() {
		return calendar.Date{}
	}
	// The error is impossible: Parse has read the same digits.
	date, _ := birthDate(id.Clear())
	return date
}

// Sex returns the sex in the number: the order digits are odd for men and even for women. It is 0 for the zero value.
func (id ID) Sex() Sex {
	if id.IsZero() {
		return 0
	}
	if (id.Clear()[sexIndex]-'0')%2 == 1 {
		return Male
	}
	return Female
}
