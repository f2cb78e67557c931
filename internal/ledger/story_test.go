package ledger

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/money"
)

// TestVillageRoad follows the demo story: 600,000 yuan promised, 400,000 arrived, 380,000 appropriated, an advance of 152,000,
// 350,000 accepted, a final claim of 198,000 after set-off, 50,000 idle.
func TestVillageRoad(t *testing.T) {
	forEachDatabase(t, func(t *testing.T, e *env) {
		ctx := t.Context()
		const yuan = 100
		lot := Lot{uuid.New(), uuid.New(), uuid.New(), 2026, 600_000 * yuan}
		p := ProjectLot{lot.ID, uuid.New()}
		request, advance, claim := on("2026-03-02"), on("2026-03-10"), on("2026-06-01")
		e.do(t, func(c Conn) error { return EnsureYear(ctx, c, 2026) })
		e.do(t, func(c Conn) error { return OpenLot(ctx, c, lot, now) })
		e.do(t, func(c Conn) error { return Receive(ctx, c, lot.ID, 400_000*yuan, on("2026-03-01")) })
		e.do(t, func(c Conn) error { return OpenProjectLot(ctx, c, p, Caps{AdvanceBP: 4000, RetentionBP: 300}, today()) })
		e.do(t, func(c Conn) error { return OpenProjectLot(ctx, c, p, Caps{AdvanceBP: 9999}, today()) }) // changes nothing
		e.do(t, func(c Conn) error { return RequestAppropriation(ctx, c, p, 380_000*yuan, request) })
		e.do(t, func(c Conn) error { return ApproveAppropriation(ctx, c, request.ID, on("2026-03-03")) })
		e.refused(t, ReasonRefused, func(c Conn) error { return HoldAdvance(ctx, c, p, 152_000*yuan+1, today()) })
		e.refused(t, ReasonRefused, func(c Conn) error { return HoldPayment(ctx, c, p, 1, 0, today()) })
		e.do(t, func(c Conn) error { return HoldAdvance(ctx, c, p, 152_000*yuan, advance) })
		e.do(t, func(c Conn) error { return SettlePayment(ctx, c, advance.ID, on("2026-03-12")) })
		e.do(t, func(c Conn) error { return Accept(ctx, c, p, 350_000*yuan, on("2026-05-20")) })
		e.refused(t, ReasonRefused, func(c Conn) error { return HoldPayment(ctx, c, p, 198_000*yuan+1, 152_000*yuan, today()) })
		e.do(t, func(c Conn) error { return HoldPayment(ctx, c, p, 198_000*yuan, 152_000*yuan, claim) })
		e.do(t, func(c Conn) error { return SettlePayment(ctx, c, claim.ID, today()) })

		e.do(t, func(c Conn) error {
			got, err := LotBalances(ctx, c, lot.ID, uuid.New())
			want := LotBalance{Lot: lot.ID, Promised: 600_000 * yuan, Received: 400_000 * yuan, Appropriated: 380_000 * yuan}
			if len(got) != 1 || got[lot.ID] != want || want.Available() != 20_000*yuan {
				t.Errorf("lot: %s", cmp.Diff(want, got[lot.ID]))
			}
			return err
		})
		want := ProjectLotBalance{ProjectLot: p, FiscalYear: lot.FiscalYear, Appropriated: 380_000 * yuan, Paid: 350_000 * yuan, PayeePaid: 350_000 * yuan, Accepted: 350_000 * yuan, Caps: Caps{4000, 300}}
		e.do(t, func(c Conn) error {
			byKey, err := ProjectLotBalances(ctx, c, p, ProjectLot{p.Lot, uuid.New()})
			if err != nil {
				return err
			}
			byLot, err := ProjectLotsOfLots(ctx, c, lot.ID)
			if err != nil {
				return err
			}
			byProject, err := ProjectLotsOfProjects(ctx, c, p.Project, uuid.New())
			if d := cmp.Diff([]ProjectLotBalance{want, want, want}, append([]ProjectLotBalance{byKey[p]}, append(byLot, byProject...)...)); d != "" {
				t.Errorf("project lot: %s", d)
			}
			return err
		})
		if idle := 400_000*yuan - want.Paid; idle != 50_000*yuan {
			t.Errorf("idle %d", idle)
		}
		e.sound(t)
	})
}

// TestRetention keeps back 5 of a claim of 100, takes it back for a defect, keeps 3, and releases it on its day.
func TestRetention(t *testing.T) {
	forEachDatabase(t, func(t *testing.T, e *env) {
		ctx := t.Context()
		f := newCounty(t, e)
		r := Retention{f.main, uuid.New()}
		term := calendar.MustParseDate("2026-06-10")
		hold, settled, again, release, paid := today(), today(), today(), today(), today()
		keep := func(fen money.Fen, day string, b Booking) func(c Conn) error {
			return func(c Conn) error { return HoldRetention(ctx, c, r, calendar.MustParseDate(day), fen, 0, b) }
		}
		e.refused(t, ReasonRefused, keep(6, "2026-06-10", today())) // 5 % of 106 settled
		e.do(t, keep(5, "2026-06-10", hold))
		e.refused(t, ReasonRefused, keep(1, "2026-06-10", today()))
		e.refused(t, ReasonRefused, keep(1, "2026-06-11", today())) // another day than the account's
		e.refused(t, ReasonRefused, func(c Conn) error { return HoldRelease(ctx, c, r, 1, today()) })
		e.refused(t, ReasonRefused, func(c Conn) error { return VoidPayment(ctx, c, f.hold, today()) }) // its retention first
		e.do(t, func(c Conn) error { return SettleRetention(ctx, c, hold.ID, settled) })
		e.do(t, func(c Conn) error { return ReverseRetention(ctx, c, settled.ID, today()) })
		e.do(t, keep(3, "2026-06-10", again))
		e.do(t, func(c Conn) error { return SettleRetention(ctx, c, again.ID, today()) })
		e.refused(t, ReasonRefused, func(c Conn) error { return HoldRelease(ctx, c, r, 3, on("2026-06-09")) })
		e.refused(t, ReasonRefused, func(c Conn) error { return HoldRelease(ctx, c, r, 4, on("2026-06-10")) })
		e.do(t, func(c Conn) error { release.On = term; return HoldRelease(ctx, c, r, 3, release) })
		e.refused(t, ReasonRefused, func(c Conn) error { return HoldRelease(ctx, c, r, 1, today()) })
		early := on("2026-06-09")
		e.refused(t, ReasonRefused, func(c Conn) error { return SettleRelease(ctx, c, release.ID, early) })
		e.do(t, func(c Conn) error { return SettleRelease(ctx, c, release.ID, paid) })
		e.refused(t, ReasonAlreadyDone, func(c Conn) error { return SettleRelease(ctx, c, release.ID, today()) })
		e.refused(t, ReasonAlreadyDone, func(c Conn) error { return VoidRelease(ctx, c, release.ID, today()) })
		e.do(t, func(c Conn) error {
			got, err := RetentionsOfProjects(ctx, c, f.main.Project)
			want := []RetentionBalance{{Retention: r, ReleaseOn: term, Withheld: 3, Released: 3}}
			if d := cmp.Diff(want, got); d != "" {
				t.Error(d)
			}
			return err
		})
		e.do(t, func(c Conn) error { return ReverseRelease(ctx, c, paid.ID, today()) })
		e.sound(t)
	})
}

// TestSetOffWithoutCash: a claim wholly covered by the advance moves no cash and still needs its acceptance.
func TestSetOffWithoutCash(t *testing.T) {
	forEachDatabase(t, func(t *testing.T, e *env) {
		ctx := t.Context()
		f := newCounty(t, e)
		advance, claim, paid := today(), today(), today()
		e.do(t, func(c Conn) error { return HoldAdvance(ctx, c, f.main, 200, advance) }) // 100 work and 200 advance: 300 accepted
		e.refused(t, ReasonRefused, func(c Conn) error { return HoldPayment(ctx, c, f.main, 0, 0, today()) })
		e.refused(t, ReasonRefused, func(c Conn) error { return HoldPayment(ctx, c, f.main, 0, 201, today()) })
		e.refused(t, ReasonRefused, func(c Conn) error { return HoldPayment(ctx, c, f.main, 1, -1, today()) }) // an advance in disguise
		e.do(t, func(c Conn) error { return HoldPayment(ctx, c, f.main, 0, 200, claim) })
		e.refused(t, ReasonRefused, func(c Conn) error { return VoidPayment(ctx, c, advance.ID, today()) }) // it is set off
		e.do(t, func(c Conn) error { return SettlePayment(ctx, c, claim.ID, paid) })
		e.do(t, func(c Conn) error { return ReversePayment(ctx, c, paid.ID, today()) })
		e.do(t, func(c Conn) error { return VoidPayment(ctx, c, advance.ID, today()) })
		e.sound(t)
	})
}

// TestRooms: what AdvanceRoom and WorkRoom say is exactly what the database takes.
func TestRooms(t *testing.T) {
	forEachDatabase(t, func(t *testing.T, e *env) {
		ctx := t.Context()
		f := newCounty(t, e)
		var b ProjectLotBalance
		read := func() {
			e.do(t, func(c Conn) error {
				m, err := ProjectLotBalances(ctx, c, f.main)
				b = m[f.main]
				return err
			})
		}
		read()
		if b.AdvanceRoom() != 200 || b.WorkRoom() != 200 || b.Settled() != 100 {
			t.Errorf("advance room %d, work room %d, settled %d", b.AdvanceRoom(), b.WorkRoom(), b.Settled())
		}
		e.refused(t, ReasonRefused, func(c Conn) error { return HoldAdvance(ctx, c, f.main, b.AdvanceRoom()+1, today()) })
		e.refused(t, ReasonRefused, func(c Conn) error { return HoldPayment(ctx, c, f.main, b.WorkRoom()+1, 0, today()) })
		e.do(t, func(c Conn) error { return HoldAdvance(ctx, c, f.main, b.AdvanceRoom(), today()) })
		read()
		if b.AdvanceRoom() != 0 || b.WorkRoom() != 0 {
			t.Errorf("advance room %d, work room %d", b.AdvanceRoom(), b.WorkRoom())
		}
	})
}
