package projects

import (
	"context"

	"zhengcun/ent/projectchange"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/waiting"
)

// ChangesWaiting tells which changes others have asked for wait for a decision of the office. It is a [waiting.Source].
func (r *Room) ChangesWaiting(ctx context.Context) ([]waiting.Row, error) {
	v, _ := scope.From(ctx)
	if !v.Has("POVERTY_OFFICE") {
		return nil, nil
	}
	tx := db.From(ctx)
	open, err := tx.ProjectChange.Query().Where(projectchange.StateEQ(projectchange.StateRequested), projectchange.RequestedByNEQ(v.ID)).
		WithProject().All(ctx)
	if err != nil {
		return nil, err
	}
	rows := make([]waiting.Row, len(open))
	for i, c := range open {
		rows[i] = waiting.Row{Kind: "project_change", ID: c.ID, Version: c.Version, Number: c.Edges.Project.Number, Title: c.Edges.Project.Name,
			Village: c.VillageID, Since: c.CreateTime, From: c.RequesterName, Comment: c.Reason}
	}
	return rows, nil
}
