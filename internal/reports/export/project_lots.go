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
		lotColumns.money("money.appropriated", (*fundsv1.ProjectLot).GetAppropriatedFen),
		lotColumns.money("money.accepted", (*fundsv1.ProjectLot).GetAcceptedFen),
		lotColumns.money("money.held", (*fundsv1.ProjectLot).GetHeldFen),
		lotColumns.money("money.paid", (*fundsv1.ProjectLot).GetPaidFen),
		lotColumns.money("money.lotAvailable", (*fundsv1.ProjectLot).GetAvailableFen),
		lotColumns.money("money.advance", (*fundsv1.ProjectLot).GetAdvanceFen),
		lotColumns.money("money.advanceCap", (*fundsv1.ProjectLot).GetAdvanceCapFen),
	)
)
