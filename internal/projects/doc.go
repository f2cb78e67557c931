// Package projects owns the project library (项目资料库): every project of a village from listing to acceptance, and the
// kinds of project there are. The states and moves are in [zhengcun/internal/projects/lifecycle]:
//
//	listed → approved → underway → completed ⇄ accepted ⇄ settled;  listed, approved, underway → cancelled
//	underway ⇄ suspended;  underway, suspended, completed → failed
//
// Invariants: village and type never change; everything else changes only while the project is listed, but for scale, days
// and budget, which an approved amendment changes as a new version; each change after the approval takes two people; who approves is
// not who listed it or changed it last; a project with money requested or appropriated is not cancelled; accepted is set
// and taken back only by the inspections. A child of a project copies village, unit and department from it, which is why
// they stand still once there can be children.
//
// Progress reports are what its unit and its village say of the work; they are only added, and the last of a project
// tells how far it is. Their rules are in [zhengcun/internal/projects/progress].
//
// What a project's money is comes straight from the ledger, for one project, for a page and for the totals of a list; it
// is never stored here. Whoever decides something by a project's state takes [Lock] first, so that the state holds until
// the transaction ends.
package projects
