// Package ledger counts the county's poverty money: accounts, transfers between them, and the limits on what may move.
//
// It knows no documents, no people and no procedures. Rooms decide and explain; the ledger makes sure that what they book
// can be true. Its rules live in the database (ent/migrate/*/20261125000001_ledger.sql) and hold for SQL typed by hand with
// the application's rights as well as for this package. Its tables are reached by raw SQL only; no foreign key and no
// trigger leads from them to tables of others.
//
// # Where money is
//
//	source ──receipt──▶ lot ──appropriation──▶ project_lot ──payment──▶ payee
//	(promise)         (received)              (appropriated)  │           ▲
//	                                                          └▶ retention┘ on its day
//
// A lot is an allocation. It fixes channel, purpose, year and promise; it is never changed: what later documents take off the
// promise is a counter. Every account and every transfer
// carries its lot, and every one below the lot its project, and composite keys tie both sides of a transfer to the same
// lot and project. So money of one allocation can never serve another, nor one project's be booked as another's.
//
// # How money moves
//
// A transfer is one row with both sides, so it cannot be unbalanced. Kinds:
//
//	post     moves at once; receipts only
//	hold     reserves: an appropriation requested, a claim approved
//	settle   moves what one hold reserved; void lets it go. A hold is settled or void once, as it is
//	reverse  takes a post or settle back in full, once, with the sides swapped (红字冲销)
//	reduce   takes off a promise what has not arrived (调减); no money moves
//	recall   gives received money back to its source, and takes it off the promise (收回)
//
// Counters are net: a reversal lowers what the original raised, on the side the original was on. So they read directly
// (received, appropriated, paid), and all debits posted equal all credits posted, always. The view ledger_effects is the only
// place that says what a kind does to a counter: the database writes counters by it, SQLite's guard checks them by it, and
// Replay adds it up. A correction in part is a reversal in full and a new booking.
//
// # Rules
//
// For a project lot, P is what is held or paid, retention included, and S = P − advance is the value of work claimed: cash,
// retention and set-offs.
//
//	received within promise   receipts − recalls ≤ promise − what reductions and recalls took off it
//	never overspent           held + paid ≤ received into the account, for every account but the source; so a receipt or an
//	                          appropriation cannot be reversed when its money is spoken for
//	paid within accepted      S = 0, or advance + S ≤ accepted, which is P = advance or P ≤ accepted. Only advances may lack an
//	                          acceptance; an acceptance cannot be revoked for what is held or paid
//	advance within cap        advance outstanding ≤ cap × appropriated
//	advance is paid           advance ≤ P, that is S ≥ 0
//	retained within cap       kept back ≤ cap × S
//	release                   not before the day fixed with the retention's account, never more than is left
//	closed year               takes nothing; the year of a transfer is the year of its day; whoever closes waits for those
//	                          who are booking, and they for him. A correction goes into an open year. A year is closed, and
//	                          opened again, by a row of ledger_year_marks, each the opposite of the one before
//	no day to come            a booking's day is not after the Shanghai day of its recording
//
// The advance moves when its claim is held, not when it is paid: a hold of an advance adds its amount, a hold of work takes
// its set-off away, void and reverse undo that. So two claims cannot set off the same advance. In return, a claim with
// set-off cannot be void or reversed while a later advance fills the cap: that one goes first. A line that a set-off covers
// wholly moves no cash: amount 0 is allowed there and nowhere else.
//
// Order within one claim: payment is held before retention, since retention is a share of S; retention is void or reversed
// before its payment.
//
// Caps and acceptances change only by rows of ledger_limits. The promise is part of the lot and of its source
// account.
//
// # What keeps it so
//
// Rows of years, lots, transfers, limits and marks of years are only added. A counter changes only with the row it follows from. On PostgreSQL the
// application's role has no right to do otherwise (Grants), and triggers refuse the owner's DML as well. On SQLite, which has
// no roles, guards compare every move of a counter with the row; they hold for connections as the product opens them. Whoever
// owns the file or the schema can drop a guard; what is changed then is found by Rows against the audit chain and by Replay.
//
// The numbers (seq) have no gap on SQLite. On PostgreSQL they may have, but are drawn under the accounts' locks, so they
// order the rows of any one account; the order of everything is proved by the audit chain.
//
// Locks: a transfer locks its year (shared) and its two accounts in id order before any key is checked. A transaction of
// several transfers calls Lock first with all its accounts. There is no row that all of the county's transfers share.
//
// # What it must never do
//
// Update or delete a row; branch on a constraint's name; read another package's tables; begin or end a transaction; know what
// a document is, beyond the reference it is told.
package ledger
