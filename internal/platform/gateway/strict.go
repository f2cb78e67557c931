package gateway

import (
	"encoding/base64"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"google.golang.org/protobuf/reflect/protoreflect"

	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/rpc"
	"zhengcun/internal/platform/validate"
)

// maxViolations is how many wrong fields one answer lists.
const maxViolations = 100

// checker compares a JSON text with the message it is to become.
type checker struct {
	scanner
	wrong []fault.Violation
	// names are the top-level fields that were given, in their order.
	names []string
}

// checkJSON compares body with the message md. Violations name fields from the
// request's root, where the body stands at prefix. The error is for a text that
// is no JSON at all.
func checkJSON(body []byte, md protoreflect.MessageDescriptor, prefix string) (*checker, error) {
	c := &checker{scanner: scanner{data: body}}
	if c.peek() != '{' {
		if err := c.skip(); err != nil {
			return nil, explain(err)
		}
		c.add(typeReason("object").at(prefix))
	} else if err := c.message(md, prefix); err != nil {
		return nil, explain(err)
	}
	if err := c.end(); err != nil {
		return nil, explain(err)
	}
	return c, nil
}

func explain(err error) error {
	var b *broken
	if !errors.As(err, &b) {
		return err
	}
	if b.reason == ReasonJSONDepth {
		return b.reason.New("max", maxDepth)
	}
	return b.reason.New("position", b.at+1)
}

func (c *checker) add(v fault.Violation) {
	if len(c.wrong) < maxViolations {
		c.wrong = append(c.wrong, v)
	}
}

// problem is what is wrong with a value, before it is known where.
type problem struct {
	reason *fault.Reason
	params []any
}

func (p problem) at(path string) fault.Violation { return p.reason.Field(path, p.params...) }

func typeReason(kind string) problem {
	return problem{ReasonFieldType, []any{"expected", kind}}
}

func (c *checker) message(md protoreflect.MessageDescriptor, path string) error {
	seen := map[protoreflect.Name]bool{}
	oneofs := map[protoreflect.Name]bool{}
	return c.object(func(name string) error {
		fd := fieldByName(md, name)
		if fd == nil {
			return c.refuseAs(rpc.ReasonFieldUnknown, join(path, shown(name)))
		}
		at := join(path, string(fd.Name()))
		if seen[fd.Name()] {
			c.add(ReasonFieldTwice.Field(at))
			return c.skip()
		}
		seen[fd.Name()] = true
		if c.depth == 1 {
			c.names = append(c.names, string(fd.Name()))
		}
		if o := fd.ContainingOneof(); o != nil && !o.IsSynthetic() {
			if oneofs[o.Name()] {
				c.add(ReasonOneOf.Field(at))
				return c.skip()
			}
			oneofs[o.Name()] = true
		}
		return c.field(fd, at)
	})
}

// fieldByName finds a field by its JSON name or its proto name.
func fieldByName(md protoreflect.MessageDescriptor, name string) protoreflect.FieldDescriptor {
	if fd := md.Fields().ByJSONName(name); fd != nil {
		return fd
	}
	return md.Fields().ByName(protoreflect.Name(name))
}

func (c *checker) field(fd protoreflect.FieldDescriptor, at string) error {
	first := c.peek()
	switch {
	case first == 'n': // null: not given
		return c.skip()
	case fd.IsMap():
		if first != '{' {
			return c.refuse("object", at)
		}
		return c.object(func(name string) error { return c.value(fd.MapValue(), join(at, shown(name))) })
	case fd.IsList():
		if first != '[' {
			return c.refuse("array", at)
		}
		return c.list(func(i int) error { return c.value(fd, fmt.Sprintf("%s[%d]", at, i)) })
	}
	return c.value(fd, at)
}

func (c *checker) refuse(kind, at string) error {
	c.add(typeReason(kind).at(at))
	return c.skip()
}

// value checks one value; in a list there is no null.
func (c *checker) value(fd protoreflect.FieldDescriptor, at string) error {
	first := c.peek()
	if fd.Kind() == protoreflect.MessageKind && !isText(fd.Message()) {
		switch {
		case fd.Message().ParentFile().Package() == "google.protobuf" && fd.Message().Name() != "Empty":
			// Struct, Value and Any carry what no rule has looked at.
			return c.refuseAs(rpc.ReasonFieldUnknown, at)
		case first != '{':
			return c.refuse("object", at)
		}
		return c.message(fd.Message(), at)
	}
	if fd.Kind() == protoreflect.BoolKind {
		if first != 't' && first != 'f' {
			return c.refuse("boolean", at)
		}
		return c.skip()
	}
	var text string
	var err error
	switch isNumber := isInteger(fd.Kind()); {
	case first == '"':
		text, err = c.text()
	case isNumber && (first == '-' || first >= '0' && first <= '9'):
		text, err = c.number()
	case isNumber:
		return c.refuseAs(numberReason(fd), at)
	case fd.Kind() == protoreflect.EnumKind:
		return c.refuse("string: the name of a value", at)
	default:
		return c.refuse("string", at)
	}
	if err != nil {
		return err
	}
	if p := checkText(fd, text); p != nil {
		c.add(p.at(at))
	}
	return nil
}

func (c *checker) refuseAs(reason *fault.Reason, at string) error {
	c.add(reason.Field(at))
	return c.skip()
}

// isText tells whether a message is written as a string.
func isText(md protoreflect.MessageDescriptor) bool {
	switch md.FullName() {
	case "google.protobuf.Timestamp", "google.protobuf.Duration", "google.protobuf.FieldMask":
		return true
	}
	return false
}

func isInteger(k protoreflect.Kind) bool { return bits(k) != 0 }

func bits(k protoreflect.Kind) int {
	switch k {
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		return 64
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		return 32
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		return -32
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		return -64
	}
	return 0
}

func numberReason(fd protoreflect.FieldDescriptor) *fault.Reason {
	if strings.HasSuffix(string(fd.Name()), "_fen") {
		return validate.ReasonAmount
	}
	return ReasonNumber
}

// integer is the one way to write a whole number. "-0" is none.
var integer = regexp.MustCompile(`^(0|-?[1-9][0-9]*)$`)

// checkText checks the text of a value, from a body or a query.
func checkText(fd protoreflect.FieldDescriptor, text string) *problem {
	is := func(reason *fault.Reason) *problem { return &problem{reason: reason} }
	switch k := fd.Kind(); k {
	case protoreflect.EnumKind:
		if fd.Enum().Values().ByName(protoreflect.Name(text)) == nil {
			return is(rpc.ReasonEnumUnknown)
		}
	case protoreflect.BytesKind:
		if _, err := base64.StdEncoding.DecodeString(text); err != nil {
			return is(fault.ReasonFieldInvalid)
		}
	case protoreflect.MessageKind:
		switch fd.Message().Name() {
		case "Timestamp":
			if t, err := time.Parse(time.RFC3339Nano, text); err != nil || t.Year() < 1 {
				return is(ReasonTime)
			}
		case "Duration":
			if _, err := time.ParseDuration(text); err != nil || !strings.HasSuffix(text, "s") {
				return is(fault.ReasonFieldInvalid)
			}
		}
	default:
		size := bits(k)
		if size == 0 {
			return nil
		}
		if !integer.MatchString(text) {
			return is(numberReason(fd))
		}
		var err error
		if size > 0 {
			_, err = strconv.ParseInt(text, 10, size)
		} else {
			_, err = strconv.ParseUint(text, 10, -size)
		}
		if err != nil {
			return is(numberReason(fd))
		}
	}
	return nil
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// shown is a name a caller made up, as an answer may repeat it.
func shown(name string) string {
	if len(name) > 64 {
		name = strings.ToValidUTF8(name[:64], "") + "…"
	}
	return name
}
