package export

import reportsv1 "zhengcun/api/zhengcun/reports/v1"

// integrationCell is a cell of the table with its row.
type integrationCell struct {
	*reportsv1.IntegrationRow
	cell *reportsv1.IntegrationCell
}

var (
	integrationColumns = columns[*reportsv1.Integration, integrationCell]{}

	// integration has one row for each channel of a region, with all four measures side by side, so that a pivot table makes
	// of it whichever table is wanted.
	integration = list("integration", "integration.title", reportsv1.IntegrationService_GetIntegration_FullMethodName,
		func(m *reportsv1.Integration) (cells []integrationCell) {
			for _, row := range m.GetRows() {
				for _, cell := range row.Cells {
					cells = append(cells, integrationCell{row, cell})
				}
			}
			return cells
		},
		integrationColumns.text("export.township", integrationCell.GetTownshipName),
		integrationColumns.named("field.region", func(r integrationCell, n *Names) string {
			if r.RegionName == "" {
				return n.Say("integration.noRegion")
			}
			return r.RegionName
		}),
		integrationColumns.text("export.regionCode", integrationCell.GetRegionCode),
		integrationColumns.named("keyVillage.tag", func(r integrationCell, n *Names) string { return n.yes(r.KeyVillage) }),
		integrationColumns.named("field.channel", func(r integrationCell, n *Names) string { return name(n.Channels, r.cell.ChannelCode) }),
		integrationMoney("money.promised", (*reportsv1.IntegrationCell).GetPromisedFen, (*reportsv1.Integration).GetPromisedFen),
		integrationMoney("money.received", (*reportsv1.IntegrationCell).GetReceivedFen, (*reportsv1.Integration).GetReceivedFen),
		integrationMoney("money.appropriated", (*reportsv1.IntegrationCell).GetAppropriatedFen, (*reportsv1.Integration).GetAppropriatedFen),
		integrationMoney("money.paid", (*reportsv1.IntegrationCell).GetPaidFen, (*reportsv1.Integration).GetPaidFen),
	)
)

func integrationMoney(title string, amount func(*reportsv1.IntegrationCell) int64, sum func(*reportsv1.Integration) int64) column[*reportsv1.Integration, integrationCell] {
	return integrationColumns.summed(title, func(r integrationCell) int64 { return amount(r.cell) }, sum)
}
