package projects

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"

	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/ent"
	"zhengcun/ent/claim"
	"zhengcun/ent/organization"
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

// fixture is a county with two villages of one township and one of another, the bodies that work there, and the people.
type fixture struct {
	*countytest.County
	t *testing.T
	s *service

	villages                               []*ent.Region
	unit, otherUnit, transport, bank       *ent.Organization
	office, chief                          *scope.Viewer // two people of the poverty office
	builder, township, village, transport1 *scope.Viewer
}

const (
	villageCode   = "340828100200"
	secondCode    = "340828100201"
	farCode       = "340828101200"
	residentsCode = "340828101001"
	virtualCode   = "340828101498"
)

func newFixture(t *testing.T, c *countytest.County) *fixture {
	t.Helper()
	f := &fixture{County: c, t: t, s: New(c.Clock, c.Pager).projects}
	f.do(scope.SystemViewer("test"), func(ctx context.Context) error {
		tx := db.From(ctx)
		add := func(code, name string, level region.Level, parent *uuid.UUID, committee bool) *ent.Region {
			return tx.Region.Create().SetCode(code).SetName(name).SetShortName(name).SetInitials("x").SetLevel(level).SetNillableParentID(parent).
				SetVillagersCommittee(committee).SetValidFrom(calendar.MustParseDate("2020-01-01")).SetSource("test").SaveX(ctx)
		}
		county := add("340828000000", "岳西县", region.LevelCounty, nil, false)
		near := add("340828100000", "近镇", region.LevelTownship, &county.ID, false)
		far := add("340828101000", "远乡", region.LevelTownship, &county.ID, false)
		f.villages = []*ent.Region{
			add(villageCode, "一村", region.LevelVillage, &near.ID, true), add(secondCode, "二村", region.LevelVillage, &near.ID, true),
			add(farCode, "远村", region.LevelVillage, &far.ID, true),
		}
		add(residentsCode, "居委会", region.LevelVillage, &far.ID, false)
		add(virtualCode, "虚拟社区", region.LevelVillage, &far.ID, false)
		body := func(code string, kind organization.Kind) *ent.Organization {
			return tx.Organization.Create().SetCode(code).SetName("单位 " + code).SetKind(kind).SetRegionID(county.ID).SaveX(ctx)
		}
		f.unit, f.otherUnit = body("unit", organization.KindContractor), body("other", organization.KindCooperative)
		f.transport, f.bank = body("transport", organization.KindDepartment), body("bank", organization.KindBank)
		bureau := body("office", organization.KindPovertyOffice)
		person := func(username, name string) *scope.Viewer {
			row := tx.User.Create().SetUsername(username).SetDisplayName(name).SetOrganizationID(bureau.ID).SetRoles([]string{"POVERTY_OFFICE"}).SaveX(ctx)
			return &scope.Viewer{Kind: scope.Person, ID: row.ID, Name: name, Roles: row.Roles, County: true}
		}
		f.office, f.chief = person("office", "经办"), person("chief", "主任")
		db.Audit(ctx, audit.Entry{Action: "test"})
		return rules.Load(ctx, map[string]uuid.UUID{"transport": f.transport.ID})
	})
	person := func(role string) *scope.Viewer {
		return &scope.Viewer{Kind: scope.Person, ID: uuid.New(), Roles: []string{role}}
	}
	f.builder, f.township, f.village, f.transport1 = person("UNIT"), person("UNIT"), person("VILLAGE"), person("DEPARTMENT")
	f.builder.Unit = f.unit.ID
	f.township.Unit, f.township.Villages = f.otherUnit.ID, []uuid.UUID{f.villages[0].ID, f.villages[1].ID}
	f.village.Villages = []uuid.UUID{f.villages[0].ID}
	f.transport1.Department = f.transport.ID
	return f
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

// road is a valid project of the first village.
func (f *fixture) road() *projectsv1.Project {
	return &projectsv1.Project{
		Name: "通村公路", RegionCode: villageCode, TypeCode: "road", Benefit: projectsv1.Benefit_BENEFIT_VILLAGE, PlannedQuantityMilli: 3500,
		UnitId: f.unit.ID.String(), DepartmentId: f.transport.ID.String(), BudgetFen: 60_000_000, SelfRaisedFen: 100, LabourDays: 7,
		StartDate: "2026-03-01", EndDate: "2026-12-01", Objective: "通车", BeneficiaryHouseholds: 40,
	}
}

func (f *fixture) create(change func(p *projectsv1.Project)) *projectsv1.Project {
	f.t.Helper()
	p := f.road()
	if change != nil {
		change(p)
	}
	return must(f, f.office, f.s.CreateProject, &projectsv1.CreateProjectRequest{Project: p})
}

func (f *fixture) approve(p *projectsv1.Project) *projectsv1.Project {
	f.t.Helper()
	return must(f, f.chief, f.s.ApproveProject, &projectsv1.ApproveProjectRequest{Id: p.Id, Etag: p.Etag})
}

func (f *fixture) start(p *projectsv1.Project) *projectsv1.Project {
	f.t.Helper()
	return must(f, f.builder, f.s.StartProject, &projectsv1.StartProjectRequest{Id: p.Id, Etag: p.Etag})
}

func (f *fixture) complete(p *projectsv1.Project) *projectsv1.Project {
	f.t.Helper()
	return must(f, f.builder, f.s.CompleteProject, &projectsv1.CompleteProjectRequest{Id: p.Id, Etag: p.Etag})
}

// acceptanceOf is a confirmed acceptance of a project, for what accepts it.
func acceptanceOf(ctx context.Context, p *ent.Project) uuid.UUID {
	return db.From(ctx).Acceptance.Create().SetProjectID(p.ID).SetVillageID(p.VillageID).SetUnitID(p.UnitID).SetNillableDepartmentID(p.DepartmentID).
		SetAcceptedOn(calendar.DateOf(countytest.Now)).SetTeam(nil).SetMeasuredQuantityMilli(1).SetVerdict("passed").SetAcceptedFen(1).
		SetState("confirmed").SetDraftedBy(uuid.New()).SaveX(ctx).ID
}

func booking() ledger.Booking {
	return ledger.Booking{ID: uuid.Must(uuid.NewV7()), On: calendar.DateOf(countytest.Now), At: countytest.Now, Reference: "test"}
}

// fund gives a project a new lot with money requested and, when approved, appropriated. It returns the request's id.
func (f *fixture) fund(project string, amount money.Fen, approved bool) (lot ledger.ProjectLot, request uuid.UUID) {
	f.t.Helper()
	return f.fundOf(2026, project, amount, approved)
}

// fundOf is fund with money of a fiscal year.
func (f *fixture) fundOf(year int, project string, amount money.Fen, approved bool) (lot ledger.ProjectLot, request uuid.UUID) {
	f.t.Helper()
	lot = ledger.ProjectLot{Lot: uuid.Must(uuid.NewV7()), Project: uuid.MustParse(project)}
	ask := booking()
	f.do(scope.SystemViewer("test"), func(ctx context.Context) error {
		tx := db.From(ctx)
		db.Audit(ctx, audit.Entry{Action: "test"})
		errs := []error{
			ledger.EnsureYear(ctx, tx, 2026),
			ledger.OpenLot(ctx, tx, ledger.Lot{ID: lot.Lot, Channel: uuid.New(), Purpose: uuid.New(), FiscalYear: year, Promised: amount}, countytest.Now),
			ledger.Receive(ctx, tx, lot.Lot, amount, booking()),
			ledger.OpenProjectLot(ctx, tx, lot, ledger.Caps{AdvanceBP: 4000, RetentionBP: 1000}, booking()),
			ledger.RequestAppropriation(ctx, tx, lot, amount, ask),
		}
		if approved {
			errs = append(errs, ledger.ApproveAppropriation(ctx, tx, ask.ID, booking()))
		}
		return errors.Join(errs...)
	})
	return lot, ask.ID
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
		if v.Field != fields[i] || v.Reason != reason {
			t.Errorf("%s: got %s at %s, want %s at %s", what, v.Reason.Code, v.Field, reason.Code, fields[i])
		}
	}
}

// booked runs a booking as the product itself.
func (f *fixture) booked(fn func(ctx context.Context, tx *db.Tx) error) {
	f.t.Helper()
	f.do(scope.SystemViewer("test"), func(ctx context.Context) error {
		db.Audit(ctx, audit.Entry{Action: "test"})
		return fn(ctx, db.From(ctx))
	})
}

// void takes a request for money back.
func (f *fixture) void(request uuid.UUID) {
	f.booked(func(ctx context.Context, tx *db.Tx) error {
		return ledger.VoidAppropriation(ctx, tx, request, booking())
	})
}

// accept accepts a completed project with an amount of one lot.
func (f *fixture) accept(project string, lot ledger.ProjectLot, amount money.Fen) {
	f.do(f.office, func(ctx context.Context) error {
		db.Audit(ctx, audit.Entry{Action: "test"})
		row, err := Lock(ctx, uuid.MustParse(project))
		if err != nil {
			return err
		}
		return errors.Join(MarkAccepted(ctx, row, acceptanceOf(ctx, row)), ledger.Accept(ctx, db.From(ctx), lot, amount, booking()))
	})
}

// hold holds an amount for payment, and settleHold pays it.
func (f *fixture) hold(lot ledger.ProjectLot, amount money.Fen) uuid.UUID {
	b := booking()
	f.booked(func(ctx context.Context, tx *db.Tx) error { return ledger.HoldPayment(ctx, tx, lot, amount, 0, b) })
	return b.ID
}

func (f *fixture) settleHold(hold uuid.UUID) {
	f.booked(func(ctx context.Context, tx *db.Tx) error { return ledger.SettlePayment(ctx, tx, hold, booking()) })
}

// claimed is a claim for a project in a state, and returned sends it back.
func (f *fixture) claimed(project string, state claim.State) (id uuid.UUID) {
	f.booked(func(ctx context.Context, tx *db.Tx) error {
		p := tx.Project.GetX(ctx, uuid.MustParse(project))
		id = tx.Claim.Create().SetProjectID(p.ID).SetNumber("BZ" + uuid.NewString()).SetKind(claim.KindAdvance).SetClaimedOn(calendar.DateOf(countytest.Now)).SetPayeeName("x").SetPayeeAccount("x").
			SetPayeeAccountMasked("x").SetAmountFen(1).SetSetOffFen(0).SetState(state).SetDraftedBy(uuid.New()).
			SetVillageID(p.VillageID).SetUnitID(p.UnitID).SetNillableDepartmentID(p.DepartmentID).SaveX(ctx).ID
		return nil
	})
	return id
}

func (f *fixture) returned(id uuid.UUID) {
	f.booked(func(ctx context.Context, tx *db.Tx) error {
		return tx.Claim.UpdateOneID(id).SetState(claim.StateReturned).Exec(ctx)
	})
}
