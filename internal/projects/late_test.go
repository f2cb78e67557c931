package projects

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/internal/countytest"
	"zhengcun/internal/platform/db"
)

// isLate is what the filter must find, said in the days of one project.
func isLate(p *projectsv1.Project, today string) bool {
	switch p.State {
	case projectsv1.ProjectState_PROJECT_STATE_LISTED, projectsv1.ProjectState_PROJECT_STATE_APPROVED:
		return p.StartDate < today
	case projectsv1.ProjectState_PROJECT_STATE_UNDERWAY:
		return p.EndDate < today
	}
	return false
}

func TestLateProjects(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		today := countytest.Now.In(time.FixedZone("Asia/Shanghai", 8*3600))
		day := func(add int) string { return today.AddDate(0, 0, add).Format(time.DateOnly) }
		for i, days := range [][2]int{{-9, -1}, {-1, 0}, {0, 5}, {1, 5}} {
			of := func(p *projectsv1.Project) {
				p.StartDate, p.EndDate, p.Name = day(days[0]), day(days[1]), fmt.Sprint("工期", i)
			}
			f.create(of)
			f.approve(f.create(of))
			f.start(f.approve(f.create(of)))
			f.complete(f.start(f.approve(f.create(of))))
			gone := f.create(of)
			must(f, f.office, f.s.CancelProject, &projectsv1.CancelProjectRequest{Id: gone.Id, Etag: gone.Etag, Reason: "x"})
		}
		all := must(f, f.office, f.s.ListProjects, &projectsv1.ListProjectsRequest{}).Projects
		var want, got []string
		for _, p := range all {
			if isLate(p, day(0)) {
				want = append(want, p.Number)
			}
		}
		list := must(f, f.office, f.s.ListProjects, &projectsv1.ListProjectsRequest{LateOnly: true})
		for _, p := range list.Projects {
			got = append(got, p.Number)
		}
		if !slices.Equal(got, want) || int(list.TotalSize) != len(want) || len(want) != 5 {
			t.Errorf("late: %v (%d), want %v", got, list.TotalSize, want)
		}
	})
}

// TestTotalsAreTheSumOfAllPages: for each filter, what the pages show adds up to what the list says in all.
func TestTotalsAreTheSumOfAllPages(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		for i := range 8 {
			p := f.create(func(p *projectsv1.Project) {
				p.Name = fmt.Sprint("项目", i%3)
				if i%2 == 1 {
					p.RegionCode, p.TypeCode, p.StartDate, p.EndDate = farCode, "biogas", "2026-11-20", "2026-12-20"
				}
				if i%3 == 2 {
					p.UnitId, p.DepartmentId, p.TypeCode = f.otherUnit.ID.String(), "", "labour_training"
				}
			})
			if i%4 != 0 {
				p = f.approve(p)
			}
			if i == 6 {
				must(f, f.office, f.s.CancelProject, &projectsv1.CancelProjectRequest{Id: p.Id, Etag: p.Etag, Reason: "x"})
				continue
			}
			f.fundOf(2025+i%2, p.Id, 100, i%3 != 0)
			f.fundOf(2026, p.Id, 7, true)
		}
		for _, req := range []*projectsv1.ListProjectsRequest{
			{}, {RegionCode: farCode}, {RegionCode: "340828100000"}, {State: projectsv1.ProjectState_PROJECT_STATE_APPROVED},
			{Pillar: projectsv1.Pillar_PILLAR_LABOUR_TRAINING}, {TypeCode: "biogas"}, {DepartmentId: f.transport.ID.String()},
			{UnitId: f.otherUnit.ID.String()}, {Query: "项目1"}, {FiscalYear: 2025}, {FiscalYear: 2026, RegionCode: villageCode},
			{ExcludeCancelled: true}, {LateOnly: true}, {LateOnly: true, FiscalYear: 2026},
		} {
			req.PageSize, req.OrderBy = 3, "budget_fen desc"
			sum, rows := &projectsv1.ProjectMoney{}, 0
			var last *projectsv1.ListProjectsResponse
			for {
				last = must(f, f.office, f.s.ListProjects, req)
				for _, p := range last.Projects {
					rows++
					proto.Merge(sum, &projectsv1.ProjectMoney{RequestedFen: sum.RequestedFen + p.Money.RequestedFen,
						AppropriatedFen: sum.AppropriatedFen + p.Money.AppropriatedFen, IdleFen: sum.IdleFen + p.Money.IdleFen})
				}
				if req.PageToken = last.NextPageToken; req.PageToken == "" {
					break
				}
			}
			if !proto.Equal(sum, last.Totals) || rows != int(last.TotalSize) || rows == 0 {
				t.Errorf("%v: %d rows with %v; the list says %d with %v", req, rows, sum, last.TotalSize, last.Totals)
			}
		}
	})
}

// TestAListAsksAFixedNumberOfQuestions, however many projects it shows.
func TestAListAsksAFixedNumberOfQuestions(t *testing.T) {
	f := newFixture(t, countytest.SQLite(t))
	count := func(size int32) (statements int) {
		f.do(f.office, func(ctx context.Context) error {
			list, err := f.s.ListProjects(ctx, &projectsv1.ListProjectsRequest{PageSize: size})
			if err == nil && len(list.Projects) != int(size) {
				err = errors.New("fewer projects than asked for")
			}
			statements = db.From(ctx).Statements()
			return err
		})
		return statements
	}
	for i := range 6 {
		p := f.create(func(p *projectsv1.Project) {
			if i%2 == 0 {
				p.RegionCode, p.TypeCode = farCode, "biogas"
			}
		})
		f.fund(f.approve(p).Id, 10, i%2 == 0)
	}
	if one, six := count(1), count(6); one != six {
		t.Errorf("one project takes %d statements, six take %d", one, six)
	}
}
