package projects

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"

	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/internal/countytest"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
)

// Money set aside becomes idle when it arrived more than 90 days ago, lot by lot: what one lot has paid beyond its old
// money does not hide what lies on another. The lines and the totals say the same on every day.
func TestIdleMoney(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		one, two := f.create(nil), f.create(func(p *projectsv1.Project) { p.RegionCode = farCode })
		paid, _ := f.fund(one.Id, 1000, true)
		f.fund(one.Id, 300, true)
		f.fundOf(2025, two.Id, 50, true)
		f.fund(two.Id, 70, false) // only asked for: not set aside, so not idle with the project
		// Money that arrived late and is paid in part; nothing of it is old, and what is paid takes nothing off the other lots.
		late, on := ledger.ProjectLot{Lot: uuid.Must(uuid.NewV7()), Project: uuid.MustParse(one.Id)}, calendar.DateOf(countytest.Now).AddDays(30)
		f.do(f.office, func(ctx context.Context) error {
			tx, arrived, ask, hold := db.From(ctx), booking(), booking(), booking()
			arrived.On, arrived.At = on, countytest.Now.AddDate(0, 0, 30)
			db.Audit(ctx, audit.Entry{Action: "test"})
			return errors.Join(
				ledger.OpenLot(ctx, tx, ledger.Lot{ID: late.Lot, Channel: uuid.New(), Purpose: uuid.New(), FiscalYear: 2026, Promised: 500}, countytest.Now),
				ledger.Receive(ctx, tx, late.Lot, 500, arrived),
				ledger.OpenProjectLot(ctx, tx, late, ledger.Caps{AdvanceBP: 4000, RetentionBP: 1000}, booking()),
				ledger.RequestAppropriation(ctx, tx, late, 500, ask), ledger.ApproveAppropriation(ctx, tx, ask.ID, booking()),
				ledger.HoldAdvance(ctx, tx, late, 40, hold), ledger.SettlePayment(ctx, tx, hold.ID, booking()))
		})
		check := func(when string, want, wantOne, want2025, wantFar int64) {
			t.Helper()
			for _, test := range []struct {
				req  *projectsv1.ListProjectsRequest
				want int64
			}{
				{&projectsv1.ListProjectsRequest{}, want},
				{&projectsv1.ListProjectsRequest{PageSize: 1}, want},
				{&projectsv1.ListProjectsRequest{RegionCode: villageCode}, wantOne},
				{&projectsv1.ListProjectsRequest{FiscalYear: 2025}, want2025},
				{&projectsv1.ListProjectsRequest{FiscalYear: 2026}, want - want2025},
				{&projectsv1.ListProjectsRequest{RegionCode: farCode, ExcludeCancelled: true}, wantFar},
			} {
				list := must(f, f.office, f.s.ListProjects, test.req)
				var lines int64
				for _, p := range list.Projects {
					lines += p.Money.IdleFen
				}
				if list.Totals.IdleFen != test.want || test.req.PageSize == 0 && lines != test.want {
					t.Errorf("%s, %v: total %d, lines %d, want %d", when, test.req, list.Totals.IdleFen, lines, test.want)
				}
			}
			if got := must(f, f.office, f.s.GetProject, &projectsv1.GetProjectRequest{Id: one.Id}); got.Money.IdleFen != wantOne {
				t.Errorf("%s: one %d, want %d", when, got.Money.IdleFen, wantOne)
			}
		}
		check("on the day", 0, 0, 0, 0)
		c.Clock.Set(countytest.Now.AddDate(0, 0, ledger.IdleDays))
		check("on the ninetieth day", 0, 0, 0, 0)
		c.Clock.Set(countytest.Now.AddDate(0, 0, ledger.IdleDays+1))
		check("a day later", 1350, 1300, 50, 50)
		f.do(f.office, func(ctx context.Context) error {
			db.Audit(ctx, audit.Entry{Action: "test"})
			hold := booking()
			return errors.Join(ledger.HoldAdvance(ctx, db.From(ctx), paid, 400, hold), ledger.SettlePayment(ctx, db.From(ctx), hold.ID, booking()))
		})
		check("after a payment", 950, 900, 50, 50)
		c.Clock.Set(countytest.Now.AddDate(0, 0, 30+ledger.IdleDays+1))
		check("when the late money is old", 1410, 1360, 50, 50)
	})
}
