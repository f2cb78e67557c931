package plans

import (
	"context"

	"github.com/google/uuid"
	"google.golang.org/grpc"

	plansv1 "zhengcun/api/zhengcun/plans/v1"
	"zhengcun/ent/keyvillage"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
)

// Room serves the key villages.
type Room struct{ keyVillages *keyVillages }

// New returns the room. clock tells what day it is.
func New(clock calendar.Clock, pager *paging.Pager) *Room {
	return &Room{&keyVillages{clock: clock, pager: pager}}
}

// Register registers the room's services.
func (r *Room) Register(s grpc.ServiceRegistrar) {
	plansv1.RegisterKeyVillageServiceServer(s, r.keyVillages)
}

// KeyVillages returns which of these villages are key villages, among those the viewer sees.
func KeyVillages(ctx context.Context, villages []uuid.UUID) (map[uuid.UUID]bool, error) {
	rows, err := db.From(ctx).KeyVillage.Query().Where(keyvillage.VillageIDIn(villages...)).All(ctx)
	if err != nil {
		return nil, err
	}
	key := make(map[uuid.UUID]bool, len(rows))
	for _, row := range rows {
		key[row.VillageID] = true
	}
	return key, nil
}
