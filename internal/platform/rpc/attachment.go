package rpc

import (
	"context"
	"mime"
	"strconv"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
)

// Attachment says under what name the answer of a call is to be saved. A name
// outside of ASCII is written as RFC 5987 has it.
func Attachment(ctx context.Context, name string) {
	_ = grpc.SetHeader(ctx, metadata.Pairs("zc-content-disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name})))
}

// RecordCount says how many records the file of a call holds, for whoever tells what was saved.
func RecordCount(ctx context.Context, records int) {
	_ = grpc.SetHeader(ctx, metadata.Pairs("zc-record-count", strconv.Itoa(records)))
}
