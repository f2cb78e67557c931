package projects

import (
	"context"
	"fmt"
	"strings"

	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/ent"
	"zhengcun/ent/file"
	"zhengcun/ent/project"
	"zhengcun/ent/projectstep"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/people"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"
)

// CreateProject lists a project.
func (s *service) CreateProject(ctx context.Context, req *projectsv1.CreateProjectRequest) (*projectsv1.Project, error) {
	tx, in := db.From(ctx), req.Project
	var f facts
	f.take(in, allFields)
	bad, err := f.check(ctx)
	if err != nil {
		return nil, err
	}
	village, err := people.RegionByCode(ctx, in.RegionCode)
	if err != nil {
		if err = collect(&bad, people.AtField(err, "project.region_code")); err != nil {
			return nil, err
		}
	} else if !hasCommittee(village) {
		bad = append(bad, ReasonNoVillage.Field("project.region_code"))
	}
	kind, err := typeByCode(ctx, in.TypeCode)
	if err != nil {
		return nil, err
	}
	if kind == nil {
		bad = append(bad, ReasonTypeUnknown.Field("project.type_code"))
	}
	if len(bad) > 0 {
		return nil, fault.Fields(bad...)
	}
	viewer, _ := scope.From(ctx)
	year := calendar.Today(s.clock).Year()
	n, err := db.NextNumber(ctx, fmt.Sprintf("project/%d", year))
	if err != nil {
		return nil, err
	}
	create := tx.Project.Create().SetNumber(fmt.Sprintf("XM%d-%05d", year, n)).SetVillageID(village.ID).
		SetTypeID(kind.ID).SetPillar(project.Pillar(kind.Pillar)).SetState(project.StateListed).SetListedBy(viewer.ID)
	f.write(create.Mutation())
	row, err := create.Save(ctx)
	if err != nil {
		return nil, err
	}
	if err := keep(ctx, row, projectstep.ActionList, words{}); err != nil {
		return nil, err
	}
	after, err := f.text()
	if err != nil {
		return nil, err
	}
	db.Audit(ctx, audit.Entry{Action: "projects.createProject", ObjectType: "project", ObjectID: row.ID.String(),
		VillageID: row.VillageID.String(), After: after})
	return s.message(ctx, row)
}

// UpdateProject changes a listed project.
func (s *service) UpdateProject(ctx context.Context, req *projectsv1.UpdateProjectRequest) (*projectsv1.Project, error) {
	tx, in := db.From(ctx), req.Project
	row, err := Lock(ctx, wire.ID(in.Id))
	if err != nil {
		return nil, err
	}
	if row.Version != wire.Version(in.Etag) {
		return nil, wire.ReasonStale.New()
	}
	if err := changeable(row); err != nil {
		return nil, err
	}
	f := factsOf(row)
	before, err := f.text()
	if err != nil {
		return nil, err
	}
	f.take(in, req.UpdateMask.GetPaths())
	bad, err := f.check(ctx)
	if err != nil {
		return nil, err
	}
	if len(bad) > 0 {
		return nil, fault.Fields(bad...)
	}
	// Whoever changes it has written what is to be approved, and cannot approve it himself.
	viewer, _ := scope.From(ctx)
	update := tx.Project.UpdateOneID(row.ID).Where(project.Version(row.Version)).AddVersion(1).SetListedBy(viewer.ID)
	f.write(update.Mutation())
	changed, err := update.Save(ctx)
	if err != nil {
		return nil, stale(ctx, err, row.ID)
	}
	if err := takeAlong(ctx, changed); err != nil {
		return nil, err
	}
	after, err := f.text()
	if err != nil {
		return nil, err
	}
	fields, err := differing(before, after)
	if err != nil {
		return nil, err
	}
	if err := keep(ctx, changed, projectstep.ActionEdit, words{comment: strings.Join(fields, ", ")}); err != nil {
		return nil, err
	}
	db.Audit(ctx, audit.Entry{Action: "projects.updateProject", ObjectType: "project", ObjectID: row.ID.String(),
		VillageID: row.VillageID.String(), Before: before, After: after})
	return s.message(ctx, changed)
}

// takeAlong keeps the files and steps of a project with it when it goes to another unit or department, so that whoever
// sees the project sees them. Everything else that belongs to a project comes after its approval, when it goes nowhere.
func takeAlong(ctx context.Context, p *ent.Project) error {
	files := db.From(ctx).File.Update().Where(file.SubjectEQ(file.SubjectProject), file.SubjectID(p.ID)).SetUnitID(p.UnitID)
	steps := db.From(ctx).ProjectStep.Update().Where(projectstep.ProjectID(p.ID)).SetUnitID(p.UnitID)
	if p.DepartmentID == nil {
		files.ClearDepartmentID()
		steps.ClearDepartmentID()
	} else {
		files.SetDepartmentID(*p.DepartmentID)
		steps.SetDepartmentID(*p.DepartmentID)
	}
	if err := files.Exec(ctx); err != nil {
		return err
	}
	return steps.Exec(ctx)
}
