// Package app puts the house together: it opens the county's database, builds
// the rooms in their order, and serves them over gRPC and REST. There is no
// container and no registry; what depends on what is written in [New], top to
// bottom.
//
// A program that starts here either serves the whole contract on a sound
// database or does not start: it refuses when a migration fails, when a guard of
// the ledger or the audit log is missing, or when a method has no access rule.
package app
