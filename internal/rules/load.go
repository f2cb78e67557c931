package rules

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"zhengcun/ent"
	"zhengcun/ent/channel"
	"zhengcun/ent/fundrule"
	"zhengcun/ent/issuer"
	"zhengcun/ent/projecttype"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
)

// Load inserts the default reference data that is missing, in the current transaction, with one audit entry; when nothing
// is missing it changes nothing. Rows are known by their code, fund rules and work terms by what they are about and first day.
//
// departments maps organization codes (transport, water, agriculture, forestry, education, health, civil-affairs, labour,
// poverty-office) to ids. A channel whose department is not among them answers to finance until a later Load knows it.
func Load(ctx context.Context, departments map[string]uuid.UUID) error {
	added := map[string][]string{}
	for _, load := range []func(context.Context, map[string]uuid.UUID, map[string][]string) error{
		loadIssuers, loadChannels, loadProjectTypes, loadPurposes, loadFundRules, loadWorkTerms,
	} {
		if err := load(ctx, departments, added); err != nil {
			return err
		}
	}
	return tell(ctx, "rules.load", added)
}

// LoadDemo inserts the rules of the demo county that are missing. Unlike the caps of the default set they demand something,
// so no other county begins with them: what is kept back and which papers a claim needs is for its own documents to say.
func LoadDemo(ctx context.Context) error {
	added := map[string][]string{}
	if err := fundRules(ctx, "demo_fund_rules", added); err != nil {
		return err
	}
	if err := paperRules(ctx, "demo_paper_rules", added); err != nil {
		return err
	}
	return tell(ctx, "rules.loadDemo", added)
}

// tell writes down what was added; nothing when it is nothing.
func tell(ctx context.Context, action string, added map[string][]string) error {
	if len(added) == 0 {
		return nil
	}
	after, err := json.Marshal(added)
	if err != nil {
		return err
	}
	db.Audit(ctx, audit.Entry{Action: action, ObjectType: "reference_data", After: string(after)})
	return nil
}

func loadIssuers(ctx context.Context, _ map[string]uuid.UUID, added map[string][]string) error {
	client := db.From(ctx).Issuer
	records, err := table("issuers", "code", "name", "level")
	if err != nil {
		return err
	}
	known, err := client.Query().All(ctx)
	if err != nil {
		return err
	}
	at, err := placeOf(ctx)
	if err != nil {
		return err
	}
	have := set(known, func(r *ent.Issuer) string { return r.Code })
	var create []*ent.IssuerCreate
	for _, r := range records {
		level := issuer.Level(r["level"])
		if code, name := at.issuer(r["code"], r["name"], level); name != "" && !have[code] {
			create = append(create, client.Create().SetCode(code).SetName(name).SetLevel(level))
			added["issuers"] = append(added["issuers"], code)
		}
	}
	return client.CreateBulk(create...).Exec(ctx)
}

func loadChannels(ctx context.Context, departments map[string]uuid.UUID, added map[string][]string) error {
	client := db.From(ctx).Channel
	records, err := table("channels", "code", "name", "name_en", "kind", "department")
	if err != nil {
		return err
	}
	known, err := client.Query().All(ctx)
	if err != nil {
		return err
	}
	have := map[string]*ent.Channel{}
	for _, row := range known {
		have[row.Code] = row
	}
	var create []*ent.ChannelCreate
	for _, r := range records {
		department := id(departments, r["department"])
		switch row := have[r["code"]]; {
		case row == nil:
			create = append(create, client.Create().SetCode(r["code"]).SetName(r["name"]).SetNameEn(r["name_en"]).
				SetKind(channel.Kind(r["kind"])).SetNillableDepartmentID(department))
			added["channels"] = append(added["channels"], r["code"])
		case row.DepartmentID == nil && department != nil:
			if err := client.UpdateOne(row).SetDepartmentID(*department).Exec(ctx); err != nil {
				return err
			}
			added["channel_departments"] = append(added["channel_departments"], r["code"])
		}
	}
	return client.CreateBulk(create...).Exec(ctx)
}

func loadProjectTypes(ctx context.Context, _ map[string]uuid.UUID, added map[string][]string) error {
	client := db.From(ctx).ProjectType
	records, err := table("project_types", "code", "name", "name_en", "pillar", "scale_unit")
	if err != nil {
		return err
	}
	known, err := client.Query().All(ctx)
	if err != nil {
		return err
	}
	have := set(known, func(r *ent.ProjectType) string { return r.Code })
	var create []*ent.ProjectTypeCreate
	for _, r := range records {
		if !have[r["code"]] {
			create = append(create, client.Create().SetCode(r["code"]).SetName(r["name"]).SetNameEn(r["name_en"]).
				SetPillar(projecttype.Pillar(r["pillar"])).SetScaleUnit(r["scale_unit"]))
			added["project_types"] = append(added["project_types"], r["code"])
		}
	}
	return client.CreateBulk(create...).Exec(ctx)
}

func loadPurposes(ctx context.Context, _ map[string]uuid.UUID, added map[string][]string) error {
	client := db.From(ctx).Purpose
	records, err := table("purposes", "code", "name", "name_en", "project_types")
	if err != nil {
		return err
	}
	known, err := client.Query().All(ctx)
	if err != nil {
		return err
	}
	have := set(known, func(r *ent.Purpose) string { return r.Code })
	var create []*ent.PurposeCreate
	for _, r := range records {
		if !have[r["code"]] {
			create = append(create, client.Create().SetCode(r["code"]).SetName(r["name"]).SetNameEn(r["name_en"]).
				SetProjectTypeCodes(strings.Fields(r["project_types"])))
			added["purposes"] = append(added["purposes"], r["code"])
		}
	}
	return client.CreateBulk(create...).Exec(ctx)
}

func loadFundRules(ctx context.Context, _ map[string]uuid.UUID, added map[string][]string) error {
	return fundRules(ctx, "fund_rules", added)
}

func fundRules(ctx context.Context, from string, added map[string][]string) error {
	client := db.From(ctx).FundRule
	records, err := table(from, "kind", "rate_bp", "valid_from", "valid_to", "project_types", "term_months", "demo", "source_document")
	if err != nil {
		return err
	}
	known, err := client.Query().All(ctx)
	if err != nil {
		return err
	}
	have := set(known, func(r *ent.FundRule) string { return string(r.Kind) + " " + r.ValidFrom.String() })
	var create []*ent.FundRuleCreate
	for _, r := range records {
		key := r["kind"] + " " + r["valid_from"]
		if have[key] {
			continue
		}
		rule, err := fundRule(client, r)
		if err != nil {
			return fmt.Errorf("rules: fund_rules: %s: %w", key, err)
		}
		create = append(create, rule)
		added["fund_rules"] = append(added["fund_rules"], key)
	}
	return client.CreateBulk(create...).Exec(ctx)
}

func fundRule(client *ent.FundRuleClient, r record) (*ent.FundRuleCreate, error) {
	rate, err := strconv.Atoi(r["rate_bp"])
	if err != nil {
		return nil, err
	}
	from, err := calendar.ParseDate(r["valid_from"])
	if err != nil {
		return nil, err
	}
	create := client.Create().SetKind(fundrule.Kind(r["kind"])).SetRateBp(rate).SetValidFrom(from).
		SetDemo(r["demo"] == "true").SetSourceDocument(r["source_document"])
	if types := strings.Fields(r["project_types"]); len(types) > 0 {
		create.SetProjectTypeCodes(types)
	}
	if r["term_months"] != "" {
		months, err := strconv.Atoi(r["term_months"])
		if err != nil {
			return nil, err
		}
		create.SetTermMonths(months)
	}
	if r["valid_to"] != "" {
		to, err := calendar.ParseDate(r["valid_to"])
		if err != nil {
			return nil, err
		}
		create.SetValidTo(&to)
	}
	return create, nil
}

// set is the keys of rows.
func set[T any](rows []T, key func(T) string) map[string]bool {
	keys := make(map[string]bool, len(rows))
	for _, row := range rows {
		keys[key(row)] = true
	}
	return keys
}

func id(ids map[string]uuid.UUID, code string) *uuid.UUID {
	if id, ok := ids[code]; ok && code != "" {
		return &id
	}
	return nil
}
