package projects

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/internal/countytest"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"
)

// told spells a history: action, person, organization and words of each step.
func told(steps []*projectsv1.ProjectStep) (text string) {
	for _, s := range steps {
		text += fmt.Sprintf("%s %s %s %q; ", s.Action.String()[len("PROJECT_ACTION_"):], s.ActorName, s.OrganizationName, s.Comment)
	}
	return text
}

// Every move is kept with who made it, when and why, in the answer of the move itself and in that of GetProject.
func TestHistory(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		f.office.OrganizationName, f.chief.OrganizationName = "扶贫办", "扶贫办"
		f.builder.Name, f.builder.OrganizationName = "队长", "施工队"
		at := countytest.Now
		next := func() {
			at = at.Add(time.Hour)
			f.Clock.Set(at)
		}

		p := f.create(nil)
		if got := told(p.History); got != `LIST 经办 扶贫办 ""; ` {
			t.Errorf("listed: %s", got)
		}
		next()
		p = must(f, f.office, f.s.UpdateProject, &projectsv1.UpdateProjectRequest{
			Project: &projectsv1.Project{Id: p.Id, Etag: p.Etag, Name: "改名", BudgetFen: 5, LabourDays: 7}, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"budget_fen", "department_id", "labour_days", "name"}}})
		next()
		p = f.approve(p)
		next()
		p = f.start(p)
		next()
		p = f.complete(p)
		var acceptance uuid.UUID
		for _, what := range []string{"accept", "reopen"} {
			next()
			f.do(f.chief, func(ctx context.Context) error {
				db.Audit(ctx, audit.Entry{Action: "test"})
				row, err := Lock(ctx, wire.ID(p.Id))
				if err != nil {
					return err
				}
				if what == "reopen" {
					return ReopenAfterRevocation(ctx, row, acceptance, "量错了")
				}
				acceptance = acceptanceOf(ctx, row)
				return MarkAccepted(ctx, row, acceptance)
			})
		}

		const want = `LIST 经办 扶贫办 ""; EDIT 经办 扶贫办 "name, department_id, budget_fen"; APPROVE 主任 扶贫办 ""; START 队长 施工队 ""; ` +
			`COMPLETE 队长 施工队 ""; ACCEPT 主任 扶贫办 ""; REOPEN 主任 扶贫办 "量错了"; `
		for name, v := range map[string]*scope.Viewer{"office": f.office, "unit": f.builder, "village": f.village} {
			got := must(f, v, f.s.GetProject, &projectsv1.GetProjectRequest{Id: p.Id}).History
			if told(got) != want {
				t.Errorf("%s is told %s\nwant %s", name, told(got), want)
			}
			for i, s := range got {
				if when := countytest.Now.Add(time.Duration(i) * time.Hour); !s.Time.AsTime().Equal(when) {
					t.Errorf("%s: %s at %s, want %s", name, s.Action, s.Time.AsTime(), when)
				}
				if ofAcceptance := i >= 5; ofAcceptance != (s.AcceptanceId == acceptance.String()) || !ofAcceptance && s.AcceptanceId != "" {
					t.Errorf("%s: %s by acceptance %q", name, s.Action, s.AcceptanceId)
				}
			}
		}
		list := must(f, f.office, f.s.ListProjects, &projectsv1.ListProjectsRequest{})
		if len(list.Projects) != 1 || list.Projects[0].History != nil {
			t.Errorf("the list has histories: %v", list.Projects)
		}

		other := f.create(nil)
		next()
		other = must(f, f.chief, f.s.CancelProject, &projectsv1.CancelProjectRequest{Id: other.Id, Etag: other.Etag, Reason: "重复"})
		if got := told(other.History); got != `LIST 经办 扶贫办 ""; CANCEL 主任 扶贫办 "重复"; ` {
			t.Errorf("cancelled: %s", got)
		}
	})
}

// A refused move leaves no step.
func TestNoStepOfWhatWasRefused(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		p := f.create(nil)
		_, err := call(f, f.office, f.s.ApproveProject, &projectsv1.ApproveProjectRequest{Id: p.Id, Etag: p.Etag})
		wants(t, "own project", err, ReasonSamePerson)
		_, err = call(f, f.chief, f.s.ApproveProject, &projectsv1.ApproveProjectRequest{Id: p.Id, Etag: "9"})
		wants(t, "old page", err, wire.ReasonStale)
		if got := must(f, f.office, f.s.GetProject, &projectsv1.GetProjectRequest{Id: p.Id}).History; len(got) != 1 {
			t.Errorf("kept %s", told(got))
		}
	})
}

// A project that goes to another unit before it is approved takes its steps along.
func TestStepsFollowAListedProject(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		p, left := f.create(nil), f.create(nil)
		must(f, f.office, f.s.UpdateProject, &projectsv1.UpdateProjectRequest{UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"unit_id", "department_id"}},
			Project: &projectsv1.Project{Id: p.Id, Etag: p.Etag, UnitId: f.otherUnit.ID.String()}})
		second := &scope.Viewer{Kind: scope.Person, ID: uuid.New(), Roles: []string{"UNIT"}, Unit: f.otherUnit.ID}
		if got := must(f, second, f.s.GetProject, &projectsv1.GetProjectRequest{Id: p.Id}).History; len(got) != 2 {
			t.Errorf("the new unit is told %s", told(got))
		}
		if got := must(f, f.transport1, f.s.GetProject, &projectsv1.GetProjectRequest{Id: left.Id}).History; len(got) != 1 {
			t.Errorf("another project's step went along: %s", told(got))
		}
	})
}
