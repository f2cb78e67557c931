package inspections

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	inspectionsv1 "zhengcun/api/zhengcun/inspections/v1"
	"zhengcun/ent/project"
	"zhengcun/internal/countytest"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"
	"zhengcun/internal/projects"
)

const (
	passed = inspectionsv1.Verdict_VERDICT_PASSED
	partly = inspectionsv1.Verdict_VERDICT_PARTLY
	failed = inspectionsv1.Verdict_VERDICT_FAILED
)

func TestFromDraftToRevocation(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		a := f.draft(f.inspection(500, passed))
		// In the order of the papers, in proportion to 600 and 300: 333⅓ and 166⅔.
		if got := parts(a); got != "2026〕3号 D-TRANSPORT 333; 2026〕9号 F-DEV 167; " {
			t.Errorf("divided into %s", got)
		}
		if a.ProjectNumber != "XM2026-00001" || a.ProjectName != "通村公路" || a.State != inspectionsv1.AcceptanceState_ACCEPTANCE_STATE_DRAFT || len(a.Team) != 2 || a.Etag != "1" {
			t.Errorf("drafted %v", a)
		}
		_, err := call(f, f.clerk, f.s.ConfirmAcceptance, &inspectionsv1.ConfirmAcceptanceRequest{Id: a.Id, Etag: a.Etag})
		wants(t, "by the one who drafted it", err, projects.ReasonSamePerson)
		_, err = f.revoke(a)
		wants(t, "revoke a draft", err, ReasonNotConfirmed)
		if f.accepted() != "0 0" || f.state() != project.StateCompleted {
			t.Errorf("a draft counts: %s, %s", f.accepted(), f.state())
		}
		confirmed := f.confirm(a)
		if f.accepted() != "333 167" || f.state() != project.StateAccepted || parts(confirmed) != parts(a) {
			t.Errorf("confirmed: %s, %s, %v", f.accepted(), f.state(), confirmed)
		}
		if a.ConfirmTime != nil || !confirmed.ConfirmTime.AsTime().Equal(countytest.Now) || confirmed.ConfirmerName != f.chief.Name || confirmed.RevokeTime != nil {
			t.Errorf("confirmed at %v by %q", confirmed.ConfirmTime, confirmed.ConfirmerName)
		}
		f.Clock.Set(countytest.Now.Add(time.Hour))
		_, err = call(f, f.chief, f.s.ConfirmAcceptance, &inspectionsv1.ConfirmAcceptanceRequest{Id: a.Id, Etag: a.Etag})
		wants(t, "confirm again from an old page", err, wire.ReasonStale)
		_, err = call(f, f.chief, f.s.ConfirmAcceptance, &inspectionsv1.ConfirmAcceptanceRequest{Id: a.Id, Etag: confirmed.Etag})
		wants(t, "confirm again", err, ReasonNotDraft)
		_, err = f.revoke(a)
		wants(t, "revoke from an old page", err, wire.ReasonStale)
		revoked, err := f.revoke(confirmed)
		if err != nil {
			t.Fatal(err)
		}
		if f.accepted() != "0 0" || f.state() != project.StateCompleted || revoked.RevokeReason != "量错了" || revoked.State != inspectionsv1.AcceptanceState_ACCEPTANCE_STATE_REVOKED {
			t.Errorf("revoked: %s, %s, %v", f.accepted(), f.state(), revoked)
		}
		if !revoked.ConfirmTime.AsTime().Equal(countytest.Now) || !revoked.RevokeTime.AsTime().Equal(countytest.Now.Add(time.Hour)) || revoked.RevokerName != f.clerk.Name {
			t.Errorf("revoked at %v by %q, confirmed at %v", revoked.RevokeTime, revoked.RevokerName, revoked.ConfirmTime)
		}
		if got, want := f.steps(), "accept "+a.Id+" ; reopen "+a.Id+" 量错了; "; got != want {
			t.Errorf("the project's steps are %s, want %s", got, want)
		}
		_, err = f.revoke(revoked)
		wants(t, "revoke twice", err, ReasonNotConfirmed)
		// And once more from the beginning.
		f.confirm(f.draft(f.inspection(900, passed)))
		if f.accepted() != "600 300" {
			t.Errorf("accepted again: %s", f.accepted())
		}
	})
}

func TestRefusedDrafts(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		line := func(lot uuid.UUID, fen int64) *inspectionsv1.AcceptanceSplit {
			return &inspectionsv1.AcceptanceSplit{AllocationId: lot.String(), AcceptedFen: fen}
		}
		for what, test := range map[string]struct {
			change func(a *inspectionsv1.Acceptance)
			reason *fault.Reason
			fields []string
		}{
			"tomorrow":           {func(a *inspectionsv1.Acceptance) { a.AcceptedOn = "2026-11-03" }, ReasonInFuture, []string{"accepted_on"}},
			"before the start":   {func(a *inspectionsv1.Acceptance) { a.AcceptedOn = "2026-02-28" }, ReasonBeforeStart, []string{"accepted_on"}},
			"officials only":     {func(a *inspectionsv1.Acceptance) { a.Team = a.Team[:1] }, ReasonNoVillager, []string{"team"}},
			"failed with amount": {func(a *inspectionsv1.Acceptance) { a.Verdict = failed }, ReasonFailedWithAmount, []string{"accepted_fen"}},
			"passed without":     {func(a *inspectionsv1.Acceptance) { a.AcceptedFen = 0 }, ReasonAmountMissing, []string{"accepted_fen"}},
			"too much":           {func(a *inspectionsv1.Acceptance) { a.AcceptedFen = 901 }, ReasonOverAppropriated, nil},
			"foreign lot": {func(a *inspectionsv1.Acceptance) {
				a.Splits = []*inspectionsv1.AcceptanceSplit{line(f.road.Lot, 400), line(uuid.New(), 100)}
			}, ReasonLotUnknown, []string{"splits[1].allocation_id"}},
			"lot twice": {func(a *inspectionsv1.Acceptance) {
				a.Splits = []*inspectionsv1.AcceptanceSplit{line(f.road.Lot, 400), line(f.road.Lot, 100)}
			}, ReasonLotTwice, []string{"splits[1].allocation_id"}},
			"over a lot": {func(a *inspectionsv1.Acceptance) {
				a.Splits = []*inspectionsv1.AcceptanceSplit{line(f.road.Lot, 199), line(f.development.Lot, 301)}
			}, ReasonOverLot, []string{"splits[1].accepted_fen"}},
			"sum": {func(a *inspectionsv1.Acceptance) { a.Splits = []*inspectionsv1.AcceptanceSplit{line(f.road.Lot, 499)} }, ReasonSum, []string{"splits"}},
		} {
			a := f.inspection(500, passed)
			test.change(a)
			_, err := call(f, f.clerk, f.s.CreateAcceptance, &inspectionsv1.CreateAcceptanceRequest{Acceptance: a})
			wants(t, what, err, test.reason, test.fields...)
		}
		edited := f.inspection(500, passed)
		edited.Splits = []*inspectionsv1.AcceptanceSplit{line(f.development.Lot, 300), line(f.road.Lot, 200)}
		if got := parts(f.draft(edited)); got != "2026〕3号 D-TRANSPORT 200; 2026〕9号 F-DEV 300; " {
			t.Errorf("edited division %s", got)
		}
		_, err := call(f, f.clerk, f.s.CreateAcceptance, &inspectionsv1.CreateAcceptanceRequest{Acceptance: f.inspection(1, passed)})
		wants(t, "second draft", err, ReasonDraftExists)

		f.do(f.clerk, func(ctx context.Context) error {
			p := db.From(ctx).Project.UpdateOneID(f.other.ID).SetState(project.StateUnderway).SaveX(ctx)
			_, err := f.s.CreateAcceptance(ctx, &inspectionsv1.CreateAcceptanceRequest{Acceptance: &inspectionsv1.Acceptance{ProjectId: p.ID.String()}})
			wants(t, "not completed", err, projects.ReasonNotCompleted)
			db.From(ctx).Project.UpdateOneID(f.other.ID).SetState(project.StateCompleted).ExecX(ctx)
			db.From(ctx).Exempt("test")
			return nil
		})
	})
}

func TestUpdateOfADraft(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		a := f.draft(f.inspection(500, passed))
		update := func(v *scope.Viewer, change func(a *inspectionsv1.Acceptance), paths ...string) error {
			in := &inspectionsv1.Acceptance{Id: a.Id, Etag: a.Etag}
			change(in)
			changed, err := call(f, v, f.s.UpdateAcceptance, &inspectionsv1.UpdateAcceptanceRequest{Acceptance: in, UpdateMask: &fieldmaskpb.FieldMask{Paths: paths}})
			if err == nil {
				a = changed
			}
			return err
		}
		for _, step := range []struct {
			change func(a *inspectionsv1.Acceptance)
			paths  []string
			want   string
		}{
			{func(a *inspectionsv1.Acceptance) {
				a.Splits = []*inspectionsv1.AcceptanceSplit{{AllocationId: f.road.Lot.String(), AcceptedFen: 500}}
			}, []string{"splits"}, "2026〕3号 D-TRANSPORT 500; "},
			{func(a *inspectionsv1.Acceptance) { a.Remark, a.AcceptedFen = "备注", 1 }, []string{"remark"}, "2026〕3号 D-TRANSPORT 500; "},
			{func(a *inspectionsv1.Acceptance) { a.AcceptedFen = 300 }, []string{"accepted_fen"}, "2026〕3号 D-TRANSPORT 200; 2026〕9号 F-DEV 100; "},
			{func(a *inspectionsv1.Acceptance) { a.Verdict = failed }, []string{"accepted_fen", "verdict"}, ""},
			{func(a *inspectionsv1.Acceptance) { a.Verdict, a.AcceptedFen = partly, 3 }, []string{"accepted_fen", "verdict"}, "2026〕3号 D-TRANSPORT 2; 2026〕9号 F-DEV 1; "},
		} {
			if err := update(f.clerk, step.change, step.paths...); err != nil || parts(a) != step.want {
				t.Errorf("%v: %v, %s, want %s", step.paths, err, parts(a), step.want)
			}
		}
		wants(t, "amount taken away", update(f.clerk, func(*inspectionsv1.Acceptance) {}, "accepted_fen"), ReasonAmountMissing, "accepted_fen")
		// Who changed it last counts as its maker.
		if err := update(f.chief, func(a *inspectionsv1.Acceptance) { a.Remark = "复核" }, "remark"); err != nil {
			t.Fatal(err)
		}
		_, err := call(f, f.chief, f.s.ConfirmAcceptance, &inspectionsv1.ConfirmAcceptanceRequest{Id: a.Id, Etag: a.Etag})
		wants(t, "own change", err, projects.ReasonSamePerson)
		old := a.Etag
		a = must(f, f.clerk, f.s.ConfirmAcceptance, &inspectionsv1.ConfirmAcceptanceRequest{Id: a.Id, Etag: a.Etag})
		wants(t, "confirmed", update(f.clerk, func(a *inspectionsv1.Acceptance) { a.Remark = "x" }, "remark"), ReasonNotDraft)
		wants(t, "stale wins over state", update(f.clerk, func(a *inspectionsv1.Acceptance) { a.Etag, a.Remark = old, "x" }, "remark"), wire.ReasonStale)
	})
}

func TestSeveralAcceptances(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		bad := f.confirm(f.draft(f.inspection(0, failed)))
		if f.state() != project.StateCompleted || len(bad.Splits) != 0 {
			t.Errorf("failed: %s, %v", f.state(), bad.Splits)
		}
		first := f.inspection(500, partly)
		first.Splits = []*inspectionsv1.AcceptanceSplit{{AllocationId: f.road.Lot.String(), AcceptedFen: 500}}
		firstDone := f.confirm(f.draft(first))
		if f.state() != project.StateAccepted {
			t.Errorf("partly accepted: %s", f.state())
		}
		// What is left are 100 and 300, so that is the proportion now.
		second := f.draft(f.inspection(200, passed))
		if got := parts(second); got != "2026〕3号 D-TRANSPORT 50; 2026〕9号 F-DEV 150; " {
			t.Errorf("second division %s", got)
		}
		secondDone := f.confirm(second)
		_, err := call(f, f.clerk, f.s.CreateAcceptance, &inspectionsv1.CreateAcceptanceRequest{Acceptance: f.inspection(1, passed)})
		wants(t, "after it has passed", err, ReasonAllAccepted)
		if _, err := f.revoke(firstDone); err != nil || f.state() != project.StateAccepted || f.accepted() != "50 150" {
			t.Errorf("one of two revoked: %v, %s, %s", err, f.state(), f.accepted())
		}
		if _, err := f.revoke(secondDone); err != nil || f.state() != project.StateCompleted || f.accepted() != "0 0" {
			t.Errorf("both revoked: %v, %s, %s", err, f.state(), f.accepted())
		}
		if _, err := f.revoke(bad); err != nil || f.state() != project.StateCompleted {
			t.Errorf("failed one revoked: %v, %s", err, f.state())
		}
	})
}

func TestMoneyTakenBackSinceTheDraft(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		lot := f.fund("2026〕5号", 1, "F-NEW", "2026-03-01", 100)
		var approval uuid.UUID
		f.ledger(func(ctx context.Context, tx *db.Tx) error {
			var id string
			err := tx.QueryRowContext(ctx, `SELECT id FROM ledger_transfers WHERE lot_id = $1 AND kind = 'settle'`, lot.Lot.String()).Scan(&id)
			approval = uuid.MustParse(id)
			return err
		})
		a := f.draft(f.inspection(1000, passed))
		f.ledger(func(ctx context.Context, tx *db.Tx) error {
			return ledger.ReverseAppropriation(ctx, tx, approval, booking())
		})
		_, err := call(f, f.chief, f.s.ConfirmAcceptance, &inspectionsv1.ConfirmAcceptanceRequest{Id: a.Id, Etag: a.Etag})
		wants(t, "one lot is gone", err, ReasonSplitsOutdated)
		if f.accepted() != "0 0" || f.state() != project.StateCompleted {
			t.Errorf("something was booked: %s, %s", f.accepted(), f.state())
		}
	})
}

func TestRevokeWhileHeldOrPaid(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		a := f.confirm(f.draft(f.inspection(600, passed))) // 400 and 200
		refused := func(what string) {
			t.Helper()
			_, err := f.revoke(a)
			wants(t, what, err, ReasonInUse)
			got := must(f, f.clerk, f.s.GetAcceptance, &inspectionsv1.GetAcceptanceRequest{Id: a.Id})
			if f.accepted() != "400 200" || f.state() != project.StateAccepted || got.Etag != a.Etag {
				t.Errorf("%s: something changed: %s, %s, %v", what, f.accepted(), f.state(), got)
			}
		}
		hold := booking()
		f.ledger(func(ctx context.Context, tx *db.Tx) error {
			return ledger.HoldPayment(ctx, tx, f.development, 10, 0, hold)
		})
		refused("held")
		payment := booking()
		f.ledger(func(ctx context.Context, tx *db.Tx) error { return ledger.SettlePayment(ctx, tx, hold.ID, payment) })
		refused("paid")
		f.ledger(func(ctx context.Context, tx *db.Tx) error {
			return errors.Join(ledger.ReversePayment(ctx, tx, payment.ID, booking()), ledger.HoldAdvance(ctx, tx, f.road, 240, booking()))
		})
		// An advance needs no acceptance, so it does not keep one.
		if _, err := f.revoke(a); err != nil || f.accepted() != "0 0" {
			t.Errorf("with an advance only: %v, %s", err, f.accepted())
		}
	})
}

func TestOnlyTheViewersAcceptances(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		var ids []string
		for range 3 {
			a := f.confirm(f.draft(f.inspection(0, failed)))
			ids = append([]string{a.Id}, ids...)
		}
		a := f.confirm(f.draft(f.inspection(90, passed)))
		ids = append([]string{a.Id}, ids...)
		list := func(v *scope.Viewer, req *inspectionsv1.ListAcceptancesRequest) (found []string, total int32) {
			for {
				resp := must(f, v, f.s.ListAcceptances, req)
				for _, a := range resp.Acceptances {
					found = append(found, a.Id)
				}
				if total, req.PageToken = resp.TotalSize, resp.NextPageToken; req.PageToken == "" {
					return found, total
				}
			}
		}
		for name, v := range map[string]*scope.Viewer{"office": f.clerk, "unit": f.unit, "village": f.village, "department": f.dept} {
			found, total := list(v, &inspectionsv1.ListAcceptancesRequest{PageSize: 3})
			if fmt.Sprint(found) != fmt.Sprint(ids) || total != 4 {
				t.Errorf("%s sees %v (%d), want %v", name, found, total, ids)
			}
			got := must(f, v, f.s.GetAcceptance, &inspectionsv1.GetAcceptanceRequest{Id: a.Id})
			if parts(got) != "2026〕3号 D-TRANSPORT 60; 2026〕9号 F-DEV 30; " {
				t.Errorf("%s sees the division %s", name, parts(got))
			}
		}
		if found, total := list(f.foreign, &inspectionsv1.ListAcceptancesRequest{}); len(found) != 0 || total != 0 {
			t.Errorf("a foreigner sees %v (%d)", found, total)
		}
		if _, total := list(f.clerk, &inspectionsv1.ListAcceptancesRequest{ProjectId: f.other.ID.String()}); total != 0 {
			t.Errorf("the other project has %d", total)
		}
		if _, total := list(f.clerk, &inspectionsv1.ListAcceptancesRequest{State: inspectionsv1.AcceptanceState_ACCEPTANCE_STATE_REVOKED}); total != 0 {
			t.Errorf("%d are revoked", total)
		}
		_, err := call(f, f.foreign, f.s.GetAcceptance, &inspectionsv1.GetAcceptanceRequest{Id: a.Id})
		wants(t, "get", err, fault.ReasonNotFound)
		_, err = call(f, f.foreign, f.s.CreateAcceptance, &inspectionsv1.CreateAcceptanceRequest{Acceptance: f.inspection(1, passed)})
		wants(t, "create", err, fault.ReasonNotFound)
		_, err = call(f, f.foreign, f.s.RevokeAcceptance, &inspectionsv1.RevokeAcceptanceRequest{Id: a.Id, Etag: a.Etag, Reason: "x"})
		wants(t, "revoke", err, fault.ReasonNotFound)
		_, err = call(f, f.foreign, f.s.ConfirmAcceptance, &inspectionsv1.ConfirmAcceptanceRequest{Id: a.Id, Etag: a.Etag})
		wants(t, "confirm", err, fault.ReasonNotFound)
		_, err = call(f, f.foreign, f.s.UpdateAcceptance, &inspectionsv1.UpdateAcceptanceRequest{Acceptance: &inspectionsv1.Acceptance{Id: a.Id, Etag: a.Etag}})
		wants(t, "update", err, fault.ReasonNotFound)
	})
}

// TestManyAtOnce: of many who draft one project's acceptance one succeeds, and of many who confirm or revoke it one does.
func TestManyAtOnce(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		race := func(what string, loser *fault.Reason, fn func() (*inspectionsv1.Acceptance, error)) (won *inspectionsv1.Acceptance) {
			t.Helper()
			var mu sync.Mutex
			var all sync.WaitGroup
			for range 8 {
				all.Go(func() {
					a, err := fn()
					mu.Lock()
					defer mu.Unlock()
					switch {
					case err == nil && won == nil:
						won = a
					case err == nil:
						t.Errorf("%s: two have succeeded", what)
					default:
						wants(t, what, err, loser)
					}
				})
			}
			all.Wait()
			if won == nil {
				t.Fatalf("%s: nobody has succeeded", what)
			}
			return won
		}
		a := race("draft", ReasonDraftExists, func() (*inspectionsv1.Acceptance, error) {
			return call(f, f.clerk, f.s.CreateAcceptance, &inspectionsv1.CreateAcceptanceRequest{Acceptance: f.inspection(300, passed)})
		})
		a = race("confirm", wire.ReasonStale, func() (*inspectionsv1.Acceptance, error) {
			return call(f, f.chief, f.s.ConfirmAcceptance, &inspectionsv1.ConfirmAcceptanceRequest{Id: a.Id, Etag: a.Etag})
		})
		if f.accepted() != "200 100" {
			t.Errorf("confirmed: %s", f.accepted())
		}
		race("revoke", wire.ReasonStale, func() (*inspectionsv1.Acceptance, error) { return f.revoke(a) })
		if f.accepted() != "0 0" {
			t.Errorf("revoked: %s", f.accepted())
		}
	})
}
