// Package inspections owns the acceptances (验收): the amount of work a team judged done, divided over the project's lots.
// Nothing but an advance is paid without one.
//
//	draft → confirmed → revoked
//
// Invariants: the project is completed, or accepted in part only; there is one draft of a project at a time; at least one
// of the team represents the villagers; nothing is accepted exactly when the verdict is failed; the parts sum to the
// accepted amount and no lot is accepted beyond its appropriation; who confirms is not who drafted it or changed it last.
// Confirming books every part in the ledger under the id of its row and moves the project to accepted, unless the verdict
// is failed; revoking takes all of it back, or nothing when any of it is held or paid.
//
// The room must never change a confirmed acceptance, and never decide by what it read before it locked the project and
// the ledger's accounts, in this order.
package inspections
