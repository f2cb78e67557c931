package people_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/ent/region"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/people"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
)

// list walks a list of regions to its end.
func (w *world) list(ctx context.Context, req *peoplev1.ListRegionsRequest) (all []*peoplev1.Region) {
	w.t.Helper()
	for {
		page, err := w.regions.ListRegions(ctx, req)
		if err != nil {
			w.t.Fatal(err)
		}
		if req.PageSize > 0 && len(page.Regions) > int(req.PageSize) {
			w.t.Fatalf("%d on a page of %d", len(page.Regions), req.PageSize)
		}
		all = append(all, page.Regions...)
		if req.PageToken = page.NextPageToken; req.PageToken == "" {
			return all
		}
	}
}

func names(rs []*peoplev1.Region) []string {
	out := make([]string, len(rs))
	for i, r := range rs {
		out[i] = r.ShortName
	}
	return out
}

func TestDivisions(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		ctx := w.as("admin")
		all := w.list(ctx, &peoplev1.ListRegionsRequest{PageSize: 50})
		levels, committees := map[peoplev1.RegionLevel]int{}, 0
		for i, r := range all {
			levels[r.Level]++
			if r.VillagersCommittee {
				committees++
			}
			if !r.Active || i > 0 && all[i-1].Code >= r.Code {
				t.Errorf("%s %s: not active, or not in order", r.Code, r.Name)
			}
		}
		if len(all) != 215 || levels[peoplev1.RegionLevel_REGION_LEVEL_COUNTY] != 1 || levels[peoplev1.RegionLevel_REGION_LEVEL_TOWNSHIP] != 25 ||
			levels[peoplev1.RegionLevel_REGION_LEVEL_VILLAGE] != 189 || committees != 179 {
			t.Errorf("%d regions: %v, %d committees", len(all), levels, committees)
		}
		w.tx(func(ctx context.Context) error {
			n, err := people.LoadDivisions(ctx)
			if n != 0 {
				t.Errorf("loaded again: %d", n)
			}
			return err
		})

		r := must(w.regions.GetRegion(ctx, &peoplev1.GetRegionRequest{Code: "340828107202"}))(t)
		if r.Name != "千佛塔村委会" || r.ShortName != "千佛塔村" || r.ParentName != "响肠镇" || r.ParentCode != "340828107000" || !r.VillagersCommittee {
			t.Errorf("%v", r)
		}
		for code, name := range map[string]string{"340828100001": "城东居委会", "340828400498": "安徽岳西县经济开发区虚拟社区"} {
			if r := must(w.regions.GetRegion(ctx, &peoplev1.GetRegionRequest{Code: code}))(t); r.ShortName != name || r.VillagersCommittee {
				t.Errorf("%v", r)
			}
		}
		_, err := w.regions.GetRegion(ctx, &peoplev1.GetRegionRequest{Code: "110101001001"})
		want(t, err, "NOT_FOUND")
	})
}

func TestRegionSearch(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		ctx := w.as("officer")
		for query, found := range map[string][]string{
			"千佛塔":          {"千佛塔村"},
			"qft":          {"千佛塔村"},
			" QFTC ":       {"千佛塔村"},
			"340828107202": {"千佛塔村"},
			"村%":           nil,
			"%":            nil,
			"_":            nil,
			"千_塔":          nil,
			`\`:            nil,
			"' OR 1=1":     nil,
			"340828107":    {"响肠镇", "无愁村", "新浒村", "千佛塔村", "金山村", "响肠村", "请水寨村", "独山村"},
			"安徽岳西县经济开发区虚拟社区": {"安徽岳西县经济开发区虚拟社区"},
		} {
			if got := names(w.list(ctx, &peoplev1.ListRegionsRequest{Query: query})); !slices.Equal(got, found) {
				t.Errorf("%q: %v", query, got)
			}
		}
		// A name with the characters LIKE knows, found and not found by them.
		w.tx(func(ctx context.Context) error {
			db.Audit(ctx, audit.Entry{Action: "test.rename"})
			return db.From(ctx).Region.Update().Where(region.Code("340828107206")).SetName(`独山100%_\村委会`).Exec(ctx)
		})
		for _, query := range []string{"100%", "%_", `_\`, `%_\村`} {
			if got := names(w.list(ctx, &peoplev1.ListRegionsRequest{Query: query})); !slices.Equal(got, []string{"独山村"}) {
				t.Errorf("%q: %v", query, got)
			}
		}
		if got := w.list(ctx, &peoplev1.ListRegionsRequest{ParentCode: "340828107000", PageSize: 3}); len(got) != 7 {
			t.Errorf("below 响肠镇: %v", names(got))
		}
		if got := w.list(ctx, &peoplev1.ListRegionsRequest{Level: peoplev1.RegionLevel_REGION_LEVEL_TOWNSHIP, Query: "镇"}); len(got) != 14 {
			t.Errorf("towns: %v", names(got))
		}
		_, err := w.regions.ListRegions(ctx, &peoplev1.ListRegionsRequest{ParentCode: "110101000000"})
		want(t, err, "INVALID_ARGUMENT parent_code:REGION_UNKNOWN")
		page := must(w.regions.ListRegions(ctx, &peoplev1.ListRegionsRequest{PageSize: 2}))(t)
		_, err = w.regions.ListRegions(ctx, &peoplev1.ListRegionsRequest{PageSize: 2, PageToken: page.NextPageToken, Query: "村"})
		want(t, err, "PAGE_TOKEN_INVALID")
		_, err = w.regions.ListRegions(w.as("admin"), &peoplev1.ListRegionsRequest{PageSize: 2, PageToken: page.NextPageToken})
		want(t, err, "PAGE_TOKEN_INVALID")
	})
}

func TestRegionsForOtherRooms(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		today := calendar.DateOf(w.c.Clock.Now())
		lastDay := func(code string, day calendar.Date) {
			w.tx(func(ctx context.Context) error {
				db.Audit(ctx, audit.Entry{Action: "test.merge"})
				return db.From(ctx).Region.Update().Where(region.Code(code)).SetValidTo(&day).Exec(ctx)
			})
		}
		lastDay("340828107200", today.AddDays(-1)) // 无愁村
		lastDay("340828107201", today)             // 新浒村
		w.tx(func(ctx context.Context) error {
			_, err := people.RegionByCode(ctx, "340828107200")
			want(t, err, "REGION_NOT_IN_FORCE")
			want(t, people.AtField(err, "project.region_code"), "INVALID_ARGUMENT project.region_code:REGION_NOT_IN_FORCE")
			if f, _ := fault.From(people.AtField(err, "x")); !strings.Contains(f.Violations()[0].ZH(), "无愁村（340828107200）已于 2026-11-01") {
				t.Errorf("%s", f.Violations()[0].ZH())
			}
			for _, code := range []string{"110101001001", "", "x"} {
				_, err = people.RegionByCode(ctx, code)
				want(t, err, "REGION_UNKNOWN")
			}
			if !errors.Is(people.AtField(context.Canceled, "x"), context.Canceled) || people.AtField(nil, "x") != nil {
				t.Error("AtField changes other errors")
			}
			xinhu := must(people.RegionByCode(ctx, "340828107201"))(t)

			if area := must(people.AreaOf(ctx, ""))(t); !area.All {
				t.Error("no filter")
			}
			if area := must(people.AreaOf(ctx, "340828000000"))(t); !area.All || len(area.Villages) > 0 {
				t.Error("county")
			}
			area := must(people.AreaOf(ctx, "340828107000"))(t)
			if area.All || len(area.Villages) != 7 || !slices.Contains(area.Villages, xinhu.ID) {
				t.Errorf("township: %v", area)
			}
			dead := must(people.AreaOf(ctx, "340828107200"))(t)
			if dead.All || len(dead.Villages) != 1 {
				t.Errorf("a village no longer in force: %v", dead)
			}
			_, err = people.AreaOf(ctx, "110101000000")
			want(t, err, "REGION_UNKNOWN")
			if found := must(people.Regions(ctx, append(area.Villages, area.Villages...)...))(t); len(found) != 7 || found[xinhu.ID].ShortName != "新浒村" {
				t.Errorf("%v", found)
			}
			if n := must(people.LoadDivisions(ctx))(t); n != 0 {
				t.Errorf("a division that is no longer in force came back: %d", n)
			}
			return nil
		})
		r := must(w.regions.GetRegion(w.as("admin"), &peoplev1.GetRegionRequest{Code: "340828107200"}))(t)
		if r.Active {
			t.Error("active")
		}
	})
}

func TestInitials(t *testing.T) {
	for name, initials := range map[string]string{"千佛塔村": "qftc", "响肠镇": "xcz", "巍岭乡": "wlx", "石关乡": "sgx", "长岭村": "clc", "A1区（新）": "a1qx", "": ""} {
		if got := people.Initials(name); got != initials {
			t.Errorf("%s: %s", name, got)
		}
	}
}
