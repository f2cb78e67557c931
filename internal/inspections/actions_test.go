package inspections

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	inspectionsv1 "zhengcun/api/zhengcun/inspections/v1"
	"zhengcun/ent"
	"zhengcun/ent/project"
	"zhengcun/internal/countytest"
	"zhengcun/internal/platform/access"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/waiting"
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

// ofMoney tells refusals that need the books; an action may be listed all the same.
func ofMoney(err error) bool {
	return errors.Is(err, ReasonInUse) || errors.Is(err, ReasonSplitsOutdated)
}

// methods are the methods of the verbs, with how a test calls each.
var methods = map[string]struct {
	name string
	call func(ctx context.Context, s *acceptances, a *inspectionsv1.Acceptance) error
}{
	"edit": {inspectionsv1.AcceptanceService_UpdateAcceptance_FullMethodName, func(ctx context.Context, s *acceptances, a *inspectionsv1.Acceptance) error {
		_, err := s.UpdateAcceptance(ctx, &inspectionsv1.UpdateAcceptanceRequest{Acceptance: &inspectionsv1.Acceptance{Id: a.Id, Etag: a.Etag, Remark: "x"},
			UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"remark"}}})
		return err
	}},
	"confirm": {inspectionsv1.AcceptanceService_ConfirmAcceptance_FullMethodName, func(ctx context.Context, s *acceptances, a *inspectionsv1.Acceptance) error {
		_, err := s.ConfirmAcceptance(ctx, &inspectionsv1.ConfirmAcceptanceRequest{Id: a.Id, Etag: a.Etag})
		return err
	}},
	"revoke": {inspectionsv1.AcceptanceService_RevokeAcceptance_FullMethodName, func(ctx context.Context, s *acceptances, a *inspectionsv1.Acceptance) error {
		_, err := s.RevokeAcceptance(ctx, &inspectionsv1.RevokeAcceptanceRequest{Id: a.Id, Etag: a.Etag, Reason: "x"})
		return err
	}},
}

// TestAllowedActionsAreWhatIsNotRefused: at every turn of a project's inspections and for everybody, a verb is listed
// exactly when its method would not be refused, the money aside.
func TestAllowedActionsAreWhatIsNotRefused(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		seen := map[string]int{}
		people := map[string]*scope.Viewer{"clerk": f.clerk, "chief": f.chief, "unit": f.unit, "village": f.village, "department": f.dept,
			"auditor": {Kind: scope.Person, ID: f.clerk.ID, Roles: []string{"AUDITOR"}, County: true}}
		compare := func(turn string) {
			t.Helper()
			for name, v := range people {
				for _, a := range must(f, v, f.s.ListAcceptances, &inspectionsv1.ListAcceptancesRequest{}).Acceptances {
					for verb, method := range methods {
						refused := f.try(v, func(ctx context.Context) error { return method.call(ctx, f.s, a) })
						may := access.May(method.name, v) && (refused == nil || ofMoney(refused))
						if listed := slices.Contains(a.AllowedActions, verb); listed != may {
							t.Errorf("%s: %s, %s of an acceptance that is %s: listed: %v, refused: %v", turn, name, verb, a.State, listed, refused)
						}
						if may {
							seen[verb]++
						}
					}
				}
				f.compareOffer(turn, name, v, seen)
				f.compareWaiting(turn, name, v, seen)
			}
		}
		compare("nothing yet")
		wanting := f.draft(f.inspection(0, inspectionsv1.Verdict_VERDICT_FAILED))
		compare("a draft that finds the work wanting")
		wanting = f.confirm(wanting)
		compare("found wanting")
		partly := f.draft(f.inspection(100, inspectionsv1.Verdict_VERDICT_PARTLY))
		compare("a draft")
		partly = f.confirm(partly)
		compare("accepted in part")
		again := f.confirm(f.draft(f.inspection(0, inspectionsv1.Verdict_VERDICT_FAILED)))
		compare("the rest found wanting")
		rest := f.draft(f.inspection(300, inspectionsv1.Verdict_VERDICT_PASSED))
		compare("a second draft")
		rest = f.confirm(rest)
		compare("passed")
		if _, err := f.revoke(partly); err != nil {
			t.Fatal(err)
		}
		compare("the first one revoked")
		if _, err := f.revoke(rest); err != nil {
			t.Fatal(err)
		}
		compare("what was accepted is revoked")
		for _, a := range []*inspectionsv1.Acceptance{again, wanting} {
			if _, err := f.revoke(a); err != nil {
				t.Fatal(err)
			}
		}
		compare("all revoked")
		f.draft(f.inspection(100, inspectionsv1.Verdict_VERDICT_PARTLY))
		f.do(f.chief, func(ctx context.Context) error {
			db.Audit(ctx, audit.Entry{Action: "test"})
			return db.From(ctx).Project.Update().Where(project.ID(f.project.ID)).SetState(project.StateUnderway).Exec(ctx)
		})
		compare("work has begun again")
		for _, verb := range []string{"edit", "confirm", "revoke", "accept", "acceptance_confirm", "project_inspect"} {
			if seen[verb] == 0 {
				t.Errorf("nobody may ever %s, or it never waits", verb)
			}
		}
	})
}

// compareOffer compares `accept` on the projects with drafting an acceptance of them.
func (f *fixture) compareOffer(turn, name string, v *scope.Viewer, seen map[string]int) {
	f.t.Helper()
	var rows []*ent.Project
	offered := map[string]bool{}
	f.do(v, func(ctx context.Context) (err error) {
		if rows, err = db.From(ctx).Project.Query().All(ctx); err != nil {
			return err
		}
		may, err := OnProjects(ctx, rows)
		for id, verbs := range may {
			offered[id.String()] = slices.Contains(verbs, "accept")
		}
		return err
	})
	for _, p := range rows {
		draft := f.inspection(0, inspectionsv1.Verdict_VERDICT_FAILED)
		draft.ProjectId = p.ID.String()
		refused := f.try(v, func(ctx context.Context) error {
			_, err := f.s.CreateAcceptance(ctx, &inspectionsv1.CreateAcceptanceRequest{Acceptance: draft})
			return err
		})
		may := access.May(inspectionsv1.AcceptanceService_CreateAcceptance_FullMethodName, v) && refused == nil
		if offered[p.ID.String()] != may {
			f.t.Errorf("%s: %s, accept of a project that is %s: offered: %v, refused: %v", turn, name, p.State, !may, refused)
		}
		if may {
			seen["accept"]++
		}
	}
}

// compareWaiting compares what waits with what may be done: a draft waits exactly when the viewer may confirm it, and a
// project exactly when he may draft an acceptance of it and the last that was confirmed, if any was, found it wanting.
func (f *fixture) compareWaiting(turn, name string, v *scope.Viewer, seen map[string]int) {
	f.t.Helper()
	var rows []waiting.Row
	f.do(v, func(ctx context.Context) (err error) {
		rows, err = (&Room{}).Waiting(ctx)
		return err
	})
	listed := map[string]bool{}
	for _, row := range rows {
		listed[row.Key()] = true
		seen[row.Kind]++
		if row.Title == "" || row.Since.IsZero() || row.Kind == "acceptance_confirm" && row.From != f.clerk.Name {
			f.t.Errorf("%s: %s is shown %+v", turn, name, row)
		}
	}
	want := map[string]bool{}
	last := map[string]inspectionsv1.Verdict{} // the newest is listed first
	for _, a := range must(f, f.clerk, f.s.ListAcceptances, &inspectionsv1.ListAcceptancesRequest{}).Acceptances {
		confirm := methods["confirm"]
		refused := f.try(v, func(ctx context.Context) error { return confirm.call(ctx, f.s, a) })
		if access.May(confirm.name, v) && (refused == nil || ofMoney(refused)) {
			want["acceptance_confirm:"+a.Id] = true
		}
		if a.State == inspectionsv1.AcceptanceState_ACCEPTANCE_STATE_CONFIRMED && last[a.ProjectId] == 0 {
			last[a.ProjectId] = a.Verdict
		}
	}
	for _, id := range []string{f.project.ID.String(), f.other.ID.String()} {
		draft := f.inspection(0, inspectionsv1.Verdict_VERDICT_FAILED)
		draft.ProjectId = id
		refused := f.try(v, func(ctx context.Context) error {
			_, err := f.s.CreateAcceptance(ctx, &inspectionsv1.CreateAcceptanceRequest{Acceptance: draft})
			return err
		})
		if access.May(inspectionsv1.AcceptanceService_CreateAcceptance_FullMethodName, v) && refused == nil && (last[id] == 0 || last[id] == inspectionsv1.Verdict_VERDICT_FAILED) {
			want["project_inspect:"+id] = true
		}
	}
	if !maps.Equal(listed, want) {
		f.t.Errorf("%s: %s is shown %v, wants %v", turn, name, listed, want)
	}
}

// TestWantingWorkWaitsToBeInspectedAgain: since it was found wanting, from whoever confirmed that, with what was said; the
// last time counts, and no longer once it is accepted.
func TestWantingWorkWaitsToBeInspectedAgain(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		shown := func() (found []waiting.Row) {
			t.Helper()
			f.do(f.clerk, func(ctx context.Context) error {
				rows, err := (&Room{}).Waiting(ctx)
				for _, row := range rows {
					if row.Kind == "project_inspect" && row.ID == f.project.ID {
						found = append(found, row)
					}
				}
				return err
			})
			return found
		}
		if rows := shown(); len(rows) != 1 || !rows[0].Since.Equal(f.project.UpdateTime) || rows[0].Comment != "" || rows[0].From == f.chief.Name {
			t.Errorf("completed: %+v", rows)
		}
		for _, remark := range []string{"路面开裂，限期返工", "路肩未修"} {
			in := f.inspection(0, inspectionsv1.Verdict_VERDICT_FAILED)
			in.Remark = remark
			a := f.draft(in)
			if rows := shown(); len(rows) != 0 {
				t.Errorf("%s, drafted: %+v", remark, rows)
			}
			a = f.confirm(a)
			var confirmed time.Time
			f.do(f.chief, func(ctx context.Context) error {
				row, err := db.From(ctx).Acceptance.Get(ctx, uuid.MustParse(a.Id))
				confirmed = row.UpdateTime
				return err
			})
			rows := shown()
			if len(rows) != 1 || !rows[0].Since.Equal(confirmed) || rows[0].From != f.chief.Name || rows[0].Comment != remark || rows[0].AmountFen != f.project.BudgetFen {
				t.Errorf("%s: %+v", remark, rows)
			}
		}
		f.confirm(f.draft(f.inspection(300, inspectionsv1.Verdict_VERDICT_PASSED)))
		if rows := shown(); len(rows) != 0 {
			t.Errorf("passed: %+v", rows)
		}
	})
}

func TestNamesOfAnAcceptance(t *testing.T) {
	f := newFixture(t, countytest.SQLite(t))
	a := f.draft(f.inspection(100, inspectionsv1.Verdict_VERDICT_PARTLY))
	if a.VillageName != "340828100200" || a.DrafterName != f.clerk.Name || a.ConfirmerName != "" {
		t.Errorf("drafted %v", a)
	}
	if a = f.confirm(a); a.DrafterName != f.clerk.Name || a.ConfirmerName != f.chief.Name {
		t.Errorf("confirmed %v", a)
	}
}

// TestListFiltersOrdersAndTotals: for each filter, the confirmed amounts on the pages add up to what the list says in all.
func TestListFiltersOrdersAndTotals(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		f.do(f.chief, func(ctx context.Context) error {
			db.Audit(ctx, audit.Entry{Action: "test"})
			return db.From(ctx).Project.Update().Where(project.ID(f.other.ID)).SetName("Old 沼气池").Exec(ctx)
		})
		number := map[string]string{}
		add := func(name string, a *inspectionsv1.Acceptance) { number[a.Id] = name }
		take := func(amount int64, on string, verdict inspectionsv1.Verdict) *inspectionsv1.Acceptance {
			in := f.inspection(amount, verdict)
			in.AcceptedOn = on
			return f.draft(in)
		}
		add("1", f.confirm(take(100, "2026-10-30", inspectionsv1.Verdict_VERDICT_PARTLY)))
		add("2", f.confirm(take(0, "2026-10-28", inspectionsv1.Verdict_VERDICT_FAILED)))
		three := f.confirm(take(50, "2026-10-28", inspectionsv1.Verdict_VERDICT_PARTLY))
		add("3", three)
		if _, err := f.revoke(three); err != nil {
			t.Fatal(err)
		}
		add("4", f.confirm(take(200, "2026-10-29", inspectionsv1.Verdict_VERDICT_PASSED)))
		far := f.inspection(0, inspectionsv1.Verdict_VERDICT_FAILED)
		far.ProjectId, far.AcceptedOn = f.other.ID.String(), "2026-10-31"
		add("5", f.draft(far))

		for _, test := range []struct {
			req   *inspectionsv1.ListAcceptancesRequest
			want  string
			total int64
		}{
			{&inspectionsv1.ListAcceptancesRequest{}, "54321", 300},
			{&inspectionsv1.ListAcceptancesRequest{OrderBy: "create_time"}, "12345", 300},
			{&inspectionsv1.ListAcceptancesRequest{OrderBy: "accepted_on"}, "23415", 300},
			{&inspectionsv1.ListAcceptancesRequest{OrderBy: "accepted_on desc"}, "51432", 300},
			{&inspectionsv1.ListAcceptancesRequest{OrderBy: "accepted_fen desc"}, "41352", 300},
			{&inspectionsv1.ListAcceptancesRequest{RegionCode: "340828100201"}, "5", 0},
			{&inspectionsv1.ListAcceptancesRequest{RegionCode: "340828100200"}, "4321", 300},
			{&inspectionsv1.ListAcceptancesRequest{RegionCode: "340828100000"}, "54321", 300},
			{&inspectionsv1.ListAcceptancesRequest{Query: "沼气"}, "5", 0},
			{&inspectionsv1.ListAcceptancesRequest{Query: " old "}, "5", 0},
			{&inspectionsv1.ListAcceptancesRequest{Query: "xm2026-00001"}, "4321", 300},
			{&inspectionsv1.ListAcceptancesRequest{Query: "%"}, "", 0},
			{&inspectionsv1.ListAcceptancesRequest{Verdict: inspectionsv1.Verdict_VERDICT_PARTLY}, "31", 100},
			{&inspectionsv1.ListAcceptancesRequest{State: inspectionsv1.AcceptanceState_ACCEPTANCE_STATE_REVOKED}, "3", 0},
			{&inspectionsv1.ListAcceptancesRequest{ProjectId: f.project.ID.String(), Verdict: inspectionsv1.Verdict_VERDICT_PASSED}, "4", 200},
		} {
			test.req.PageSize = 2
			got, rows, sum := "", 0, int64(0)
			for {
				list := must(f, f.clerk, f.s.ListAcceptances, test.req)
				for _, a := range list.Acceptances {
					got += number[a.Id]
					rows++
					if a.State == inspectionsv1.AcceptanceState_ACCEPTANCE_STATE_CONFIRMED {
						sum += a.AcceptedFen
					}
				}
				if list.TotalAcceptedFen != test.total || int(list.TotalSize) != len(test.want) {
					t.Errorf("%v: says %d with %d fen, want %d with %d", test.req, list.TotalSize, list.TotalAcceptedFen, len(test.want), test.total)
				}
				if test.req.PageToken = list.NextPageToken; test.req.PageToken == "" {
					break
				}
			}
			if got != test.want || sum != test.total {
				t.Errorf("%v: %s with %d fen, want %s with %d", test.req, got, sum, test.want, test.total)
			}
		}
		// The unit's own list has its own sum.
		if list := must(f, f.foreign, f.s.ListAcceptances, &inspectionsv1.ListAcceptancesRequest{}); list.TotalSize != 1 || list.TotalAcceptedFen != 0 {
			t.Errorf("the other unit sees %v", list)
		}
	})
}

// TestAListAsksAFixedNumberOfQuestions, however many acceptances it shows.
func TestAListAsksAFixedNumberOfQuestions(t *testing.T) {
	f := newFixture(t, countytest.SQLite(t))
	for range 4 {
		f.confirm(f.draft(f.inspection(10, inspectionsv1.Verdict_VERDICT_PARTLY)))
	}
	count := func(size int) (statements int) {
		f.do(f.clerk, func(ctx context.Context) error {
			list, err := f.s.ListAcceptances(ctx, &inspectionsv1.ListAcceptancesRequest{PageSize: int32(size)})
			if err == nil && len(list.Acceptances) != size {
				err = errors.New("fewer acceptances than asked for")
			}
			statements = db.From(ctx).Statements()
			return err
		})
		return statements
	}
	if one, four := count(1), count(4); one != four {
		t.Errorf("one acceptance takes %d statements, four take %d", one, four)
	}
}
