package export

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"pgregory.net/rapid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	peoplev1 "zhengcun/api/zhengcun/people/v1"
	reportsv1 "zhengcun/api/zhengcun/reports/v1"
	"zhengcun/internal/kernel/fault"
)

// languages are the screens' own words.
func languages(t *testing.T) Languages {
	t.Helper()
	files := map[string][]byte{}
	for _, language := range []string{"zh-CN", "en"} {
		content, err := os.ReadFile(filepath.Join("..", "..", "..", "frontend", "src", "i18n", language+".json"))
		if err != nil {
			t.Fatal(err)
		}
		files[language] = content
	}
	all, err := ReadLanguages(files)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Every list of the contract is defined with the method that answers its request, and everything it says has words.
func TestListsAreTheContracts(t *testing.T) {
	words := languages(t)
	oneof := (&reportsv1.CreateExportRequest{}).ProtoReflect().Descriptor().Oneofs().ByName("list").Fields()
	if oneof.Len() != len(Lists) {
		t.Errorf("%d lists, the contract has %d", len(Lists), oneof.Len())
	}
	for i := range oneof.Len() {
		fd := oneof.Get(i)
		l, ok := Lists[string(fd.Name())]
		if !ok {
			t.Errorf("%s is not defined", fd.Name())
			continue
		}
		method, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName(strings.ReplaceAll(l.Method[1:], "/", ".")))
		if err != nil {
			t.Fatal(err)
		}
		m := method.(protoreflect.MethodDescriptor)
		if m.Input() != fd.Message() || m.Output() != l.Answer().ProtoReflect().Descriptor() {
			t.Errorf("%s is listed by %s with another request or answer", l.Name, l.Method)
		}
		for language, w := range words {
			for _, key := range append(slices.Clone(l.titles), l.Title) {
				if w[key] == "" {
					t.Errorf("%s of %s has no text in %s", key, l.Name, language)
				}
			}
			checkFields(t, w, language, fd.Message(), 0)
			checkFields(t, w, language, m.Output(), 0)
		}
		for f := range fd.Message().Fields().Len() {
			field := fd.Message().Fields().Get(f)
			key, titled := filterTitles[field.Name()]
			if paging := field.Name() == "page_size" || field.Name() == "page_token"; titled == paging {
				t.Errorf("the filter %s of %s: title %q", field.Name(), l.Name, key)
			}
			for language, w := range words {
				if titled && w[key] == "" {
					t.Errorf("%s has no text in %s", key, language)
				}
			}
		}
	}
	for _, w := range words {
		for _, key := range orderTitles {
			if w[key] == "" {
				t.Errorf("%s has no text", key)
			}
		}
	}
}

// checkFields looks for words for every value of an enum that a request or a record has.
func checkFields(t *testing.T, w Words, language string, d protoreflect.MessageDescriptor, depth int) {
	t.Helper()
	for i := range d.Fields().Len() {
		fd := d.Fields().Get(i)
		switch {
		case fd.Kind() == protoreflect.EnumKind:
			for v := 1; v < fd.Enum().Values().Len(); v++ {
				if name := string(fd.Enum().Values().Get(v).Name()); w["enum."+name] == "" {
					t.Errorf("enum.%s has no text in %s", name, language)
				}
			}
		case fd.Kind() == protoreflect.MessageKind && depth < 2:
			checkFields(t, w, language, fd.Message(), depth+1)
		}
	}
}

// tester is a test or one try of a property.
type tester interface{ Fatal(args ...any) }

// sheetOf writes an answer in both formats and reads the cells back.
func sheetOf(t tester, w Words, l List, m proto.Message) (workbook, text [][]string, book *excelize.File) {
	n := &Names{Words: w}
	face := Face{AsOf: time.Date(2026, 11, 25, 6, 0, 0, 0, time.UTC), By: "某人", Filters: []Filter{{"地区", "响肠镇"}}}
	x, err := NewWorkbook(l, n, face)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	c := NewText(l, n, face)
	var files [2][]byte
	for i, s := range []*Sheet{x, c} {
		if _, err := s.Add(m); err != nil {
			t.Fatal(err)
		}
		if files[i], err = s.End(); err != nil {
			t.Fatal(err)
		}
	}
	book, err = excelize.OpenReader(bytes.NewReader(files[0]))
	if err != nil {
		t.Fatal(err)
	}
	if workbook, err = book.GetRows(book.GetSheetName(0), excelize.Options{RawCellValue: true}); err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(files[1], []byte("\ufeff"))))
	r.FieldsPerRecord = -1
	if text, err = r.ReadAll(); err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(files[1], []byte("\ufeff")) {
		t.Fatal("no mark at the beginning")
	}
	return workbook, text, book
}

// An amount stands in a sheet to the fen, as a number Excel adds up.
func TestAmountsAreExact(t *testing.T) {
	w := languages(t)["zh-CN"]
	rapid.Check(t, func(t *rapid.T) {
		amounts := rapid.SliceOfN(rapid.Int64Range(1, 100_000_000_000_000), 1, 8).Draw(t, "amounts")
		resp := &fundsv1.ListAppropriationsResponse{TotalSize: int32(len(amounts))}
		for _, fen := range amounts {
			resp.Appropriations = append(resp.Appropriations, &fundsv1.Appropriation{AmountFen: fen, State: fundsv1.AppropriationState_APPROPRIATION_STATE_APPROVED})
			resp.TotalAmountFen += fen
		}
		rows, text, book := sheetOf(t, w, appropriations, resp)
		column := slices.Index(appropriations.titles, "field.amount")
		for i, fen := range append(slices.Clone(amounts), resp.TotalAmountFen) {
			want := strings.TrimRight(strings.TrimRight(yuan(fen), "0"), ".")
			if got := rows[faceRows+i][column]; got != want {
				t.Fatalf("%d fen stand as %s, want %s", fen, got, want)
			}
			if got := text[faceRows-1+i][column]; got != yuan(fen) { // the reader leaves out the empty line
				t.Fatalf("%d fen stand in text as %s, want %s", fen, got, yuan(fen))
			}
			at, _ := excelize.CoordinatesToCellName(column+1, faceRows+i+1)
			if kind, _ := book.GetCellType(book.GetSheetName(0), at); kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
				t.Fatalf("%s is of type %v", at, kind)
			}
		}
	})
}

func TestDecimals(t *testing.T) {
	for n, want := range map[int64]string{0: "0.00", 1: "0.01", 99: "0.99", 100: "1.00", -5: "-0.05", 100_000_000_000_000: "1000000000000.00", math.MaxInt64: "92233720368547758.07"} {
		if got := yuan(n); got != want {
			t.Errorf("%d fen are %s, want %s", n, got, want)
		}
	}
	if got := value(cell{kind: money, number: math.MaxInt64}); got != "92233720368547758.07" {
		t.Errorf("what no number of Excel holds stands as %v", got)
	}
}

// What somebody typed is neither a formula nor a rounded number, and is whole.
func TestTextsStayTexts(t *testing.T) {
	w := languages(t)["zh-CN"]
	nasty := []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", `=HYPERLINK("http://x","y")`, "622202020000123456", "091340800",
		"340828107202", "1e5", "913408E12", "2026-03-01", "a\"b,c", "多行\n文字", "true", "", " 前后 ", "'x", "<script>&", "_x0041_"}
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(nasty), rapid.StringOfN(rapid.RuneFrom([]rune("=+-@0123456789中文 ,\"\n")), 0, 20, -1)), 1, 5).Draw(t, "names")
		resp := &peoplev1.ListOrganizationsResponse{TotalSize: int32(len(names))}
		for _, name := range names {
			resp.Organizations = append(resp.Organizations, &peoplev1.Organization{Code: "x", Name: name, CreditCode: "x"})
		}
		rows, text, book := sheetOf(t, w, organizations, resp)
		for i, name := range names {
			if got := rows[faceRows+i][1]; got != name {
				t.Fatalf("%q stands as %q", name, got)
			}
			at, _ := excelize.CoordinatesToCellName(2, faceRows+i+1)
			if formula, _ := book.GetCellFormula(book.GetSheetName(0), at); formula != "" {
				t.Fatalf("%q is the formula %s", name, formula)
			}
			kind, _ := book.GetCellType(book.GetSheetName(0), at)
			if name != "" && kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
				t.Fatalf("%q is of type %v", name, kind)
			}
			plain := text[faceRows-1+i][1]
			if strings.IndexAny(plain, "+-@\t＝＋－＠") == 0 || strings.HasPrefix(plain, "=") && !longDigits.MatchString(name) {
				t.Fatalf("%q stands in text as %q", name, plain)
			}
			if _, err := strconv.Atoi(plain); err == nil && len(plain) >= 12 {
				t.Fatalf("%q stands in text as a number", plain)
			}
			if _, err := strconv.ParseFloat(plain, 64); err == nil && strings.ContainsAny(plain, "eE") {
				t.Fatalf("%q stands in text as a power of ten", plain)
			}
			unguarded := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(plain, `="`), "'"), `"`)
			if !strings.Contains(name, unguarded) {
				t.Fatalf("%q stands in text as %q", name, plain)
			}
		}
	})
}

func TestFace(t *testing.T) {
	for language, w := range languages(t) {
		rows, _, _ := sheetOf(t, w, claims, &fundsv1.ListClaimsResponse{TotalSize: 0})
		got := fmt.Sprint(rows)
		for _, want := range []string{w.Say("claim.list"), "地区：响肠镇", "2026-11-25 14:00:00", "某人", w.Say("export.records") + " 0", w.Say("list.totalsOfAll")} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q is not in %s", language, want, got)
			}
		}
	}
}

// A sheet that is not what the list has told is none.
func TestDifferencesAreRefused(t *testing.T) {
	n := &Names{Words: languages(t)["en"]}
	row := &fundsv1.Claim{AmountFen: 5, SetOffFen: 2}
	for name, c := range map[string]struct {
		answers []*fundsv1.ListClaimsResponse
		differs bool
	}{
		"as told":      {[]*fundsv1.ListClaimsResponse{{Claims: []*fundsv1.Claim{row}, TotalSize: 2, TotalAmountFen: 10, TotalSetOffFen: 4, NextPageToken: "x"}, {Claims: []*fundsv1.Claim{row}, TotalSize: 2}}, false},
		"a row less":   {[]*fundsv1.ListClaimsResponse{{Claims: []*fundsv1.Claim{row}, TotalSize: 2, TotalAmountFen: 5, TotalSetOffFen: 2}}, true},
		"a row more":   {[]*fundsv1.ListClaimsResponse{{Claims: []*fundsv1.Claim{row, row}, TotalSize: 1, TotalAmountFen: 10, TotalSetOffFen: 4}}, true},
		"a fen less":   {[]*fundsv1.ListClaimsResponse{{Claims: []*fundsv1.Claim{row}, TotalSize: 1, TotalAmountFen: 6, TotalSetOffFen: 2}}, true},
		"another sum":  {[]*fundsv1.ListClaimsResponse{{Claims: []*fundsv1.Claim{row}, TotalSize: 1, TotalAmountFen: 5, TotalSetOffFen: 1}}, true},
		"nothing told": {[]*fundsv1.ListClaimsResponse{{}}, false},
	} {
		s := NewText(claims, n, Face{})
		for _, a := range c.answers {
			if _, err := s.Add(a); err != nil {
				t.Fatal(err)
			}
		}
		_, err := s.End()
		if f, known := fault.From(err); c.differs != (known && f.Reason() == ReasonDiffers) || !c.differs && err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Every sum a list tells is held against a column of its sheet: a sheet without rows is refused as soon as one sum is told.
func TestEverySumTheListTellsIsHeldAgainstAColumn(t *testing.T) {
	n := &Names{Words: languages(t)["en"]}
	for _, l := range Lists {
		for _, path := range sumsTold(l.Answer().ProtoReflect().Descriptor()) {
			m := l.Answer().ProtoReflect()
			at := m
			for _, fd := range path[:len(path)-1] {
				at = at.Mutable(fd).Message()
			}
			last := path[len(path)-1]
			at.Set(last, protoreflect.ValueOfInt64(1))
			s := NewText(l, n, Face{})
			if _, err := s.Add(m.Interface()); err != nil {
				t.Fatal(err)
			}
			_, err := s.End()
			if f, known := fault.From(err); !known || f.Reason() != ReasonDiffers {
				t.Errorf("%s: no column adds up to %s", l.Name, last.FullName())
			}
		}
	}
}

// sumsTold are the amounts an answer has outside of its rows.
func sumsTold(d protoreflect.MessageDescriptor) (paths [][]protoreflect.FieldDescriptor) {
	for i := range d.Fields().Len() {
		fd := d.Fields().Get(i)
		switch {
		case fd.IsList() || fd.IsMap():
		case fd.Kind() == protoreflect.Int64Kind && strings.HasSuffix(string(fd.Name()), "_fen"):
			paths = append(paths, []protoreflect.FieldDescriptor{fd})
		case fd.Kind() == protoreflect.MessageKind:
			for _, rest := range sumsTold(fd.Message()) {
				paths = append(paths, append([]protoreflect.FieldDescriptor{fd}, rest...))
			}
		}
	}
	return paths
}

// A text longer than a cell of Excel is cut, and shows it.
func TestLongTexts(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{strings.Repeat("x", maxCell), strings.Repeat("x", maxCell)},
		{strings.Repeat("中", maxCell+1), strings.Repeat("中", maxCell-1) + "…"},
		{strings.Repeat("𠀀", maxCell/2+1), strings.Repeat("𠀀", maxCell/2) + "…"},
	} {
		if got := cut(c.text); got != c.want {
			t.Errorf("%d runes became %d, want %d", len([]rune(c.text)), len([]rune(got)), len([]rune(c.want)))
		}
	}
}

// A sheet takes as many rows as Excel reads, and says so of one more.
func TestTooManyRows(t *testing.T) {
	w, err := newWorkbook([]kind{text}, "")
	if err != nil {
		t.Fatal(err)
	}
	defer w.close()
	w.at = excelize.TotalRows - 1
	if err := w.row(body, nil); err != nil {
		t.Error(err)
	}
	if err := w.row(body, nil); !errors.Is(err, ReasonTooLong) {
		t.Errorf("one more: %v", err)
	}
}
