package projects

import (
	"context"

	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/ent/projecttype"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/wire"
)

// ListProjectTypes lists the kinds of project, in the order they were recorded in.
func (s *service) ListProjectTypes(ctx context.Context, _ *projectsv1.ListProjectTypesRequest) (*projectsv1.ListProjectTypesResponse, error) {
	rows, err := db.From(ctx).ProjectType.Query().Order(projecttype.ByID()).All(ctx)
	if err != nil {
		return nil, err
	}
	resp := &projectsv1.ListProjectTypesResponse{}
	for _, row := range rows {
		resp.ProjectTypes = append(resp.ProjectTypes, &projectsv1.ProjectType{
			Code: row.Code, Name: row.Name, NameEn: row.NameEn, Pillar: wire.ToEnum[projectsv1.Pillar](row.Pillar), ScaleUnit: row.ScaleUnit,
		})
	}
	return resp, nil
}
