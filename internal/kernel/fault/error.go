package fault

import (
	"errors"
	"maps"
	"slices"
	"time"
)

// Error is one occurrence of a Reason. Errors come from Reason.New and Fields and do not change; the With methods return
// a changed copy.
type Error struct {
	reason     *Reason
	metadata   map[string]string
	violations []Violation
	cause      error
	wait       time.Duration
}

// Error returns the code and the English sentence, for logs. It shows neither the cause, which may hold data of the
// database (unwrap it to log it), nor metadata beyond the values in the sentence.
func (e *Error) Error() string { return e.reason.Code + ": " + e.EN() }

// Reason returns what went wrong.
func (e *Error) Reason() *Reason { return e.reason }

// Metadata returns a copy of the values the error was made with.
func (e *Error) Metadata() map[string]string { return maps.Clone(e.metadata) }

// Violations returns a copy of what is wrong with single fields, in the order it was found.
func (e *Error) Violations() []Violation { return slices.Clone(e.violations) }

// ZH returns the Chinese sentence with its values.
func (e *Error) ZH() string { return e.reason.Text.fill(e.metadata).ZH }

// EN returns the English sentence with its values.
func (e *Error) EN() string { return e.reason.Text.fill(e.metadata).EN }

// Fix returns the remedy in both languages with its values.
func (e *Error) Fix() Bilingual { return e.reason.Fix.fill(e.metadata) }

// WithViolations returns a copy of the error with further field violations.
func (e *Error) WithViolations(v ...Violation) *Error {
	changed := *e
	changed.violations = slices.Concat(e.violations, v)
	return &changed
}

// WithCause returns a copy of the error with the error that led to it, for the log and for errors.Is and errors.As. The
// cause is never sent to a caller. It replaces an earlier cause.
func (e *Error) WithCause(cause error) *Error {
	changed := *e
	changed.cause = cause
	return &changed
}

// RetryIn returns a copy of the error that tells how long to wait before the request is sent again.
func (e *Error) RetryIn(wait time.Duration) *Error {
	changed := *e
	changed.wait = wait
	return &changed
}

// Wait is how long to wait before the request is sent again; 0 when that is not known.
func (e *Error) Wait() time.Duration { return e.wait }

// Unwrap returns the cause, or nil.
func (e *Error) Unwrap() error { return e.cause }

// Is reports whether target is the reason of this error, by code: errors.Is(err, fault.ReasonNotFound).
func (e *Error) Is(target error) bool {
	r, ok := target.(*Reason)
	return ok && r.Code == e.reason.Code
}

// Fields returns an INVALID_ARGUMENT error for a request with the given violations. Call it with at least one.
func Fields(v ...Violation) *Error {
	return ReasonInvalidArgument.New("count", len(v)).WithViolations(v...)
}

// From returns the outermost Error in the chain of err. A Reason returned in place of an occurrence of it, which the
// compiler lets pass, counts as one without values.
func From(err error) (*Error, bool) {
	if e, ok := errors.AsType[*Error](err); ok {
		return e, true
	}
	if r, ok := errors.AsType[*Reason](err); ok {
		return r.New(), true
	}
	return nil, false
}
