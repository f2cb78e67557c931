package people

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"zhengcun/ent/region"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/kernel/regioncode"
)

// Bounds of a list: the largest counties have some 1,500 rows.
const (
	maxDivisions      = 10_000
	maxDivisionsBytes = 700 << 10 // over REST a request has 1 MiB
	maxDivisionName   = 100
)

// divisionColumns are the columns of a list. The last two may be left out: they follow from the code.
var divisionColumns = []string{"code", "name", "level", "parent_code"}

// readDivisions reads a list of one county's divisions and refuses one that
// contradicts itself: CSV with [divisionColumns] in its first line, in UTF-8 or as
// Chinese spreadsheets save it (GB18030). Rows may stand in any order. Every error
// is a violation of the field divisions that names the line.
func readDivisions(content []byte) ([]division, error) {
	wrong := func(reason *fault.Reason, values ...any) error {
		return fault.Fields(reason.Field("divisions", values...))
	}
	text, ok := decoded(content)
	if !ok {
		return nil, wrong(ReasonDivisionsFile, "line", 1)
	}
	reader := csv.NewReader(bytes.NewReader(text))
	reader.FieldsPerRecord = -1
	head, err := reader.Read()
	if err != nil {
		return nil, wrong(ReasonDivisionsFile, "line", 1)
	}
	for i := range head {
		head[i] = strings.ToLower(strings.TrimSpace(head[i]))
	}
	at := map[string]int{}
	for _, name := range divisionColumns {
		at[name] = slices.Index(head, name)
	}
	if at["code"] < 0 || at["name"] < 0 {
		return nil, wrong(ReasonDivisionsFile, "line", 1)
	}
	var rows []division
	lines := map[string]int{} // by code
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var broken *csv.ParseError
		if errors.As(err, &broken) {
			return nil, wrong(ReasonDivisionsFile, "line", broken.StartLine)
		}
		line, _ := reader.FieldPos(0)
		if err != nil || len(rows) == maxDivisions {
			return nil, wrong(ReasonDivisionsFile, "line", line)
		}
		value := func(column string) string {
			if i := at[column]; i >= 0 && i < len(record) {
				return strings.TrimSpace(record[i])
			}
			return ""
		}
		if strings.TrimSpace(strings.Join(record, "")) == "" {
			continue
		}
		d, reason := parseDivision(value("code"), value("name"), value("level"), value("parent_code"))
		if reason == nil && lines[d.code] > 0 {
			reason = ReasonDivisionTwice
		}
		if reason != nil {
			return nil, wrong(reason, "line", line, "code", value("code"), "name", value("name"))
		}
		lines[d.code] = line
		rows = append(rows, d)
	}
	for _, d := range rows {
		if d.parent != "" && lines[d.parent] == 0 && regioncode.Code(d.parent).Level() != regioncode.County {
			return nil, wrong(ReasonDivisionParent, "line", lines[d.code], "code", d.code, "name", d.name, "parent", d.parent)
		}
	}
	return rows, nil
}

func parseDivision(code, name, level, parent string) (d division, reason *fault.Reason) {
	parsed, err := regioncode.Parse(code)
	if err != nil {
		return d, ReasonDivisionCode
	}
	above, _ := parsed.Parent()
	d = division{code: code, name: name, level: region.Level(parsed.Level().String()), parent: string(above)}
	if level != "" && level != string(d.level) || parent != "" && parent != d.parent {
		return d, ReasonDivisionLevel
	}
	if name == "" || utf8.RuneCountInString(name) > maxDivisionName || strings.ContainsFunc(name, unprintable) {
		return d, ReasonDivisionName
	}
	return d, nil
}

func unprintable(r rune) bool { return r < ' ' || r == 0x7f || r == utf8.RuneError }

// decoded is the text in UTF-8 without the mark spreadsheets put before it.
func decoded(content []byte) ([]byte, bool) {
	if len(content) > maxDivisionsBytes {
		return nil, false
	}
	text := bytes.TrimPrefix(content, []byte("\ufeff"))
	if utf8.Valid(text) {
		return text, true
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(content)
	return text, err == nil
}
