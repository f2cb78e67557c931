package plans

import (
	"context"

	"github.com/google/uuid"

	plansv1 "zhengcun/api/zhengcun/plans/v1"
	"zhengcun/ent"
	"zhengcun/ent/project"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/wire"
)

func (s *keyVillages) message(ctx context.Context, row *ent.KeyVillage) (*plansv1.KeyVillage, error) {
	messages, err := s.messages(ctx, []*ent.KeyVillage{row})
	if err != nil {
		return nil, err
	}
	return messages[0], nil
}

func (s *keyVillages) messages(ctx context.Context, rows []*ent.KeyVillage) ([]*plansv1.KeyVillage, error) {
	villages := make([]uuid.UUID, len(rows))
	for i, row := range rows {
		villages[i] = row.VillageID
	}
	places, err := PlacesOf(ctx, villages)
	if err != nil {
		return nil, err
	}
	counts, err := projectCounts(ctx, villages)
	if err != nil {
		return nil, err
	}
	today, may := calendar.Today(s.clock), mayAct(ctx)
	messages := make([]*plansv1.KeyVillage, len(rows))
	for i, row := range rows {
		place, count := places[row.VillageID], counts[row.VillageID]
		messages[i] = &plansv1.KeyVillage{
			Id:                   row.ID.String(),
			RegionCode:           place.Code,
			VillageName:          place.Village,
			TownshipName:         place.Township,
			BatchYear:            int32(row.BatchYear),
			AcceptanceDeadline:   row.AcceptanceDeadline.String(),
			DaysLeft:             int32(today.DaysUntil(row.AcceptanceDeadline)),
			ProjectCount:         int32(count.all),
			AcceptedProjectCount: int32(count.accepted),
			Etag:                 wire.Etag(row.Version),
			AllowedActions:       may,
		}
	}
	return messages, nil
}

type projectCount struct{ all, accepted int }

// projectCounts counts the projects of villages that are not cancelled, among those the viewer sees.
func projectCounts(ctx context.Context, villages []uuid.UUID) (map[uuid.UUID]projectCount, error) {
	var rows []struct {
		VillageID uuid.UUID     `sql:"village_id"`
		State     project.State `sql:"state"`
		Count     int           `sql:"count"`
	}
	err := db.From(ctx).Project.Query().
		Where(project.VillageIDIn(villages...), project.StateNEQ(project.StateCancelled)).
		GroupBy(project.FieldVillageID, project.FieldState).
		Aggregate(ent.Count()).
		Scan(ctx, &rows)
	if err != nil {
		return nil, err
	}
	counts := map[uuid.UUID]projectCount{}
	for _, row := range rows {
		count := counts[row.VillageID]
		count.all += row.Count
		if row.State == project.StateAccepted || row.State == project.StateSettled {
			count.accepted += row.Count
		}
		counts[row.VillageID] = count
	}
	return counts, nil
}
