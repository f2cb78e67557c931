package reports

import (
	"cmp"
	"context"
	"slices"

	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	reportsv1 "zhengcun/api/zhengcun/reports/v1"
	"zhengcun/ent"
	"zhengcun/ent/region"
	"zhengcun/internal/people"
	"zhengcun/internal/plans"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/wire"
)

type integrations struct {
	reportsv1.UnimplementedIntegrationServiceServer
	*Room
}

// GetIntegration says which channels' money comes together in which village.
func (s *integrations) GetIntegration(ctx context.Context, req *reportsv1.GetIntegrationRequest) (*reportsv1.Integration, error) {
	tx := db.From(ctx)
	year := int(req.FiscalYear)
	table := &reportsv1.Integration{AsOf: wire.Time(tx.Now()), FiscalYear: req.FiscalYear}
	var err error
	if table.FiscalYears, err = s.years(ctx); err != nil {
		return nil, err
	}
	money, err := s.funds.MoneyByRegionAndChannel(ctx, year)
	if err != nil {
		return nil, err
	}
	channels, err := tx.Channel.Query().All(ctx)
	if err != nil {
		return nil, err
	}
	columns := map[uuid.UUID]*reportsv1.IntegrationChannel{}
	for _, c := range channels {
		columns[c.ID] = &reportsv1.IntegrationChannel{ChannelCode: c.Code, ChannelName: c.Name, ChannelNameEn: c.NameEn, Kind: wire.ToEnum[fundsv1.ChannelKind](c.Kind)}
	}
	rows := map[uuid.UUID]*reportsv1.IntegrationRow{}
	row := func(id uuid.UUID) *reportsv1.IntegrationRow {
		if rows[id] == nil {
			rows[id] = &reportsv1.IntegrationRow{}
		}
		return rows[id]
	}
	for _, m := range money {
		column, r := columns[m.ChannelID], row(m.Region)
		r.Cells = append(r.Cells, &reportsv1.IntegrationCell{
			ChannelCode: column.ChannelCode, PromisedFen: m.Promised, ReceivedFen: m.Received, AppropriatedFen: m.Appropriated, PaidFen: m.Paid,
		})
		for _, sum := range []struct{ promised, received, appropriated, paid *int64 }{
			{&r.PromisedFen, &r.ReceivedFen, &r.AppropriatedFen, &r.PaidFen},
			{&column.PromisedFen, &column.ReceivedFen, &column.AppropriatedFen, &column.PaidFen},
			{&table.PromisedFen, &table.ReceivedFen, &table.AppropriatedFen, &table.PaidFen},
		} {
			*sum.promised += m.Promised
			*sum.received += m.Received
			*sum.appropriated += m.Appropriated
			*sum.paid += m.Paid
		}
	}
	if err := s.nameRows(ctx, rows); err != nil {
		return nil, err
	}
	for _, c := range columns {
		if c.PromisedFen != 0 || c.AppropriatedFen != 0 {
			table.Channels = append(table.Channels, c)
		}
	}
	slices.SortFunc(table.Channels, func(a, b *reportsv1.IntegrationChannel) int { return cmp.Compare(a.ChannelCode, b.ChannelCode) })
	for _, r := range rows {
		slices.SortFunc(r.Cells, func(a, b *reportsv1.IntegrationCell) int { return cmp.Compare(a.ChannelCode, b.ChannelCode) })
		table.Rows = append(table.Rows, r)
	}
	slices.SortFunc(table.Rows, func(a, b *reportsv1.IntegrationRow) int {
		if a.Village != b.Village {
			return cmp.Compare(boolRank(a.Village), boolRank(b.Village))
		}
		return cmp.Compare(a.RegionCode, b.RegionCode)
	})
	return table, nil
}

// nameRows says which region each row is of.
func (s *integrations) nameRows(ctx context.Context, rows map[uuid.UUID]*reportsv1.IntegrationRow) error {
	ids := make([]uuid.UUID, 0, len(rows))
	for id := range rows {
		if id != uuid.Nil {
			ids = append(ids, id)
		}
	}
	places, err := plans.PlacesOf(ctx, ids)
	if err != nil {
		return err
	}
	regions, err := people.Regions(ctx, ids...)
	if err != nil {
		return err
	}
	var villages []uuid.UUID
	for _, id := range ids {
		r, of := rows[id], regions[id]
		r.RegionCode, r.RegionName = of.Code, of.ShortName
		if isVillage(of) {
			r.Village, r.TownshipName = true, places[id].Township
			villages = append(villages, id)
		}
	}
	key, err := plans.KeyVillages(ctx, villages)
	if err != nil {
		return err
	}
	for id := range key {
		rows[id].KeyVillage = true
	}
	return nil
}

func isVillage(r *ent.Region) bool { return r.Level == region.LevelVillage }

// boolRank puts what is not meant for one village first.
func boolRank(village bool) int {
	if village {
		return 1
	}
	return 0
}
