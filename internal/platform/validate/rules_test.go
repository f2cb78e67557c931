package validate

import (
	"slices"
	"strings"
	"testing"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"

	_ "zhengcun/api/zhengcun/funds/v1"
	_ "zhengcun/api/zhengcun/inspections/v1"
	_ "zhengcun/api/zhengcun/people/v1"
	_ "zhengcun/api/zhengcun/plans/v1"
	_ "zhengcun/api/zhengcun/projects/v1"
	_ "zhengcun/api/zhengcun/reports/v1"
)

// made is a field of a message that is made up on the spot.
func made(t *testing.T, name string, kind descriptorpb.FieldDescriptorProto_Type, list bool, behaviour ...annotations.FieldBehavior) protoreflect.FieldDescriptor {
	t.Helper()
	f := &descriptorpb.FieldDescriptorProto{Name: &name, Number: proto.Int32(1), Type: &kind, Label: descriptorpb.FieldDescriptorProto_LABEL_OPTIONAL.Enum()}
	if list {
		f.Label = descriptorpb.FieldDescriptorProto_LABEL_REPEATED.Enum()
	}
	switch kind {
	case descriptorpb.FieldDescriptorProto_TYPE_ENUM:
		f.TypeName = proto.String(".test.E")
	case descriptorpb.FieldDescriptorProto_TYPE_MESSAGE:
		f.TypeName = proto.String(".test.M")
	}
	if len(behaviour) > 0 {
		f.Options = &descriptorpb.FieldOptions{}
		proto.SetExtension(f.Options, annotations.E_FieldBehavior, behaviour)
	}
	file, err := protodesc.NewFile(&descriptorpb.FileDescriptorProto{
		Name: proto.String("made.proto"), Package: proto.String("test"), Syntax: proto.String("proto3"),
		MessageType: []*descriptorpb.DescriptorProto{{Name: proto.String("M"), Field: []*descriptorpb.FieldDescriptorProto{f}}},
		EnumType:    []*descriptorpb.EnumDescriptorProto{{Name: proto.String("E"), Value: []*descriptorpb.EnumValueDescriptorProto{{Name: proto.String("E_UNSPECIFIED"), Number: proto.Int32(0)}}}},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return file.Messages().Get(0).Fields().Get(0)
}

// TestDefaultRules is the naming rule of the contract, spelt out.
func TestDefaultRules(t *testing.T) {
	const (
		text    = descriptorpb.FieldDescriptorProto_TYPE_STRING
		long    = descriptorpb.FieldDescriptorProto_TYPE_INT64
		short   = descriptorpb.FieldDescriptorProto_TYPE_INT32
		enum    = descriptorpb.FieldDescriptorProto_TYPE_ENUM
		message = descriptorpb.FieldDescriptorProto_TYPE_MESSAGE
		boolean = descriptorpb.FieldDescriptorProto_TYPE_BOOL
	)
	for _, c := range []struct {
		name               string
		kind               descriptorpb.FieldDescriptorProto_Type
		list               bool
		optional, required string
	}{
		{"id", text, false, "omitempty,uuid", "required,uuid"},
		{"allocation_id", text, false, "omitempty,uuid", "required,uuid"},
		{"received_on", text, false, "omitempty,day", "required,day"},
		{"start_date", text, false, "omitempty,day", "required,day"},
		{"acceptance_deadline", text, false, "omitempty,day", "required,day"},
		{"region_code", text, false, "omitempty,regioncode", "required,regioncode"},
		{"parent_code", text, false, "omitempty,regioncode", "required,regioncode"},
		{"page_token", text, false, "max=4096", "max=4096"},
		{"request_id", text, false, "max=64", "max=64"},
		{"remark", text, false, "omitempty,max=2000", "required,filled,max=2000"},
		{"objective", text, false, "omitempty,max=2000", "required,filled,max=2000"},
		{"reason", text, false, "omitempty,max=2000", "required,filled,max=2000"},
		{"comment", text, false, "omitempty,max=2000", "required,filled,max=2000"},
		{"resolution", text, false, "omitempty,max=2000", "required,filled,max=2000"},
		{"code", text, false, "omitempty,max=64", "required,filled,max=64"},
		{"name", text, false, "omitempty,max=200", "required,filled,max=200"},
		{"password", text, false, "omitempty,max=200", "required,max=200"},
		{"new_password", text, false, "omitempty,max=200", "required,max=200"},
		{"amount_fen", long, false, "gte=0,lte=100000000000000", "gt=0,lte=100000000000000"},
		{"fiscal_year", short, false, "omitempty,gte=1986,lte=2100", "required,gte=1986,lte=2100"},
		{"quantity_milli", long, false, "gte=0,lte=1000000000", "gt=0,lte=1000000000000"},
		{"line_number", short, false, "gte=0,lte=1000000000", "gt=0,lte=100000000"},
		{"kind", enum, false, "", "required"},
		{"receipt", message, false, "", "required"},
		{"urgent", boolean, false, "", ""},
		{"lines", message, true, "omitempty,max=1000,dive", "required,max=1000,dive"},
		{"roles", enum, true, "omitempty,max=1000,dive,required", "required,max=1000,dive,required"},
		{"scopes", text, true, "omitempty,max=1000,dive,filled,max=200", "required,max=1000,dive,filled,max=200"},
	} {
		if got := defaultRule(made(t, c.name, c.kind, c.list)); got != c.optional {
			t.Errorf("%s: %q, want %q", c.name, got, c.optional)
		}
		if got := defaultRule(made(t, c.name, c.kind, c.list, annotations.FieldBehavior_REQUIRED)); got != c.required {
			t.Errorf("required %s: %q, want %q", c.name, got, c.required)
		}
		if got := defaultRule(made(t, c.name, c.kind, c.list, annotations.FieldBehavior_OUTPUT_ONLY, annotations.FieldBehavior_REQUIRED)); got != "" {
			t.Errorf("%s of ours: %q", c.name, got)
		}
	}
}

// withoutRule are the fields of requests that need no rule, by kind: their values
// are all allowed (bool), checked for all messages alike (enum), checked by what
// they are made of (message), or contents that the method reads (bytes).
var withoutRule = map[protoreflect.Kind]bool{protoreflect.BoolKind: true, protoreflect.BytesKind: true, protoreflect.EnumKind: true, protoreflect.MessageKind: true}

// TestNoFieldFallsThrough walks all requests of the contract.
func TestNoFieldFallsThrough(t *testing.T) {
	v := New()
	requests := 0
	seen := map[protoreflect.FullName]bool{}
	var walk func(m protoreflect.MessageDescriptor)
	walk = func(m protoreflect.MessageDescriptor) {
		if seen[m.FullName()] || m.ParentFile().Package() == "google.protobuf" {
			return
		}
		seen[m.FullName()] = true
		for i := range m.Fields().Len() {
			fd := m.Fields().Get(i)
			if has(fd, annotations.FieldBehavior_OUTPUT_ONLY) {
				continue // refused before the rules are asked, or, as the etag, not looked at
			}
			if fd.IsMap() {
				t.Errorf("%s is a map: nothing checks what is in it", fd.FullName())
				continue
			}
			// The list of an export is a request of its own, checked when the export asks for it.
			if realOneof(fd) && (fd.IsList() || fd.Kind() == protoreflect.MessageKind) && m.Name() != "CreateExportRequest" {
				t.Errorf("%s: only simple fields of a oneof are checked", fd.FullName())
			}
			switch rule := v.rule(fd); {
			case rule == "" && !withoutRule[fd.Kind()]:
				t.Errorf("%s (%s) has no rule", fd.FullName(), fd.Kind())
			case fd.IsList() && fd.Kind() != protoreflect.BoolKind && !strings.Contains(rule, "dive"):
				t.Errorf("%s: nothing checks what is in the list", fd.FullName())
			case strings.HasSuffix(string(fd.Name()), "_time"):
				if fd.Message() == nil || fd.Message().FullName() != "google.protobuf.Timestamp" {
					t.Errorf("%s is called a time and is none", fd.FullName())
				}
			}
			if fd.Kind() == protoreflect.MessageKind {
				walk(fd.Message())
			}
		}
		v.learn(messageOf(t, m))
	}
	protoregistry.GlobalFiles.RangeFiles(func(f protoreflect.FileDescriptor) bool {
		if !strings.HasPrefix(string(f.Package()), "zhengcun.") {
			return true
		}
		for i := range f.Services().Len() {
			methods := f.Services().Get(i).Methods()
			for j := range methods.Len() {
				requests++
				input := methods.Get(j).Input()
				walk(input)
				if mask := input.Fields().ByName("update_mask"); mask != nil {
					for k := range input.Fields().Len() {
						if fd := input.Fields().Get(k); fd != mask && !has(fd, annotations.FieldBehavior_REQUIRED) {
							t.Errorf("%s may be left out of an update", fd.FullName())
						}
					}
				}
			}
		}
		return true
	})
	if requests < 50 {
		t.Errorf("only %d methods found", requests)
	}
}

func has(fd protoreflect.FieldDescriptor, want annotations.FieldBehavior) bool {
	behaviours, _ := proto.GetExtension(fd.Options(), annotations.E_FieldBehavior).([]annotations.FieldBehavior)
	return slices.Contains(behaviours, want)
}

func messageOf(t *testing.T, d protoreflect.MessageDescriptor) protoreflect.Message {
	t.Helper()
	mt, err := protoregistry.GlobalTypes.FindMessageByName(d.FullName())
	if err != nil {
		t.Fatal(err)
	}
	return mt.New()
}
