package fault

import "sync/atomic"

var watcher atomic.Pointer[func(problem string)]

// Watch has report called, until stop, whenever an error is made with a value missing, a value given twice or a
// malformed pair. Such errors still work, with a gap in a sentence, so a test suite watches and fails. There is one
// watcher at a time; stop restores the one before. report may be called from several goroutines.
func Watch(report func(problem string)) (stop func()) {
	before := watcher.Swap(&report)
	return func() { watcher.Store(before) }
}

func misuse(r *Reason, problem string) {
	if report := watcher.Load(); report != nil {
		(*report)(r.Code + ": " + problem)
	}
}
