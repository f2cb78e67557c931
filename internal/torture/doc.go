// Package torture has only tests. They start the real program as a process of
// its own, kill it, starve it, cut its database off and change its data behind
// its back, and then ask whether all that was acknowledged is there, once, and
// nothing else.
//
//	crash_test.go    partners push documents while the program is killed again and again
//	cutoff_test.go   the same while PostgreSQL goes away and comes back
//	storage_test.go  the database is locked or full
//	start_test.go    stopping and starting
//	verify_test.go   every column of the ledger and the audit log is changed by hand
//	tour_test.go     the README's tour is typed into a shell
//	partner_guide_test.go  the partner guide is typed into a shell, its gRPC example compiled and run
//	torture_test.go  the long forms, behind the build tag torture
//
// Killing a process shows that nothing acknowledged was only in its memory. It
// does not show what a power cut does: the operating system still has all that
// was written.
package torture
