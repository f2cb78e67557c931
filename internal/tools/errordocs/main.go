// Command errordocs writes docs/errors.md: every reason an answer can carry, from
// the registry the program itself uses.
//
//	go run ./internal/tools/errordocs docs/errors.md
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"google.golang.org/protobuf/encoding/protojson"

	_ "zhengcun/internal/app" // brings in every room, and so every reason
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/gateway"
	"zhengcun/internal/platform/rpc"
)

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

const introduction = `# Errors

Generated from the fault registry by ` + "`make generate`" + `; do not edit. A running server has the same at ` + "`/docs/errors`" + `, and every error over
REST links to its place there (` + "`Link: </docs/errors#REASON>; rel=\"help\"`" + `).

Every error is a google.rpc.Status, over gRPC as over REST. Its one ` + "`ErrorInfo`" + ` has a stable reason, the domain
` + "`zhengcun`" + ` and the values of the sentence; two ` + "`LocalizedMessage`" + ` have the sentence in Chinese and English; a
` + "`BadRequest`" + ` names the fields that are wrong, each with its own reason; a ` + "`RetryInfo`" + ` is there when the same request may
be sent again as it was, with the same Idempotency-Key.

`

// examples are one error in both forms, as the program makes them.
func examples() string {
	amount, _ := fault.Lookup("AMOUNT_INVALID")
	status := rpc.Status(fault.Fields(amount.Field("fund_document.lines[0].amount_fen")), "en")
	asStatus, err := protojson.Marshal(status.Proto())
	if err != nil {
		panic(err) // all its parts are messages of ours
	}
	asProblem, err := gateway.Problem(status, "5b4f7c9e-0d6a-4f0e-9a35-0c1f2f4f7a11", "en")
	if err != nil {
		panic(err)
	}
	return "An amount of nothing, with `Accept-Language: en`:\n\n" + boxed(asStatus) +
		"The same for a caller who sends `Accept: application/problem+json` (RFC 9457, over REST only):\n\n" + boxed(asProblem)
}

func boxed(text []byte) string {
	var b bytes.Buffer
	b.WriteString("```json\n")
	if err := json.Indent(&b, text, "", "  "); err != nil {
		panic(err)
	}
	b.WriteString("\n```\n\n")
	return b.String()
}

func page() []byte {
	var b bytes.Buffer
	b.WriteString(introduction)
	b.WriteString(examples())
	for _, r := range fault.All() {
		fmt.Fprintf(&b, "## %s\n\n%s, %d\n\n| | |\n|---|---|\n| 说明 | %s |\n| 怎么办 | %s |\n| 再试 | %s |\n| cause | %s |\n| what to do | %s |\n| retry | %s |\n",
			r.Code, gateway.CodeName(r), gateway.HTTPStatus(r), r.Text.ZH, r.Fix.ZH, r.Advice().ZH, r.Text.EN, r.Fix.EN, r.Advice().EN)
		if values := r.Values(); len(values) > 0 {
			fmt.Fprintf(&b, "| values | `%s` |\n", strings.Join(values, "`, `"))
		}
		b.WriteString("\n")
	}
	return b.Bytes()
}
