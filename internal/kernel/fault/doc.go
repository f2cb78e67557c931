// Package fault is the vocabulary of everything that can go wrong in a way a caller should be told.
//
// A Reason is defined once, as a package variable next to the rule that gives it, with its sentence and its remedy in
// Chinese and English. An Error is one occurrence of it, with the values filled in. The transport maps the Kind to a
// status and sends the reason's code, both sentences and the metadata; docs/errors.md is checked against All. An error
// that is not of this package is a defect and reaches nobody but the log.
//
//	var overdrawn = fault.Define("ALLOCATION_OVERDRAWN", fault.FailedPrecondition,
//		fault.Bilingual{ZH: "指标可用余额只有 {available} 元", EN: "The allocation has only {available} yuan available"},
//		fault.Bilingual{ZH: "请减少金额，或等待资金到账", EN: "Lower the amount, or wait for money to arrive"})
//
//	return overdrawn.New("available", available.Yuan())
//
// Values go into sentences, metadata and logs, so personal data (resident ids, phones, accounts, health) must never be
// passed as one; name the row by its id instead.
package fault
