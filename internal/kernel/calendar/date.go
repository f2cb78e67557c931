// Package calendar holds civil dates, the clock, and the rules by which a moment becomes a day and a day a fiscal year.
//
// Moments (time.Time) are kept in UTC by the database; a business day (a posting's first day, a payment's date) is a
// Date and has no time zone. The only way from one to the other is Asia/Shanghai.
package calendar

import (
	"cmp"
	"errors"
	"fmt"
	"time"
)

// Date is a day of the Gregorian calendar, from 0001-01-01 to 9999-12-31. Dates are comparable with ==. The zero value is
// no date: it prints empty, is NULL in a database and null in JSON, and sorts before every date.
type Date struct {
	year  int
	month time.Month
	day   int
}

// dateLayout is the text form of a date (GB/T 7408, ISO 8601).
const dateLayout = "2006-01-02"

const (
	secondsPerDay = 24 * 60 * 60
	maxYear       = 9999
)

// firstDay and lastDay are the ends of the range as days since 1970-01-01.
var (
	firstDay = Date{1, time.January, 1}.dayNumber()
	lastDay  = Date{maxYear, time.December, 31}.dayNumber()
)

// ErrDate is returned for text or numbers that are not a day of the calendar in the accepted range and form.
var ErrDate = errors.New("calendar: not a date")

// NewDate returns the given day. A day that does not exist, such as 30 February, is ErrDate and never the day after.
func NewDate(year int, month time.Month, day int) (Date, error) {
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	d := civil(t)
	if year < 1 || year > maxYear || d != (Date{year, month, day}) {
		return Date{}, ErrDate
	}
	return d, nil
}

// ParseDate reads a date of the exact form 2006-01-02. Anything else, an empty text included, is ErrDate.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(dateLayout, s)
	if err != nil || len(s) != len(dateLayout) || t.Year() < 1 {
		return Date{}, ErrDate
	}
	return civil(t), nil
}

// MustParseDate is ParseDate for dates written in code and tests; it panics on an error.
func MustParseDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(fmt.Sprintf("calendar: %q is not a date", s))
	}
	return d
}

// civil returns the date t shows in its own location.
func civil(t time.Time) Date {
	year, month, day := t.Date()
	return Date{year, month, day}
}

// Year returns the year, 0 for no date.
func (d Date) Year() int { return d.year }

// Month returns the month, 0 for no date.
func (d Date) Month() time.Month { return d.month }

// Day returns the day of the month, 0 for no date.
func (d Date) Day() int { return d.day }

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// String returns the date as 2006-01-02, and an empty text for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.year, int(d.month), d.day)
}

// Compare returns -1, 0 or +1 as d is earlier than, equal to or later than other; no date is the earliest.
func (d Date) Compare(other Date) int {
	return cmp.Or(cmp.Compare(d.year, other.year), cmp.Compare(d.month, other.month), cmp.Compare(d.day, other.day))
}

// Before reports whether d is earlier than other.
func (d Date) Before(other Date) bool { return d.Compare(other) < 0 }

// After reports whether d is later than other.
func (d Date) After(other Date) bool { return d.Compare(other) > 0 }

// Equal reports whether both are the same day; it is == for libraries that look for a method.
func (d Date) Equal(other Date) bool { return d == other }

// AddDays returns the day n days later, or earlier if n is negative. No date plus days is no date. It panics if the
// result leaves the range of Date: terms are bounded by the rules, so that is a mistake in the program.
func (d Date) AddDays(n int) Date {
	if d.IsZero() {
		return d
	}
	from := d.dayNumber()
	if int64(n) < firstDay-from || int64(n) > lastDay-from {
		panic("calendar: date out of range")
	}
	return civil(time.Unix((from+int64(n))*secondsPerDay, 0).UTC())
}

// DaysUntil returns how many days other is later than d: d.AddDays(d.DaysUntil(other)) is other. It panics if either is
// no date, since any number would be a wrong term.
func (d Date) DaysUntil(other Date) int {
	if d.IsZero() || other.IsZero() {
		panic("calendar: days between a date and no date")
	}
	return int(other.dayNumber() - d.dayNumber())
}

// dayNumber returns the days since 1970-01-01. It is computed in UTC, where every day has 24 hours.
func (d Date) dayNumber() int64 {
	return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay
}
