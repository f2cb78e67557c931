// Package terms knows what an amendment may make of a project's scale, days and budget: something else, with its days in
// order, and never a budget below the money the project has already been given or asked for.
package terms

import (
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/money"
)

// Terms are what of a project an amendment may change.
type Terms struct {
	PlannedQuantityMilli int64
	Start, End           calendar.Date
	Budget               money.Fen
}

// Fault is what is wrong with new terms.
type Fault int

// The faults.
const (
	// Same is that nothing would change.
	Same Fault = iota + 1
	// DaysOrder is a last day before the first.
	DaysOrder
	// BudgetTooLow is a budget below what is asked for and set aside.
	BudgetTooLow
)

// Check tells what is wrong with new terms. committed is what is asked for and set aside for the project.
func Check(before, after Terms, committed money.Fen) []Fault {
	var bad []Fault
	if before == after {
		bad = append(bad, Same)
	}
	if after.End.Before(after.Start) {
		bad = append(bad, DaysOrder)
	}
	if after.Budget < committed {
		bad = append(bad, BudgetTooLow)
	}
	return bad
}
