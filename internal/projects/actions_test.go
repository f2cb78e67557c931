package projects

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/uuid"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/ent"
	"zhengcun/internal/countytest"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/access"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
)

// errUndo ends a transaction that was only a try.
var errUndo = errors.New("undo")

// try runs fn as the viewer, undoes what it did, and answers what it said.
func (f *fixture) try(v *scope.Viewer, fn func(ctx context.Context) error) (answer error) {
	f.t.Helper()
	err := f.DB.Tx(scope.With(f.t.Context(), v), func(ctx context.Context) error {
		answer = fn(ctx)
		return errUndo
	})
	if !errors.Is(err, errUndo) {
		f.t.Fatal(err)
	}
	return answer
}

// TestAllowedActionsAreWhatIsNotRefused: of every project and for everybody who sees it, a verb is listed exactly when its
// method would not be refused.
func TestAllowedActionsAreWhatIsNotRefused(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		others := func(p *projectsv1.Project) { p.UnitId = f.otherUnit.ID.String() }
		listed, foreign := f.create(nil), f.create(others)
		changed := f.create(nil)
		changed = must(f, f.chief, f.s.UpdateProject, &projectsv1.UpdateProjectRequest{
			Project: &projectsv1.Project{Id: changed.Id, Etag: changed.Etag, Name: "改名"}, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"name"}}})
		asked, funded := f.approve(f.create(nil)), f.start(f.approve(f.create(nil)))
		f.fund(asked.Id, 10, false)
		f.fundOf(2025, funded.Id, 10, true)
		accepted, cancelled := f.complete(f.start(f.approve(f.create(nil)))), f.create(nil)
		f.do(f.office, func(ctx context.Context) error {
			db.Audit(ctx, audit.Entry{Action: "test"})
			row, err := Lock(ctx, uuid.MustParse(accepted.Id))
			return errors.Join(err, MarkAccepted(ctx, row, acceptanceOf(ctx, row)))
		})
		must(f, f.office, f.s.CancelProject, &projectsv1.CancelProjectRequest{Id: cancelled.Id, Etag: cancelled.Etag, Reason: "重复"})
		all := []*projectsv1.Project{listed, foreign, changed, asked, funded, accepted, cancelled,
			f.approve(f.create(nil)), f.approve(f.create(others)), f.start(f.approve(f.create(nil))), f.complete(f.start(f.approve(f.create(nil))))}

		auditor := &scope.Viewer{Kind: scope.Person, ID: uuid.New(), Roles: []string{"AUDITOR"}, County: true}
		client := &scope.Viewer{Kind: scope.Client, ID: uuid.New(), APIScopes: access.Scopes, Department: f.transport.ID}
		seen := map[string]int{}
		for name, v := range map[string]*scope.Viewer{"office": f.office, "chief": f.chief, "builder": f.builder, "township": f.township,
			"village": f.village, "department": f.transport1, "auditor": auditor, "client": client} {
			for i, p := range all {
				got, err := call(f, v, f.s.GetProject, &projectsv1.GetProjectRequest{Id: p.Id})
				if errors.Is(err, fault.ReasonNotFound) {
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				for _, a := range verbs {
					refused := f.try(v, func(ctx context.Context) error { return act(ctx, f.s, a.verb, got) })
					may := access.May(a.method, v) && refused == nil
					if listed := slices.Contains(got.AllowedActions, a.verb); listed != may {
						t.Errorf("%s, project %d (%s): %s listed: %v, refused: %v", name, i, got.State, a.verb, listed, refused)
					}
					if may {
						seen[a.verb]++
					}
				}
			}
		}
		for _, a := range verbs {
			if seen[a.verb] == 0 {
				t.Errorf("nobody may %s anything", a.verb)
			}
		}
	})
}

// act calls the method of a verb.
func act(ctx context.Context, s *service, verb string, p *projectsv1.Project) (err error) {
	switch verb {
	case edit:
		_, err = s.UpdateProject(ctx, &projectsv1.UpdateProjectRequest{Project: &projectsv1.Project{Id: p.Id, Etag: p.Etag, Name: "改"},
			UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"name"}}})
	case "approve":
		_, err = s.ApproveProject(ctx, &projectsv1.ApproveProjectRequest{Id: p.Id, Etag: p.Etag})
	case "start":
		_, err = s.StartProject(ctx, &projectsv1.StartProjectRequest{Id: p.Id, Etag: p.Etag})
	case "complete":
		_, err = s.CompleteProject(ctx, &projectsv1.CompleteProjectRequest{Id: p.Id, Etag: p.Etag})
	case "cancel":
		_, err = s.CancelProject(ctx, &projectsv1.CancelProjectRequest{Id: p.Id, Etag: p.Etag, Reason: "x"})
	case settle:
		_, err = s.SettleProject(ctx, &projectsv1.SettleProjectRequest{Id: p.Id, Etag: p.Etag})
	case report:
		_, err = (&reports{clock: s.clock, pager: s.pager}).CreateProgressReport(ctx, reportOf(p.Id, calendar.Today(s.clock).String(), 100))
	default:
		return fmt.Errorf("there is no verb %s", verb)
	}
	return err
}

// What later rooms offer comes after the room's own verbs; a filter by fiscal year does not hide money from cancelling.
func TestOffersAndMoneyOfOtherYears(t *testing.T) {
	f := newFixture(t, countytest.SQLite(t))
	p := f.approve(f.create(nil))
	f.fundOf(2025, p.Id, 10, true)
	f.fundOf(2026, p.Id, 5, false)
	f.s.offers = []Offer{
		func(_ context.Context, rows []*ent.Project) (map[uuid.UUID][]string, error) {
			return map[uuid.UUID][]string{rows[0].ID: {"appropriate"}}, nil
		},
		func(context.Context, []*ent.Project) (map[uuid.UUID][]string, error) { return nil, nil },
	}
	list := must(f, f.office, f.s.ListProjects, &projectsv1.ListProjectsRequest{FiscalYear: 2026})
	if got := list.Projects[0]; !slices.Equal(got.AllowedActions, []string{"start", "amend", "appropriate"}) || got.Money.AppropriatedFen != 0 || got.Money.RequestedFen != 5 {
		t.Errorf("listed %v", list)
	}
	broken := errors.New("broken")
	f.s.offers = []Offer{func(context.Context, []*ent.Project) (map[uuid.UUID][]string, error) { return nil, broken }}
	if _, err := call(f, f.office, f.s.GetProject, &projectsv1.GetProjectRequest{Id: p.Id}); !errors.Is(err, broken) {
		t.Errorf("a broken offer: %v", err)
	}
}
