package export

import fundsv1 "zhengcun/api/zhengcun/funds/v1"

var (
	lotColumns = columns[*fundsv1.ListProjectLotsResponse, *fundsv1.ProjectLot]{}

	projectLots = list("project_lots", "projectLot.list", fundsv1.AllocationService_ListProjectLots_FullMethodName,
		(*fundsv1.ListProjectLotsResponse).GetProjectLots,
		lotColumns.text("export.projectNumber", (*fundsv1.ProjectLot).GetProjectNumber),
		lotColumns.text("field.project", (*fundsv1.ProjectLot).GetProjectName),
		lotColumns.text("field.documentNumber", (*fundsv1.ProjectLot).GetDocumentNumber),
		lotColumns.number("field.line", func(r *fundsv1.ProjectLot) int64 { return int64(r.LineNumber) }),
		lotColumns.named("field.channel", func(r *fundsv1.ProjectLot, n *Names) string { return name(n.Channels, r.ChannelCode) }),
		lotColumns.named("field.purpose", func(r *fundsv1.ProjectLot, n *Names) string { return name(n.Purposes, r.PurposeCode) }),
		lotColumns.text("field.fiscalYear", func(r *fundsv1.ProjectLot) string { return year(r.FiscalYear) }),
		lotMoney("money.appropriated", (*fundsv1.ProjectLot).GetAppropriatedFen, (*fundsv1.ProjectLotMoney).GetAppropriatedFen),
		lotMoney("money.accepted", (*fundsv1.ProjectLot).GetAcceptedFen, (*fundsv1.ProjectLotMoney).GetAcceptedFen),
		lotMoney("money.held", (*fundsv1.ProjectLot).GetHeldFen, (*fundsv1.ProjectLotMoney).GetHeldFen),
		lotMoney("money.paid", (*fundsv1.ProjectLot).GetPaidFen, (*fundsv1.ProjectLotMoney).GetPaidFen),
		lotMoney("money.retention", (*fundsv1.ProjectLot).GetRetainedFen, (*fundsv1.ProjectLotMoney).GetRetainedFen),
		lotMoney("money.lotAvailable", (*fundsv1.ProjectLot).GetAvailableFen, (*fundsv1.ProjectLotMoney).GetAvailableFen),
		lotMoney("money.advance", (*fundsv1.ProjectLot).GetAdvanceFen, (*fundsv1.ProjectLotMoney).GetAdvanceFen),
		lotColumns.money("money.advanceCap", (*fundsv1.ProjectLot).GetAdvanceCapFen),
	)
)

func lotMoney(title string, amount func(*fundsv1.ProjectLot) int64, sum func(*fundsv1.ProjectLotMoney) int64) column[*fundsv1.ListProjectLotsResponse, *fundsv1.ProjectLot] {
	return lotColumns.summed(title, amount, func(r *fundsv1.ListProjectLotsResponse) int64 { return sum(r.GetTotals()) })
}
