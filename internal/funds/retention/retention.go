// Package retention counts what is kept back of work paid for (质保金): how much, and until when. It knows no claims and
// no accounts.
package retention

import (
	"time"

	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/money"
)

// Of is what is kept back of work of this value at a rate in basis points, rounded down to a whole fen, so that it never
// exceeds the exact share.
func Of(value money.Fen, rateBP int) money.Fen { return money.ShareBP(value, int64(rateBP)) }

// DueOn is the day from when it may be claimed: so many months after the work was accepted, on the same day of the month,
// or on the month's last day when it has none such.
func DueOn(accepted calendar.Date, months int) calendar.Date {
	all := int(accepted.Month()) - 1 + months
	year, month := accepted.Year()+all/12, time.Month(all%12+1)
	for day := accepted.Day(); ; day-- {
		if due, err := calendar.NewDate(year, month, day); err == nil {
			return due
		}
	}
}

// State is where what was kept back stands.
type State string

// States. A claim that asks for it hides its day; when nothing is left it is released, whatever else.
const (
	Running  State = "running"
	Due      State = "due"
	Claimed  State = "claimed"
	Released State = "released"
)

// StateOf is the state on a day. left is what is neither paid back nor taken out for defects, held included.
func StateOf(left money.Fen, claimed bool, due, today calendar.Date) State {
	switch {
	case left == 0:
		return Released
	case claimed:
		return Claimed
	case due.After(today):
		return Running
	default:
		return Due
	}
}
