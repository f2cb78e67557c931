package gateway

import (
	"errors"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// answers writes messages as JSON as protojson does, several times faster: what does
// not change from message to message, names and order, is worked out once for each
// type. Types that it does not know it leaves to protojson.
type answers struct{ *runtime.JSONPb }

// Marshal writes a message, or whatever else an answer may be.
func (a answers) Marshal(v any) ([]byte, error) {
	m, ok := v.(proto.Message)
	if !ok {
		return a.JSONPb.Marshal(v)
	}
	return a.message(make([]byte, 0, 1024), m.ProtoReflect())
}

// shape is how the messages of a type are written.
type shape struct {
	foreign bool // by protojson
	fields  []shapeField
}

type shapeField struct {
	protoreflect.FieldDescriptor
	name          string // quoted, with its colon
	kind          protoreflect.Kind
	list, ifThere bool
}

var shapes sync.Map // of *shape, by descriptor

func shapeOf(d protoreflect.MessageDescriptor) *shape {
	if s, known := shapes.Load(d); known {
		return s.(*shape)
	}
	s := &shape{foreign: strings.HasPrefix(string(d.FullName()), "google.")}
	fields := d.Fields()
	for i := range fields.Len() {
		fd := fields.Get(i)
		switch fd.Kind() {
		case protoreflect.BoolKind, protoreflect.StringKind, protoreflect.EnumKind, protoreflect.MessageKind,
			protoreflect.Int32Kind, protoreflect.Int64Kind:
		default:
			s.foreign = true
		}
		s.foreign = s.foreign || fd.IsMap()
		s.fields = append(s.fields, shapeField{fd, `"` + fd.JSONName() + `":`, fd.Kind(), fd.IsList(), fd.HasPresence()})
	}
	shapes.Store(d, s)
	return s
}

func (a answers) message(b []byte, m protoreflect.Message) ([]byte, error) {
	s := shapeOf(m.Descriptor())
	if s.foreign {
		return a.foreign(b, m)
	}
	var err error
	b = append(b, '{')
	first := true
	for i := range s.fields {
		f := &s.fields[i]
		if f.ifThere && !m.Has(f.FieldDescriptor) {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(b, f.name...)
		v := m.Get(f.FieldDescriptor)
		if !f.list {
			if b, err = a.value(b, f, v); err != nil {
				return nil, err
			}
			continue
		}
		b = append(b, '[')
		list := v.List()
		for n := range list.Len() {
			if n > 0 {
				b = append(b, ',')
			}
			if b, err = a.value(b, f, list.Get(n)); err != nil {
				return nil, err
			}
		}
		b = append(b, ']')
	}
	return append(b, '}'), nil
}

func (a answers) value(b []byte, f *shapeField, v protoreflect.Value) ([]byte, error) {
	switch f.kind {
	case protoreflect.BoolKind:
		return strconv.AppendBool(b, v.Bool()), nil
	case protoreflect.Int32Kind:
		return strconv.AppendInt(b, v.Int(), 10), nil
	case protoreflect.Int64Kind: // JavaScript's numbers end before
		return append(strconv.AppendInt(append(b, '"'), v.Int(), 10), '"'), nil
	case protoreflect.EnumKind:
		known := f.Enum().Values().ByNumber(v.Enum())
		if known == nil {
			return strconv.AppendInt(b, int64(v.Enum()), 10), nil
		}
		return append(append(append(b, '"'), known.Name()...), '"'), nil
	case protoreflect.StringKind:
		return quoted(b, v.String())
	default:
		return a.message(b, v.Message())
	}
}

// foreign lets protojson write a message, but for the time of day, which most records have.
func (a answers) foreign(b []byte, m protoreflect.Message) ([]byte, error) {
	if t, ok := m.Interface().(*timestamppb.Timestamp); ok && t.IsValid() {
		text := t.AsTime().Format("2006-01-02T15:04:05.000000000")
		text = strings.TrimSuffix(strings.TrimSuffix(text, "000"), "000")
		return append(append(append(b, '"'), strings.TrimSuffix(text, ".000")...), 'Z', '"'), nil
	}
	return a.MarshalOptions.MarshalAppend(b, m.Interface())
}

// quoted writes a text.
func quoted(b []byte, text string) ([]byte, error) {
	if !utf8.ValidString(text) {
		return nil, errText
	}
	b = append(b, '"')
	from := 0
	for i := range len(text) {
		c := text[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		b = append(b, text[from:i]...)
		from = i + 1
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\b':
			b = append(b, '\\', 'b')
		case '\f':
			b = append(b, '\\', 'f')
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		case '\t':
			b = append(b, '\\', 't')
		default:
			b = append(b, '\\', 'u', '0', '0', "0123456789abcdef"[c>>4], "0123456789abcdef"[c&15])
		}
	}
	return append(append(b, text[from:]...), '"'), nil
}

var errText = errors.New("gateway: a text of an answer is not UTF-8")
