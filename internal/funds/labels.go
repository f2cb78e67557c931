package funds

import (
	"context"

	"github.com/google/uuid"

	"zhengcun/ent"
	"zhengcun/ent/allocation"
	"zhengcun/ent/predicate"
	"zhengcun/ent/project"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
)

// idsOf are the ids that rows have or refer to.
func idsOf[T any](rows []T, of func(T) uuid.UUID) []uuid.UUID {
	ids := make([]uuid.UUID, len(rows))
	for i, row := range rows {
		ids[i] = of(row)
	}
	return ids
}

// papers are the allocations that rows refer to, and the numbers of their documents.
// A row the viewer sees is shown with the number of the paper its money is of,
// also when the paper is another department's.
func papers[T any](ctx context.Context, rows []T, of func(T) uuid.UUID) (map[uuid.UUID]*ent.Allocation, map[uuid.UUID]string, error) {
	all := scope.With(ctx, scope.SystemViewer("labels"))
	list, err := db.From(ctx).Allocation.Query().Where(among[predicate.Allocation](allocation.FieldID, idsOf(rows, of))).All(all)
	if err != nil {
		return nil, nil, err
	}
	byID := make(map[uuid.UUID]*ent.Allocation, len(list))
	documents := make([]uuid.UUID, len(list))
	for i, a := range list {
		byID[a.ID], documents[i] = a, a.FundDocumentID
	}
	numbers, err := documentNumbers(ctx, documents...)
	return byID, numbers, err
}

// numbersByAllocation are the numbers of documents by the id of their allocation.
func numbersByAllocation[T any](ctx context.Context, rows []T, of func(T) uuid.UUID) (map[uuid.UUID]string, error) {
	byID, numbers, err := papers(ctx, rows, of)
	result := make(map[uuid.UUID]string, len(byID))
	for id, a := range byID {
		result[id] = numbers[a.FundDocumentID]
	}
	return result, err
}

// projectsOf are the projects that rows refer to, for their number and name.
func projectsOf[T any](ctx context.Context, rows []T, of func(T) uuid.UUID) (map[uuid.UUID]*ent.Project, error) {
	all := scope.With(ctx, scope.SystemViewer("labels"))
	list, err := db.From(ctx).Project.Query().Where(among[predicate.Project](project.FieldID, idsOf(rows, of))).All(all)
	byID := make(map[uuid.UUID]*ent.Project, len(list))
	for _, p := range list {
		byID[p.ID] = p
	}
	return byID, err
}
