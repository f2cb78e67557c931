package funds

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"zhengcun/ent/schema"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/db"
)

// RegionMoney is what one channel has for a region. All amounts are in fen.
type RegionMoney struct {
	// Region the documents name; nil where they name none.
	Region    uuid.UUID
	ChannelID uuid.UUID
	// Promised to the region by documents, less what later ones took off, and Received of that; reversed receipts and what was
	// recalled do not count.
	Promised, Received int64
	// Appropriated to projects of the village, and Paid for them, whatever region the documents name.
	Appropriated, Paid int64
}

// MoneyByRegionAndChannel sums the viewer's money by region and channel: his allocations by the region their documents
// name, the lots of his projects by their village. Of one fiscal year, or of all when it is 0.
func (r *Room) MoneyByRegionAndChannel(ctx context.Context, year int) ([]RegionMoney, error) {
	tx, v := db.From(ctx), viewer(ctx)
	promised, args := allocationColumns.SQL(tx.Dialect(), v, "a", 1)
	setAside, more := schema.ProjectColumns.SQL(tx.Dialect(), v, "p", len(args)+1)
	args = append(args, more...)
	ofYear := ""
	if year != 0 {
		args = append(args, year)
		ofYear = fmt.Sprintf(" AND a.fiscal_year = $%d", len(args))
	}
	rows, err := tx.QueryContext(ctx, `SELECT region_id, channel_id, CAST(SUM(promised) AS BIGINT), CAST(SUM(received) AS BIGINT),
		CAST(SUM(appropriated) AS BIGINT), CAST(SUM(paid) AS BIGINT) FROM (
			SELECT a.region_id, a.channel_id, a.amount_fen - l.reduced AS promised, l.credits_posted AS received, 0 AS appropriated, 0 AS paid
			FROM allocations a JOIN ledger_accounts l ON l.kind = 'lot' AND l.lot_id = a.id WHERE `+promised+ofYear+`
			UNION ALL
			SELECT p.village_id, a.channel_id, 0, 0, l.credits_posted, `+ledger.PayeePaidSQL("l")+`
			FROM ledger_accounts l JOIN projects p ON p.id = l.project_id JOIN allocations a ON a.id = l.lot_id
			WHERE l.kind = 'project_lot' AND l.credits_posted > 0 AND `+setAside+ofYear+`
		) AS money GROUP BY region_id, channel_id`, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var list []RegionMoney
	for rows.Next() {
		var region uuid.NullUUID
		var m RegionMoney
		if err := rows.Scan(&region, &m.ChannelID, &m.Promised, &m.Received, &m.Appropriated, &m.Paid); err != nil {
			return nil, err
		}
		m.Region = region.UUID
		list = append(list, m)
	}
	return list, rows.Err()
}
