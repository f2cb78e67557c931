//go:build unix

package main

import "syscall"

// Files made by this program are its user's alone: names stand in the database
// in clear.
func init() { syscall.Umask(0o077) }
