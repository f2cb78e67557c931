package export

import (
	"google.golang.org/protobuf/proto"
)

// kind is how a cell is written.
type kind int

const (
	text     kind = iota
	money         // fen, as yuan with two decimals
	number        // a whole number
	quantity      // thousandths, with three decimals
)

// cell is one value of a row.
type cell struct {
	kind   kind
	text   string
	number int64
}

// column is one column of a list whose answers are R and whose rows are I.
type column[R, I any] struct {
	title  string // key of the screens' words
	kind   kind
	text   func(row I, n *Names) string
	number func(row I) int64
	told   func(answer R) int64 // the sum the list itself tells; nil when it tells none
}

// columns makes the columns of a list.
type columns[R, I any] struct{}

// text is a column of text as it is.
func (columns[R, I]) text(title string, of func(I) string) column[R, I] {
	return column[R, I]{title: title, text: func(row I, _ *Names) string { return of(row) }}
}

// named is a column of text that needs names or words.
func (columns[R, I]) named(title string, of func(I, *Names) string) column[R, I] {
	return column[R, I]{title: title, text: of}
}

// number is a column of whole numbers.
func (columns[R, I]) number(title string, of func(I) int64) column[R, I] {
	return column[R, I]{title: title, kind: number, number: of}
}

// quantity is a column of thousandths.
func (columns[R, I]) quantity(title string, of func(I) int64) column[R, I] {
	return column[R, I]{title: title, kind: quantity, number: of}
}

// money is a column of amounts in fen, with its sum at the end.
func (columns[R, I]) money(title string, of func(I) int64) column[R, I] {
	return column[R, I]{title: title, kind: money, number: of}
}

// summed is a column of amounts whose sum the list tells too.
func (columns[R, I]) summed(title string, of func(I) int64, told func(R) int64) column[R, I] {
	return column[R, I]{title: title, kind: money, number: of, told: told}
}

// answer is what every list answers, and a table that is not a list does not.
type answer interface {
	proto.Message
	GetNextPageToken() string
	GetTotalSize() int32
}

// List is a list that can be exported.
type List struct {
	// Name is its field in the request of an export.
	Name string
	// Title is the key of its title.
	Title string
	// Method is the method that lists it.
	Method string

	titles []string
	kinds  []kind
	// Answer makes an empty answer of the method.
	Answer func() proto.Message
	// read takes an answer apart.
	read func(m proto.Message, n *Names) page
}

// page is one answer of a list.
type page struct {
	rows    [][]cell
	records int // how many records the rows are of
	total   int // how many the list says there are in all
	next    string
	told    []*int64 // the sums the list tells, by column; nil for none
}

// list defines a list of one row for each record.
func list[R proto.Message, I any](name, title, method string, records func(R) []I, cols ...column[R, I]) List {
	return lines(name, title, method, records, func(record I) []I { return []I{record} }, cols...)
}

// lines defines a list whose records have several rows each.
func lines[R proto.Message, P, I any](name, title, method string, records func(R) []P, rows func(P) []I, cols ...column[R, I]) List {
	l := List{Name: name, Title: title, Method: method}
	var none R
	l.Answer = func() proto.Message { return none.ProtoReflect().New().Interface() }
	for _, c := range cols {
		l.titles, l.kinds = append(l.titles, c.title), append(l.kinds, c.kind)
	}
	l.read = func(m proto.Message, n *Names) page {
		resp := m.(R)
		all := records(resp)
		p := page{records: len(all), total: len(all), told: make([]*int64, len(cols))}
		if paged, ok := m.(answer); ok { // a table that is not a list comes whole
			p.total, p.next = int(paged.GetTotalSize()), paged.GetNextPageToken()
		}
		for _, record := range all {
			for _, row := range rows(record) {
				cells := make([]cell, len(cols))
				for i, c := range cols {
					cells[i].kind = c.kind
					if c.kind == text {
						cells[i].text = c.text(row, n)
					} else {
						cells[i].number = c.number(row)
					}
				}
				p.rows = append(p.rows, cells)
			}
		}
		for i, c := range cols {
			if c.told != nil {
				sum := c.told(resp)
				p.told[i] = &sum
			}
		}
		return p
	}
	return l
}

// Lists are all lists that can be exported, by name.
var Lists = byName(
	fundDocuments, allocations, receipts, appropriations, claims, retentions, payments, reversals, projectLots,
	projects, keyVillages, acceptances, users, organizations, apiClients, apiClientRequests, auditEntries, inboxItems,
	documentConflicts, integration,
)

func byName(all ...List) map[string]List {
	lists := map[string]List{}
	for _, l := range all {
		lists[l.Name] = l
	}
	return lists
}
