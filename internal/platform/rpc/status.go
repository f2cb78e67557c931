package rpc

import (
	"context"
	"errors"
	"time"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/protoadapt"
	"google.golang.org/protobuf/types/known/durationpb"

	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/db"
)

// Domain is the domain of ErrorInfo reasons.
const Domain = "zhengcun"

var kinds = map[fault.Kind]codes.Code{
	fault.Invalid:            codes.InvalidArgument,
	fault.FailedPrecondition: codes.FailedPrecondition,
	fault.NotFound:           codes.NotFound,
	fault.AlreadyExists:      codes.AlreadyExists,
	fault.Aborted:            codes.Aborted,
	fault.PermissionDenied:   codes.PermissionDenied,
	fault.Unauthenticated:    codes.Unauthenticated,
	fault.ResourceExhausted:  codes.ResourceExhausted,
	fault.Unavailable:        codes.Unavailable,
	fault.DeadlineExceeded:   codes.DeadlineExceeded,
	fault.Internal:           codes.Internal,
}

// Code is the gRPC code of a kind of fault.
func Code(k fault.Kind) codes.Code { return kinds[k] }

// retryAfter is what a caller is asked to wait before it repeats a retryable request.
const retryAfter = time.Second

// Known returns the fault behind err; anything unexpected becomes the fixed
// internal one, so that no detail of ours reaches a caller.
func Known(ctx context.Context, err error) *fault.Error {
	if f, ok := fault.From(db.Explain(err)); ok {
		return f
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) || ctx.Err() != nil {
		return db.ReasonTimeout.New().WithCause(err)
	}
	return fault.ReasonInternal.New().WithCause(err)
}

// Status is the gRPC status of a fault: exactly one ErrorInfo, the sentence in
// both languages, and the fields that are wrong. The status's own message is in
// the caller's language.
func Status(f *fault.Error, language string) *status.Status {
	zh, en := sentence(f.ZH(), f.Fix().ZH, "。"), sentence(f.EN(), f.Fix().EN, ". ")
	message, locale := zh, "zh-CN"
	if language == "en" {
		message, locale = en, "en"
	}
	details := []protoadapt.MessageV1{
		&errdetails.ErrorInfo{Reason: f.Reason().Code, Domain: Domain, Metadata: f.Metadata()},
		&errdetails.LocalizedMessage{Locale: "zh-CN", Message: zh},
		&errdetails.LocalizedMessage{Locale: "en", Message: en},
	}
	if violations := f.Violations(); len(violations) > 0 {
		bad := &errdetails.BadRequest{}
		for _, v := range violations {
			text := sentence(v.ZH(), v.Fix().ZH, "，")
			if locale == "en" {
				text = sentence(v.EN(), v.Fix().EN, ". ")
			}
			bad.FieldViolations = append(bad.FieldViolations, &errdetails.BadRequest_FieldViolation{
				Field: v.Field, Reason: v.Reason.Code, Description: text,
				LocalizedMessage: &errdetails.LocalizedMessage{Locale: locale, Message: text},
			})
		}
		details = append(details, bad)
	}
	if f.Reason().Retry {
		details = append(details, &errdetails.RetryInfo{RetryDelay: durationpb.New(retryAfter)})
	}
	s, err := status.New(kinds[f.Reason().Kind], message).WithDetails(details...)
	if err != nil {
		return status.New(codes.Internal, message)
	}
	return s
}

func sentence(text, fix, separator string) string {
	if fix == "" {
		return text
	}
	return text + separator + fix
}

// CodeName is a gRPC code as the protocol spells it, such as INVALID_ARGUMENT.
func CodeName(c codes.Code) string { return code.Code(c).String() }
