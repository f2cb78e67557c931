package export

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"google.golang.org/protobuf/proto"

	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
)

// Reasons of exports.
var (
	ReasonDiffers = fault.Define("EXPORT_DIFFERS", fault.Aborted,
		fault.Bilingual{ZH: "导出的内容与列表不符（{what}：列表为 {told}，导出为 {written}），没有导出", EN: "What was to be exported differs from the list ({what}: the list says {told}, the file would say {written}); nothing was exported"},
		fault.Bilingual{ZH: "请重试；仍不符请把请求编号告诉管理员", EN: "Try again; if it differs again, give the request id to your administrator"})
	ReasonTooLong = fault.Define("EXPORT_TOO_LONG", fault.FailedPrecondition,
		fault.Bilingual{ZH: "行数超过 Excel 的上限 {max} 行", EN: "There are more rows than an Excel sheet holds, which is {max}"},
		fault.Bilingual{ZH: "请缩小筛选范围，或导出为 CSV", EN: "Narrow the filters, or export as CSV"})
)

// Face is what a sheet says of itself, besides its list and its number of records.
type Face struct {
	Filters []Filter
	// AsOf is the moment all its rows are of.
	AsOf time.Time
	// By is who asked for it.
	By string
}

// Sheet is a list being written.
type Sheet struct {
	list    List
	names   *Names
	face    Face
	out     writer
	begun   bool
	total   int
	told    []*int64
	records int
	rows    int
	sums    []int64
}

// look is how a row looks.
type look int

const (
	body look = iota
	heading
	head
	sum
)

// writer writes the rows of a sheet in one format.
type writer interface {
	row(look look, cells []cell) error
	// bytes ends the sheet and returns the file.
	bytes() ([]byte, error)
	// close drops what writing has left behind.
	close()
}

// NewWorkbook begins an Excel workbook. Close it.
func NewWorkbook(l List, n *Names, face Face) (*Sheet, error) {
	out, err := newWorkbook(l.kinds, n.Say(l.Title))
	return newSheet(l, n, face, out), err
}

// NewText begins a text with commas.
func NewText(l List, n *Names, face Face) *Sheet { return newSheet(l, n, face, newText()) }

func newSheet(l List, n *Names, face Face, out writer) *Sheet {
	return &Sheet{list: l, names: n, face: face, out: out, sums: make([]int64, len(l.kinds))}
}

// Close drops what writing has left behind.
func (s *Sheet) Close() { s.out.close() }

// Add writes the rows of an answer and returns the token of the next page, empty after the last.
func (s *Sheet) Add(m proto.Message) (next string, err error) {
	p := s.list.read(m, s.names)
	if !s.begun {
		s.begun, s.total, s.told = true, p.total, p.told
		if err := s.begin(); err != nil {
			return "", err
		}
	}
	for _, row := range p.rows {
		if err := s.out.row(body, row); err != nil {
			return "", err
		}
		for i, c := range row {
			s.sums[i] += c.number
		}
	}
	s.records, s.rows = s.records+p.records, s.rows+len(p.rows)
	return p.next, nil
}

// begin writes the face and the titles of the columns.
func (s *Sheet) begin() error {
	n := s.names
	filters := make([]string, len(s.face.Filters))
	for i, f := range s.face.Filters {
		filters[i] = f.Title + "：" + f.Text
	}
	if len(filters) == 0 {
		filters = []string{n.Say("filter.all")}
	}
	if err := s.out.row(heading, []cell{{text: n.Say(s.list.Title)}}); err != nil {
		return err
	}
	for _, line := range [][2]string{
		{n.Say("filter.title"), strings.Join(filters, "；")},
		{n.Say("export.asOf"), n.Say("export.beijing", "time", s.face.AsOf.In(calendar.Shanghai).Format("2006-01-02 15:04:05"))},
		{n.Say("export.by"), s.face.By},
		{n.Say("export.records"), fmt.Sprint(s.total)},
	} {
		if err := s.out.row(body, []cell{{text: line[0]}, {text: line[1]}}); err != nil {
			return err
		}
	}
	if err := s.out.row(body, nil); err != nil {
		return err
	}
	titles := make([]cell, len(s.list.titles))
	for i, key := range s.list.titles {
		titles[i].text = n.Say(key)
		if s.list.kinds[i] == money {
			titles[i].text = n.Say("unit.inYuan", "name", titles[i].text)
		}
	}
	return s.out.row(head, titles)
}

// End writes the sums and returns the file, unless rows or sums are not what the list has told.
func (s *Sheet) End() ([]byte, error) {
	if s.records != s.total {
		return nil, ReasonDiffers.New("what", s.names.Say("export.records"), "told", s.total, "written", s.records)
	}
	for i, told := range s.told {
		if told != nil && *told != s.sums[i] {
			return nil, ReasonDiffers.New("what", s.names.Say(s.list.titles[i]), "told", yuan(*told), "written", yuan(s.sums[i]))
		}
	}
	if slices.Contains(s.list.kinds, money) {
		cells := make([]cell, len(s.list.kinds))
		cells[0].text = s.names.Say("list.totalsOfAll")
		for i, k := range s.list.kinds {
			if k == money {
				cells[i] = cell{kind: money, number: s.sums[i]}
			}
		}
		if err := s.out.row(sum, cells); err != nil {
			return nil, err
		}
	}
	return s.out.bytes()
}

// Records is how many records the rows are of, as the sheet says on its face.
func (s *Sheet) Records() int { return s.records }

// Rows is how many rows the sheet has below its titles.
func (s *Sheet) Rows() int { return s.rows }

// yuan writes fen as yuan with two decimals.
func yuan(fen int64) string { return decimal(fen, 2) }

// decimal writes a whole number of 10^-places.
func decimal(n int64, places int) string {
	sign, digits := "", fmt.Sprint(n)
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	if missing := places + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	return sign + digits[:len(digits)-places] + "." + digits[len(digits)-places:]
}
