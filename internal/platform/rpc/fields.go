package rpc

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/validate"
)

// checkFields refuses what the contract itself rules out: fields the system
// fills in, enum numbers it does not know, control characters. It needs no rule
// of any room.
func checkFields(m protoreflect.Message, path string) []fault.Violation {
	var bad []fault.Violation
	m.Range(func(fd protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		at := join(path, string(fd.Name()))
		if path != "" && has(fd, annotations.FieldBehavior_OUTPUT_ONLY) && fd.Name() != "etag" {
			bad = append(bad, ReasonServerOwned.Field(at))
			return true
		}
		if fd.IsMap() {
			return true
		}
		if fd.IsList() {
			list := v.List()
			for i := range list.Len() {
				bad = append(bad, checkValue(fd, list.Get(i), fmt.Sprintf("%s[%d]", at, i))...)
			}
			return true
		}
		bad = append(bad, checkValue(fd, v, at)...)
		return true
	})
	return bad
}

func checkValue(fd protoreflect.FieldDescriptor, v protoreflect.Value, at string) []fault.Violation {
	switch fd.Kind() {
	case protoreflect.MessageKind:
		if fd.Message().ParentFile().Package() == "google.protobuf" {
			return nil
		}
		return checkFields(v.Message(), at)
	case protoreflect.EnumKind:
		if fd.Enum().Values().ByNumber(v.Enum()) == nil {
			return []fault.Violation{ReasonEnumUnknown.Field(at)}
		}
	case protoreflect.StringKind:
		if strings.ContainsFunc(v.String(), control) {
			return []fault.Violation{ReasonText.Field(at)}
		}
	}
	return nil
}

// control is true for characters that have no place in any text: controls other
// than line breaks and tabs, and the marks that turn the direction of writing.
func control(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r' || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

func has(fd protoreflect.FieldDescriptor, want annotations.FieldBehavior) bool {
	behaviours, _ := proto.GetExtension(fd.Options(), annotations.E_FieldBehavior).([]annotations.FieldBehavior)
	return slices.Contains(behaviours, want)
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// MaxBatch is how many requests one batch may carry.
const MaxBatch = 1000

// checkBatch checks the number only: each request of a batch is checked by the
// method, with [CheckOne], and answered by itself.
func checkBatch(n int) error {
	switch {
	case n == 0:
		return fault.Fields(fault.ReasonFieldRequired.Field("requests"))
	case n > MaxBatch:
		return fault.Fields(validate.ReasonTooMany.Field("requests", "max", strconv.Itoa(MaxBatch)))
	}
	return nil
}

// CheckOne checks one request of a batch as it would be checked alone. path is
// where it stands.
func CheckOne(v *validate.Validator, req proto.Message, path string) []fault.Violation {
	bad := checkFields(req.ProtoReflect(), "")
	if len(bad) == 0 {
		bad = v.Check(req)
	}
	for i := range bad {
		bad[i].Field = join(path, bad[i].Field)
	}
	return bad
}

// masked returns the resource and the mask of an update request, or false.
func masked(req protoreflect.Message) (resource protoreflect.FieldDescriptor, mask *fieldmaskpb.FieldMask, ok bool) {
	fields := req.Descriptor().Fields()
	maskField := fields.ByName("update_mask")
	if maskField == nil {
		return nil, nil, false
	}
	for i := range fields.Len() {
		if fd := fields.Get(i); fd.Kind() == protoreflect.MessageKind && fd != maskField {
			resource = fd
		}
	}
	mask, _ = req.Get(maskField).Message().Interface().(*fieldmaskpb.FieldMask)
	return resource, mask, resource != nil
}

// checkMask refuses paths that may not be changed and fills in a mask that was
// left out: everything the caller set. What remains is what the method applies.
func checkMask(req protoreflect.Message) []fault.Violation {
	resource, mask, ok := masked(req)
	if !ok {
		return nil
	}
	fields := resource.Message().Fields()
	paths := mask.GetPaths()
	if len(paths) == 0 {
		req.Get(resource).Message().Range(func(fd protoreflect.FieldDescriptor, _ protoreflect.Value) bool {
			paths = append(paths, string(fd.Name()))
			return true
		})
	}
	var bad []fault.Violation
	var apply []string
	told := false
	for _, p := range paths {
		if p == "id" || p == "etag" {
			continue // they name the record, they are not changed
		}
		fd := fields.ByName(protoreflect.Name(p))
		if fd == nil {
			fd = fields.ByJSONName(p)
		}
		at := join(string(resource.Name()), p)
		switch {
		case fd == nil:
			bad = append(bad, ReasonFieldUnknown.Field(at))
		case has(fd, annotations.FieldBehavior_OUTPUT_ONLY) && req.Get(resource).Message().Has(fd):
			told = true // checkFields has refused the value
		case has(fd, annotations.FieldBehavior_OUTPUT_ONLY):
			bad = append(bad, ReasonServerOwned.Field(at))
		case has(fd, annotations.FieldBehavior_IMMUTABLE):
			bad = append(bad, ReasonImmutable.Field(at))
		default:
			apply = append(apply, string(fd.Name()))
		}
	}
	if len(bad) == 0 && len(apply) == 0 && !told {
		bad = append(bad, ReasonMaskEmpty.Field("update_mask"))
	}
	slices.Sort(apply)
	req.Set(req.Descriptor().Fields().ByName("update_mask"), protoreflect.ValueOfMessage((&fieldmaskpb.FieldMask{Paths: slices.Compact(apply)}).ProtoReflect()))
	return bad
}

// etagField finds where a request carries the etag of the record it changes: in
// the request itself or in its resource.
func etagField(req protoreflect.Message) (protoreflect.Message, protoreflect.FieldDescriptor) {
	if fd := req.Descriptor().Fields().ByName("etag"); fd != nil {
		return req, fd
	}
	if resource, _, ok := masked(req); ok {
		if fd := resource.Message().Fields().ByName("etag"); fd != nil {
			return req.Mutable(resource).Message(), fd
		}
	}
	return nil, nil
}
