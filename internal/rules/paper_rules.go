package rules

import (
	"context"
	"fmt"
	"strings"

	"entgo.io/ent/dialect/sql"

	"zhengcun/ent"
	"zhengcun/ent/paperrule"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/platform/db"
)

// PapersInForce returns the rules on papers in force on the day for claims of this kind on projects of this type, by code.
// Of several rules for one code the one that began last counts.
func PapersInForce(ctx context.Context, kind, projectType string, day calendar.Date) ([]*ent.PaperRule, error) {
	all, err := db.From(ctx).PaperRule.Query().
		Where(paperrule.ValidFromLTE(day), paperrule.Or(paperrule.ValidToIsNil(), paperrule.ValidToGTE(&day))).
		Order(paperrule.ByCode(), paperrule.ByValidFrom(sql.OrderDesc())).All(ctx)
	var found []*ent.PaperRule
	for _, r := range all {
		if len(found) > 0 && found[len(found)-1].Code == r.Code || !has(r.ClaimKinds, kind) || !has(r.ProjectTypeCodes, projectType) {
			continue
		}
		found = append(found, r)
	}
	return found, err
}

// has tells whether a list, of which none means all, holds the value.
func has(list []string, value string) bool {
	for _, v := range list {
		if v == value {
			return true
		}
	}
	return len(list) == 0
}

// paperRules loads rules on papers from a table.
func paperRules(ctx context.Context, from string, added map[string][]string) error {
	client := db.From(ctx).PaperRule
	records, err := table(from, "code", "name", "name_en", "claim_kinds", "project_types", "checks", "valid_from", "source_document")
	if err != nil {
		return err
	}
	known, err := client.Query().All(ctx)
	if err != nil {
		return err
	}
	have := set(known, func(r *ent.PaperRule) string { return r.Code + " " + r.ValidFrom.String() })
	var create []*ent.PaperRuleCreate
	for _, r := range records {
		key := r["code"] + " " + r["valid_from"]
		if have[key] {
			continue
		}
		day, err := calendar.ParseDate(r["valid_from"])
		if err != nil {
			return fmt.Errorf("rules: %s: %s: %w", from, key, err)
		}
		create = append(create, client.Create().SetCode(r["code"]).SetName(r["name"]).SetNameEn(r["name_en"]).SetClaimKinds(strings.Fields(r["claim_kinds"])).
			SetProjectTypeCodes(strings.Fields(r["project_types"])).SetChecks(strings.Fields(r["checks"])).SetValidFrom(day).
			SetSourceDocument(r["source_document"]).SetDemo(true))
		added["paper_rules"] = append(added["paper_rules"], key)
	}
	return client.CreateBulk(create...).Exec(ctx)
}
