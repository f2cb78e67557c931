// Command errordocs writes docs/errors.md: every reason an answer can carry, from
// the registry the program itself uses.
//
//	go run ./internal/tools/errordocs docs/errors.md
package main

import (
	"bytes"
	"fmt"
	"os"

	_ "zhengcun/internal/app" // brings in every room, and so every reason
	"zhengcun/internal/kernel/fault"
)

// answers is how a kind travels: the gRPC code and the HTTP status.
var answers = map[fault.Kind]string{
	fault.Invalid:            "INVALID_ARGUMENT, 400",
	fault.FailedPrecondition: "FAILED_PRECONDITION, 400",
	fault.NotFound:           "NOT_FOUND, 404",
	fault.AlreadyExists:      "ALREADY_EXISTS, 409",
	fault.Aborted:            "ABORTED, 409",
	fault.PermissionDenied:   "PERMISSION_DENIED, 403",
	fault.Unauthenticated:    "UNAUTHENTICATED, 401",
	fault.ResourceExhausted:  "RESOURCE_EXHAUSTED, 429",
	fault.Unavailable:        "UNAVAILABLE, 503",
	fault.DeadlineExceeded:   "DEADLINE_EXCEEDED, 504",
	fault.Internal:           "INTERNAL, 500",
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: errordocs FILE")
		os.Exit(2)
	}
	if err := os.WriteFile(os.Args[1], page(), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, "errordocs:", err)
		os.Exit(1)
	}
}

func page() []byte {
	var b bytes.Buffer
	b.WriteString(`# Errors

Generated from the fault registry by ` + "`make generate`" + `; do not edit.

Every error is a google.rpc.Status, over gRPC as over REST. Its one ` + "`ErrorInfo`" + ` has a stable reason, the domain
` + "`zhengcun`" + ` and the values of the sentence; two ` + "`LocalizedMessage`" + ` have the sentence in Chinese and English; a
` + "`BadRequest`" + ` names the fields that are wrong, each with its own reason. A reason marked "retry" may be sent again as it
was, with the same Idempotency-Key; the others need a change first.

`)
	for _, r := range fault.All() {
		retry := ""
		if r.Retry {
			retry = ", retry"
		}
		fmt.Fprintf(&b, "## %s\n\n%s%s\n\n| | |\n|---|---|\n| 说明 | %s |\n| 怎么办 | %s |\n| meaning | %s |\n| what to do | %s |\n\n",
			r.Code, answers[r.Kind], retry, r.Text.ZH, r.Fix.ZH, r.Text.EN, r.Fix.EN)
	}
	return b.Bytes()
}
