package rules

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"zhengcun/ent/channel"
	"zhengcun/ent/fundrule"
	"zhengcun/internal/countytest"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
)

// system runs fn as the product's own set-up does.
func system(t *testing.T, c *countytest.County, fn func(ctx context.Context) error) {
	t.Helper()
	if err := c.DB.Tx(scope.With(t.Context(), scope.SystemViewer("test")), fn); err != nil {
		t.Fatal(err)
	}
}

func TestDataFilesFitTogether(t *testing.T) {
	types, err := table("project_types", "code", "name", "name_en", "pillar", "scale_unit")
	if err != nil {
		t.Fatal(err)
	}
	var codes, used []string
	for _, r := range types {
		codes = append(codes, r["code"])
		if r["name"] == "" || r["name_en"] == "" || r["scale_unit"] == "" {
			t.Errorf("%v is not complete", r)
		}
	}
	purposes, err := table("purposes", "code", "name", "name_en", "project_types")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range purposes {
		for _, code := range strings.Fields(r["project_types"]) {
			used = append(used, code)
			if !slices.Contains(codes, code) {
				t.Errorf("%s permits the unknown type %s", r["code"], code)
			}
		}
	}
	for _, code := range codes {
		if !slices.Contains(used, code) {
			t.Errorf("no purpose permits %s", code)
		}
	}
	if _, err := table("issuers", "code", "level"); err == nil {
		t.Error("a file with other columns was read")
	}
}

func TestLoadInsertsWhatIsMissing(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		var transport uuid.UUID
		count := func(ctx context.Context) (n [6]int) {
			tx := db.From(ctx)
			n[0], n[1], n[2] = tx.Issuer.Query().CountX(ctx), tx.Channel.Query().CountX(ctx), tx.Purpose.Query().CountX(ctx)
			n[3], n[4] = tx.ProjectType.Query().CountX(ctx), tx.FundRule.Query().CountX(ctx)
			n[5] = tx.WorkTerm.Query().CountX(ctx)
			return n
		}
		var first [6]int
		system(t, c, func(ctx context.Context) error {
			tx := db.From(ctx)
			tx.Channel.Create().SetCode("F-DEV").SetName("发展资金").SetNameEn("Own name").SetKind(channel.KindFiscalPoverty).ExecX(ctx)
			county := tx.Region.Create().SetCode("340828000000").SetName("岳西县").SetShortName("岳西县").SetInitials("yxx").
				SetLevel("county").SetValidFrom(calendar.MustParseDate("2020-01-01")).SetSource("test").SaveX(ctx)
			transport = tx.Organization.Create().SetCode("transport").SetName("交通局").SetKind("department").SetRegionID(county.ID).SaveX(ctx).ID
			if err := Load(ctx, nil); err != nil {
				return err
			}
			first = count(ctx)
			return nil
		})
		for i, n := range first {
			if n == 0 {
				t.Errorf("table %d is empty", i)
			}
		}
		// Again, now with a department: only that is filled in, and once more changes nothing, which needs no audit entry.
		for range 2 {
			system(t, c, func(ctx context.Context) error {
				if err := Load(ctx, map[string]uuid.UUID{"transport": transport}); err != nil {
					return err
				}
				if again := count(ctx); again != first {
					t.Errorf("loaded twice: %v, then %v", first, again)
				}
				tx := db.From(ctx)
				if row := tx.Channel.Query().Where(channel.Code("D-TRANSPORT")).OnlyX(ctx); row.DepartmentID == nil || *row.DepartmentID != transport {
					t.Errorf("department of D-TRANSPORT: %v", row.DepartmentID)
				}
				if row := tx.Channel.Query().Where(channel.Code("D-WATER")).OnlyX(ctx); row.DepartmentID != nil {
					t.Errorf("department of D-WATER: %v", row.DepartmentID)
				}
				if row := tx.Channel.Query().Where(channel.Code("F-DEV")).OnlyX(ctx); row.Name != "发展资金" {
					t.Errorf("the county's own name was replaced by %s", row.Name)
				}
				return nil
			})
		}
	})
}

func TestInForce(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		system(t, c, func(ctx context.Context) error {
			if err := Load(ctx, nil); err != nil {
				return err
			}
			day := calendar.MustParseDate
			tx := db.From(ctx)
			end := day("2026-06-30")
			short := tx.FundRule.Create().SetKind(fundrule.KindAdvanceCap).SetRateBp(3000).SetValidFrom(day("2026-01-01")).
				SetValidTo(&end).SetSourceDocument("test").SaveX(ctx)
			db.Audit(ctx, audit.Entry{Action: "test"})
			for _, test := range []struct {
				day  string
				rate int
			}{
				{"2021-01-01", 4000}, {"2025-12-31", 4000}, {"2026-01-01", 3000}, {"2026-06-30", 3000}, {"2026-07-01", 4000},
			} {
				rate, id, err := InForce(ctx, fundrule.KindAdvanceCap, day(test.day))
				if err != nil || rate != test.rate || (id == short.ID) != (rate == 3000) {
					t.Errorf("%s: %d, %v, want %d", test.day, rate, err, test.rate)
				}
			}
			if _, _, err := InForce(ctx, fundrule.KindAdvanceCap, day("2020-12-31")); !errors.Is(err, ReasonNoAdvanceRule) {
				t.Errorf("before any rule: %v", err)
			}
			if _, _, err := InForce(ctx, fundrule.KindRetentionCap, day("2020-12-31")); !errors.Is(err, ReasonNoRetentionRule) {
				t.Errorf("before any rule: %v", err)
			}
			if rate, _, err := InForce(ctx, fundrule.KindRetentionCap, day("2026-11-02")); err != nil || rate != 1000 {
				t.Errorf("retention: %d, %v", rate, err)
			}
			return nil
		})
	})
}

// A term holds from its first to its last day; the one that began last counts.
func TestWorkTerms(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		system(t, c, func(ctx context.Context) error {
			if err := Load(ctx, nil); err != nil {
				return err
			}
			day := calendar.MustParseDate
			end := day("2026-06-30")
			db.From(ctx).WorkTerm.Create().SetStep("claim_pay").SetDays(10).SetValidFrom(day("2026-01-01")).SetValidTo(&end).SetSourceDocument("test").SaveX(ctx)
			db.Audit(ctx, audit.Entry{Action: "test"})
			terms, err := ReadWorkTerms(ctx)
			if err != nil {
				return err
			}
			for _, test := range []struct{ step, day, due string }{
				{"claim_pay", "2025-12-31", "2026-01-03"}, {"claim_pay", "2026-01-01", "2026-01-11"},
				{"claim_pay", "2026-06-30", "2026-07-10"}, {"claim_pay", "2026-07-01", "2026-07-04"},
			} {
				if got := terms.Due(test.step, day(test.day)); got != day(test.due) {
					t.Errorf("%s of %s is due on %s, want %s", test.step, test.day, got, test.due)
				}
			}
			if got := terms.Due("claim_pay", day("2020-12-31")); !got.IsZero() {
				t.Errorf("before any term: due on %s", got)
			}
			if got := terms.Due("nothing", day("2026-01-01")); !got.IsZero() {
				t.Errorf("a step without a term is due on %s", got)
			}
			return nil
		})
	})
}
