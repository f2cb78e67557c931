// Package rules owns the reference data the other rooms decide by: issuers, channels, purposes, project types, and the
// effective-dated fund rules (caps on advance and retention) and work terms (办理时限: days in which a step should be done).
//
// A county begins with the defaults in data/, which [Load] inserts where they are missing; it never changes a row that is
// there, because a county may have its own names. The taxonomy of channels follows 财农字[2000]18号 and the speech; the
// rates are examples from another county and marked 演示, and so are the terms, which no document gives.
//
// Issuers above and of the county are named after its province, its city and itself ([Place]).
//
// Invariants: a rule is never changed, a new one with its own valid_from takes its place; whoever decides by a rule asks
// [InForce] for the day of the document and copies rate and rule id, so that the decision can be replayed.
//
// The room serves no methods: channels, purposes and issuers are listed by funds, project types by projects.
package rules
