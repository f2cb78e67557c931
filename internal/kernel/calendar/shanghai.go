package calendar

import "time"

// Shanghai is the time zone of all business days: China Standard Time, UTC+8.
//
// It is a fixed offset and not the tz database's zone, so the binary needs no zone files and no machine can disagree.
// The two differ only in the summers of 1986–1991, when clocks were one hour ahead, and before 1949. No moment recorded
// by the product lies there, and dates of that time (birth dates, old documents) are Dates, which no zone touches.
var Shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

// DateOf returns the day on which the moment t falls in Asia/Shanghai.
func DateOf(t time.Time) Date { return civil(t.In(Shanghai)) }

// Today returns the present day in Asia/Shanghai.
func Today(c Clock) Date { return DateOf(c.Now()) }

// Begin returns the first moment of the day in Asia/Shanghai, to select moments by days. It panics for no date.
func (d Date) Begin() time.Time {
	if d.IsZero() {
		panic("calendar: no date has no first moment")
	}
	return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, Shanghai)
}

// FiscalYear returns the budget year a day belongs to, which is its calendar year: 预算法 (2014 revision, article 18) lets
// the budget year run from 1 January to 31 December. It is 0 for no date.
func FiscalYear(d Date) int { return d.year }
