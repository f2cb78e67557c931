package projects

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"

	"github.com/google/uuid"

	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/ent"
	"zhengcun/ent/organization"
	"zhengcun/ent/project"
	"zhengcun/ent/region"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/people"
	"zhengcun/internal/platform/wire"
)

// facts is what a project says of itself and may change while it is listed.
type facts struct {
	Name                  string          `json:"name"`
	Benefit               project.Benefit `json:"benefit"`
	PlannedQuantityMilli  int64           `json:"planned_quantity_milli"`
	UnitID                uuid.UUID       `json:"unit_id"`
	DepartmentID          *uuid.UUID      `json:"department_id,omitempty"`
	BudgetFen             int64           `json:"budget_fen"`
	SelfRaisedFen         int64           `json:"self_raised_fen"`
	LabourDays            int             `json:"labour_days"`
	StartDate             calendar.Date   `json:"start_date"`
	EndDate               calendar.Date   `json:"end_date"`
	Objective             string          `json:"objective,omitempty"`
	BeneficiaryHouseholds int             `json:"beneficiary_households"`
}

// take reads the named fields of a request. Days are well formed: validation has seen to it, and what it let through
// unread would be no date and fail the check.
func (f *facts) take(in *projectsv1.Project, fields []string) {
	day := func(text string) calendar.Date {
		d, err := calendar.ParseDate(text)
		if err != nil {
			return calendar.Date{}
		}
		return d
	}
	for _, field := range fields {
		switch field {
		case "name":
			f.Name = in.Name
		case "benefit":
			f.Benefit = wire.FromEnum[project.Benefit](in.Benefit)
		case "planned_quantity_milli":
			f.PlannedQuantityMilli = in.PlannedQuantityMilli
		case "unit_id":
			f.UnitID = wire.ID(in.UnitId)
		case "department_id":
			f.DepartmentID = wire.MaybeID(in.DepartmentId)
		case "budget_fen":
			f.BudgetFen = in.BudgetFen
		case "self_raised_fen":
			f.SelfRaisedFen = in.SelfRaisedFen
		case "labour_days":
			f.LabourDays = int(in.LabourDays)
		case "start_date":
			f.StartDate = day(in.StartDate)
		case "end_date":
			f.EndDate = day(in.EndDate)
		case "objective":
			f.Objective = in.Objective
		case "beneficiary_households":
			f.BeneficiaryHouseholds = int(in.BeneficiaryHouseholds)
		}
	}
}

// allFields are the fields take knows.
var allFields = []string{"name", "benefit", "planned_quantity_milli", "unit_id", "department_id", "budget_fen", "self_raised_fen",
	"labour_days", "start_date", "end_date", "objective", "beneficiary_households"}

func factsOf(r *ent.Project) facts {
	return facts{
		Name: r.Name, Benefit: r.Benefit, PlannedQuantityMilli: r.PlannedQuantityMilli, UnitID: r.UnitID, DepartmentID: r.DepartmentID,
		BudgetFen: r.BudgetFen, SelfRaisedFen: r.SelfRaisedFen, LabourDays: r.LabourDays, StartDate: r.StartDate, EndDate: r.EndDate,
		Objective: r.Objective, BeneficiaryHouseholds: r.BeneficiaryHouseholds,
	}
}

// write sets the facts in a create or an update.
func (f *facts) write(m *ent.ProjectMutation) {
	m.SetName(f.Name)
	m.SetBenefit(f.Benefit)
	m.SetPlannedQuantityMilli(f.PlannedQuantityMilli)
	m.SetUnitID(f.UnitID)
	m.ClearDepartmentID()
	if f.DepartmentID != nil {
		m.SetDepartmentID(*f.DepartmentID)
	}
	m.SetBudgetFen(f.BudgetFen)
	m.SetSelfRaisedFen(f.SelfRaisedFen)
	m.SetLabourDays(f.LabourDays)
	m.SetStartDate(f.StartDate)
	m.SetEndDate(f.EndDate)
	m.SetObjective(f.Objective)
	m.SetBeneficiaryHouseholds(f.BeneficiaryHouseholds)
}

// departmentKinds are the kinds of organizations that lead projects: those whose people can check a claim. What the
// poverty office does itself has no leading department, since it agrees to the claim anyway; led by it, a claim would
// wait for ever for a check nobody can make.
var departmentKinds = []organization.Kind{organization.KindDepartment}

// check applies the rules that need more than one field.
func (f *facts) check(ctx context.Context) ([]fault.Violation, error) {
	var bad []fault.Violation
	if f.StartDate.IsZero() || f.EndDate.Before(f.StartDate) {
		bad = append(bad, ReasonDaysOrder.Field("project.end_date", "start", f.StartDate))
	}
	if _, err := people.OrganizationOf(ctx, f.UnitID, people.UnitKinds...); err != nil {
		if err = collect(&bad, people.AtField(err, "project.unit_id")); err != nil {
			return nil, err
		}
	}
	if f.DepartmentID != nil {
		if _, err := people.OrganizationOf(ctx, *f.DepartmentID, departmentKinds...); err != nil {
			if err = collect(&bad, people.AtField(err, "project.department_id")); err != nil {
				return nil, err
			}
		}
	}
	return bad, nil
}

// collect moves the violations of err into bad and returns any other error.
func collect(bad *[]fault.Violation, err error) error {
	if f, ok := fault.From(err); ok && len(f.Violations()) > 0 {
		*bad = append(*bad, f.Violations()...)
		return nil
	}
	return err
}

// hasCommittee tells whether a region is a village that can have projects: one with a villagers' or a residents'
// committee. Digits 10 to 12 of a residents' committee are below 200; the virtual community of the statistics has 498.
func hasCommittee(r *ent.Region) bool {
	return r.Level == region.LevelVillage && (r.VillagersCommittee || r.Code[9:] < "200")
}

// text is the facts for the audit log; nothing in them is personal.
func (f *facts) text() (string, error) {
	text, err := json.Marshal(f)
	return string(text), err
}

// differing names the facts in which two texts differ. A form sends all its fields, also those nobody has changed.
func differing(before, after string) (fields []string, err error) {
	var a, b map[string]json.RawMessage
	if err := errors.Join(json.Unmarshal([]byte(before), &a), json.Unmarshal([]byte(after), &b)); err != nil {
		return nil, err
	}
	for _, name := range allFields {
		if !bytes.Equal(a[name], b[name]) {
			fields = append(fields, name)
		}
	}
	return fields, nil
}
