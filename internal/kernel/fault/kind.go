package fault

import "strconv"

// Kind says what sort of answer an error is, and by that the gRPC code and HTTP status of the same name. The zero value is
// no kind and cannot be defined.
type Kind int

const (
	// Invalid: the request is wrong whatever the state of the system (400).
	Invalid Kind = iota + 1
	// FailedPrecondition: the request is well formed and the state does not allow it, such as a lack of money (400).
	FailedPrecondition
	// NotFound: there is no such thing, or it is not the caller's, which must look the same (404).
	NotFound
	// AlreadyExists: the thing exists with other content (409).
	AlreadyExists
	// Aborted: somebody was faster, read again (409).
	Aborted
	// PermissionDenied: the caller's role may not do this at all (403).
	PermissionDenied
	// Unauthenticated: the caller is not known (401).
	Unauthenticated
	// ResourceExhausted: a quota or rate is used up (429).
	ResourceExhausted
	// Unavailable: it cannot be done at present, come back (503).
	Unavailable
	// DeadlineExceeded: it took longer than the caller wanted to wait (504).
	DeadlineExceeded
	// Internal: a defect, of which only a number for the log is told (500).
	Internal
)

var kindNames = [...]string{
	Invalid:            "Invalid",
	FailedPrecondition: "FailedPrecondition",
	NotFound:           "NotFound",
	AlreadyExists:      "AlreadyExists",
	Aborted:            "Aborted",
	PermissionDenied:   "PermissionDenied",
	Unauthenticated:    "Unauthenticated",
	ResourceExhausted:  "ResourceExhausted",
	Unavailable:        "Unavailable",
	DeadlineExceeded:   "DeadlineExceeded",
	Internal:           "Internal",
}

func (k Kind) valid() bool { return k >= Invalid && k <= Internal }

// String returns the name of the constant.
func (k Kind) String() string {
	if !k.valid() {
		return "Kind(" + strconv.Itoa(int(k)) + ")"
	}
	return kindNames[k]
}
