package catalogue

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Difference is the first item in which a database is not as the golden has it.
type Difference struct {
	State string // "missing", "altered" or "extra"
	Item  string // kind and name
	Want  string // lines of the golden and of the database, empty if not there
	Got   string
}

func (d *Difference) Error() string {
	text := fmt.Sprintf("catalogue: %s is %s", d.Item, d.State)
	if d.State == "altered" {
		text += fmt.Sprintf("\nwant %s\ngot  %s", d.Want, d.Got)
	}
	return text
}

// Check compares the database with a golden text made by [Snapshot], for the
// tables that its first line names. What is missing comes before what is
// altered, that before what is there in excess. The error is a *[Difference], or
// says why the catalogue could not be read.
func Check(ctx context.Context, conn Conn, dialect, golden string) error {
	prefixes, want, err := parse(golden)
	if err != nil {
		return err
	}
	snapshot, err := Snapshot(ctx, conn, dialect, prefixes)
	if err != nil {
		return err
	}
	_, got, err := parse(snapshot)
	if err != nil {
		return err
	}
	for _, key := range want.keys {
		if _, there := got.lines[key]; !there {
			return &Difference{State: "missing", Item: key, Want: want.lines[key]}
		}
	}
	for _, key := range want.keys {
		if got.lines[key] != want.lines[key] {
			return &Difference{State: "altered", Item: key, Want: want.lines[key], Got: got.lines[key]}
		}
	}
	for _, key := range got.keys {
		if _, wanted := want.lines[key]; !wanted {
			return &Difference{State: "extra", Item: key, Got: got.lines[key]}
		}
	}
	return nil
}

type text struct {
	keys  []string // in the text's order
	lines map[string]string
}

func parse(golden string) (prefixes []string, parsed text, err error) {
	lines := strings.Split(strings.TrimSuffix(strings.ReplaceAll(golden, "\r\n", "\n"), "\n"), "\n")
	names, ok := strings.CutPrefix(lines[0], header)
	if prefixes = strings.Fields(names); !ok || len(prefixes) == 0 {
		return nil, text{}, errors.New("catalogue: the golden does not begin with the tables it is about")
	}
	// An empty list would find every database in order.
	if len(lines) == 1 || slices.Contains(lines, "") {
		return nil, text{}, errors.New("catalogue: the golden is empty or has empty lines")
	}
	parsed.lines = map[string]string{}
	for _, line := range lines[1:] {
		words := strings.SplitN(line, " ", 3)
		if len(words) < 2 {
			return nil, text{}, fmt.Errorf("catalogue: the golden has a line %q", line)
		}
		key := words[0] + " " + words[1]
		if _, twice := parsed.lines[key]; twice {
			return nil, text{}, fmt.Errorf("catalogue: %s is there twice", key)
		}
		parsed.keys = append(parsed.keys, key)
		parsed.lines[key] = line
	}
	return prefixes, parsed, nil
}
