package calendar

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var (
	_ driver.Valuer = Date{}
	_ sql.Scanner   = (*Date)(nil)
)

func TestScan(t *testing.T) {
	want := MustParseDate("2006-05-01")
	for name, src := range map[string]any{
		"text":            "2006-05-01",
		"bytes":           []byte("2006-05-01"),
		"time in UTC":     time.Date(2006, 5, 1, 0, 0, 0, 0, time.UTC),
		"time late":       time.Date(2006, 5, 1, 23, 59, 59, 0, time.UTC),
		"time in zone":    time.Date(2006, 5, 1, 0, 0, 0, 0, Shanghai),
		"time west of it": time.Date(2006, 5, 1, 0, 0, 0, 0, time.FixedZone("", -8*3600)),
	} {
		var d Date
		if err := d.Scan(src); err != nil || d != want {
			t.Errorf("%s: %v, %v", name, d, err)
		}
	}
	d := want
	if err := d.Scan(nil); err != nil || !d.IsZero() {
		t.Errorf("NULL: %v, %v", d, err)
	}
	for name, src := range map[string]any{
		"empty":       "",
		"bad text":    "2006-5-1",
		"bad bytes":   []byte("2006-05-01 00:00:00"),
		"year 0":      time.Date(0, 5, 1, 0, 0, 0, 0, time.UTC),
		"year 10,000": time.Date(10_000, 5, 1, 0, 0, 0, 0, time.UTC),
	} {
		if err := d.Scan(src); !errors.Is(err, ErrDate) {
			t.Errorf("%s: %v, want ErrDate", name, err)
		}
	}
	if err := d.Scan(int64(20060501)); err == nil {
		t.Error("a number was read as a date")
	}
}

func TestJSON(t *testing.T) {
	type doc struct{ IssuedOn, Due Date }
	in := doc{IssuedOn: MustParseDate("2006-05-01")}
	data, err := json.Marshal(in)
	if err != nil || string(data) != `{"IssuedOn":"2006-05-01","Due":null}` {
		t.Fatalf("%s, %v", data, err)
	}
	out := doc{Due: MustParseDate("1999-01-01")}
	if err := json.Unmarshal(data, &out); err != nil || out != in {
		t.Errorf("%v, %v", out, err)
	}
	for _, s := range []string{`""`, `"2006-5-1"`, `20060501`, `{}`, `"2006-05-01T00:00:00Z"`} {
		d := MustParseDate("1999-01-01")
		if err := json.Unmarshal([]byte(s), &d); !errors.Is(err, ErrDate) || d.Year() != 1999 {
			t.Errorf("%s: %v, %v; want ErrDate and no change", s, d, err)
		}
	}
}

func TestStoredDatesComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := drawDate(t, "date")
		if rapid.Bool().Draw(t, "none") {
			want = Date{}
		}
		value, err := want.Value()
		if err != nil || !driver.IsValue(value) {
			t.Fatalf("%v, %v", value, err)
		}
		var got Date
		if err := got.Scan(value); err != nil || got != want {
			t.Fatalf("%v comes back as %v, %v", want, got, err)
		}
		data, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, &got); err != nil || got != want {
			t.Fatalf("%s comes back as %v, %v", data, got, err)
		}
	})
}
