package plans

import (
	"context"

	"github.com/google/uuid"

	"zhengcun/internal/people"
)

// Place is a village as lists show it.
type Place struct {
	Code     string // 12 digits, as they are now
	Village  string // short name
	Township string // short name, empty if it lies in none
}

// PlacesOf returns villages with their townships, in two queries whatever their number.
func PlacesOf(ctx context.Context, villages []uuid.UUID) (map[uuid.UUID]Place, error) {
	rows, err := people.Regions(ctx, villages...)
	if err != nil {
		return nil, err
	}
	var parents []uuid.UUID
	for _, row := range rows {
		if row.ParentID != nil {
			parents = append(parents, *row.ParentID)
		}
	}
	above, err := people.Regions(ctx, parents...)
	if err != nil {
		return nil, err
	}
	places := make(map[uuid.UUID]Place, len(rows))
	for id, row := range rows {
		p := Place{Code: row.Code, Village: row.ShortName}
		if row.ParentID != nil && above[*row.ParentID] != nil {
			p.Township = above[*row.ParentID].ShortName
		}
		places[id] = p
	}
	return places, nil
}
