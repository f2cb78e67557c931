// Package funds owns the money's documents: fund documents with their lines
// (allocations), receipts, appropriations, claims, payments and reversals.
//
//	document ── line = allocation ── receipt
//	                 │
//	                 └─ appropriation ── project lot ── claim ── payment
//
// What each amount is, the ledger keeps; the tables here keep the papers and who
// decided what. A method checks first, to be able to say what is wrong; the
// ledger's own constraints refuse whatever slipped past, also for the one who
// was a moment slower.
//
// States:
//
//	receipt        recorded → reversed
//	appropriation  requested → approved → reversed, requested → refused | withdrawn
//	claim          draft → submitted → township_agreed → department_checked → office_agreed → finance_approved → paid
//	               back to returned (a draft again) from any review step; rejected ends it
//	payment        paid → reversed, and its claim returned
//	reversal       requested → approved | refused
//
// It must never change or delete a document, spend what has not been received,
// pay what was not accepted (but for a bounded advance), let one person act
// twice on one claim, or move money of one allocation to another.
package funds
