// Package wire holds the few conventions by which rows become messages: enums by
// name, times, etags and ids.
package wire

import (
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/timestamppb"

	"zhengcun/internal/kernel/fault"
)

// Enum is an enum of the contract.
type Enum interface {
	~int32
	protoreflect.Enum
}

// prefix is what the values of an enum begin with: AppropriationState → APPROPRIATION_STATE_.
func prefix(d protoreflect.EnumDescriptor) string {
	zero := string(d.Values().ByNumber(0).Name())
	return strings.TrimSuffix(zero, "UNSPECIFIED")
}

// ToEnum turns the text a table keeps into the value of the contract: approved → APPROPRIATION_STATE_APPROVED.
func ToEnum[E Enum, S ~string](text S) E {
	var e E
	d := e.Descriptor()
	v := d.Values().ByName(protoreflect.Name(prefix(d) + strings.ToUpper(string(text))))
	if v == nil {
		return e
	}
	return E(v.Number())
}

// FromEnum is the inverse of [ToEnum]; empty for a value that is not stated.
func FromEnum[S ~string, E Enum](e E) S {
	if e == 0 {
		return ""
	}
	d := e.Descriptor()
	v := d.Values().ByNumber(protoreflect.EnumNumber(e))
	if v == nil {
		return ""
	}
	return S(fromName(d, v))
}

func fromName(d protoreflect.EnumDescriptor, v protoreflect.EnumValueDescriptor) string {
	return strings.ToLower(strings.TrimPrefix(string(v.Name()), prefix(d)))
}

// Time is a moment on the wire.
func Time(t time.Time) *timestamppb.Timestamp { return timestamppb.New(t) }

// Etag is the etag of a version.
func Etag(version int) string { return strconv.Itoa(version) }

// ReasonStale is the answer to a change based on an older version.
var ReasonStale = fault.Define("ETAG_STALE", fault.Aborted,
	fault.Bilingual{ZH: "该记录已被他人修改，您的操作没有执行", EN: "The record has been changed by someone else; nothing was done"},
	fault.Bilingual{ZH: "请重新读取最新内容后再操作", EN: "Read it again and decide on what it says now"})

// Version reads an etag; 0, which no row has, when it is none of ours.
func Version(etag string) int {
	v, err := strconv.Atoi(etag)
	if err != nil || Etag(v) != etag { // "+1" and "01" are none of ours
		return 0
	}
	return v
}

// ID reads an id that validation has let through.
func ID(text string) uuid.UUID {
	id, err := uuid.Parse(text)
	if err != nil {
		return uuid.Nil
	}
	return id
}

// MaybeID reads an id that may be empty.
func MaybeID(text string) *uuid.UUID {
	if text == "" {
		return nil
	}
	id := ID(text)
	return &id
}

// IDText is the inverse of [MaybeID].
func IDText(id *uuid.UUID) string {
	if id == nil {
		return ""
	}
	return id.String()
}
