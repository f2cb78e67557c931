package demo

import (
	"context"
	"fmt"

	plansv1 "zhengcun/api/zhengcun/plans/v1"
	"zhengcun/internal/kernel/calendar"
)

// keyVillageCount is how many key villages there are, half in each year's batch.
const keyVillageCount = 20

// daysLeft are the days to the acceptance of the villages of last year's batch,
// and of this year's. Some have passed, some are near.
var daysLeft = [2][keyVillageCount / 2]int{
	{-52, -31, -13, -4, 2, 5, 9, 16, 24, 33},
	{12, 38, 55, 72, 90, 118, 150, 181, 215, 260},
}

// keyVillages puts the key villages on their batches.
func (l *loader) keyVillages(ctx context.Context) error {
	client := plansv1.NewKeyVillageServiceClient(l.as("office1"))
	for i, at := range l.ground.key {
		batch := (i + 1) % 2 // 千佛塔村 is of this year's
		year := l.today.Year() - 1 + batch
		_, err := client.CreateKeyVillage(ctx, &plansv1.CreateKeyVillageRequest{KeyVillage: &plansv1.KeyVillage{
			RegionCode: at.code, BatchYear: int32(year), AcceptanceDeadline: l.deadline(batch, i/2).String(),
		}})
		if err != nil {
			return fmt.Errorf("key village %s: %w", at.name, err)
		}
	}
	return nil
}

// deadline is the acceptance deadline of the n-th village of a batch.
func (l *loader) deadline(batch, n int) calendar.Date { return l.today.AddDays(daysLeft[batch][n]) }
