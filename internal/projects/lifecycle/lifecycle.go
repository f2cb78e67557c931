// Package lifecycle knows the states of a project, the moves between them and who makes each:
//
//	listed ─approve→ approved ─start→ underway ─complete→ completed ─accept→ accepted
//	   └───────cancel────┴───────cancel─┴→ cancelled              ←─reopen───┘  accepted ⇄ settled
//	underway ⇄ suspended;  underway, suspended, completed ─fail→ failed
//
// No path leads around a state. Cancelled and failed are final; accepted is left only when its acceptance is revoked. That approving
// takes another person than listing, and cancelling needs an empty purse, are rules of the room, which knows both.
package lifecycle

import "slices"

// State is where a project stands, in the words the tables keep.
type State string

// The states.
const (
	Listed    State = "listed"    // 入库
	Approved  State = "approved"  // 已批准
	Underway  State = "underway"  // 实施中
	Completed State = "completed" // 已完工
	Accepted  State = "accepted"  // 已验收
	Cancelled State = "cancelled" // 已取消
	Suspended State = "suspended" // 停工
	Failed    State = "failed"    // 失败
	Settled   State = "settled"   // 已结清
)

// States are all states, in the order of a project's life.
var States = []State{Listed, Approved, Underway, Completed, Accepted, Cancelled, Suspended, Failed, Settled}

// Move is what somebody does to a project.
type Move string

// The moves. Accept and reopen are made by an acceptance that is confirmed or revoked; suspend, resume and fail by a
// change one has asked for and another approves; unsettle by a payment that is reversed.
const (
	Approve  Move = "approve"
	Start    Move = "start"
	Complete Move = "complete"
	Cancel   Move = "cancel"
	Accept   Move = "accept"
	Reopen   Move = "reopen"
	Suspend  Move = "suspend"
	Resume   Move = "resume"
	Fail     Move = "fail"
	Settle   Move = "settle"
	Unsettle Move = "unsettle"
)

// Moves are all moves.
var Moves = []Move{Approve, Start, Complete, Cancel, Accept, Reopen, Suspend, Resume, Fail, Settle, Unsettle}

// The roles that make moves, by the contract's names.
const (
	office = "POVERTY_OFFICE"
	unit   = "UNIT"
)

type rule struct {
	from []State
	to   State
	by   []string
}

var table = map[Move]rule{
	Approve:  {[]State{Listed}, Approved, []string{office}},
	Start:    {[]State{Approved}, Underway, []string{unit, office}},
	Complete: {[]State{Underway}, Completed, []string{unit, office}},
	Cancel:   {[]State{Listed, Approved, Underway}, Cancelled, []string{office}},
	Accept:   {[]State{Completed}, Accepted, []string{office}},
	Reopen:   {[]State{Accepted}, Completed, []string{office}},
	Suspend:  {[]State{Underway}, Suspended, []string{office}},
	Resume:   {[]State{Suspended}, Underway, []string{office}},
	Fail:     {[]State{Underway, Suspended, Completed}, Failed, []string{office}},
	Settle:   {[]State{Accepted}, Settled, []string{office}},
	Unsettle: {[]State{Settled}, Accepted, []string{office}},
}

// Next returns the state the move leads to from s, or false when it is not allowed there.
func Next(s State, m Move) (State, bool) {
	r, known := table[m]
	if !known || !slices.Contains(r.from, s) {
		return "", false
	}
	return r.to, true
}

// By returns the names of the roles that may make the move.
func By(m Move) []string { return slices.Clone(table[m].by) }

// MayChange reports whether what a project says of itself may still be changed: before anybody has approved it.
func MayChange(s State) bool { return s == Listed }

// MayAmend reports whether scale, days and budget may be changed by an amendment: after the approval and before the work is
// said to be done.
func MayAmend(s State) bool { return s == Approved || s == Underway || s == Suspended }

// MayReceiveMoney reports whether money may be appropriated to a project: once it is approved and until it is accepted,
// because an acceptance splits the judged amount over the money there is.
func MayReceiveMoney(s State) bool { return s == Approved || s == Underway || s == Completed }
