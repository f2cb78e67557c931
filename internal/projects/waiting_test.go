package projects

import (
	"context"
	"maps"
	"testing"
	"time"

	"github.com/google/uuid"

	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/ent"
	"zhengcun/internal/countytest"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/platform/access"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/waiting"
)

// waitSteps are the move each kind waits for, and the day after which it waits; none for what waits from the start.
var waitSteps = map[string]struct {
	verb string
	due  func(p *projectsv1.Project) string
}{
	"project_approve":    {"approve", nil},
	"project_start_late": {"start", func(p *projectsv1.Project) string { return p.StartDate }},
	"project_end_late":   {"complete", func(p *projectsv1.Project) string { return p.EndDate }},
}

// TestWhatWaitsIsWhatIsNotRefused: for everybody, a project waits exactly when the move it waits for would not be refused
// to him and, for a late one, its day has passed: not on the day itself.
func TestWhatWaitsIsWhatIsNotRefused(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		day := func(add int) string { return calendar.DateOf(countytest.Now).AddDays(add).String() }
		for _, days := range [][2]int{{-9, -1}, {-1, 0}, {0, 5}, {1, 5}} {
			for _, unit := range []*ent.Organization{f.unit, f.otherUnit} {
				of := func(p *projectsv1.Project) {
					p.StartDate, p.EndDate, p.UnitId = day(days[0]), day(days[1]), unit.ID.String()
				}
				start := func(p *projectsv1.Project) *projectsv1.Project {
					return must(f, f.office, f.s.StartProject, &projectsv1.StartProjectRequest{Id: p.Id, Etag: p.Etag})
				}
				f.create(of)
				f.approve(f.create(of))
				p := start(f.approve(f.create(of)))
				must(f, f.office, f.s.CompleteProject, &projectsv1.CompleteProjectRequest{Id: p.Id, Etag: p.Etag})
				start(f.approve(f.create(of)))
			}
		}
		all := must(f, f.office, f.s.ListProjects, &projectsv1.ListProjectsRequest{PageSize: 1000}).Projects
		methods := map[string]string{}
		for _, v := range verbs {
			methods[v.verb] = v.method
		}
		bare := &scope.Viewer{Kind: scope.Person, ID: uuid.New(), Roles: []string{"UNIT"}, Villages: f.township.Villages}
		seen := map[string]int{}
		for name, v := range map[string]*scope.Viewer{"office": f.office, "chief": f.chief, "builder": f.builder, "township": f.township,
			"village": f.village, "department": f.transport1, "of no unit": bare} {
			want := map[string]bool{}
			for _, p := range all {
				for kind, step := range waitSteps {
					if step.due != nil && step.due(p) >= day(0) || !access.May(methods[step.verb], v) {
						continue
					}
					if f.try(v, func(ctx context.Context) error { return act(ctx, f.s, step.verb, p) }) == nil {
						want[kind+":"+p.Id] = true
						seen[kind]++
					}
				}
			}
			rows, statements := f.waits(v)
			got := map[string]bool{}
			for _, row := range rows {
				got[row.Key()] = true
			}
			if !maps.Equal(got, want) || len(got) != len(rows) {
				t.Errorf("%s is shown %v, wants %v", name, got, want)
			}
			if most := map[bool]int{true: 1}[v.Has("UNIT") || v.Has("POVERTY_OFFICE")]; statements != most {
				t.Errorf("%s: %d questions", name, statements)
			}
		}
		for kind := range waitSteps {
			if seen[kind] == 0 {
				t.Errorf("nobody is shown %s, so nothing is tested", kind)
			}
		}
	})
}

// waits answers what waits for a viewer, and how many questions that took.
func (f *fixture) waits(v *scope.Viewer) (rows []waiting.Row, statements int) {
	f.t.Helper()
	f.do(v, func(ctx context.Context) (err error) {
		before := db.From(ctx).Statements()
		rows, err = (&Room{projects: f.s}).Waiting(ctx)
		statements = db.From(ctx).Statements() - before
		return err
	})
	return rows, statements
}

// TestLateProjectsWaitFromTheDayAfter, and say who acted last: who approved it, or whose work it is.
func TestLateProjectsWaitFromTheDayAfter(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		// The steps are written down at the moment they are taken, so the days are counted from there.
		today := calendar.DateOf(time.Now())
		c.Clock.Set(today.AddDays(40).Begin())
		of := func(p *projectsv1.Project) {
			p.StartDate, p.EndDate = today.AddDays(10).String(), today.AddDays(20).String()
		}
		approved, begun := f.approve(f.create(of)), f.start(f.approve(f.create(of)))
		listed := f.create(of)
		want := map[string]struct {
			from  string
			due   calendar.Date
			since time.Time
		}{
			"project_start_late:" + approved.Id: {f.chief.Name, today.AddDays(10), today.AddDays(11).Begin()},
			"project_end_late:" + begun.Id:      {f.unit.Name, today.AddDays(20), today.AddDays(21).Begin()},
			"project_approve:" + listed.Id:      {f.office.Name, calendar.Date{}, changed(t, listed)},
		}
		rows, _ := f.waits(f.chief)
		for _, row := range rows {
			w, ok := want[row.Key()]
			if !ok || row.From != w.from || row.Due != w.due || !row.Since.Equal(w.since) || row.Number == "" || row.Title != "通村公路" || row.AmountFen != 60_000_000 {
				t.Errorf("%+v, wants %+v", row, w)
			}
		}
		if len(rows) != len(want) {
			t.Errorf("%d rows, wants %d", len(rows), len(want))
		}
	})
}

// changed is when a project was last changed, by its message.
func changed(t *testing.T, p *projectsv1.Project) time.Time {
	t.Helper()
	if p.UpdateTime == nil {
		t.Fatal("a project without the time of its change")
	}
	return p.UpdateTime.AsTime()
}
