package app

import (
	"os"
	"runtime/debug"
)

// garbage is how much may be thrown away, in percent of what is in use, before it is
// collected. What the program keeps is some tens of megabytes; at Go's 100 percent
// it would collect many times a second under load, for up to a third of its CPU.
const garbage = 400

// Tune sets how the process collects garbage, unless GOGC says so.
func Tune() {
	if os.Getenv("GOGC") == "" { //nolint:forbidigo // the runtime's own setting, not one of the program
		debug.SetGCPercent(garbage)
	}
}
