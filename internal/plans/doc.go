// Package plans owns the key villages (重点村): which villages are on which yearly batch and the day their work must be
// accepted by.
//
// Invariants: a village is on a batch once, ever; it has a villagers' committee and its code is in force when it is put on
// the batch; the deadline lies after the batch's first day, also when one of them is changed. Days left are counted from
// today in Asia/Shanghai and never stored.
//
// The room must never count projects outside the viewer's scope, and never decide anything about projects themselves.
package plans
