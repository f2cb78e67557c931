package export

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"regexp"
	"strings"
)

// textFile writes text with commas, in UTF-8 with the mark by which Excel knows it.
type textFile struct {
	content bytes.Buffer
	csv     *csv.Writer
}

func newText() *textFile {
	f := &textFile{}
	f.content.WriteString("\ufeff")
	f.csv = csv.NewWriter(&f.content)
	f.csv.UseCRLF = true
	return f
}

func (f *textFile) row(_ look, cells []cell) error {
	record := make([]string, max(1, len(cells)))
	for i, c := range cells {
		switch c.kind {
		case money:
			record[i] = yuan(c.number)
		case quantity:
			record[i] = decimal(c.number, 3)
		case number:
			record[i] = fmt.Sprint(c.number)
		default:
			record[i] = guarded(c.text)
		}
	}
	return f.csv.Write(record)
}

func (f *textFile) bytes() ([]byte, error) {
	f.csv.Flush()
	return f.content.Bytes(), f.csv.Error()
}

func (f *textFile) close() {}

// longDigits are digits that a spreadsheet would round or write as a power of ten, codes whose leading zero it would take
// away, and codes such as 12E34 that it would take for a power of ten.
var longDigits = regexp.MustCompile(`^([0-9]{12,}|0[0-9]+|[0-9]+[eE][0-9]+)$`)

// guarded keeps a spreadsheet from reading a text as a number or a formula: long digits stand as ="…", which shows them
// as they are, and what begins like a formula gets an apostrophe before it.
func guarded(text string) string {
	switch {
	case longDigits.MatchString(text):
		return `="` + text + `"`
	case strings.IndexAny(text, "=+-@\t\r\n＝＋－＠") == 0:
		return "'" + text
	}
	return text
}
