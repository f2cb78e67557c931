package people

import (
	"context"
	"errors"
	"strings"

	"github.com/google/uuid"

	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/ent"
	"zhengcun/ent/predicate"
	"zhengcun/ent/region"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/wire"
)

type regions struct {
	peoplev1.UnimplementedRegionServiceServer
	*Room
}

// ListRegions lists regions by code, those no longer in force included.
func (s *regions) ListRegions(ctx context.Context, req *peoplev1.ListRegionsRequest) (*peoplev1.ListRegionsResponse, error) {
	page, err := s.pager.Open(ctx, req, paging.By(region.FieldCode, false))
	if err != nil {
		return nil, err
	}
	var where []predicate.Region
	if req.Level != 0 {
		where = append(where, region.LevelEQ(wire.FromEnum[region.Level](req.Level)))
	}
	if req.ParentCode != "" {
		parent, err := regionByCode(ctx, req.ParentCode)
		if err != nil {
			return nil, AtField(err, "parent_code")
		}
		where = append(where, region.ParentID(parent.ID))
	}
	if q := strings.TrimSpace(req.Query); q != "" {
		names, err := spelt(q, func() ([]string, error) {
			return db.From(ctx).Region.Query().Unique(true).Select(region.FieldShortName).Strings(ctx)
		})
		if err != nil {
			return nil, err
		}
		where = append(where, region.Or(region.NameContains(q), region.InitialsHasPrefix(strings.ToLower(q)), region.CodeHasPrefix(q),
			region.ShortNameIn(names...)))
	}
	rows, err := db.From(ctx).Region.Query().Where(where...).Where(page.Selector()).All(ctx)
	if err != nil {
		return nil, err
	}
	rows, next := paging.Cut(page, rows, func(r *ent.Region) []string { return []string{r.Code, r.ID.String()} })
	messages, err := regionMessages(ctx, rows)
	return &peoplev1.ListRegionsResponse{Regions: messages, NextPageToken: next}, err
}

// GetRegion gets the region that carries the code now, or the last one that did.
func (s *regions) GetRegion(ctx context.Context, req *peoplev1.GetRegionRequest) (*peoplev1.Region, error) {
	row, err := regionByCode(ctx, req.Code)
	if errors.Is(err, ReasonRegionUnknown) {
		return nil, fault.ReasonNotFound.New("resource", "region")
	}
	if err != nil {
		return nil, err
	}
	messages, err := regionMessages(ctx, []*ent.Region{row})
	if err != nil {
		return nil, err
	}
	return messages[0], nil
}

// regionMessages reads the parents of all rows with one query.
func regionMessages(ctx context.Context, rows []*ent.Region) ([]*peoplev1.Region, error) {
	var above []uuid.UUID
	for _, r := range rows {
		if r.ParentID != nil {
			above = append(above, *r.ParentID)
		}
	}
	parents, err := Regions(ctx, above...)
	if err != nil {
		return nil, err
	}
	day := today(ctx)
	messages := make([]*peoplev1.Region, len(rows))
	for i, r := range rows {
		m := &peoplev1.Region{
			Id: r.ID.String(), Code: r.Code, Name: r.Name, ShortName: r.ShortName, Level: wire.ToEnum[peoplev1.RegionLevel](r.Level),
			Active: InForce(r, day), VillagersCommittee: r.VillagersCommittee,
		}
		if r.ParentID != nil {
			if p := parents[*r.ParentID]; p != nil {
				m.ParentCode, m.ParentName = p.Code, p.ShortName
			}
		}
		messages[i] = m
	}
	return messages, nil
}
