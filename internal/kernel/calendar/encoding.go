package calendar

import (
	"bytes"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"
)

// Value stores the date as text 2006-01-02, and no date as NULL (driver.Valuer). Text sorts as dates do and means the
// same on every database.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

// Scan reads a stored date (sql.Scanner): text of the form 2006-01-02, NULL as no date, or a time.Time, which drivers
// make of DATE columns and whose own calendar day is taken without moving it to another zone. A bad text is ErrDate.
func (d *Date) Scan(src any) error {
	var err error
	switch v := src.(type) {
	case nil:
		*d = Date{}
	case string:
		*d, err = ParseDate(v)
	case []byte:
		*d, err = ParseDate(string(v))
	case time.Time:
		year, month, day := v.Date()
		*d, err = NewDate(year, month, day)
	default:
		err = fmt.Errorf("calendar: cannot read a date from %T", src)
	}
	return err
}

// MarshalJSON writes the date as a JSON string, and no date as null.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(d.String())
}

// UnmarshalJSON reads what MarshalJSON writes. An empty string is ErrDate: a missing date is null.
func (d *Date) UnmarshalJSON(data []byte) error {
	if bytes.Equal(data, []byte("null")) {
		*d = Date{}
		return nil
	}
	var s string
	if err := json.Unmarshal(data, &s); err != nil {
		return ErrDate
	}
	parsed, err := ParseDate(s)
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
