// Package claimflow is the way a claim goes: which step follows which, and what
// a reviewer may do with it. It knows nothing of money or of people's names.
package claimflow

import "slices"

// State is where a claim stands.
type State string

// States in their order.
const (
	Draft             State = "draft"
	Submitted         State = "submitted"
	TownshipAgreed    State = "township_agreed"
	DepartmentChecked State = "department_checked"
	OfficeAgreed      State = "office_agreed"
	FinanceApproved   State = "finance_approved"
	Paid              State = "paid"
	Returned          State = "returned"
	Rejected          State = "rejected"
)

// Action is what is done with a claim.
type Action string

// Actions.
const (
	Submit            Action = "submit"
	AgreeByTownship   Action = "agree_by_township"
	CheckByDepartment Action = "check_by_department"
	AgreeByOffice     Action = "agree_by_office"
	Approve           Action = "approve"
	Pay               Action = "pay"
	Return            Action = "return"
	Reject            Action = "reject"
	ReversePayment    Action = "reverse_payment"
	Edit              Action = "edit"
	Withdraw          Action = "withdraw"
	Remind            Action = "remind"
)

// Actions are all actions.
var Actions = []Action{Submit, AgreeByTownship, CheckByDepartment, AgreeByOffice, Approve, Pay, Return, Reject, ReversePayment, Edit, Withdraw, Remind}

// moves is the whole way.
var moves = map[Action]map[State]State{
	Submit:            {Draft: Submitted, Returned: Submitted},
	AgreeByTownship:   {Submitted: TownshipAgreed},
	CheckByDepartment: {TownshipAgreed: DepartmentChecked},
	AgreeByOffice:     {DepartmentChecked: OfficeAgreed},
	Approve:           {OfficeAgreed: FinanceApproved},
	Pay:               {FinanceApproved: Paid},
	Return: {Submitted: Returned, TownshipAgreed: Returned, DepartmentChecked: Returned, OfficeAgreed: Returned,
		FinanceApproved: Returned},
	Reject:         {DepartmentChecked: Rejected, OfficeAgreed: Rejected, FinanceApproved: Rejected},
	ReversePayment: {Paid: Returned},
	Edit:           {Draft: Draft, Returned: Returned},
	// Nobody has acted on a submitted claim but who submitted it.
	Withdraw: {Submitted: Draft},
	// Whoever it waits for is urged; nothing else changes.
	Remind: {Submitted: Submitted, TownshipAgreed: TownshipAgreed, DepartmentChecked: DepartmentChecked, OfficeAgreed: OfficeAgreed,
		FinanceApproved: FinanceApproved},
}

// Next is the state after the action, and whether it is allowed in this one.
func Next(s State, a Action) (State, bool) {
	next, ok := moves[a][s]
	return next, ok
}

// OfUnit tells whether the action is the unit's own.
func OfUnit(a Action) bool { return a == Edit || a == Submit || a == Withdraw || a == Remind }

// Waits tells whether the claim waits for somebody other than its unit.
func Waits(s State) bool { return len(turn[s]) > 0 }

// Holds tells whether the claim's money is held in the ledger.
func Holds(s State) bool { return s == FinanceApproved }

// turn is whose turn it is, by the role's name.
var turn = map[State][]string{
	Submitted:         {"TOWNSHIP"},
	TownshipAgreed:    {"DEPARTMENT"},
	DepartmentChecked: {"POVERTY_OFFICE"},
	OfficeAgreed:      {"FINANCE_APPROVER"},
	FinanceApproved:   {"CASHIER", "FINANCE_APPROVER"},
}

// Turn tells whether it is the turn of someone with one of the roles: only then
// may the claim be returned or rejected by him.
func Turn(s State, roles []string) bool {
	return slices.ContainsFunc(turn[s], func(r string) bool { return slices.Contains(roles, r) })
}

// counted are the actions a person does at most one of on a claim before it is submitted anew.
var counted = []Action{Submit, AgreeByTownship, CheckByDepartment, AgreeByOffice, Approve, Pay}

// Counts tells whether the action counts as acting on the claim.
func Counts(a Action) bool { return slices.Contains(counted, a) }
