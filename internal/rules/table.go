package rules

import (
	"embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
)

//go:embed data/*.csv
var data embed.FS

// record is one line of a data file, by column.
type record map[string]string

// table reads a data file. Its first line must name exactly the columns, so that a misspelt one cannot go unnoticed.
func table(name string, columns ...string) ([]record, error) {
	file, err := data.Open("data/" + name + ".csv")
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	lines, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("rules: %s: %w", name, err)
	}
	if len(lines) == 0 || !slices.Equal(lines[0], columns) {
		return nil, fmt.Errorf("rules: %s: the columns must be %s", name, strings.Join(columns, ","))
	}
	records := make([]record, 0, len(lines)-1)
	for _, line := range lines[1:] {
		r := record{}
		for i, column := range columns {
			r[column] = strings.TrimSpace(line[i])
		}
		records = append(records, r)
	}
	return records, nil
}
