package export

import (
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// maxCell is how many units of UTF-16 a cell of Excel holds.
const maxCell = excelize.TotalCellChars

// workbook writes an Excel workbook of one sheet, row by row.
type workbook struct {
	file   *excelize.File
	stream *excelize.StreamWriter
	styles map[look]map[kind]int
	kinds  []kind
	at     int
}

func newWorkbook(kinds []kind, title string) (w *workbook, err error) {
	w = &workbook{file: excelize.NewFile(), styles: map[look]map[kind]int{}, kinds: kinds}
	defer func() {
		if err != nil {
			w.close()
		}
	}()
	sheet := w.file.GetSheetName(0)
	if title = sheetName(title); title != "" {
		if err := w.file.SetSheetName(sheet, title); err != nil {
			return w, err
		}
		sheet = title
	}
	if err := w.style(); err != nil {
		return w, err
	}
	if w.stream, err = w.file.NewStreamWriter(sheet); err != nil {
		return w, err
	}
	for i, k := range kinds {
		width := map[kind]float64{text: 20, money: 18, number: 10, quantity: 12}[k]
		if err := w.stream.SetColWidth(i+1, i+1, width); err != nil {
			return w, err
		}
	}
	return w, w.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: faceRows, TopLeftCell: "A8", ActivePane: "bottomLeft"})
}

// faceRows are the rows above the first row of a list: face, an empty one and titles.
const faceRows = 7

// style makes the styles. Text is text whoever edits it later; money has its two decimals.
func (w *workbook) style() error {
	formats := map[kind]string{text: "@", money: "#,##0.00", number: "0", quantity: "#,##0.000"}
	for _, l := range []look{body, heading, head, sum} {
		w.styles[l] = map[kind]int{}
		for k, format := range formats {
			s := &excelize.Style{CustomNumFmt: &format, Alignment: &excelize.Alignment{Vertical: "top"}}
			switch l {
			case heading:
				s.Font = &excelize.Font{Bold: true, Size: 16}
			case head:
				s.Font, s.Fill = &excelize.Font{Bold: true}, excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8EDF3"}}
				s.Alignment.WrapText = true
			case sum:
				s.Font, s.Border = &excelize.Font{Bold: true}, []excelize.Border{{Type: "top", Style: 1, Color: "000000"}}
			}
			id, err := w.file.NewStyle(s)
			if err != nil {
				return err
			}
			w.styles[l][k] = id
		}
	}
	return nil
}

func (w *workbook) row(look look, cells []cell) error {
	if w.at++; w.at > excelize.TotalRows {
		return ReasonTooLong.New("max", excelize.TotalRows)
	}
	if len(cells) == 0 {
		return nil
	}
	values := make([]any, len(cells))
	for i, c := range cells {
		values[i] = excelize.Cell{StyleID: w.styles[look][c.kind], Value: value(c)}
	}
	at, err := excelize.CoordinatesToCellName(1, w.at)
	if err != nil {
		return err
	}
	return w.stream.SetRow(at, values)
}

// exact is the largest whole number of fen whose yuan a number of Excel, which has 15 digits, holds to the fen.
const exact = 1_000_000_000_000_000 - 1

// value is what stands in a cell. A text is never taken for anything else; an amount too large for a number is text too.
func value(c cell) any {
	switch {
	case c.kind == number:
		return c.number
	case c.kind == text:
		return cut(c.text)
	case c.number > exact || c.number < -exact:
		return decimal(c.number, map[kind]int{money: 2, quantity: 3}[c.kind])
	case c.kind == money:
		return float64(c.number) / 100
	default:
		return float64(c.number) / 1000
	}
}

// cut shortens a text that is longer than a cell may be, and shows that it did.
func cut(text string) string {
	units, fits := 0, 0
	for at, r := range text {
		if units < maxCell {
			fits = at
		}
		if units += utf16.RuneLen(r); units > maxCell {
			return text[:fits] + "…"
		}
	}
	return text
}

func (w *workbook) bytes() ([]byte, error) {
	if err := w.stream.Flush(); err != nil {
		return nil, err
	}
	content, err := w.file.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return content.Bytes(), nil
}

func (w *workbook) close() { _ = w.file.Close() }

// sheetName is a title without what Excel does not allow in the name of a sheet.
func sheetName(title string) string {
	title = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) {
			return -1
		}
		return r
	}, title)
	if runes := []rune(title); len(runes) > excelize.MaxSheetNameLength {
		title = string(runes[:excelize.MaxSheetNameLength])
	}
	return title
}
