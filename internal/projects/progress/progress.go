// Package progress knows how one progress report follows another: never back without a reason, never dated before the
// one before it or after today.
package progress

import "zhengcun/internal/kernel/calendar"

// Report is what the rules look at of a report.
type Report struct {
	On      calendar.Date
	Percent int
	// Setback says why less is done than before; empty when not.
	Setback string
}

// Fault is what is wrong with a report where it stands.
type Fault int

// The faults.
const (
	// OutOfRange is a percentage outside 0 to 100.
	OutOfRange Fault = iota + 1
	// Future is a day after today.
	Future
	// Backdated is a day before that of the report before it.
	Backdated
	// Backwards is less done than the report before has said, without a reason.
	Backwards
	// NoSetback is a reason for going back where nothing goes back.
	NoSetback
)

// Check tells what is wrong with a report that follows another, in the order of the fields. before is nil for the first.
func Check(before *Report, next Report, today calendar.Date) []Fault {
	var bad []Fault
	if next.On.After(today) {
		bad = append(bad, Future)
	}
	floor := 0
	if before != nil {
		floor = before.Percent
		if next.On.Before(before.On) {
			bad = append(bad, Backdated)
		}
	}
	switch {
	case next.Percent < 0 || next.Percent > 100:
		bad = append(bad, OutOfRange)
	case next.Percent < floor && next.Setback == "":
		bad = append(bad, Backwards)
	case next.Percent >= floor && next.Setback != "":
		bad = append(bad, NoSetback)
	}
	return bad
}
