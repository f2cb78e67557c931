package rpc

import (
	"google.golang.org/grpc/encoding"
	_ "google.golang.org/grpc/encoding/proto" // registers the codec
	"google.golang.org/grpc/mem"
)

// arrival is a message that is being read. gRPC answers a message it cannot decode
// by itself, without a reason; so the error is kept here, and the answer is ours.
type arrival struct {
	message any
	err     error
}

// codec decodes arrivals, and everything else as gRPC does.
type codec struct{ encoding.CodecV2 }

func newCodec() codec { return codec{encoding.GetCodecV2("proto")} }

func (c codec) Unmarshal(data mem.BufferSlice, v any) error {
	a, ok := v.(*arrival)
	if !ok {
		return c.CodecV2.Unmarshal(data, v)
	}
	a.err = c.CodecV2.Unmarshal(data, a.message)
	return nil
}

// arrive reads a message with read, which decodes with the codec.
func arrive(read func(any) error, message any) error {
	a := &arrival{message: message}
	if err := read(a); err != nil {
		return err
	}
	return a.err
}
