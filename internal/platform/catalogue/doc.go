// Package catalogue tells whether a database still has the constraints, triggers
// and functions its hand-kept tables rely on. A generated migration erases what
// it does not know, and a lost trigger makes no noise: so the server compares
// the database with a golden text before it starts.
//
// The text has one line per item, "kind name definition", sorted, after a line
// with the prefixes of the tables it is about. It names no schema, so that one
// golden serves every county. It does not tell who may do what: rights are
// granted per installation.
package catalogue
