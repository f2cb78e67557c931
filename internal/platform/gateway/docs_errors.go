package gateway

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"

	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/rpc"
)

//go:embed errors.html.tmpl
var errorsTemplate string

type documentedReason struct {
	*fault.Reason
	Status int
	GRPC   string
}

// newErrorDocs renders the page that every error links to, once.
func newErrorDocs(reasons []*fault.Reason) ([]byte, error) {
	t, err := template.New("errors").Parse(errorsTemplate)
	if err != nil {
		return nil, err
	}
	rows := make([]documentedReason, len(reasons))
	for i, r := range reasons {
		rows[i] = documentedReason{r, HTTPStatus(r), CodeName(r)}
	}
	var page bytes.Buffer
	if err := t.Execute(&page, rows); err != nil {
		return nil, fmt.Errorf("gateway: documentation of errors: %w", err)
	}
	return page.Bytes(), nil
}

// CodeName is the gRPC code of a reason as the protocol spells it, such as INVALID_ARGUMENT.
func CodeName(r *fault.Reason) string { return rpc.CodeName(rpc.Code(r.Kind)) }
