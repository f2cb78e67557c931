package projects

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/internal/countytest"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/waiting"
)

// reportOf is a report of a project on a day.
func reportOf(project, day string, percent int32) *projectsv1.CreateProgressReportRequest {
	return &projectsv1.CreateProgressReportRequest{ProgressReport: &projectsv1.ProgressReport{ProjectId: project, ReportedOn: day, Percent: percent,
		QuantityMilli: int64(percent) * 35, Quality: projectsv1.WorkQuality_WORK_QUALITY_GOOD, MoneyUsedFen: int64(percent) * 1000}}
}

func (f *fixture) room() *Room { return New(f.Clock, f.Pager) }

func TestProgressReports(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		s, today := f.room().reports, calendar.DateOf(countytest.Now)
		day := func(add int) string { return today.AddDays(add).String() }
		p := f.approve(f.create(nil))
		_, err := call(f, f.builder, s.CreateProgressReport, reportOf(p.Id, day(0), 5))
		wants(t, "before the start", err, ReasonNotReportable)
		p = f.start(p)

		// Its unit and its village report; nobody else who sees it.
		first := must(f, f.builder, s.CreateProgressReport, reportOf(p.Id, day(-3), 20))
		req := reportOf(p.Id, day(-3), 35)
		req.ProgressReport.Position = &projectsv1.Position{LatitudeMicro: 30_848_321, LongitudeMicro: 116_359_000}
		req.ProgressReport.Problems = "缺水泥"
		second := must(f, f.village, s.CreateProgressReport, req)
		if first.Sequence != 1 || second.Sequence != 2 || second.Position.GetLatitudeMicro() != 30_848_321 || second.ScaleUnit == "" || second.VillageName == "" {
			t.Errorf("%v, %v", first, second)
		}
		_, err = call(f, f.township, s.CreateProgressReport, reportOf(p.Id, day(0), 40))
		wants(t, "by another unit", err, ReasonNotReporter)
		_, err = call(f, f.office, s.CreateProgressReport, reportOf(p.Id, day(0), 40))
		wants(t, "by the office", err, ReasonNotReporter)
		away := &scope.Viewer{Kind: scope.Person, ID: uuid.New(), Roles: []string{"VILLAGE"}, Villages: []uuid.UUID{f.villages[2].ID}}
		if _, err = call(f, away, s.CreateProgressReport, reportOf(p.Id, day(0), 40)); !errors.Is(err, fault.ReasonNotFound) {
			t.Errorf("by a village that does not see it: %v", err)
		}

		// Each rule of the contract, at its field.
		for _, test := range []struct {
			name   string
			change func(r *projectsv1.ProgressReport)
			reason *fault.Reason
			field  string
		}{
			{"back without a reason", func(r *projectsv1.ProgressReport) { r.Percent = 34 }, ReasonSetback, "setback_reason"},
			{"a reason for nothing", func(r *projectsv1.ProgressReport) { r.SetbackReason = "返工" }, ReasonNoSetback, "setback_reason"},
			{"tomorrow", func(r *projectsv1.ProgressReport) { r.ReportedOn = day(1) }, ReasonReportAhead, "reported_on"},
			{"before the last", func(r *projectsv1.ProgressReport) { r.ReportedOn = day(-4) }, ReasonReportBackdated, "reported_on"},
			{"more than all", func(r *projectsv1.ProgressReport) { r.Percent = 101 }, ReasonPercent, "percent"},
			{"no place", func(r *projectsv1.ProgressReport) {
				r.Position = &projectsv1.Position{LatitudeMicro: 91_000_000, LongitudeMicro: 1}
			}, ReasonNoPlace, "position"},
		} {
			req := reportOf(p.Id, day(0), 40)
			test.change(req.ProgressReport)
			_, err := call(f, f.builder, s.CreateProgressReport, req)
			wants(t, test.name, err, test.reason, "progress_report."+test.field)
		}
		back := reportOf(p.Id, day(0), 30)
		back.ProgressReport.SetbackReason = "山洪冲毁路基"
		third := must(f, f.builder, s.CreateProgressReport, back)

		// The project tells of the last; lists find each.
		got := must(f, f.office, f.s.GetProject, &projectsv1.GetProjectRequest{Id: p.Id})
		if got.ProgressPercent != 30 || got.LastReportedOn != day(0) || got.Etag != p.Etag {
			t.Errorf("the project tells %d%% of %s, etag %s", got.ProgressPercent, got.LastReportedOn, got.Etag)
		}
		other := f.start(f.approve(f.create(func(p *projectsv1.Project) { p.RegionCode = farCode })))
		must(f, f.builder, s.CreateProgressReport, reportOf(other.Id, day(-1), 50))
		list := func(v *scope.Viewer, req *projectsv1.ListProgressReportsRequest) (ids []string) {
			for {
				answer := must(f, v, s.ListProgressReports, req)
				for _, r := range answer.ProgressReports {
					ids = append(ids, r.Id)
				}
				if req.PageToken = answer.NextPageToken; req.PageToken == "" {
					if len(ids) != int(answer.TotalSize) {
						t.Errorf("%d of %d are listed", len(ids), answer.TotalSize)
					}
					return ids
				}
			}
		}
		if got := list(f.office, &projectsv1.ListProgressReportsRequest{ProjectId: p.Id, PageSize: 2}); !slices.Equal(got, []string{third.Id, second.Id, first.Id}) {
			t.Errorf("newest first: %v", got)
		}
		if got := list(f.office, &projectsv1.ListProgressReportsRequest{ProblemsOnly: true}); !slices.Equal(got, []string{second.Id}) {
			t.Errorf("with problems: %v", got)
		}
		if got := list(f.office, &projectsv1.ListProgressReportsRequest{RegionCode: villageCode, OrderBy: "percent", PageSize: 1}); !slices.Equal(got, []string{first.Id, third.Id, second.Id}) {
			t.Errorf("by percent: %v", got)
		}
		if got := list(f.village, &projectsv1.ListProgressReportsRequest{OrderBy: "reported_on desc", PageSize: 1}); len(got) != 3 {
			t.Errorf("a village sees %v", got)
		}
		if got := list(f.office, &projectsv1.ListProgressReportsRequest{Quality: projectsv1.WorkQuality_WORK_QUALITY_POOR}); len(got) != 0 {
			t.Errorf("poor: %v", got)
		}
		if got := must(f, f.village, s.GetProgressReport, &projectsv1.GetProgressReportRequest{Id: second.Id}); got.Problems != "缺水泥" {
			t.Errorf("%v", got)
		}
		_, err = call(f, f.village, s.GetProgressReport, &projectsv1.GetProgressReportRequest{Id: list(f.office, &projectsv1.ListProgressReportsRequest{ProjectId: other.Id})[0]})
		if !errors.Is(err, fault.ReasonNotFound) {
			t.Errorf("another village's report: %v", err)
		}

		// The database keeps the rules too.
		for name, change := range map[string]func(ctx context.Context) error{
			"silently back": func(ctx context.Context) error {
				row, _ := GetReport(ctx, uuid.MustParse(third.Id))
				return db.From(ctx).ProgressReport.Create().SetProjectID(row.ProjectID).SetSequence(9).SetReportedOn(today).SetPercent(1).SetPercentBefore(2).SetQuantityMilli(0).
					SetQuality("good").SetMoneyUsedFen(0).SetReportedBy(uuid.New()).SetReporterName("x").SetVillageID(row.VillageID).SetUnitID(row.UnitID).Exec(ctx)
			},
			"the same number twice": func(ctx context.Context) error {
				row, _ := GetReport(ctx, uuid.MustParse(third.Id))
				return db.From(ctx).ProgressReport.Create().SetProjectID(row.ProjectID).SetSequence(3).SetReportedOn(today).SetPercent(1).SetPercentBefore(1).SetQuantityMilli(0).
					SetQuality("good").SetMoneyUsedFen(0).SetReportedBy(uuid.New()).SetReporterName("x").SetVillageID(row.VillageID).SetUnitID(row.UnitID).Exec(ctx)
			},
		} {
			if err := f.try(scope.SystemViewer("test"), func(ctx context.Context) error {
				db.Audit(ctx, audit.Entry{Action: "test"})
				return change(ctx)
			}); err == nil {
				t.Errorf("the database takes a report %s", name)
			}
		}
	})
}

// TestReportsDue: a report is asked for from a week before its term ends, of those who may report and of nobody else; a
// project lags when the term is over. Both go by the last report, or by the day the work began.
func TestReportsDue(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		room := f.room()
		begun := calendar.DateOf(time.Now()) // steps are written down at the moment they are taken
		c.Clock.Set(begun.Begin().Add(12 * time.Hour))
		silent, told := f.start(f.approve(f.create(nil))), f.approve(f.create(func(p *projectsv1.Project) { p.UnitId = f.otherUnit.ID.String() }))
		told = must(f, f.office, f.s.StartProject, &projectsv1.StartProjectRequest{Id: told.Id, Etag: told.Etag})
		f.complete(f.start(f.approve(f.create(nil))))
		f.approve(f.create(nil))
		c.Clock.Set(begun.AddDays(10).Begin())
		must(f, f.township, room.reports.CreateProgressReport, reportOf(told.Id, begun.AddDays(10).String(), 10))
		const term = 30 // of the rules
		for _, after := range []int{0, 22, 23, 30, 31, 32, 33, 40, 41, 60} {
			now := begun.AddDays(after)
			c.Clock.Set(now.Begin().Add(9 * time.Hour))
			due := map[string]calendar.Date{silent.Id: begun.AddDays(term), told.Id: begun.AddDays(10 + term)}
			lag := map[string]bool{}
			for _, p := range must(f, f.office, f.s.ListProjects, &projectsv1.ListProjectsRequest{Lag: projectsv1.ProjectLag_PROJECT_LAG_NOT_REPORTED}).Projects {
				lag[p.Id] = true
			}
			for id, day := range due {
				if lag[id] != now.After(day) {
					t.Errorf("%d days after: lagging %v, due on %s", after, lag[id], day)
				}
			}
			for name, of := range map[string]struct {
				v    *scope.Viewer
				mine []string
			}{"builder": {f.builder, []string{silent.Id}}, "township": {f.township, []string{told.Id}}, "village": {f.village, []string{silent.Id, told.Id}}, "office": {f.office, nil}} {
				want := map[string]bool{}
				for _, id := range of.mine {
					if !now.Before(due[id].AddDays(-foretell)) {
						want["progress_report:"+id] = true
					}
				}
				got := map[string]bool{}
				f.do(of.v, func(ctx context.Context) error {
					before := db.From(ctx).Statements()
					rows, err := room.ReportsWaiting(ctx)
					for _, row := range rows {
						got[row.Key()] = true
						if row.Due != due[row.ID.String()] || row.Since.After(now.Begin().Add(24*time.Hour)) {
							t.Errorf("%s, %d days after: %+v", name, after, row)
						}
					}
					if n := db.From(ctx).Statements() - before; n > 2 || of.mine == nil && n > 0 {
						t.Errorf("%s: %d questions", name, n)
					}
					return err
				})
				if !maps.Equal(got, want) {
					t.Errorf("%s, %d days after: %v, wants %v", name, after, got, want)
				}
			}
		}
		// Without a term in force nothing is asked for.
		f.do(scope.SystemViewer("test"), func(ctx context.Context) error {
			db.Audit(ctx, audit.Entry{Action: "test"})
			_, err := db.From(ctx).WorkTerm.Delete().Exec(ctx)
			return err
		})
		f.do(f.builder, func(ctx context.Context) error {
			rows, err := room.ReportsWaiting(ctx)
			if len(rows) > 0 {
				t.Errorf("without a term: %v", rows)
			}
			return err
		})
		if got := must(f, f.office, f.s.ListProjects, &projectsv1.ListProjectsRequest{Lag: projectsv1.ProjectLag_PROJECT_LAG_NOT_REPORTED}); got.TotalSize != 0 {
			t.Errorf("without a term %d lag", got.TotalSize)
		}
	})
}

var _ waiting.Source = (*Room)(nil).ReportsWaiting

// TestLagsAreLate: what lags in the beginning or in the end is what is late, each once.
func TestLagsAreLate(t *testing.T) {
	f := newFixture(t, countytest.SQLite(t))
	day := func(add int) string { return calendar.DateOf(countytest.Now).AddDays(add).String() }
	for _, days := range [][2]int{{-9, -1}, {-1, 0}, {0, 5}} {
		of := func(p *projectsv1.Project) { p.StartDate, p.EndDate = day(days[0]), day(days[1]) }
		f.create(of)
		f.approve(f.create(of))
		f.start(f.approve(f.create(of)))
	}
	ids := func(req *projectsv1.ListProjectsRequest) (ids []string) {
		for _, p := range must(f, f.office, f.s.ListProjects, req).Projects {
			ids = append(ids, p.Id)
		}
		slices.Sort(ids)
		return ids
	}
	late := ids(&projectsv1.ListProjectsRequest{LateOnly: true})
	parts := append(ids(&projectsv1.ListProjectsRequest{Lag: projectsv1.ProjectLag_PROJECT_LAG_NOT_BEGUN}),
		ids(&projectsv1.ListProjectsRequest{Lag: projectsv1.ProjectLag_PROJECT_LAG_NOT_COMPLETED})...)
	slices.Sort(parts)
	if !slices.Equal(late, parts) || len(late) != 5 {
		t.Errorf("late: %v, in parts %v", late, parts)
	}
}
