// Package call carries what is known of the call being served.
package call

import "context"

// Info is what is known of a call besides its viewer.
type Info struct {
	RequestID      string
	ClientIP       string
	Method         string // full gRPC method name
	IdempotencyKey string
	Language       string // zh-CN or en
	// Token is the session token or API key the caller sent. It is never logged.
	Token string
	// IfMatch is the etag sent as a header.
	IfMatch string
	// Cookie is true when the session came in a cookie, so that a browser may have been made to send it.
	Cookie    bool
	CSRFToken string
	// Replayed is set when the answer is an earlier one, for the same idempotency key.
	Replayed bool
	// Unrecorded is set when an API client's call is one of many refused alike, so that a flood does not fill its record.
	Unrecorded bool
	// Secure is true when the person's connection is TLS, ours or the trusted proxy's.
	Secure bool
}

type key struct{}

// With returns a context that carries info.
func With(ctx context.Context, info *Info) context.Context {
	return context.WithValue(ctx, key{}, info)
}

// From returns what is known of the call; empty outside of one.
func From(ctx context.Context) *Info {
	if info, ok := ctx.Value(key{}).(*Info); ok {
		return info
	}
	return &Info{}
}
