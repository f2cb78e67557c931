package people

import (
	"cmp"
	"context"
	"slices"

	"github.com/google/uuid"

	"zhengcun/ent"
	"zhengcun/ent/region"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/platform/db"
)

// InForce tells whether a region is in force on a day. valid_to is its last day.
// valid_from is the date of the edition it was first seen in, not the day it came
// into being, so it does not hold a region back.
func InForce(r *ent.Region, day calendar.Date) bool {
	return r.ValidTo == nil || r.ValidTo.IsZero() || !r.ValidTo.Before(day)
}

// regionByCode returns the region that carries the code now, or the last one that did.
func regionByCode(ctx context.Context, code string) (*ent.Region, error) {
	row, err := regionsByCode.Get(ctx, code)
	if err == nil && row == nil {
		return nil, ReasonRegionUnknown.New("code", code)
	}
	return row, err
}

// regionsByCode are the regions that were named lately.
var regionsByCode = db.NewKnown(4096, []string{region.Table}, func(ctx context.Context, code string) (*ent.Region, bool, error) {
	rows, err := db.From(ctx).Region.Query().Where(region.Code(code)).All(ctx)
	if err != nil || len(rows) == 0 {
		return nil, false, err
	}
	return slices.MaxFunc(rows, func(a, b *ent.Region) int {
		return cmp.Or(lastDay(a).Compare(lastDay(b)), a.ValidFrom.Compare(b.ValidFrom))
	}), true, nil
})

// endless is later than every last day.
var endless = calendar.MustParseDate("9999-12-31")

func lastDay(r *ent.Region) calendar.Date {
	if r.ValidTo == nil || r.ValidTo.IsZero() {
		return endless
	}
	return *r.ValidTo
}

// RegionByCode returns the region that something new may refer to by its 12-digit
// code. It answers REGION_UNKNOWN for a code the county does not have, which are
// all codes of other counties, and REGION_NOT_IN_FORCE for one that is no longer
// used; [AtField] makes a field violation of both.
func RegionByCode(ctx context.Context, code string) (*ent.Region, error) {
	row, err := regionByCode(ctx, code)
	if err != nil {
		return nil, err
	}
	if day := today(ctx); !InForce(row, day) {
		return nil, ReasonRegionNotInForce.New("code", row.Code, "name", row.ShortName, "until", row.ValidTo.String())
	}
	return row, nil
}

// Area is what a region code in the filter of a list stands for.
type Area struct {
	// All is true for the county, and when no code was given: no village is left out.
	All bool
	// Villages are the ids of the villages in the area, those no longer in force
	// included, since a list looks back.
	Villages []uuid.UUID
}

// AreaOf returns the villages at or below a region code, which may be empty. A
// code that is no longer in force is accepted. A code the county does not have is
// REGION_UNKNOWN.
func AreaOf(ctx context.Context, code string) (Area, error) {
	if code == "" {
		return Area{All: true}, nil
	}
	row, err := regionByCode(ctx, code)
	if err != nil {
		return Area{}, err
	}
	switch row.Level {
	case region.LevelCounty:
		return Area{All: true}, nil
	case region.LevelTownship:
		ids, err := VillagesOf(ctx, row.ID)
		return Area{Villages: ids}, err
	default:
		return Area{Villages: []uuid.UUID{row.ID}}, nil
	}
}

// VillagesOf returns the ids of all villages directly below a township.
func VillagesOf(ctx context.Context, township uuid.UUID) ([]uuid.UUID, error) {
	return db.From(ctx).Region.Query().Where(region.ParentID(township), region.LevelEQ(region.LevelVillage)).IDs(ctx)
}

// Regions returns regions by id, in one query whatever their number. Ids that do
// not exist are not in the answer.
func Regions(ctx context.Context, ids ...uuid.UUID) (map[uuid.UUID]*ent.Region, error) {
	found := map[uuid.UUID]*ent.Region{}
	ids = distinct(ids)
	if len(ids) == 0 {
		return found, nil
	}
	rows, err := db.From(ctx).Region.Query().Where(region.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		found[row.ID] = row
	}
	return found, nil
}
