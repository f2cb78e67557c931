// Package validate checks requests before a method sees them. It has one
// validator; its rules come from the names of the fields, which follow one
// naming rule in the whole contract, and from what a room adds.
package validate

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/go-playground/validator/v10"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/kernel/regioncode"
)

// Reasons of fields that are not valid.
var (
	ReasonTooLong = fault.Define("FIELD_TOO_LONG", fault.Invalid,
		fault.Bilingual{ZH: "内容过长，最多 {max}", EN: "Too long: at most {max}"},
		fault.Bilingual{ZH: "请缩短", EN: "Shorten it"})
	ReasonTooMany = fault.Define("FIELD_TOO_MANY", fault.Invalid,
		fault.Bilingual{ZH: "条数过多，最多 {max} 条", EN: "Too many: at most {max}"},
		fault.Bilingual{ZH: "请分批提交", EN: "Send them in parts"})
	ReasonTooShort = fault.Define("FIELD_TOO_SHORT", fault.Invalid,
		fault.Bilingual{ZH: "内容太短，至少 {min}", EN: "Too short: at least {min}"},
		fault.Bilingual{ZH: "请补充", EN: "Make it longer"})
	ReasonAmount = fault.Define("AMOUNT_INVALID", fault.Invalid,
		fault.Bilingual{ZH: "金额须为大于零的整数分", EN: "The amount must be a whole number of fen above zero"},
		fault.Bilingual{ZH: "以分为单位填写，最多 1 万亿元", EN: "Give it in fen, at most 1,000,000,000,000 yuan"})
	ReasonNegative = fault.Define("NUMBER_NEGATIVE", fault.Invalid,
		fault.Bilingual{ZH: "不能为负数或超出范围", EN: "Must not be negative or out of range"},
		fault.Bilingual{ZH: "请改正", EN: "Correct it"})
	ReasonDate = fault.Define("DATE_INVALID", fault.Invalid,
		fault.Bilingual{ZH: "不是有效日期", EN: "Not a valid date"},
		fault.Bilingual{ZH: "请按 2026-03-01 的格式填写真实日期", EN: "Write a real day as 2026-03-01"})
	ReasonID = fault.Define("ID_INVALID", fault.Invalid,
		fault.Bilingual{ZH: "不是有效的编号", EN: "Not a valid id"},
		fault.Bilingual{ZH: "请使用接口返回的 id", EN: "Use an id that the interface has returned"})
	ReasonRegionCode = fault.Define("REGION_CODE_INVALID", fault.Invalid,
		fault.Bilingual{ZH: "不是有效的区划代码", EN: "Not a valid division code"},
		fault.Bilingual{ZH: "请填写 12 位区划代码", EN: "Give the 12-digit code"})
	ReasonYear = fault.Define("YEAR_INVALID", fault.Invalid,
		fault.Bilingual{ZH: "年份不对", EN: "Not a valid year"},
		fault.Bilingual{ZH: "请填写 1986 至 2100 之间的年份", EN: "Give a year from 1986 to 2100"})
)

// Validator checks requests.
type Validator struct {
	v    *validator.Validate
	mu   sync.RWMutex // the validator itself may not learn while it checks
	seen map[reflect.Type]bool
	more map[protoreflect.FullName]map[string]string
}

// New returns a validator.
func New() *Validator {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(protoName)
	must(v.RegisterValidation("day", func(f validator.FieldLevel) bool {
		_, err := calendar.ParseDate(f.Field().String())
		return err == nil
	}))
	must(v.RegisterValidation("regioncode", func(f validator.FieldLevel) bool {
		_, err := regioncode.Parse(f.Field().String())
		return err == nil
	}))
	must(v.RegisterValidation("filled", func(f validator.FieldLevel) bool {
		return strings.TrimSpace(f.Field().String()) != ""
	}))
	return &Validator{v: v, seen: map[reflect.Type]bool{}, more: map[protoreflect.FullName]map[string]string{}}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// Rules adds rules of a room to those that follow from the names: by the proto
// name of the field, in the validator's own language. They replace the default
// of that field. Call it before the first request is checked.
func (v *Validator) Rules(m proto.Message, rules map[string]string) {
	v.more[m.ProtoReflect().Descriptor().FullName()] = rules
}

var protobufName = regexp.MustCompile(`(?:^|,)name=([a-z0-9_]+)`)

func protoName(f reflect.StructField) string {
	if m := protobufName.FindStringSubmatch(f.Tag.Get("protobuf")); m != nil {
		return m[1]
	}
	return f.Name
}

// learn registers the rules of a message and of those inside it.
func (v *Validator) learn(m protoreflect.Message) {
	v.mu.RLock()
	known := v.seen[reflect.TypeOf(m.Interface()).Elem()]
	v.mu.RUnlock()
	if known {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.learnLocked(m)
}

func (v *Validator) learnLocked(m protoreflect.Message) {
	t := reflect.TypeOf(m.Interface()).Elem()
	if v.seen[t] {
		return
	}
	v.seen[t] = true
	rules := map[string]string{}
	fields := m.Descriptor().Fields()
	for i := range t.NumField() {
		f := t.Field(i)
		fd := fields.ByName(protoreflect.Name(protoName(f)))
		if fd == nil || realOneof(fd) || fd.IsMap() {
			continue // a oneof is no field of the Go type: see checkOneofs
		}
		if fd.Kind() == protoreflect.MessageKind && fd.Message().ParentFile().Package() != "google.protobuf" {
			var inner protoreflect.Message
			if fd.IsList() {
				inner = m.NewField(fd).List().NewElement().Message()
			} else {
				inner = m.NewField(fd).Message()
			}
			v.learnLocked(inner)
		}
		if rule := v.rule(fd); rule != "" {
			rules[f.Name] = rule
		}
	}
	v.v.RegisterStructValidationMapRules(rules, reflect.New(t).Elem().Interface())
}

func realOneof(fd protoreflect.FieldDescriptor) bool {
	return fd.ContainingOneof() != nil && !fd.ContainingOneof().IsSynthetic()
}

func (v *Validator) rule(fd protoreflect.FieldDescriptor) string {
	if more, ok := v.more[fd.ContainingMessage().FullName()][string(fd.Name())]; ok {
		return more
	}
	return defaultRule(fd)
}

// defaultRule is what the name and kind of a field say of its value.
func defaultRule(fd protoreflect.FieldDescriptor) string {
	name := string(fd.Name())
	behaviours, _ := proto.GetExtension(fd.Options(), annotations.E_FieldBehavior).([]annotations.FieldBehavior)
	required, output := false, false
	for _, b := range behaviours {
		required = required || b == annotations.FieldBehavior_REQUIRED
		output = output || b == annotations.FieldBehavior_OUTPUT_ONLY
	}
	if output {
		return ""
	}
	optional := "omitempty,"
	if required {
		optional = "required,"
	}
	text := optional
	if required && !strings.HasSuffix(name, "password") {
		text += "filled,"
	}
	switch {
	case fd.IsList():
		rule := optional + "max=1000,dive"
		switch fd.Kind() {
		case protoreflect.EnumKind:
			rule += ",required"
		case protoreflect.StringKind:
			rule += ",filled,max=200"
		}
		return rule
	case fd.Kind() == protoreflect.MessageKind, fd.Kind() == protoreflect.EnumKind:
		if required {
			return "required"
		}
		return ""
	case fd.Kind() == protoreflect.StringKind:
		switch {
		case name == "idempotency_key":
			return text + "max=255"
		case name == "request_id":
			return "max=64" // a caller's own need not be a UUID
		case name == "id" || strings.HasSuffix(name, "_id"):
			return optional + "uuid"
		case strings.HasSuffix(name, "_on") || strings.HasSuffix(name, "_date") || strings.HasSuffix(name, "_deadline"):
			return optional + "day"
		case name == "region_code" || name == "parent_code":
			return optional + "regioncode"
		case name == "page_token":
			return "max=4096"
		case name == "remark" || name == "objective" || name == "reason" || name == "comment" || name == "resolution":
			return text + "max=2000"
		case name == "code":
			return text + "max=64"
		default:
			return text + "max=200"
		}
	case fd.Kind() == protoreflect.Int64Kind && strings.HasSuffix(name, "_fen"):
		if required {
			return "gt=0,lte=100000000000000"
		}
		return "gte=0,lte=100000000000000"
	case strings.HasSuffix(name, "_year"):
		return optional + "gte=1986,lte=2100"
	case fd.Kind() == protoreflect.Int64Kind && required:
		return "gt=0,lte=1000000000000"
	case fd.Kind() == protoreflect.Int32Kind && required:
		return "gt=0,lte=100000000"
	case fd.Kind() == protoreflect.Int64Kind, fd.Kind() == protoreflect.Int32Kind:
		return "gte=0,lte=1000000000"
	}
	return ""
}

// Check checks a whole message and returns what is wrong with it.
func (v *Validator) Check(m proto.Message) []fault.Violation {
	v.learn(m.ProtoReflect())
	v.mu.RLock()
	defer v.mu.RUnlock()
	return append(violations(v.v.Struct(m)), v.checkOneofs(m.ProtoReflect(), "")...)
}

// CheckUpdate checks, in an update request, that there is a resource, that its id
// is one, and its fields named in the mask with all that is inside of them.
func (v *Validator) CheckUpdate(m proto.Message, resource string, paths []string) []fault.Violation {
	var bad []fault.Violation
	message := m.ProtoReflect()
	fields := message.Descriptor().Fields()
	inner := message.Get(fields.ByName(protoreflect.Name(resource))).Message()
	if id := inner.Descriptor().Fields().ByName("id"); id != nil && inner.IsValid() {
		switch text := inner.Get(id).String(); {
		case text == "":
			bad = append(bad, fault.ReasonFieldRequired.Field(resource+".id"))
		case v.v.Var(text, "uuid") != nil:
			bad = append(bad, ReasonID.Field(resource+".id"))
		}
	}
	for _, violation := range v.Check(m) {
		name, inside := strings.CutPrefix(violation.Field, resource+".")
		name, _, _ = strings.Cut(name, ".")
		name, _, _ = strings.Cut(name, "[")
		if !inside || slices.Contains(paths, name) {
			bad = append(bad, violation)
		}
	}
	return bad
}

// checkOneofs checks the chosen fields of the oneofs of a message and of those
// inside it. The validator cannot: in Go they are fields of a type of their own.
func (v *Validator) checkOneofs(m protoreflect.Message, path string) (bad []fault.Violation) {
	m.Range(func(fd protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		at := path + string(fd.Name())
		switch {
		case fd.Kind() == protoreflect.MessageKind && fd.IsList():
			for i := range value.List().Len() {
				bad = append(bad, v.checkOneofs(value.List().Get(i).Message(), fmt.Sprintf("%s[%d].", at, i))...)
			}
		case fd.IsMap() || fd.IsList():
		case fd.Kind() == protoreflect.MessageKind:
			bad = append(bad, v.checkOneofs(value.Message(), at+".")...)
		case realOneof(fd):
			wrong, _ := errors.AsType[validator.ValidationErrors](v.v.Var(value.Interface(), v.rule(fd)))
			for _, w := range wrong {
				bad = append(bad, reasonOf(w, string(fd.Name())).Field(at, params(w)...))
			}
		}
		return true
	})
	return bad
}

func violations(err error) []fault.Violation {
	wrong, ok := errors.AsType[validator.ValidationErrors](err)
	if !ok {
		return nil
	}
	var bad []fault.Violation
	for _, w := range wrong {
		_, path, _ := strings.Cut(w.Namespace(), ".")
		bad = append(bad, reasonOf(w, w.Field()).Field(path, params(w)...))
	}
	return bad
}

func reasonOf(w validator.FieldError, name string) *fault.Reason {
	switch w.Tag() {
	case "filled":
		return fault.ReasonFieldRequired
	case "required":
		if strings.HasSuffix(name, "_fen") {
			return ReasonAmount
		}
		return fault.ReasonFieldRequired
	case "uuid":
		return ReasonID
	case "day":
		return ReasonDate
	case "regioncode":
		return ReasonRegionCode
	case "max":
		if w.Kind() == reflect.Slice {
			return ReasonTooMany
		}
		return ReasonTooLong
	case "min":
		return ReasonTooShort
	case "gt", "gte", "lte", "lt":
		switch {
		case w.Tag() == "gt" && !strings.HasSuffix(name, "_fen") && reflect.ValueOf(w.Value()).IsZero():
			return fault.ReasonFieldRequired // a number that was left out
		case strings.HasSuffix(name, "_year"):
			return ReasonYear
		case strings.HasSuffix(name, "_fen") && w.Tag() != "gte":
			return ReasonAmount
		}
		return ReasonNegative
	}
	return fault.ReasonFieldInvalid
}

func params(w validator.FieldError) []any {
	switch w.Tag() {
	case "max":
		return []any{"max", w.Param()}
	case "min":
		return []any{"min", w.Param()}
	}
	return nil
}
