package rpc

import (
	"slices"
	"strings"
	"testing"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	accessv1 "zhengcun/api/zhengcun/access/v1"
	_ "zhengcun/api/zhengcun/funds/v1"
	_ "zhengcun/api/zhengcun/inspections/v1"
	_ "zhengcun/api/zhengcun/people/v1"
	_ "zhengcun/api/zhengcun/plans/v1"
	_ "zhengcun/api/zhengcun/projects/v1"
	_ "zhengcun/api/zhengcun/reports/v1"
	"zhengcun/internal/platform/validate"
)

// each calls fn for every field a request may carry, with a message in which that
// field alone is set to something that is not its zero.
func each(m protoreflect.MessageType, fn func(fd protoreflect.FieldDescriptor, path string, request protoreflect.Message)) {
	var walk func(d protoreflect.MessageDescriptor, path string, hold func(build func(protoreflect.Message)) protoreflect.Message, depth int)
	walk = func(d protoreflect.MessageDescriptor, path string, hold func(func(protoreflect.Message)) protoreflect.Message, depth int) {
		if depth > 4 || d.ParentFile().Package() == "google.protobuf" {
			return
		}
		for i := range d.Fields().Len() {
			fd := d.Fields().Get(i)
			at := join(path, string(fd.Name()))
			request := hold(func(m protoreflect.Message) { set(m, fd, func(protoreflect.Message) {}) })
			if fd.IsList() {
				fn(fd, at, request)
				at += "[0]"
			} else {
				fn(fd, at, request)
			}
			if fd.Kind() == protoreflect.MessageKind && !fd.IsMap() {
				walk(fd.Message(), at, func(build func(protoreflect.Message)) protoreflect.Message {
					return hold(func(m protoreflect.Message) { set(m, fd, build) })
				}, depth+1)
			}
		}
	}
	walk(m.Descriptor(), "", func(build func(protoreflect.Message)) protoreflect.Message {
		request := m.New()
		build(request)
		return request
	}, 0)
}

func set(m protoreflect.Message, fd protoreflect.FieldDescriptor, build func(protoreflect.Message)) {
	switch {
	case fd.Kind() == protoreflect.MessageKind && fd.IsList():
		build(m.Mutable(fd).List().AppendMutable().Message())
	case fd.Kind() == protoreflect.MessageKind:
		build(m.Mutable(fd).Message())
	case fd.IsList():
		m.Mutable(fd).List().Append(something(fd))
	default:
		m.Set(fd, something(fd))
	}
}

func something(fd protoreflect.FieldDescriptor) protoreflect.Value {
	switch fd.Kind() {
	case protoreflect.StringKind:
		return protoreflect.ValueOfString("x")
	case protoreflect.BytesKind:
		return protoreflect.ValueOfBytes([]byte("x"))
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(true)
	case protoreflect.EnumKind:
		return protoreflect.ValueOfEnum(1)
	case protoreflect.Int32Kind:
		return protoreflect.ValueOfInt32(1)
	case protoreflect.Int64Kind:
		return protoreflect.ValueOfInt64(1)
	}
	panic(fd.Kind().String())
}

func requests(fn func(rule *accessv1.Rule, name string, m protoreflect.MessageType)) {
	protoregistry.GlobalFiles.RangeFiles(func(f protoreflect.FileDescriptor) bool {
		if !strings.HasPrefix(string(f.Package()), "zhengcun.") {
			return true
		}
		for i := range f.Services().Len() {
			methods := f.Services().Get(i).Methods()
			for j := range methods.Len() {
				rule, _ := proto.GetExtension(methods.Get(j).Options(), accessv1.E_Rule).(*accessv1.Rule)
				fn(rule, string(methods.Get(j).FullName()), messageType(methods.Get(j).Input().FullName()))
			}
		}
		return true
	})
}

// TestMassAssignment sets, in every request of the contract, each field that the
// system fills in, each enum to a number that is none, and each text to a control
// character: all are refused by their path, and nothing else is.
func TestMassAssignment(t *testing.T) {
	owned := 0
	requests(func(_ *accessv1.Rule, name string, m protoreflect.MessageType) {
		each(m, func(fd protoreflect.FieldDescriptor, path string, request protoreflect.Message) {
			bad := checkFields(request, "")
			want := strings.Contains(path, ".") && has(fd, annotations.FieldBehavior_OUTPUT_ONLY) && fd.Name() != "etag"
			if want {
				owned++
			}
			// Within something of ours everything is ours: that is told at its top.
			if !want && len(bad) == 1 && strings.HasPrefix(path, bad[0].Field) && bad[0].Reason == ReasonServerOwned {
				return
			}
			if want != (len(bad) == 1) || want && (bad[0].Reason != ReasonServerOwned || !strings.HasPrefix(path, bad[0].Field)) {
				t.Errorf("%s: %s is ours: %v, refused: %v", name, path, want, bad)
			}
			if want || fd.IsList() && fd.Kind() == protoreflect.MessageKind {
				return
			}
			hold := holder(request, fd)
			switch {
			case hold == nil:
			case fd.Kind() == protoreflect.EnumKind:
				if fd.IsList() {
					hold.Mutable(fd).List().Set(0, protoreflect.ValueOfEnum(99))
				} else {
					hold.Set(fd, protoreflect.ValueOfEnum(99))
				}
				if bad := checkFields(request, ""); len(bad) != 1 || bad[0].Reason != ReasonEnumUnknown {
					t.Errorf("%s: %s of 99: %v", name, path, bad)
				}
			case fd.Kind() == protoreflect.StringKind:
				if fd.IsList() {
					hold.Mutable(fd).List().Set(0, protoreflect.ValueOfString("\x00"))
				} else {
					hold.Set(fd, protoreflect.ValueOfString("\x00"))
				}
				if bad := checkFields(request, ""); len(bad) != 1 || bad[0].Reason != ReasonText {
					t.Errorf("%s: %s of NUL: %v", name, path, bad)
				}
			}
		})
	})
	if owned < 100 {
		t.Errorf("only %d fields of ours were met", owned)
	}
}

// holder finds the message in which a field is set.
func holder(m protoreflect.Message, fd protoreflect.FieldDescriptor) (found protoreflect.Message) {
	if m.Descriptor() == fd.ContainingMessage() && m.Has(fd) {
		return m
	}
	m.Range(func(inner protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch {
		case inner.Kind() != protoreflect.MessageKind || found != nil:
		case inner.IsList():
			for i := range v.List().Len() {
				found = holder(v.List().Get(i).Message(), fd)
			}
		default:
			found = holder(v.Message(), fd)
		}
		return found == nil
	})
	return found
}

// lastWordCounts are updates without an etag: of what is one person's own, and what
// was there before is no loss.
var lastWordCounts = []string{"zhengcun.people.v1.PageSettingService.UpdatePageSetting"}

// TestUpdatesOfTheContract tries, on every update, every field of its resource as
// a mask: those of ours, those fixed, and those that may be changed.
func TestUpdatesOfTheContract(t *testing.T) {
	updates := 0
	requests(func(rule *accessv1.Rule, name string, m protoreflect.MessageType) {
		resource, _, ok := masked(m.New())
		if !ok {
			return
		}
		updates++
		if !slices.Contains(lastWordCounts, name) {
			if !rule.EtagRequired {
				t.Errorf("%s: an update without an etag loses somebody's work", name)
			}
			if _, fd := etagField(m.New()); fd == nil {
				t.Errorf("%s: there is no place for the etag", name)
			}
		}
		for i := range resource.Message().Fields().Len() {
			fd := resource.Message().Fields().Get(i)
			for _, path := range []string{string(fd.Name()), fd.JSONName()} {
				request := m.New()
				request.Mutable(resource)
				mask := request.Mutable(m.Descriptor().Fields().ByName("update_mask")).Message()
				mask.Mutable(mask.Descriptor().Fields().ByName("paths")).List().Append(protoreflect.ValueOfString(path))
				bad := checkMask(request)
				_, applied, _ := masked(request)
				switch {
				case path == "id" || path == "etag":
					if len(bad) != 1 || bad[0].Reason != ReasonMaskEmpty {
						t.Errorf("%s %s: %v", name, path, bad)
					}
				case has(fd, annotations.FieldBehavior_OUTPUT_ONLY):
					if len(bad) != 1 || bad[0].Reason != ReasonServerOwned || len(applied.Paths) > 0 {
						t.Errorf("%s %s: %v, applies %v", name, path, bad, applied.Paths)
					}
				case has(fd, annotations.FieldBehavior_IMMUTABLE):
					if len(bad) != 1 || bad[0].Reason != ReasonImmutable || len(applied.Paths) > 0 {
						t.Errorf("%s %s: %v, applies %v", name, path, bad, applied.Paths)
					}
				default:
					if len(bad) != 0 || len(applied.Paths) != 1 || applied.Paths[0] != string(fd.Name()) {
						t.Errorf("%s %s: %v, applies %v", name, path, bad, applied.Paths)
					}
				}
			}
		}
	})
	if updates < 3 {
		t.Errorf("only %d updates", updates)
	}
}

func TestControlCharacters(t *testing.T) {
	for text, bad := range map[string]bool{
		"岳西县 千佛塔村，（一期）\n第二行\t列\r\n": false, "𠀀·阿依古丽": false, "e\u0301": false, "👨‍👩‍👧": false, "": false,
		"\x00": true, "\x07": true, "\x1b": true, "\x7f": true, "\u0085": true, "\u202e": true, "\u2066": true, "\u2069": true,
	} {
		if got := strings.ContainsFunc(text, control); got != bad {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestBatches checks a batch's members one by one, by where they stand.
func TestBatches(t *testing.T) {
	request := messageType("zhengcun.funds.v1.CreateFundDocumentRequest").New()
	bad := CheckOne(validate.New(), request.Interface(), "requests[3]")
	if len(bad) != 1 || bad[0].Field != "requests[3].fund_document" {
		t.Errorf("%v", bad)
	}
	document := request.Mutable(request.Descriptor().Fields().ByName("fund_document")).Message()
	document.Set(document.Descriptor().Fields().ByName("id"), protoreflect.ValueOfString("x"))
	bad = CheckOne(validate.New(), request.Interface(), "requests[3]")
	if len(bad) != 1 || bad[0].Field != "requests[3].fund_document.id" || bad[0].Reason != ReasonServerOwned {
		t.Errorf("%v", bad)
	}
}

func TestHeaders(t *testing.T) {
	for header, want := range map[string]string{"": "zh-CN", "en": "en", "en-US,en;q=0.9": "en", "zh-CN,zh;q=0.9,en;q=0.8": "zh-CN", "fr, en": "en", "fr": "zh-CN", "EN": "en"} {
		if got := Language(header); got != want {
			t.Errorf("%q: %s", header, got)
		}
	}
	for header, want := range map[string]string{"": "", "Bearer abc": "abc", "bearer  abc ": "abc", "Basic abc": "", "Bearer": "", "abc": ""} {
		if got := Bearer(header); got != want {
			t.Errorf("%q: %q", header, got)
		}
	}
	for id, ok := range map[string]bool{"12345678": true, "a.b-c_d9": true, "short": false, "has space": false, "line\nbreak1": false, strings.Repeat("x", 65): false} {
		if RequestIDPattern.MatchString(id) != ok {
			t.Errorf("%q", id)
		}
	}
}
