package ledger

import (
	"time"

	"github.com/google/uuid"

	"zhengcun/internal/kernel/calendar"
)

// Booking is what every row of the ledger says about itself.
type Booking struct {
	// ID is the caller's: a UUIDv7 made once for the action, or derived from the document. The same id is never booked
	// twice, which is what makes repeating an action safe.
	ID uuid.UUID
	// On is the business day; it decides the fiscal year and is never after the day of At.
	On calendar.Date
	// At is the moment of recording, kept in UTC to the microsecond.
	At time.Time
	// Reference names the document, such as "receipt:<id>"; 1 to 200 characters.
	Reference string
}

// moment is the one spelling of a time in the ledger, so that both databases give the same digest.
func moment(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000Z") }
