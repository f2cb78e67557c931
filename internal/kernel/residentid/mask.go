package residentid

import (
	"encoding/json"
	"fmt"
)

// String returns the masked number: the area, ten stars, the last two characters. The date of birth is among the stars.
// It is empty for the zero value.
func (id ID) String() string {
	if id.IsZero() {
		return ""
	}
	number := id.Clear()
	return number[:areaLen] + "**********" + number[newLen-2:]
}

// GoString returns the masked number, so that %#v shows no more than %v.
func (id ID) GoString() string { return "residentid.ID(" + id.String() + ")" }

// Format writes the masked number for every verb. Without it verbs such as %x or %d would walk around String.
func (id ID) Format(f fmt.State, verb rune) {
	text := id.String()
	switch {
	case verb == 'v' && f.Flag('#'):
		text = id.GoString()
	case verb == 'q':
		text = `"` + text + `"`
	}
	// Writing to a fmt.State goes into fmt's own buffer and cannot fail.
	_, _ = f.Write([]byte(text))
}

// MarshalJSON writes the masked number as a JSON string. There is no UnmarshalJSON: what was masked cannot come back,
// and incoming numbers pass through Parse.
func (id ID) MarshalJSON() ([]byte, error) { return json.Marshal(id.String()) }

// MarshalText writes the masked number, for XML, map keys and everything else that asks for text.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }
