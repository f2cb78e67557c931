package inspections

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/uuid"

	inspectionsv1 "zhengcun/api/zhengcun/inspections/v1"
	"zhengcun/ent"
	"zhengcun/ent/channel"
	"zhengcun/ent/issuer"
	"zhengcun/ent/organization"
	"zhengcun/ent/project"
	"zhengcun/ent/projectstep"
	"zhengcun/ent/projecttype"
	"zhengcun/ent/purpose"
	"zhengcun/ent/region"
	"zhengcun/internal/countytest"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/kernel/money"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/rules"
)

// fixture is a county with a completed project of two lots: a transport lot of 600 of an older paper, and a
// development lot of 300 of a newer one.
type fixture struct {
	*countytest.County
	t *testing.T
	s *acceptances

	project, other      *ent.Project // other: completed, of another village and unit, without money
	road, development   ledger.ProjectLot
	clerk, chief        *scope.Viewer // two people of the poverty office
	unit, village, dept *scope.Viewer // who see the project
	foreign             *scope.Viewer // who does not
}

var day = calendar.MustParseDate

func newFixture(t *testing.T, c *countytest.County) *fixture {
	t.Helper()
	f := &fixture{County: c, t: t, s: New(c.Clock, c.Pager).acceptances}
	f.do(scope.SystemViewer("test"), func(ctx context.Context) error {
		tx := db.From(ctx)
		db.Audit(ctx, audit.Entry{Action: "test"})
		add := func(code string, level region.Level, parent *uuid.UUID) *ent.Region {
			return tx.Region.Create().SetCode(code).SetName(code).SetShortName(code).SetInitials("x").SetLevel(level).SetNillableParentID(parent).
				SetVillagersCommittee(level == region.LevelVillage).SetValidFrom(day("2020-01-01")).SetSource("test").SaveX(ctx)
		}
		county := add("340828000000", region.LevelCounty, nil)
		township := add("340828100000", region.LevelTownship, &county.ID)
		village, second := add("340828100200", region.LevelVillage, &township.ID), add("340828100201", region.LevelVillage, &township.ID)
		body := func(code string, kind organization.Kind) uuid.UUID {
			return tx.Organization.Create().SetCode(code).SetName(code).SetKind(kind).SetRegionID(county.ID).SaveX(ctx).ID
		}
		unit, otherUnit, transport := body("unit", organization.KindContractor), body("other", organization.KindContractor), body("transport", organization.KindDepartment)
		if err := rules.Load(ctx, map[string]uuid.UUID{"transport": transport}); err != nil {
			return err
		}
		kind := tx.ProjectType.Query().Where(projecttype.Code("road")).OnlyX(ctx)
		list := func(number string, village, unit uuid.UUID, department *uuid.UUID) *ent.Project {
			return tx.Project.Create().SetNumber(number).SetName("通村公路").SetTypeID(kind.ID).SetPillar("village_works").SetBenefit("village").
				SetPlannedQuantityMilli(3500).SetBudgetFen(1000).SetSelfRaisedFen(0).SetStartDate(day("2026-03-01")).SetEndDate(day("2026-12-01")).
				SetState(project.StateCompleted).SetListedBy(uuid.New()).SetVillageID(village).SetUnitID(unit).SetNillableDepartmentID(department).SaveX(ctx)
		}
		f.project, f.other = list("XM2026-00001", village.ID, unit, &transport), list("XM2026-00002", second.ID, otherUnit, nil)
		person := func(name, role string, org uuid.UUID, v scope.Viewer) *scope.Viewer {
			row := tx.User.Create().SetUsername(name).SetDisplayName("人 " + name).SetOrganizationID(org).SetRoles([]string{role}).SaveX(ctx)
			v.Kind, v.ID, v.Name, v.Roles = scope.Person, row.ID, row.DisplayName, row.Roles
			return &v
		}
		bureau := body("office", organization.KindPovertyOffice)
		f.clerk = person("clerk", "POVERTY_OFFICE", bureau, scope.Viewer{County: true})
		f.chief = person("chief", "POVERTY_OFFICE", bureau, scope.Viewer{County: true})
		f.unit = person("unit", "UNIT", unit, scope.Viewer{Unit: unit})
		f.village = person("village", "VILLAGE", otherUnit, scope.Viewer{Villages: []uuid.UUID{village.ID}})
		f.dept = person("dept", "DEPARTMENT", transport, scope.Viewer{Department: transport})
		f.foreign = person("foreign", "UNIT", otherUnit, scope.Viewer{Unit: otherUnit, Villages: []uuid.UUID{second.ID}})
		return nil
	})
	f.development = f.fund("2026〕9号", 1, "F-DEV", "2026-05-02", 300)
	f.road = f.fund("2026〕3号", 2, "D-TRANSPORT", "2026-02-01", 600)
	return f
}

// fund sets money of a new paper aside for the project.
func (f *fixture) fund(number string, line int, code, issued string, amount money.Fen) (lot ledger.ProjectLot) {
	f.t.Helper()
	f.do(scope.SystemViewer("test"), func(ctx context.Context) error {
		tx := db.From(ctx)
		db.Audit(ctx, audit.Entry{Action: "test"})
		from := tx.Issuer.Query().Where(issuer.Code("YX-CZ")).OnlyX(ctx)
		source, use := tx.Channel.Query().Where(channel.Code(code)).OnlyX(ctx), tx.Purpose.Query().Where(purpose.Code("rural-road")).OnlyX(ctx)
		paper := tx.FundDocument.Create().SetIssuerID(from.ID).SetNumber(number).SetNumberKey(number).SetTitle("文件").SetIssuedOn(day(issued)).
			SetContentHash([]byte("x")).SetCreatedBy(uuid.New()).SaveX(ctx)
		allocation := tx.Allocation.Create().SetFundDocumentID(paper.ID).SetLineNumber(line).SetChannelID(source.ID).SetPurposeID(use.ID).
			SetFiscalYear(2026).SetAmountFen(int64(amount)).SetNillableDepartmentID(source.DepartmentID).SetIssuedOn(day(issued)).SaveX(ctx)
		lot = ledger.ProjectLot{Lot: allocation.ID, Project: f.project.ID}
		return errors.Join(
			ledger.EnsureYear(ctx, tx, 2026),
			ledger.OpenLot(ctx, tx, ledger.Lot{ID: lot.Lot, Channel: source.ID, Purpose: use.ID, FiscalYear: 2026, Promised: amount}, countytest.Now),
			ledger.Receive(ctx, tx, lot.Lot, amount, booking()),
			ledger.OpenProjectLot(ctx, tx, lot, ledger.Caps{AdvanceBP: 4000, RetentionBP: 1000}, booking()),
		)
	})
	f.appropriate(lot, amount)
	return lot
}

// appropriate sets money aside and returns the id of the approval.
func (f *fixture) appropriate(lot ledger.ProjectLot, amount money.Fen) uuid.UUID {
	f.t.Helper()
	ask, approval := booking(), booking()
	f.ledger(func(ctx context.Context, tx *db.Tx) error {
		return errors.Join(ledger.RequestAppropriation(ctx, tx, lot, amount, ask), ledger.ApproveAppropriation(ctx, tx, ask.ID, approval))
	})
	return approval.ID
}

func booking() ledger.Booking {
	return ledger.Booking{ID: uuid.Must(uuid.NewV7()), On: calendar.DateOf(countytest.Now), At: countytest.Now, Reference: "test"}
}

// ledger books something straight away.
func (f *fixture) ledger(fn func(ctx context.Context, tx *db.Tx) error) {
	f.t.Helper()
	f.do(scope.SystemViewer("test"), func(ctx context.Context) error {
		db.Audit(ctx, audit.Entry{Action: "test"})
		return fn(ctx, db.From(ctx))
	})
}

// accepted is what the ledger says is accepted on the two lots.
func (f *fixture) accepted() (text string) {
	f.t.Helper()
	f.do(scope.SystemViewer("test"), func(ctx context.Context) error {
		b, err := ledger.ProjectLotBalances(ctx, db.From(ctx), f.road, f.development)
		text = fmt.Sprint(b[f.road].Accepted, " ", b[f.development].Accepted)
		return err
	})
	return text
}

func (f *fixture) state() (state project.State) {
	f.t.Helper()
	f.do(scope.SystemViewer("test"), func(ctx context.Context) error {
		p, err := db.From(ctx).Project.Get(ctx, f.project.ID)
		state = p.State
		return err
	})
	return state
}

// steps are those of the project: what was done, by which acceptance and why.
func (f *fixture) steps() (text string) {
	f.t.Helper()
	f.do(scope.SystemViewer("test"), func(ctx context.Context) error {
		rows, err := db.From(ctx).ProjectStep.Query().Where(projectstep.ProjectID(f.project.ID)).Order(projectstep.ByID()).All(ctx)
		for _, row := range rows {
			text += fmt.Sprintf("%s %s %s; ", row.Action, row.AcceptanceID, row.Comment)
		}
		return err
	})
	return text
}

// do runs fn for a viewer in a transaction that must succeed.
func (f *fixture) do(v *scope.Viewer, fn func(ctx context.Context) error) {
	f.t.Helper()
	if err := f.DB.Tx(scope.With(f.t.Context(), v), fn); err != nil {
		f.t.Fatal(err, errors.Unwrap(err))
	}
}

// call runs one method for a viewer, in a transaction of its own.
func call[Q, A any](f *fixture, v *scope.Viewer, method func(context.Context, Q) (A, error), req Q) (answer A, err error) {
	err = f.DB.Tx(scope.With(f.t.Context(), v), func(ctx context.Context) error {
		answer, err = method(ctx, req)
		return err
	})
	return answer, err
}

func must[Q, A any](f *fixture, v *scope.Viewer, method func(context.Context, Q) (A, error), req Q) A {
	f.t.Helper()
	answer, err := call(f, v, method, req)
	if err != nil {
		f.t.Fatal(err, errors.Unwrap(err))
	}
	return answer
}

// inspection is a valid draft of an amount.
func (f *fixture) inspection(amount int64, verdict inspectionsv1.Verdict) *inspectionsv1.Acceptance {
	return &inspectionsv1.Acceptance{
		ProjectId: f.project.ID.String(), AcceptedOn: "2026-10-30", MeasuredQuantityMilli: 3400, Verdict: verdict, AcceptedFen: amount,
		Team: []*inspectionsv1.TeamMember{{Name: "王组长", Organization: "扶贫办"}, {Name: "村民", VillagersRepresentative: true}},
	}
}

func (f *fixture) draft(a *inspectionsv1.Acceptance) *inspectionsv1.Acceptance {
	f.t.Helper()
	return must(f, f.clerk, f.s.CreateAcceptance, &inspectionsv1.CreateAcceptanceRequest{Acceptance: a})
}

func (f *fixture) confirm(a *inspectionsv1.Acceptance) *inspectionsv1.Acceptance {
	f.t.Helper()
	return must(f, f.chief, f.s.ConfirmAcceptance, &inspectionsv1.ConfirmAcceptanceRequest{Id: a.Id, Etag: a.Etag})
}

func (f *fixture) revoke(a *inspectionsv1.Acceptance) (*inspectionsv1.Acceptance, error) {
	return call(f, f.clerk, f.s.RevokeAcceptance, &inspectionsv1.RevokeAcceptanceRequest{Id: a.Id, Etag: a.Etag, Reason: "量错了"})
}

// parts spells a division: paper, channel and amount of each line.
func parts(a *inspectionsv1.Acceptance) (text string) {
	for _, s := range a.Splits {
		text += fmt.Sprintf("%s %s %d; ", s.DocumentNumber, s.ChannelCode, s.AcceptedFen)
	}
	return text
}

// wants fails the test unless err is the reason, or names exactly these fields with theirs.
func wants(t *testing.T, what string, err error, reason *fault.Reason, fields ...string) {
	t.Helper()
	if len(fields) == 0 {
		if !errors.Is(err, reason) {
			t.Errorf("%s: got %v, want %s", what, err, reason.Code)
		}
		return
	}
	e, ok := fault.From(err)
	if !ok || len(e.Violations()) != len(fields) {
		t.Errorf("%s: got %v, want %s at %v", what, err, reason.Code, fields)
		return
	}
	for i, v := range e.Violations() {
		if v.Field != "acceptance."+fields[i] || v.Reason != reason {
			t.Errorf("%s: got %s at %s, want %s at %s", what, v.Reason.Code, v.Field, reason.Code, fields[i])
		}
	}
}
