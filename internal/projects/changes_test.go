package projects

import (
	"context"
	"slices"
	"testing"

	"github.com/google/uuid"

	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/ent/projectchange"
	"zhengcun/internal/countytest"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
)

func changeOf(project string, kind projectsv1.ProjectChangeKind) *projectsv1.CreateProjectChangeRequest {
	return &projectsv1.CreateProjectChangeRequest{ProjectChange: &projectsv1.ProjectChange{ProjectId: project, Kind: kind, Reason: "汛期山体滑坡"}}
}

const (
	amendKind   = projectsv1.ProjectChangeKind_PROJECT_CHANGE_KIND_AMEND
	suspendKind = projectsv1.ProjectChangeKind_PROJECT_CHANGE_KIND_SUSPEND
	resumeKind  = projectsv1.ProjectChangeKind_PROJECT_CHANGE_KIND_RESUME
	failKind    = projectsv1.ProjectChangeKind_PROJECT_CHANGE_KIND_FAIL
)

// amendment asks for another scale, days and budget.
func amendment(project string, budget int64) *projectsv1.CreateProjectChangeRequest {
	req := changeOf(project, amendKind)
	req.ProjectChange.After = &projectsv1.ProjectTerms{PlannedQuantityMilli: 4200, StartDate: "2026-03-01", EndDate: "2027-02-01", BudgetFen: budget}
	return req
}

func (f *fixture) agree(id, etag string) (*projectsv1.ProjectChange, error) {
	return call(f, f.chief, f.room().changes.ApproveProjectChange, &projectsv1.ApproveProjectChangeRequest{Id: id, Etag: etag})
}

func (f *fixture) got(id string) *projectsv1.Project {
	return must(f, f.office, f.s.GetProject, &projectsv1.GetProjectRequest{Id: id})
}

func TestAmendments(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		s := f.room().changes
		p := f.create(nil)
		_, err := call(f, f.builder, s.CreateProjectChange, amendment(p.Id, 70_000_000))
		wants(t, "a listed project", err, ReasonChangeState)
		p = f.approve(p)
		f.fund(p.Id, 50_000_000, true)
		f.fund(p.Id, 1_000_000, false)

		low := amendment(p.Id, 50_999_999)
		_, err = call(f, f.builder, s.CreateProjectChange, low)
		wants(t, "a budget below the money", err, ReasonBudgetTooLow, "project_change.after.budget_fen")
		same := changeOf(p.Id, amendKind)
		same.ProjectChange.After = &projectsv1.ProjectTerms{PlannedQuantityMilli: p.PlannedQuantityMilli, StartDate: p.StartDate, EndDate: p.EndDate, BudgetFen: p.BudgetFen}
		_, err = call(f, f.builder, s.CreateProjectChange, same)
		wants(t, "the same terms", err, ReasonSameTerms, "project_change.after")
		turned := amendment(p.Id, 70_000_000)
		turned.ProjectChange.After.EndDate = "2026-02-28"
		_, err = call(f, f.builder, s.CreateProjectChange, turned)
		wants(t, "ends before it begins", err, ReasonDaysOrder, "project_change.after.end_date")
		_, err = call(f, f.builder, s.CreateProjectChange, changeOf(p.Id, amendKind))
		wants(t, "without terms", err, fault.ReasonFieldRequired, "project_change.after")
		_, err = call(f, f.township, s.CreateProjectChange, amendment(p.Id, 70_000_000))
		wants(t, "another unit", err, ReasonOtherUnit)

		asked := must(f, f.builder, s.CreateProjectChange, amendment(p.Id, 51_000_000))
		if asked.Before.BudgetFen != 60_000_000 || asked.After.EndDate != "2027-02-01" || !slices.Equal(asked.AllowedActions, []string{"withdraw"}) || f.got(p.Id).TermsVersion != 1 {
			t.Errorf("%v", asked)
		}
		_, err = call(f, f.office, s.CreateProjectChange, amendment(p.Id, 70_000_000))
		wants(t, "a second request", err, ReasonChangeOpen)
		_, err = call(f, f.chief, s.WithdrawProjectChange, &projectsv1.WithdrawProjectChangeRequest{Id: asked.Id, Etag: asked.Etag})
		wants(t, "taken back by another", err, ReasonNotRequester)

		// Money that comes meanwhile counts when it is decided.
		_, request := f.fund(p.Id, 500_000, false)
		_, err = f.agree(asked.Id, asked.Etag)
		wants(t, "money came meanwhile", err, ReasonBudgetTooLow, "project_change.after.budget_fen")
		f.void(request)
		if done, err := f.agree(asked.Id, asked.Etag); err != nil || done.TermsVersion != 2 || done.DeciderName != f.chief.Name {
			t.Fatal(done, err)
		}
		after := f.got(p.Id)
		if after.TermsVersion != 2 || after.BudgetFen != 51_000_000 || after.PlannedQuantityMilli != 4200 || after.EndDate != "2027-02-01" || after.Etag == p.Etag {
			t.Errorf("%v", after)
		}
		if last := after.History[len(after.History)-1]; last.Action != projectsv1.ProjectAction_PROJECT_ACTION_AMEND || last.Comment != "汛期山体滑坡" {
			t.Errorf("%v", last)
		}
		_, err = f.agree(asked.Id, "2")
		wants(t, "decided twice", err, ReasonChangeDecided)

		// By the office itself it takes two people of it.
		own := must(f, f.chief, s.CreateProjectChange, amendment(p.Id, 80_000_000))
		_, err = f.agree(own.Id, own.Etag)
		wants(t, "by one person", err, ReasonSamePerson)
		refused := must(f, f.office, s.RefuseProjectChange, &projectsv1.RefuseProjectChangeRequest{Id: own.Id, Etag: own.Etag, Reason: "资金不足"})
		if refused.DecisionReason != "资金不足" || f.got(p.Id).TermsVersion != 2 {
			t.Errorf("%v", refused)
		}
		third := must(f, f.chief, s.CreateProjectChange, amendment(p.Id, 90_000_000))
		must(f, f.chief, s.WithdrawProjectChange, &projectsv1.WithdrawProjectChangeRequest{Id: third.Id, Etag: third.Etag})
		list := must(f, f.office, s.ListProjectChanges, &projectsv1.ListProjectChangesRequest{ProjectId: p.Id, PageSize: 2})
		if list.TotalSize != 3 || list.ProjectChanges[0].Id != third.Id || list.NextPageToken == "" {
			t.Errorf("%v", list)
		}

		// The database keeps the rules too.
		for name, change := range map[string]func(ctx context.Context) error{
			"two open requests": func(ctx context.Context) error {
				for range 2 {
					row, err := db.From(ctx).ProjectChange.Get(ctx, uuid.MustParse(own.Id))
					if err != nil {
						return nil
					}
					if err := db.From(ctx).ProjectChange.Create().SetProjectID(row.ProjectID).SetKind("suspend").SetReason("x").SetState("requested").SetRequestedBy(uuid.New()).
						SetRequesterName("x").SetVillageID(row.VillageID).SetUnitID(row.UnitID).Exec(ctx); err != nil {
						return err
					}
				}
				return nil
			},
			"one person who asks and decides": func(ctx context.Context) error {
				row, err := db.From(ctx).ProjectChange.Get(ctx, uuid.MustParse(own.Id))
				if err != nil {
					return nil
				}
				return db.From(ctx).ProjectChange.UpdateOne(row).SetState(projectchange.StateRefused).SetDecidedBy(row.RequestedBy).Exec(ctx)
			},
		} {
			if err := f.try(scope.SystemViewer("test"), func(ctx context.Context) error {
				db.Audit(ctx, audit.Entry{Action: "test"})
				return change(ctx)
			}); err == nil {
				t.Errorf("the database takes %s", name)
			}
		}
	})
}

// TestSuspensionAndFailure: each takes two people; what rests takes no money; what fails first has nothing on its way.
func TestSuspensionAndFailure(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		s := f.room().changes
		p := f.start(f.approve(f.create(nil)))
		do := func(kind projectsv1.ProjectChangeKind) (*projectsv1.ProjectChange, error) {
			t.Helper()
			asked := must(f, f.builder, s.CreateProjectChange, changeOf(p.Id, kind))
			return f.agree(asked.Id, asked.Etag)
		}
		state := func() projectsv1.ProjectState { return f.got(p.Id).State }
		waits := func(v *scope.Viewer) (n int) {
			f.do(v, func(ctx context.Context) error {
				rows, err := f.room().ChangesWaiting(ctx)
				n = len(rows)
				return err
			})
			return n
		}
		asked := must(f, f.office, s.CreateProjectChange, changeOf(p.Id, suspendKind))
		if waits(f.office) != 0 || waits(f.chief) != 1 || waits(f.builder) != 0 {
			t.Errorf("waits for the asker %d, another %d, the unit %d", waits(f.office), waits(f.chief), waits(f.builder))
		}
		if _, err := f.agree(asked.Id, asked.Etag); err != nil || state() != projectsv1.ProjectState_PROJECT_STATE_SUSPENDED {
			t.Fatal(err, state())
		}
		if MayReceiveMoney("suspended") || MayReceiveMoney("failed") || MayReceiveMoney("settled") {
			t.Error("what rests takes money")
		}
		_, err := call(f, f.builder, f.room().reports.CreateProgressReport, reportOf(p.Id, "2026-10-01", 10))
		wants(t, "a report while it rests", err, ReasonNotReportable)
		bad := changeOf(p.Id, resumeKind)
		bad.ProjectChange.After = &projectsv1.ProjectTerms{PlannedQuantityMilli: 1, StartDate: "2026-03-01", EndDate: "2027-02-01", BudgetFen: 1}
		_, err = call(f, f.builder, s.CreateProjectChange, bad)
		wants(t, "terms of no amendment", err, ReasonTermsNotAsked, "project_change.after")
		if _, err := do(resumeKind); err != nil || state() != projectsv1.ProjectState_PROJECT_STATE_UNDERWAY {
			t.Fatal(err, state())
		}
		f.fund(p.Id, 1000, true)
		_, request := f.fund(p.Id, 10, false)
		failing := must(f, f.builder, s.CreateProjectChange, changeOf(p.Id, failKind))
		if failing.Money.AppropriatedFen != 1000 || failing.Money.RequestedFen != 10 {
			t.Errorf("what happens to the money: %v", failing.Money)
		}
		_, err = f.agree(failing.Id, failing.Etag)
		wants(t, "money is asked for", err, ReasonMoneyOnItsWay)
		f.void(request)
		claimed := f.claimed(p.Id, "submitted")
		_, err = f.agree(failing.Id, failing.Etag)
		wants(t, "a claim is on its way", err, ReasonClaimsOnTheirWay)
		f.returned(claimed)
		if _, err := f.agree(failing.Id, failing.Etag); err != nil || state() != projectsv1.ProjectState_PROJECT_STATE_FAILED {
			t.Fatal(err, state())
		}
		_, err = call(f, f.builder, s.CreateProjectChange, changeOf(p.Id, resumeKind))
		wants(t, "after it has failed", err, ReasonChangeState)
	})
}

// TestSettling: an accepted project is settled when the ledger says that all is paid, and not before.
func TestSettling(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		p := f.complete(f.start(f.approve(f.create(nil))))
		_, err := call(f, f.office, f.s.SettleProject, &projectsv1.SettleProjectRequest{Id: p.Id, Etag: p.Etag})
		wants(t, "before the acceptance", err, ReasonNotAccepted)
		lot, _ := f.fund(p.Id, 1000, true)
		f.accept(p.Id, lot, 900)
		try := func() error {
			at := f.got(p.Id)
			_, err := call(f, f.office, f.s.SettleProject, &projectsv1.SettleProjectRequest{Id: at.Id, Etag: at.Etag})
			if listed := slices.Contains(at.AllowedActions, "settle"); listed != (err == nil) {
				t.Errorf("settle listed: %v, refused: %v", listed, err)
			}
			return err
		}
		wants(t, "nothing is paid", try(), ReasonUnsettled)
		hold := f.hold(lot, 900)
		wants(t, "held", try(), ReasonUnsettled)
		f.settleHold(hold)
		claimed := f.claimed(p.Id, "township_agreed")
		wants(t, "a claim is on its way", try(), ReasonClaimsOnTheirWay)
		f.returned(claimed)
		if err := try(); err != nil || f.got(p.Id).State != projectsv1.ProjectState_PROJECT_STATE_SETTLED {
			t.Fatal(err)
		}
		f.do(f.office, func(ctx context.Context) error {
			db.Audit(ctx, audit.Entry{Action: "test"})
			return Unsettle(ctx, uuid.MustParse(p.Id), "退汇")
		})
		if got := f.got(p.Id); got.State != projectsv1.ProjectState_PROJECT_STATE_ACCEPTED || got.History[len(got.History)-1].Comment != "退汇" {
			t.Errorf("%v", got)
		}
	})
}
