package rpc

import (
	"context"
	"regexp"
	"strings"

	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"

	"zhengcun/internal/platform/call"
)

// RequestIDPattern is what a caller's own request id may look like.
var RequestIDPattern = regexp.MustCompile(`^[A-Za-z0-9._-]{8,64}$`)

// fromMetadata reads what a gRPC caller sends. The names are those of REST.
func (s *Server) fromMetadata(ctx context.Context, c *call.Info) {
	md, _ := metadata.FromIncomingContext(ctx)
	first := func(name string) string {
		if values := md.Get(name); len(values) > 0 {
			return values[0]
		}
		return ""
	}
	if id := first("x-request-id"); RequestIDPattern.MatchString(id) {
		c.RequestID = id
	}
	c.Token = Bearer(first("authorization"))
	c.IdempotencyKey = first("idempotency-key")
	c.IfMatch = strings.Trim(strings.TrimPrefix(first("if-match"), "W/"), `"`)
	c.Language = Language(first("accept-language"))
	if p, ok := peer.FromContext(ctx); ok {
		_, encrypted := p.AuthInfo.(credentials.TLSInfo)
		c.ClientIP, c.Secure = s.Proxies.Client(p.Addr.String(), encrypted, md.Get("x-forwarded-for"), md.Get("x-forwarded-proto"))
	}
}

// Bearer returns the token of an Authorization header.
func Bearer(header string) string {
	kind, token, ok := strings.Cut(header, " ")
	if !ok || !strings.EqualFold(kind, "bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// Language is the language of messages for an Accept-Language header: English
// when it comes before Chinese, else Chinese.
func Language(header string) string {
	for part := range strings.SplitSeq(strings.ToLower(header), ",") {
		part = strings.TrimSpace(part)
		switch {
		case strings.HasPrefix(part, "zh"):
			return "zh-CN"
		case strings.HasPrefix(part, "en"):
			return "en"
		}
	}
	return "zh-CN"
}
