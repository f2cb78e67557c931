package gateway

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	spb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/known/timestamppb"
	"pgregory.net/rapid"

	_ "zhengcun/api/zhengcun/funds/v1"
	_ "zhengcun/api/zhengcun/people/v1"
	_ "zhengcun/api/zhengcun/projects/v1"
)

// fill sets some fields of a message to anything they may hold.
func fill(t *rapid.T, m protoreflect.Message, depth int) {
	switch m.Interface().(type) {
	case *timestamppb.Timestamp:
		m.Set(m.Descriptor().Fields().ByName("seconds"), protoreflect.ValueOfInt64(rapid.Int64Range(-62135596800, 253402300799).Draw(t, "s")))
		m.Set(m.Descriptor().Fields().ByName("nanos"), protoreflect.ValueOfInt32(rapid.SampledFrom([]int32{0, 1, 120, 999_999_000, 1_000_000, 500_000_000}).Draw(t, "n")))
		return
	case *spb.Status: // its details are of types that are not all there
		m.Set(m.Descriptor().Fields().ByName("message"), protoreflect.ValueOfString("x"))
		return
	}
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		fd := fields.Get(i)
		if fd.IsMap() || !rapid.Bool().Draw(t, "set") || depth > 4 && fd.Kind() == protoreflect.MessageKind {
			continue
		}
		if fd.Kind() == protoreflect.MessageKind && fd.Message().FullName() != "google.protobuf.Timestamp" && fd.Message().FullName() != "google.rpc.Status" &&
			fd.Message().ParentFile().Package() == "google.protobuf" {
			continue
		}
		one := func(message func() protoreflect.Value) (v protoreflect.Value) {
			switch fd.Kind() {
			case protoreflect.BoolKind:
				return protoreflect.ValueOfBool(rapid.Bool().Draw(t, "b"))
			case protoreflect.Int32Kind:
				return protoreflect.ValueOfInt32(rapid.Int32().Draw(t, "i"))
			case protoreflect.Int64Kind:
				return protoreflect.ValueOfInt64(rapid.Int64().Draw(t, "i"))
			case protoreflect.EnumKind:
				return protoreflect.ValueOfEnum(protoreflect.EnumNumber(rapid.Int32Range(0, 30).Draw(t, "e")))
			case protoreflect.StringKind:
				return protoreflect.ValueOfString(rapid.String().Draw(t, "t"))
			case protoreflect.MessageKind:
				v = message()
				fill(t, v.Message(), depth+1)
			}
			return v
		}
		if !fd.IsList() {
			if v := one(func() protoreflect.Value { return m.NewField(fd) }); v.IsValid() {
				m.Set(fd, v)
			}
			continue
		}
		list := m.Mutable(fd).List()
		for range rapid.IntRange(0, 3).Draw(t, "items") {
			if v := one(list.NewElement); v.IsValid() {
				list.Append(v)
			}
		}
	}
}

// An answer is what protojson writes, for every message of the contract and whatever
// is in it, but for the blanks that protojson puts in at random.
func TestAnswersAreProtojson(t *testing.T) {
	options := protojson.MarshalOptions{EmitDefaultValues: true}
	ours := answers{&runtime.JSONPb{MarshalOptions: options}}
	var types []protoreflect.MessageType
	protoregistry.GlobalTypes.RangeMessages(func(mt protoreflect.MessageType) bool {
		if mt.Descriptor().ParentFile().Package().Parent().Parent() == "zhengcun" {
			types = append(types, mt)
		}
		return true
	})
	if len(types) < 100 {
		t.Fatal("few messages:", len(types))
	}
	rapid.Check(t, func(t *rapid.T) {
		mt := rapid.SampledFrom(types).Draw(t, "type")
		m := mt.New()
		fill(t, m, 0)
		want, err := options.Marshal(m.Interface())
		if err != nil {
			t.Fatal(err)
		}
		got, err := ours.Marshal(m.Interface())
		if err != nil {
			t.Fatal(err)
		}
		var a, b bytes.Buffer
		if json.Compact(&a, want) != nil || json.Compact(&b, got) != nil || a.String() != b.String() {
			t.Fatalf("%s\nwant %s\ngot  %s", mt.Descriptor().FullName(), a.String(), b.String())
		}
	})
	for i := range 0x80 { // every sign that may need more than quotes
		text := string(rune(i)) + "中" + string(rune(i)) + "\u2028😀"
		want, _ := json.Marshal(text)
		got, err := quoted(nil, text)
		var back string
		if err != nil || json.Unmarshal(got, &back) != nil || back != text {
			t.Errorf("%q: %s, as encoding/json has it %s", text, got, want)
		}
	}
	if _, err := quoted(nil, "\xff"); err == nil {
		t.Error("a text that is not UTF-8 was written")
	}
}
