package projects

import (
	"context"

	"github.com/google/uuid"

	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/ent"
	"zhengcun/ent/projectstep"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"
)

// words are what a step says beside who did what and when.
type words struct {
	comment string
	// acceptance is the one that accepts or reopens the project, nil for all other steps.
	acceptance *uuid.UUID
}

// keep adds a step to the project's history.
func keep(ctx context.Context, p *ent.Project, action projectstep.Action, said words) error {
	tx := db.From(ctx)
	v, _ := scope.From(ctx)
	return tx.ProjectStep.Create().SetProjectID(p.ID).SetAction(action).SetCreateTime(tx.Now()).
		SetActorID(v.ID).SetActorName(v.Name).SetOrganizationName(v.OrganizationName).
		SetComment(said.comment).SetNillableAcceptanceID(said.acceptance).
		SetVillageID(p.VillageID).SetUnitID(p.UnitID).SetNillableDepartmentID(p.DepartmentID).Exec(ctx)
}

// history is who did what with a project, oldest first.
func history(ctx context.Context, id uuid.UUID) ([]*projectsv1.ProjectStep, error) {
	rows, err := db.From(ctx).ProjectStep.Query().Where(projectstep.ProjectID(id)).Order(ent.Asc(projectstep.FieldID)).All(ctx)
	if err != nil {
		return nil, err
	}
	steps := make([]*projectsv1.ProjectStep, len(rows))
	for i, row := range rows {
		steps[i] = &projectsv1.ProjectStep{
			Action: wire.ToEnum[projectsv1.ProjectAction](row.Action), ActorName: row.ActorName, OrganizationName: row.OrganizationName,
			Time: wire.Time(row.CreateTime), Comment: row.Comment, AcceptanceId: wire.IDText(row.AcceptanceID),
		}
	}
	return steps, nil
}
