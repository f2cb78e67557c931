package plans

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/uuid"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	plansv1 "zhengcun/api/zhengcun/plans/v1"
	"zhengcun/ent"
	"zhengcun/ent/project"
	"zhengcun/ent/region"
	"zhengcun/internal/countytest"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/people"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"
)

// fixture is a county with two townships of three villages, the third a residents' committee.
type fixture struct {
	*countytest.County
	s        *keyVillages
	villages []*ent.Region
	office   *scope.Viewer
}

func newFixture(t *testing.T, c *countytest.County) *fixture {
	t.Helper()
	f := &fixture{County: c, s: New(c.Clock, c.Pager).keyVillages, office: &scope.Viewer{Kind: scope.Person, ID: uuid.New(), County: true, Roles: []string{"POVERTY_OFFICE"}}}
	f.do(t, scope.SystemViewer("test"), func(ctx context.Context) error {
		tx := db.From(ctx)
		add := func(code, name string, level region.Level, parent *uuid.UUID, committee bool) *ent.Region {
			return tx.Region.Create().SetCode(code).SetName(name).SetShortName(name).SetInitials("x").SetLevel(level).SetNillableParentID(parent).
				SetVillagersCommittee(committee).SetValidFrom(calendar.MustParseDate("2020-01-01")).SetSource("test").SaveX(ctx)
		}
		county := add("340828000000", "岳西县", region.LevelCounty, nil, false)
		for i := range 2 {
			township := add(fmt.Sprintf("34082810%d000", i), fmt.Sprintf("%d镇", i), region.LevelTownship, &county.ID, false)
			for j := range 3 {
				f.villages = append(f.villages, add(fmt.Sprintf("34082810%d20%d", i, j), fmt.Sprintf("%d-%d村", i, j), region.LevelVillage, &township.ID, j < 2))
			}
		}
		unit := tx.Organization.Create().SetCode("unit").SetName("施工队").SetKind("contractor").SetRegionID(county.ID).SaveX(ctx)
		kind := tx.ProjectType.Create().SetCode("road").SetName("路").SetNameEn("Road").SetPillar("village_works").SetScaleUnit("公里").SaveX(ctx)
		for i, state := range []project.State{"listed", "accepted", "cancelled"} {
			day := calendar.MustParseDate("2026-01-01")
			tx.Project.Create().SetNumber(fmt.Sprint("XM", i)).SetName("路").SetTypeID(kind.ID).SetPillar("village_works").SetBenefit("village").
				SetPlannedQuantityMilli(1).SetBudgetFen(1).SetSelfRaisedFen(0).SetStartDate(day).SetEndDate(day).SetState(state).
				SetListedBy(uuid.New()).SetVillageID(f.villages[0].ID).SetUnitID(unit.ID).SaveX(ctx)
		}
		db.Audit(ctx, audit.Entry{Action: "test"})
		return nil
	})
	return f
}

func (f *fixture) do(t *testing.T, v *scope.Viewer, fn func(ctx context.Context) error) {
	t.Helper()
	if err := f.DB.Tx(scope.With(t.Context(), v), fn); err != nil {
		t.Fatal(err)
	}
}

func (f *fixture) create(t *testing.T, code string, year int32, deadline string) (kv *plansv1.KeyVillage, err error) {
	t.Helper()
	err = f.DB.Tx(scope.With(t.Context(), f.office), func(ctx context.Context) error {
		kv, err = f.s.CreateKeyVillage(ctx, &plansv1.CreateKeyVillageRequest{KeyVillage: &plansv1.KeyVillage{RegionCode: code, BatchYear: year, AcceptanceDeadline: deadline}})
		return err
	})
	return kv, err
}

func TestCreateKeyVillage(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		kv, err := f.create(t, "340828100200", 2026, "2026-12-31")
		if err != nil {
			t.Fatal(err)
		}
		if kv.VillageName != "0-0村" || kv.TownshipName != "0镇" || kv.DaysLeft != 59 || kv.ProjectCount != 2 || kv.AcceptedProjectCount != 1 || kv.Etag != "1" {
			t.Errorf("created %v", kv)
		}
		if _, err := f.create(t, "340828100200", 2027, "2027-12-31"); !errors.Is(err, ReasonKeyVillageExists) {
			t.Errorf("twice: %v", err)
		}
		for _, test := range []struct {
			code, deadline string
			reason         error
		}{
			{"340828100202", "2026-12-31", ReasonNoCommittee},
			{"340828100000", "2026-12-31", ReasonNoCommittee},
			{"340828999999", "2026-12-31", people.ReasonRegionUnknown},
			{"340828100201", "2026-01-01", ReasonDeadlineTooEarly},
		} {
			_, err := f.create(t, test.code, 2026, test.deadline)
			if e, ok := fault.From(err); !ok || len(e.Violations()) != 1 || !errors.Is(e.Violations()[0].Reason, test.reason) {
				t.Errorf("%v: %v", test, err)
			}
		}
	})
}

func TestUpdateKeyVillage(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		kv, err := f.create(t, "340828100200", 2026, "2026-12-31")
		if err != nil {
			t.Fatal(err)
		}
		update := func(etag string, year int32, deadline string, paths ...string) (changed *plansv1.KeyVillage, err error) {
			err = f.DB.Tx(scope.With(t.Context(), f.office), func(ctx context.Context) error {
				changed, err = f.s.UpdateKeyVillage(ctx, &plansv1.UpdateKeyVillageRequest{UpdateMask: &fieldmaskpb.FieldMask{Paths: paths},
					KeyVillage: &plansv1.KeyVillage{Id: kv.Id, Etag: etag, BatchYear: year, AcceptanceDeadline: deadline}})
				return err
			})
			return changed, err
		}
		later, err := update("1", 2027, "2027-03-01", "batch_year", "acceptance_deadline")
		if err != nil || later.BatchYear != 2027 || later.AcceptanceDeadline != "2027-03-01" || later.DaysLeft != 119 || later.VillageName != "0-0村" || later.Etag != "2" {
			t.Errorf("both: %v, %v", later, err)
		}
		if _, err := update("1", 2020, "x", "batch_year", "acceptance_deadline"); !errors.Is(err, wire.ReasonStale) {
			t.Errorf("from an old page: %v", err)
		}
		// What the mask does not name stays, and counts in what is checked.
		for _, test := range []struct {
			year     int32
			deadline string
			path     string
			reason   error
			field    string
		}{
			{2028, "2029-01-01", "batch_year", ReasonDeadlineTooEarly, "key_village.acceptance_deadline"},
			{2020, "2027-01-01", "acceptance_deadline", ReasonDeadlineTooEarly, "key_village.acceptance_deadline"},
			{2020, "2027-02-30", "acceptance_deadline", fault.ReasonFieldInvalid, "key_village.acceptance_deadline"},
			{-1, "2027-01-01", "batch_year", fault.ReasonFieldInvalid, "key_village.batch_year"},
		} {
			_, err := update("2", test.year, test.deadline, test.path)
			if e, ok := fault.From(err); !ok || len(e.Violations()) != 1 || !errors.Is(e.Violations()[0].Reason, test.reason) || e.Violations()[0].Field != test.field {
				t.Errorf("%v: %v", test, err)
			}
		}
		only, err := update("2", 2020, "2027-06-30", "acceptance_deadline")
		if err != nil || only.BatchYear != 2027 || only.AcceptanceDeadline != "2027-06-30" || only.Etag != "3" {
			t.Errorf("the deadline only: %v, %v", only, err)
		}
	})
}

func TestOnlyTheOfficeMayEditAKeyVillage(t *testing.T) {
	f := newFixture(t, countytest.SQLite(t))
	kv, err := f.create(t, "340828100200", 2026, "2026-12-31")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(kv.AllowedActions, []string{"edit"}) {
		t.Errorf("the office may %v", kv.AllowedActions)
	}
	foreign := &scope.Viewer{Kind: scope.Person, ID: uuid.New(), Roles: []string{"VILLAGE"}, Villages: []uuid.UUID{f.villages[1].ID}}
	village := &scope.Viewer{Kind: scope.Person, ID: uuid.New(), Roles: []string{"VILLAGE"}, Villages: []uuid.UUID{f.villages[0].ID}}
	f.do(t, village, func(ctx context.Context) error {
		if seen, err := f.s.GetKeyVillage(ctx, &plansv1.GetKeyVillageRequest{Id: kv.Id}); err != nil || len(seen.AllowedActions) > 0 {
			t.Errorf("the village may %v, %v", seen.GetAllowedActions(), err)
		}
		return nil
	})
	err = f.DB.Tx(scope.With(t.Context(), foreign), func(ctx context.Context) error {
		_, err := f.s.UpdateKeyVillage(ctx, &plansv1.UpdateKeyVillageRequest{KeyVillage: &plansv1.KeyVillage{Id: kv.Id, Etag: "1"}})
		return err
	})
	if !errors.Is(err, fault.ReasonNotFound) {
		t.Errorf("a foreign village: %v", err)
	}
}

func TestListKeyVillagesWithinScope(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		var ids []string
		for i, code := range []string{"340828101201", "340828100201", "340828100200", "340828101200"} {
			kv, err := f.create(t, code, 2026, fmt.Sprintf("2026-10-%02d", 10+i/2))
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, kv.Id)
		}
		list := func(v *scope.Viewer, req *plansv1.ListKeyVillagesRequest) (codes []string, total int32) {
			for {
				f.do(t, v, func(ctx context.Context) error {
					resp, err := f.s.ListKeyVillages(ctx, req)
					if err != nil {
						return err
					}
					for _, kv := range resp.KeyVillages {
						codes = append(codes, kv.RegionCode[8:])
						if kv.DaysLeft >= 0 {
							t.Errorf("the deadline of %s has passed, days left %d", kv.RegionCode, kv.DaysLeft)
						}
					}
					req.PageToken, total = resp.NextPageToken, resp.TotalSize
					return nil
				})
				if req.PageToken == "" {
					return codes, total
				}
			}
		}
		village := &scope.Viewer{Kind: scope.Person, ID: uuid.New(), Villages: []uuid.UUID{f.villages[0].ID, f.villages[2].ID}}
		nobody := &scope.Viewer{Kind: scope.Person, ID: uuid.New(), Unit: uuid.New()}
		for _, test := range []struct {
			viewer *scope.Viewer
			req    *plansv1.ListKeyVillagesRequest
			want   string
		}{
			{f.office, &plansv1.ListKeyVillagesRequest{}, "[1201 0201 0200 1200] 4"},
			{f.office, &plansv1.ListKeyVillagesRequest{PageSize: 1, OrderBy: "acceptance_deadline desc"}, "[1200 0200 0201 1201] 4"},
			{f.office, &plansv1.ListKeyVillagesRequest{PageSize: 1, OrderBy: "region_code"}, "[0200 0201 1200 1201] 4"},
			{f.office, &plansv1.ListKeyVillagesRequest{PageSize: 3, OrderBy: "region_code desc"}, "[1201 1200 0201 0200] 4"},
			{f.office, &plansv1.ListKeyVillagesRequest{RegionCode: "340828101000"}, "[1201 1200] 2"},
			{f.office, &plansv1.ListKeyVillagesRequest{RegionCode: "340828101200"}, "[1200] 1"},
			{f.office, &plansv1.ListKeyVillagesRequest{RegionCode: "340828000000"}, "[1201 0201 0200 1200] 4"},
			{f.office, &plansv1.ListKeyVillagesRequest{BatchYear: 2025}, "[] 0"},
			{village, &plansv1.ListKeyVillagesRequest{OrderBy: "region_code"}, "[0200] 1"},
			{nobody, &plansv1.ListKeyVillagesRequest{OrderBy: "region_code"}, "[] 0"},
		} {
			codes, total := list(test.viewer, test.req)
			if got := fmt.Sprint(codes, " ", total); got != test.want {
				t.Errorf("%v: %s, want %s", test.req, got, test.want)
			}
		}
		f.do(t, village, func(ctx context.Context) error {
			if kv, err := f.s.GetKeyVillage(ctx, &plansv1.GetKeyVillageRequest{Id: ids[2]}); err != nil || kv.ProjectCount != 2 {
				t.Errorf("own village: %v, %v", kv, err)
			}
			if _, err := f.s.GetKeyVillage(ctx, &plansv1.GetKeyVillageRequest{Id: ids[1]}); !errors.Is(err, fault.ReasonNotFound) {
				t.Errorf("foreign village: %v", err)
			}
			key, err := KeyVillages(ctx, []uuid.UUID{f.villages[0].ID, f.villages[1].ID, f.villages[2].ID})
			if err != nil || len(key) != 1 || !key[f.villages[0].ID] {
				t.Errorf("key villages in scope: %v, %v", key, err)
			}
			return nil
		})
	})
}
