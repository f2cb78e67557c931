// Package demo fills an empty county with a made-up one: Yuexi's real divisions,
// the kinds of bodies of the speech, people that do not exist, and two years of
// projects and money with something to show in every list and every state.
//
// Everything is done by calling the methods of the contract, as the people who
// would do it, through [rpc.Server.As]: so states, ledger and audit log are what
// they would be, and nothing is in the county that the product would not let in.
// Days of papers lie in the past; the times they were recorded are those of the
// loading.
//
//	plan.go      what is to happen, from a seed and a day: pure, no database
//	load.go      carries a plan out
//
// The county is loaded in parts, each in one transaction: first bodies, people and
// papers, then the sixty projects that show every state, then fifty more at a time.
// The counter demo/part says how many are there, so a loading that was interrupted
// goes on where it stopped. A county with data of its own is refused.
//
// The same seed and the same day make the same county, but for ids, passwords and
// keys, which are random each time. Names of bodies that belong to the speech's
// time, and of firms, carry 演示. Telephone numbers begin with 100 and accounts
// with 9999, which nobody gives out.
//
// There is no household yet: Options.Households only sets how many households the
// projects serve together. The households themselves come with their own room.
//
// It must never run in a county that has business of its own, nor keep a password
// anywhere but in the file it writes.
package demo
