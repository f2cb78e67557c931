package projects

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/ent"
	"zhengcun/ent/file"
	"zhengcun/internal/countytest"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
)

// TestFilesFollowAListedProject: whoever sees the project sees its files, also after it went to another unit or department.
func TestFilesFollowAListedProject(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		p, other := f.create(nil), f.create(nil)
		ids := map[string]uuid.UUID{}
		f.do(f.office, func(ctx context.Context) error {
			db.Audit(ctx, audit.Entry{Action: "test"})
			for _, of := range []string{p.Id, other.Id} {
				row, err := db.From(ctx).File.Create().SetSubject(file.SubjectProject).SetSubjectID(uuid.MustParse(of)).SetName("申报书.pdf").
					SetMediaType("application/pdf").SetSizeBytes(1).SetSha256(of).SetUploadedBy(f.office.ID).SetUploaderName("经办").
					SetVillageID(f.villages[0].ID).SetUnitID(f.unit.ID).SetDepartmentID(f.transport.ID).Save(ctx)
				if err != nil {
					return err
				}
				ids[of] = row.ID
			}
			return nil
		})
		sees := func(v *scope.Viewer, id uuid.UUID) (seen bool) {
			f.do(v, func(ctx context.Context) error {
				_, err := db.From(ctx).File.Get(ctx, id)
				if seen = err == nil; ent.IsNotFound(err) {
					return nil
				}
				return err
			})
			return seen
		}
		second := &scope.Viewer{Kind: scope.Person, ID: uuid.New(), Roles: []string{"UNIT"}, Unit: f.otherUnit.ID}
		for _, step := range []struct {
			what                      string
			unit, department          string
			paths                     []string
			builder, rival, transport bool
		}{
			{"nothing changed", "", "", []string{"name"}, true, false, true},
			{"another unit", f.otherUnit.ID.String(), "", []string{"unit_id"}, false, true, true},
			{"no department", "", "", []string{"department_id"}, false, true, false},
			{"the old ones again", f.unit.ID.String(), f.transport.ID.String(), []string{"unit_id", "department_id"}, true, false, true},
		} {
			p = must(f, f.office, f.s.UpdateProject, &projectsv1.UpdateProjectRequest{UpdateMask: &fieldmaskpb.FieldMask{Paths: step.paths},
				Project: &projectsv1.Project{Id: p.Id, Etag: p.Etag, Name: step.what, UnitId: step.unit, DepartmentId: step.department}})
			for name, who := range map[string]struct {
				viewer *scope.Viewer
				want   bool
			}{"the unit": {f.builder, step.builder}, "the other unit": {second, step.rival}, "the department": {f.transport1, step.transport}} {
				if got := sees(who.viewer, ids[p.Id]); got != who.want {
					t.Errorf("%s: %s sees the file: %v", step.what, name, got)
				}
			}
			if !sees(f.builder, ids[other.Id]) {
				t.Errorf("%s: another project's file went along", step.what)
			}
		}
	})
}
