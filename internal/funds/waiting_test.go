package funds

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent/claim"
	"zhengcun/internal/countytest"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/waiting"
	"zhengcun/internal/platform/wire"
)

// waits answers what waits for a viewer.
func (o *office) waits(v *scope.Viewer) (rows []waiting.Row) {
	o.t.Helper()
	o.as(v, func(ctx context.Context) (err error) {
		rows, err = o.Waiting(ctx)
		return err
	})
	return rows
}

// waitDeeds are the steps behind each kind of what waits.
func (o *office) waitDeeds() map[string]deed {
	d := o.claimDeeds()
	return map[string]deed{
		"claim_agree_by_township": d["agreeByTownship"], "claim_check_by_department": d["checkByDepartment"],
		"claim_agree_by_office": d["agreeByOffice"], "claim_approve": d["approve"], "claim_pay": d["pay"], "claim_returned": d["submit"],
		"appropriation_approve": {fundsv1.AppropriationService_ApproveAppropriation_FullMethodName, func(ctx context.Context, id, etag string) error {
			_, err := (&appropriations{Room: o.Room}).ApproveAppropriation(ctx, &fundsv1.ApproveAppropriationRequest{Id: id, Etag: etag})
			return err
		}},
		"reversal_approve": {fundsv1.ReversalService_ApproveReversal_FullMethodName, func(ctx context.Context, id, etag string) error {
			_, err := (&reversals{Room: o.Room}).ApproveReversal(ctx, &fundsv1.ApproveReversalRequest{Id: id, Etag: etag})
			return err
		}},
		"document_conflict": {fundsv1.FundDocumentService_ResolveDocumentConflict_FullMethodName, func(ctx context.Context, id, etag string) error {
			_, err := (&documents{Room: o.Room}).ResolveDocumentConflict(ctx, &fundsv1.ResolveDocumentConflictRequest{Id: id, Etag: etag, Resolution: "以推送件为准"})
			return err
		}},
	}
}

// differ puts two papers before finance that came in two ways, and settles one of them.
func (o *office) differ() {
	o.t.Helper()
	for _, number := range []string{"岳交计〔2026〕21号", "岳交计〔2026〕22号"} {
		if _, err := o.push(o.client, document(number, 1_000)); err != nil {
			o.t.Fatal(err)
		}
		_, err := o.push(o.finance, document(number, 2_000))
		wants(o.t, err, ReasonDocumentDiffers)
	}
	o.as(o.finance, func(ctx context.Context) error {
		first := db.From(ctx).DocumentConflict.Query().FirstX(ctx)
		return o.waitDeeds()["document_conflict"].call(ctx, first.ID.String(), wire.Etag(first.Version))
	})
}

// TestWhatWaitsIsWhatIsNotRefused: for everybody, and of everything there is, something waits exactly when the step it
// waits for would not be refused to him.
func TestWhatWaitsIsWhatIsNotRefused(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		people, lot := o.busy()
		o.differ()
		d := o.claimDeeds()
		// Agreed to once and returned: whoever agreed may agree again, in the new round.
		again := o.claim(&fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: "2026-05-01",
			Lines: []*fundsv1.ClaimLine{{AllocationId: lot.String(), AmountFen: 900}}})
		again = o.done(o.department, d["return"], o.done(o.townshipMan, d["agreeByTownship"], again))
		o.done(o.unitMan, d["submit"], again)

		// Changed by one who could review it too, and submitted by another.
		also := func(name string, v *scope.Viewer, role string, change func(*scope.Viewer)) *scope.Viewer {
			w := *v
			w.ID, w.Name, w.Roles, w.Unit = uuid.New(), name, []string{role, "UNIT"}, o.unit
			if change != nil {
				change(&w)
			}
			people = append(people, &w)
			return &w
		}
		editor := also("编辑人", o.townshipMan, "TOWNSHIP", nil)
		drafted := o.claim(&fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: "2026-05-02",
			Lines: []*fundsv1.ClaimLine{{AllocationId: lot.String(), AmountFen: 901}}})
		o.done(o.unitMan, d["submit"], o.done(editor, d["edit"], o.done(o.unitMan, d["withdraw"], drafted)))
		// Who sees a claim because the unit is his own has no turn in it for another township or department.
		also("外乡镇兼实施单位", o.townshipMan, "TOWNSHIP", func(v *scope.Viewer) { v.Villages = []uuid.UUID{uuid.New()} })
		also("外部门兼实施单位", o.department, "DEPARTMENT", func(v *scope.Viewer) { v.Department = uuid.New() })

		records := map[string][]waiting.Row{}
		o.as(o.finance, func(ctx context.Context) error {
			tx := db.From(ctx)
			add := func(id uuid.UUID, version int, state string, kinds ...string) {
				for _, kind := range kinds {
					records[kind] = append(records[kind], waiting.Row{ID: id, Version: version, Title: state})
				}
			}
			for _, r := range tx.Claim.Query().AllX(ctx) {
				add(r.ID, r.Version, string(r.State), "claim_agree_by_township", "claim_check_by_department", "claim_agree_by_office", "claim_approve", "claim_pay")
				if r.State == claim.StateReturned { // a draft may be submitted too, and waits for nobody
					add(r.ID, r.Version, string(r.State), "claim_returned")
				}
			}
			for _, r := range tx.Appropriation.Query().AllX(ctx) {
				add(r.ID, r.Version, string(r.State), "appropriation_approve")
			}
			for _, r := range tx.Reversal.Query().AllX(ctx) {
				add(r.ID, r.Version, string(r.State), "reversal_approve")
			}
			for _, r := range tx.DocumentConflict.Query().AllX(ctx) {
				add(r.ID, r.Version, fmt.Sprint("resolved ", r.Resolved), "document_conflict")
			}
			return nil
		})
		seen := map[string]int{}
		deeds := o.waitDeeds()
		for _, v := range people {
			listed := map[string]bool{}
			for _, row := range o.waits(v) {
				if listed[row.Key()] {
					t.Errorf("%s is shown %s twice", v.Name, row.Key())
				}
				listed[row.Key()] = true
				seen[row.Kind]++
			}
			for kind, d := range deeds {
				for _, r := range records[kind] {
					r.Kind = kind
					refused := o.refusedPersonally(v, d, r.ID.String(), wire.Etag(r.Version))
					if listed[r.Key()] == refused {
						t.Errorf("%s, %s that is %s: listed %v, refused %v", v.Name, kind, r.Title, listed[r.Key()], refused)
					}
					delete(listed, r.Key())
				}
			}
			for key := range listed {
				t.Errorf("%s is shown %s, which is no record", v.Name, key)
			}
		}
		for kind := range deeds {
			if seen[kind] == 0 {
				t.Errorf("nobody is shown %s, so nothing is tested", kind)
			}
		}
	})
}

// TestWhatWaitsSaysSinceWhen: since the step that brought it, from whoever took that step with what he said, and with the
// reminders after it alone. Reminding brings nothing to anybody.
func TestWhatWaitsSaysSinceWhen(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		lot := o.fund("岳交计〔2026〕12号", 60_000_000, 40_000_000)
		o.appropriate(lot, 38_000_000)
		d := o.claimDeeds()
		wants := func(v *scope.Viewer, kind string, from *scope.Viewer, since time.Time, comment string, reminders int) {
			t.Helper()
			rows := o.waits(v)
			if len(rows) != 1 {
				t.Fatalf("%s has %d items, wants %s", v.Name, len(rows), kind)
			}
			got := rows[0]
			if got.Kind != kind || got.From != from.Name || !got.Since.Equal(since) || got.Comment != comment || got.Reminders != reminders {
				t.Errorf("%s: %s from %s since %v, %q, %d times; wants %s from %s since %v, %q, %d times",
					v.Name, got.Kind, got.From, got.Since, got.Comment, got.Reminders, kind, from.Name, since, comment, reminders)
			}
			if got.Number == "" || got.Title != o.road.Name || got.Village != o.village.ID || got.AmountFen != 100 {
				t.Errorf("%s: %+v", v.Name, got)
			}
		}
		now := func() time.Time { return c.Clock.Now().UTC().Truncate(time.Microsecond) }
		at := now()
		claimed := o.claim(&fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: "2026-04-10",
			Lines: []*fundsv1.ClaimLine{{AllocationId: lot.String(), AmountFen: 100}}})
		wants(o.townshipMan, "claim_agree_by_township", o.unitMan, at, "", 0)
		for n := range 2 {
			c.Clock.Advance(24 * time.Hour)
			claimed = o.done(o.unitMan, d["remind"], claimed)
			wants(o.townshipMan, "claim_agree_by_township", o.unitMan, at, "", n+1)
		}
		c.Clock.Advance(time.Hour)
		at = now()
		claimed = o.done(o.townshipMan, d["agreeByTownship"], claimed)
		wants(o.department, "claim_check_by_department", o.townshipMan, at, "", 0)
		c.Clock.Advance(time.Hour)
		at = now()
		claimed = o.done(o.department, d["return"], claimed)
		wants(o.unitMan, "claim_returned", o.department, at, "补材料", 0)
		c.Clock.Advance(time.Hour)
		claimed = o.done(o.unitMan, d["edit"], claimed)
		wants(o.unitMan, "claim_returned", o.department, at, "补材料", 0)
		at = now()
		claimed = o.done(o.unitMan, d["submit"], claimed)
		wants(o.townshipMan, "claim_agree_by_township", o.unitMan, at, "", 0)
		o.review(claimed)
		wants(o.cashier, "claim_pay", o.approver, at, "", 0)
	})
}

// TestWhatWaitsIsAskedInAFixedNumberOfQuestions, and in none for whom nothing can wait.
func TestWhatWaitsIsAskedInAFixedNumberOfQuestions(t *testing.T) {
	o := newOffice(t, countytest.SQLite(t))
	people, _ := o.busy()
	o.differ()
	for _, v := range people {
		var rows, statements int
		o.as(v, func(ctx context.Context) error {
			before := db.From(ctx).Statements()
			all, err := o.Waiting(ctx)
			rows, statements = len(all), db.From(ctx).Statements()-before
			return err
		})
		if statements > 7 || statements == 0 && rows > 0 {
			t.Errorf("%s: %d questions for %d rows", v.Name, statements, rows)
		}
		idle := !slices.ContainsFunc([]string{"UNIT", "TOWNSHIP", "DEPARTMENT", "POVERTY_OFFICE", "FINANCE_OFFICER", "FINANCE_APPROVER", "CASHIER"}, v.Has)
		if idle != (statements == 0) {
			t.Errorf("%s with roles %v: %d questions", v.Name, v.Roles, statements)
		}
	}
}
