package funds

import (
	"context"
	"testing"

	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent"
	"zhengcun/ent/acceptance"
	"zhengcun/ent/organization"
	"zhengcun/ent/project"
	"zhengcun/ent/schema"
	"zhengcun/internal/countytest"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/kernel/money"
	"zhengcun/internal/ledger"
	"zhengcun/internal/people"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/validate"
	"zhengcun/internal/rules"
)

// office is a county with the people and the project of the demo story.
type office struct {
	*countytest.County
	t *testing.T
	*Room

	transport, unit, township uuid.UUID
	village                   *ent.Region
	road                      *ent.Project
	acceptances               []any // ids of those confirmed so far

	client, finance, finance2, approver, cashier, office1, office2, townshipMan, department, unitMan *scope.Viewer
}

func newOffice(t *testing.T, c *countytest.County) *office {
	o := &office{County: c, t: t, Room: New(c.Clock, c.Pager, c.Keys, validate.New())}
	o.as(scope.SystemViewer("test"), func(ctx context.Context) error {
		if _, err := people.LoadDivisions(ctx); err != nil {
			return err
		}
		body := func(code, name string, kind string, region string) uuid.UUID {
			row, err := people.CreateOrganization(ctx, people.NewOrganization{Code: code, Name: name, Kind: kindOf(kind), RegionCode: region})
			if err != nil {
				t.Fatal(err)
			}
			return row.ID
		}
		o.transport = body("transport", "交通局", "department", "340828000000")
		o.township = body("xiangchang", "响肠镇人民政府", "township", "340828107000")
		o.unit = body("qianfota", "千佛塔村委会", "village", "340828107202")
		if err := rules.Load(ctx, map[string]uuid.UUID{"transport": o.transport}); err != nil {
			return err
		}
		var err error
		if o.village, err = people.RegionByCode(ctx, "340828107202"); err != nil {
			return err
		}
		o.road = o.project(ctx, "XM2026-00001", "road", 40_000_000)
		return nil
	})
	person := func(name, role string) *scope.Viewer {
		return &scope.Viewer{Kind: scope.Person, ID: schema.NewID(), Name: name, Roles: []string{role}}
	}
	county := func(name, role string) *scope.Viewer { v := person(name, role); v.County = true; return v }
	o.client = &scope.Viewer{Kind: scope.Client, ID: schema.NewID(), Name: "交通局系统", APIScopes: []string{"funds.write"}, Department: o.transport}
	o.finance, o.finance2 = county("财政甲", "FINANCE_OFFICER"), county("财政乙", "FINANCE_OFFICER")
	o.approver, o.cashier = county("审批", "FINANCE_APPROVER"), county("出纳", "CASHIER")
	o.office1, o.office2 = county("扶贫办甲", "POVERTY_OFFICE"), county("扶贫办乙", "POVERTY_OFFICE")
	o.townshipMan, o.department, o.unitMan = person("乡镇", "TOWNSHIP"), person("交通局", "DEPARTMENT"), person("村文书", "UNIT")
	o.townshipMan.Villages = []uuid.UUID{o.village.ID}
	o.department.Department, o.unitMan.Unit = o.transport, o.unit
	return o
}

// as runs fn in one transaction for a viewer and fails the test on an error.
func (o *office) as(v *scope.Viewer, fn func(ctx context.Context) error) {
	o.t.Helper()
	if err := o.try(v, fn); err != nil {
		o.t.Fatal(err)
	}
}

// try runs fn in one transaction for a viewer.
func (o *office) try(v *scope.Viewer, fn func(ctx context.Context) error) error {
	return o.DB.Tx(scope.With(context.Background(), v), fn)
}

// refused runs fn and wants the reason, and nothing changed.
func (o *office) refused(v *scope.Viewer, want *fault.Reason, fn func(ctx context.Context) error) {
	o.t.Helper()
	err := o.try(v, fn)
	f, known := fault.From(err)
	if !known {
		o.t.Fatalf("got %v, want %s", err, want.Code)
	}
	if f.Reason() == want {
		return
	}
	for _, violation := range f.Violations() {
		if violation.Reason == want {
			return
		}
	}
	o.t.Fatalf("got %v %v, want %s", err, f.Violations(), want.Code)
}

// project lists an approved, begun project of the village.
func (o *office) project(ctx context.Context, number, kind string, budget int64) *ent.Project {
	o.t.Helper()
	tx := db.From(ctx)
	types, err := tx.ProjectType.Query().All(ctx)
	if err != nil {
		o.t.Fatal(err)
	}
	for _, k := range types {
		if k.Code != kind {
			continue
		}
		p, err := tx.Project.Create().SetNumber(number).SetName("通村公路").SetTypeID(k.ID).SetPillar(project.Pillar(k.Pillar)).
			SetBenefit(project.BenefitVillage).SetPlannedQuantityMilli(3500).SetBudgetFen(budget).SetSelfRaisedFen(0).
			SetStartDate(calendar.MustParseDate("2026-03-01")).SetEndDate(calendar.MustParseDate("2026-09-30")).SetState(project.StateUnderway).
			SetListedBy(schema.NewID()).SetVillageID(o.village.ID).SetUnitID(o.unit).SetDepartmentID(o.transport).Save(ctx)
		if err != nil {
			o.t.Fatal(err)
		}
		db.Audit(ctx, audit.Entry{Action: "test.project"})
		return p
	}
	o.t.Fatalf("no project type %s", kind)
	return nil
}

// accepted confirms an acceptance of the road, all on one lot.
func (o *office) accepted(lot uuid.UUID, amount int64, on string) *ent.Acceptance {
	o.t.Helper()
	var row *ent.Acceptance
	o.as(o.office2, func(ctx context.Context) (err error) {
		tx, day := db.From(ctx), calendar.MustParseDate(on)
		row, err = tx.Acceptance.Create().SetProjectID(o.road.ID).SetAcceptedOn(day).SetTeam([]schema.TeamMember{{Name: "村民", VillagersRepresentative: true}}).
			SetMeasuredQuantityMilli(3500).SetVerdict(acceptance.VerdictPassed).SetAcceptedFen(amount).SetState(acceptance.StateConfirmed).
			SetDraftedBy(o.office1.ID).SetConfirmedBy(o.office2.ID).
			SetVillageID(o.village.ID).SetUnitID(o.unit).SetDepartmentID(o.transport).Save(ctx)
		if err != nil {
			return err
		}
		db.Audit(ctx, audit.Entry{Action: "test.acceptance"})
		return ledger.Accept(ctx, tx, ledger.ProjectLot{Lot: lot, Project: o.road.ID}, money.Fen(amount), booking(tx, row.ID, day, "acceptance", row.ID))
	})
	o.acceptances = append(o.acceptances, row.ID.String())
	return row
}

// document is the fund document of the story.
func document(number string, fen int64) *fundsv1.FundDocument {
	return &fundsv1.FundDocument{
		IssuerCode: "AQ-JT", Number: number, Title: "关于下达乡村道路专项资金的通知", IssuedOn: "2026-03-02",
		Lines: []*fundsv1.AllocationLine{{LineNumber: 1, ChannelCode: "D-TRANSPORT", PurposeCode: "rural-road", FiscalYear: 2026, AmountFen: fen}},
	}
}

func kindOf(kind string) organization.Kind { return organization.Kind(kind) }
