package funds

import (
	"context"

	"github.com/google/uuid"

	"zhengcun/ent/region"
	"zhengcun/internal/people"
	"zhengcun/internal/platform/db"
)

// regionsWithin are the ids of a region and of everything below it: money can be
// meant for a county, a township or a village.
func regionsWithin(ctx context.Context, code string) ([]uuid.UUID, error) {
	area, err := people.AreaOf(ctx, code)
	if err != nil {
		return nil, people.AtField(err, "region_code")
	}
	tx := db.From(ctx)
	if area.All {
		return tx.Region.Query().IDs(ctx)
	}
	self, err := tx.Region.Query().Where(region.Code(code)).IDs(ctx)
	return append(area.Villages, self...), err
}

// regionContains tells whether a village lies in the region, or is it.
func regionContains(ctx context.Context, outer, village uuid.UUID) (bool, error) {
	for at := &village; at != nil; {
		if *at == outer {
			return true, nil
		}
		rows, err := people.Regions(ctx, *at)
		if err != nil || rows[*at] == nil {
			return false, err
		}
		at = rows[*at].ParentID
	}
	return false, nil
}

// villageFilter are the villages a list's region_code stands for; all is true when it leaves none out.
func villageFilter(ctx context.Context, code string) (villages []uuid.UUID, all bool, err error) {
	area, err := people.AreaOf(ctx, code)
	if err != nil {
		return nil, false, people.AtField(err, "region_code")
	}
	return area.Villages, area.All, nil
}
