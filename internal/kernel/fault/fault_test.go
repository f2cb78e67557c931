package fault

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var (
	overdrawn = Define("TEST_OVERDRAWN", FailedPrecondition,
		Bilingual{ZH: "可用 {available} 元，不足 {wanted} 元", EN: "{wanted} yuan wanted, {available} available"},
		Bilingual{ZH: "最多可用 {available} 元", EN: "use at most {available}"})
	busy = Define("TEST_BUSY", Aborted,
		Bilingual{ZH: "有人抢先", EN: "somebody was faster"},
		Bilingual{ZH: "请重试", EN: "try again"}, Retryable())
)

// watch collects what Watch reports during a test.
func watch(t *testing.T) *[]string {
	t.Helper()
	var problems []string
	t.Cleanup(Watch(func(problem string) { problems = append(problems, problem) }))
	return &problems
}

func TestNew(t *testing.T) {
	problems := watch(t)
	err := overdrawn.New("available", 50, "wanted", "60.00", "lot", int64(7))
	if got, want := err.Error(), "TEST_OVERDRAWN: 60.00 yuan wanted, 50 available"; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
	if got, want := err.ZH(), "可用 50 元，不足 60.00 元"; got != want {
		t.Errorf("ZH() = %q, want %q", got, want)
	}
	if got, want := err.EN(), "60.00 yuan wanted, 50 available"; got != want {
		t.Errorf("EN() = %q, want %q", got, want)
	}
	if got, want := err.Fix(), (Bilingual{ZH: "最多可用 50 元", EN: "use at most 50"}); got != want {
		t.Errorf("Fix() = %q, want %q", got, want)
	}
	if d := cmp.Diff(map[string]string{"available": "50", "wanted": "60.00", "lot": "7"}, err.Metadata()); d != "" {
		t.Error(d)
	}
	if err.Reason() != overdrawn || err.Unwrap() != nil || len(err.Violations()) != 0 {
		t.Error("reason, cause or violations are wrong")
	}
	if len(*problems) != 0 {
		t.Errorf("problems: %q", *problems)
	}
}

func TestValuesAreNotReadAsTemplates(t *testing.T) {
	if got := overdrawn.New("available", "{wanted}", "wanted", "{available}").EN(); got != "{available} yuan wanted, {wanted} available" {
		t.Errorf("EN() = %q", got)
	}
}

func TestMisuseIsVisibleAndReported(t *testing.T) {
	for name, c := range map[string]struct {
		kv       []any
		en       string
		problems []string
	}{
		"missing": {
			[]any{"wanted", 1}, "1 yuan wanted, {available} available",
			// Once for the sentence and once for the remedy.
			[]string{"TEST_OVERDRAWN: value available is missing", "TEST_OVERDRAWN: value available is missing"},
		},
		"odd": {
			[]any{"wanted", 1, "available", 2, "lot"}, "1 yuan wanted, 2 available",
			[]string{"TEST_OVERDRAWN: argument 5 is not the name of a pair"},
		},
		"no name": {
			[]any{"wanted", 1, "available", 2, 3, 4}, "1 yuan wanted, 2 available",
			[]string{"TEST_OVERDRAWN: argument 5 is not the name of a pair"},
		},
		"twice": {
			[]any{"wanted", 1, "available", 2, "wanted", 3}, "3 yuan wanted, 2 available",
			[]string{"TEST_OVERDRAWN: value wanted is given twice"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			problems := watch(t)
			if got := overdrawn.New(c.kv...).EN(); got != c.en {
				t.Errorf("EN() = %q, want %q", got, c.en)
			}
			if d := cmp.Diff(c.problems, *problems); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestWatchRestoresTheOneBefore(t *testing.T) {
	outer := watch(t)
	var inner []string
	stop := Watch(func(problem string) { inner = append(inner, problem) })
	_ = overdrawn.New("available", 1)
	stop()
	_ = overdrawn.New("wanted", 1, "available", 1, "wanted", 1)
	if len(inner) != 1 || len(*outer) != 1 {
		t.Errorf("inner %q, outer %q", inner, *outer)
	}
}

func TestIs(t *testing.T) {
	err := fmt.Errorf("claim 7: %w", overdrawn.New("wanted", 1, "available", 0).WithCause(io.ErrUnexpectedEOF))
	if !errors.Is(err, overdrawn) {
		t.Error("is not its own reason")
	}
	if !errors.Is(err, &Reason{Code: "TEST_OVERDRAWN"}) {
		t.Error("reasons are not compared by code")
	}
	if errors.Is(err, busy) {
		t.Error("is another reason")
	}
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error("hides its cause")
	}
	if errors.Is(busy.New(), busy.New()) {
		t.Error("two occurrences are the same error")
	}
	wrapped := ReasonInternal.New().WithCause(busy.New())
	if !errors.Is(wrapped, busy) || !errors.Is(wrapped, ReasonInternal) {
		t.Error("a fault as cause is not found")
	}
}

func TestWithReturnsACopy(t *testing.T) {
	first := busy.New()
	second := first.WithCause(io.EOF).WithViolations(busy.Field("a"))
	third := second.WithViolations(busy.Field("b"))
	fourth := second.WithViolations(busy.Field("c"))
	if first.Unwrap() != nil || len(first.Violations()) != 0 {
		t.Error("the first was changed")
	}
	if len(second.Violations()) != 1 || third.Violations()[1].Field != "b" || fourth.Violations()[1].Field != "c" || !errors.Is(fourth, io.EOF) {
		t.Error("copies share their violations")
	}
	second.Violations()[0].Field = "changed"
	if second.Violations()[0].Field != "a" {
		t.Error("Violations gives away the error's own slice")
	}
	e := overdrawn.New("wanted", 1, "available", 2)
	e.Metadata()["wanted"] = "changed"
	if e.Metadata()["wanted"] != "1" {
		t.Error("Metadata gives away the error's own map")
	}
}

func TestErrorDoesNotShowTheCause(t *testing.T) {
	err := busy.New("id", "secret-metadata").WithCause(errors.New("secret-cause"))
	for _, s := range []string{err.Error(), fmt.Sprintf("%v %+v %s", err, err, err)} {
		if strings.Contains(s, "secret") {
			t.Errorf("shows %q", s)
		}
	}
}

func TestFields(t *testing.T) {
	problems := watch(t)
	err := Fields(
		ReasonFieldRequired.Field("title"),
		overdrawn.Field("lines[2].amount_fen", "wanted", 6, "available", 5),
	)
	if got, want := err.Error(), "INVALID_ARGUMENT: 2 field(s) are not valid"; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
	if got, want := err.ZH(), "提交的内容有 2 处不对"; got != want {
		t.Errorf("ZH() = %q, want %q", got, want)
	}
	if !errors.Is(err, ReasonInvalidArgument) || err.Reason().Kind != Invalid {
		t.Errorf("reason %v", err.Reason())
	}
	v := err.Violations()
	if len(v) != 2 || v[0].Field != "title" || v[0].ZH() != "此项必填" || v[0].EN() != "This field is required" {
		t.Errorf("violations %v", v)
	}
	if v[1].EN() != "6 yuan wanted, 5 available" || v[1].ZH() != "可用 5 元，不足 6 元" || v[1].Fix().EN != "use at most 5" || v[1].Params["wanted"] != "6" {
		t.Errorf("violation %v", v[1])
	}
	if len(*problems) != 0 {
		t.Errorf("problems: %q", *problems)
	}
}

func TestFrom(t *testing.T) {
	e := busy.New()
	for name, err := range map[string]error{
		"itself": e, "wrapped": fmt.Errorf("x: %w", e), "joined": errors.Join(io.EOF, e),
	} {
		if got, ok := From(err); !ok || got != e {
			t.Errorf("%s: %v, %v", name, got, ok)
		}
	}
	if got, ok := From(fmt.Errorf("x: %w", busy)); !ok || got.Reason() != busy {
		t.Errorf("a bare reason: %v, %v", got, ok)
	}
	for name, err := range map[string]error{"nil": nil, "other": io.EOF} {
		if got, ok := From(err); ok || got != nil {
			t.Errorf("%s: %v, %v", name, got, ok)
		}
	}
}

func TestDefineRefuses(t *testing.T) {
	fine := Bilingual{ZH: "好", EN: "fine"}
	for name, c := range map[string]struct {
		code      string
		kind      Kind
		text, fix Bilingual
		want      string
	}{
		"duplicate":           {"TEST_BUSY", Invalid, fine, fine, "code is taken"},
		"empty code":          {"", Invalid, fine, fine, "malformed code"},
		"lower case":          {"Test_A", Invalid, fine, fine, "malformed code"},
		"leading digit":       {"1TEST", Invalid, fine, fine, "malformed code"},
		"dash":                {"TEST-A", Invalid, fine, fine, "malformed code"},
		"trailing newline":    {"TEST_A\n", Invalid, fine, fine, "malformed code"},
		"no kind":             {"TEST_A", 0, fine, fine, "unknown kind"},
		"kind too large":      {"TEST_A", Internal + 1, fine, fine, "unknown kind"},
		"no Chinese text":     {"TEST_A", Invalid, Bilingual{EN: "x"}, fine, "empty sentence"},
		"no English text":     {"TEST_A", Invalid, Bilingual{ZH: "x", EN: " "}, fine, "empty sentence"},
		"no Chinese fix":      {"TEST_A", Invalid, fine, Bilingual{EN: "x"}, "empty sentence"},
		"no English fix":      {"TEST_A", Invalid, fine, Bilingual{ZH: "x"}, "empty sentence"},
		"different text":      {"TEST_A", Invalid, Bilingual{ZH: "{a}", EN: "{b}"}, fine, "name different values"},
		"different fix":       {"TEST_A", Invalid, fine, Bilingual{ZH: "{a} {b}", EN: "{b}"}, "name different values"},
		"open brace":          {"TEST_A", Invalid, Bilingual{ZH: "{a", EN: "{a"}, fine, "stray brace"},
		"placeholder in caps": {"TEST_A", Invalid, Bilingual{ZH: "{A}", EN: "{A}"}, fine, "stray brace"},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if got := fmt.Sprint(recover()); !strings.Contains(got, c.want) {
					t.Errorf("panic %q, want %q", got, c.want)
				}
			}()
			_ = Define(c.code, c.kind, c.text, c.fix)
		})
	}
	if _, ok := Lookup("TEST_A"); ok {
		t.Error("a refused reason was registered")
	}
}

func TestRepeatedAndReorderedPlaceholdersAreTheSameSet(t *testing.T) {
	r := Define("TEST_REORDERED", Invalid, Bilingual{ZH: "{a} {b} {a}", EN: "{b} {a}"}, Bilingual{ZH: "好", EN: "fine"})
	if got := r.New("a", 1, "b", 2); got.ZH() != "1 2 1" || got.EN() != "2 1" {
		t.Errorf("%q, %q", got.ZH(), got.EN())
	}
}

func TestRegistry(t *testing.T) {
	if !busy.Retry || overdrawn.Retry {
		t.Error("Retryable does not arrive")
	}
	if r, ok := Lookup("TEST_BUSY"); !ok || r != busy {
		t.Errorf("Lookup = %v, %v", r, ok)
	}
	if r, ok := Lookup("TEST_NONE"); ok || r != nil {
		t.Errorf("Lookup = %v, %v", r, ok)
	}
	var codes []string
	for _, r := range All() {
		codes = append(codes, r.Code)
	}
	if !slices.IsSorted(codes) {
		t.Errorf("not sorted: %v", codes)
	}
	for _, code := range []string{
		"FIELD_INVALID", "FIELD_REQUIRED", "INTERNAL", "INVALID_ARGUMENT", "NOT_FOUND", "PERMISSION_DENIED", "UNAUTHENTICATED",
	} {
		if !slices.Contains(codes, code) {
			t.Errorf("%s is not defined", code)
		}
	}
}

func TestBaseReasons(t *testing.T) {
	problems := watch(t)
	for r, kind := range map[*Reason]Kind{
		ReasonInvalidArgument: Invalid, ReasonFieldRequired: Invalid, ReasonFieldInvalid: Invalid, ReasonInternal: Internal,
		ReasonNotFound: NotFound, ReasonPermissionDenied: PermissionDenied, ReasonUnauthenticated: Unauthenticated,
	} {
		if r.Kind != kind {
			t.Errorf("%s is %v", r.Code, r.Kind)
		}
	}
	if got := ReasonNotFound.New("resource", "claim"); got.Metadata()["resource"] != "claim" {
		t.Errorf("metadata %v", got.Metadata())
	}
	if len(*problems) != 0 {
		t.Errorf("problems: %q", *problems)
	}
	if got := busy.Error(); got != "TEST_BUSY: somebody was faster" {
		t.Errorf("Error() = %q", got)
	}
}

func TestKindNames(t *testing.T) {
	for k := Invalid; k <= Internal; k++ {
		if k.String() == "" || strings.HasPrefix(k.String(), "Kind(") {
			t.Errorf("kind %d has no name", int(k))
		}
	}
	if got := Kind(0).String(); got != "Kind(0)" {
		t.Error(got)
	}
}
