package rules

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"zhengcun/ent"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/platform/db"
)

// WorkTerms are the terms of all steps (办理时限): within how many days a step should be done.
type WorkTerms struct{ rows []*ent.WorkTerm }

// ReadWorkTerms reads all terms, in one question.
func ReadWorkTerms(ctx context.Context) (WorkTerms, error) {
	rows, err := db.From(ctx).WorkTerm.Query().All(ctx)
	// Of several terms in force the one that began last counts.
	slices.SortFunc(rows, func(a, b *ent.WorkTerm) int { return b.ValidFrom.Compare(a.ValidFrom) })
	return WorkTerms{rows}, err
}

// Due is the day by which a step should be done that came to somebody on the day: by the term in force then. It is zero
// when no term is.
func (t WorkTerms) Due(step string, day calendar.Date) calendar.Date {
	for _, row := range t.rows {
		if row.Step == step && !row.ValidFrom.After(day) && (row.ValidTo == nil || row.ValidTo.IsZero() || !row.ValidTo.Before(day)) {
			return day.AddDays(row.Days)
		}
	}
	return calendar.Date{}
}

func loadWorkTerms(ctx context.Context, _ map[string]uuid.UUID, added map[string][]string) error {
	client := db.From(ctx).WorkTerm
	records, err := table("work_terms", "step", "days", "valid_from", "valid_to", "demo", "source_document")
	if err != nil {
		return err
	}
	known, err := client.Query().All(ctx)
	if err != nil {
		return err
	}
	have := set(known, func(r *ent.WorkTerm) string { return r.Step + " " + r.ValidFrom.String() })
	var create []*ent.WorkTermCreate
	for _, r := range records {
		key := r["step"] + " " + r["valid_from"]
		if have[key] {
			continue
		}
		term, err := workTerm(client, r)
		if err != nil {
			return fmt.Errorf("rules: work_terms: %s: %w", key, err)
		}
		create = append(create, term)
		added["work_terms"] = append(added["work_terms"], key)
	}
	return client.CreateBulk(create...).Exec(ctx)
}

func workTerm(client *ent.WorkTermClient, r record) (*ent.WorkTermCreate, error) {
	days, err := strconv.Atoi(r["days"])
	if err != nil {
		return nil, err
	}
	from, err := calendar.ParseDate(r["valid_from"])
	if err != nil {
		return nil, err
	}
	create := client.Create().SetStep(r["step"]).SetDays(days).SetValidFrom(from).
		SetDemo(r["demo"] == "true").SetSourceDocument(r["source_document"])
	if r["valid_to"] != "" {
		to, err := calendar.ParseDate(r["valid_to"])
		if err != nil {
			return nil, err
		}
		create.SetValidTo(&to)
	}
	return create, nil
}
