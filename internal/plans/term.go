package plans

import (
	"encoding/json"

	plansv1 "zhengcun/api/zhengcun/plans/v1"
	"zhengcun/ent"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
)

// term is when the work in a key village is done: its batch, and the day it must be accepted by.
type term struct {
	BatchYear          int           `json:"batch_year"`
	AcceptanceDeadline calendar.Date `json:"acceptance_deadline"`
}

// termFields are the fields take knows.
var termFields = []string{"batch_year", "acceptance_deadline"}

func termOf(row *ent.KeyVillage) term { return term{row.BatchYear, row.AcceptanceDeadline} }

// take reads the named fields of a request and tells which cannot be read.
func (t *term) take(in *plansv1.KeyVillage, fields []string) (bad []fault.Violation) {
	for _, field := range fields {
		switch field {
		case "batch_year":
			t.BatchYear = int(in.BatchYear)
		case "acceptance_deadline":
			day, err := calendar.ParseDate(in.AcceptanceDeadline)
			if err != nil {
				bad = append(bad, fault.ReasonFieldInvalid.Field("key_village.acceptance_deadline"))
			}
			t.AcceptanceDeadline = day
		}
	}
	return bad
}

// check tells what is wrong with the term: its deadline must come after the batch's first day.
func (t *term) check() []fault.Violation {
	start, err := calendar.NewDate(t.BatchYear, 1, 1)
	if err != nil {
		return []fault.Violation{fault.ReasonFieldInvalid.Field("key_village.batch_year")}
	}
	// A day that could not be read has been told already.
	if !t.AcceptanceDeadline.IsZero() && !t.AcceptanceDeadline.After(start) {
		return []fault.Violation{ReasonDeadlineTooEarly.Field("key_village.acceptance_deadline", "start", start)}
	}
	return nil
}

// text is the term for the audit log.
func (t *term) text() (string, error) {
	text, err := json.Marshal(t)
	return string(text), err
}
