package export

import (
	"strconv"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
)

// year is a year as text, so that no sheet puts a comma into it; empty for none.
func year(y int32) string {
	if y == 0 {
		return ""
	}
	return strconv.Itoa(int(y))
}

var (
	allocationColumns = columns[*fundsv1.ListAllocationsResponse, *fundsv1.Allocation]{}

	allocations = list("allocations", "allocation.list", fundsv1.AllocationService_ListAllocations_FullMethodName,
		(*fundsv1.ListAllocationsResponse).GetAllocations,
		allocationColumns.text("field.documentNumber", (*fundsv1.Allocation).GetDocumentNumber),
		allocationColumns.text("field.issuedOn", (*fundsv1.Allocation).GetIssuedOn),
		allocationColumns.number("field.line", func(r *fundsv1.Allocation) int64 { return int64(r.LineNumber) }),
		allocationColumns.named("field.channel", func(r *fundsv1.Allocation, n *Names) string { return name(n.Channels, r.ChannelCode) }),
		allocationColumns.named("field.purpose", func(r *fundsv1.Allocation, n *Names) string { return name(n.Purposes, r.PurposeCode) }),
		allocationColumns.text("field.fiscalYear", func(r *fundsv1.Allocation) string { return year(r.FiscalYear) }),
		allocationColumns.text("field.region", (*fundsv1.Allocation).GetRegionName),
		allocationColumns.text("field.department", (*fundsv1.Allocation).GetDepartmentName),
		allocationMoney("money.promised", (*fundsv1.AllocationMoney).GetPromisedFen),
		allocationMoney("money.reduced", (*fundsv1.AllocationMoney).GetReducedFen),
		allocationMoney("money.received", (*fundsv1.AllocationMoney).GetReceivedFen),
		allocationMoney("money.requested", (*fundsv1.AllocationMoney).GetRequestedFen),
		allocationMoney("money.appropriated", (*fundsv1.AllocationMoney).GetAppropriatedFen),
		allocationMoney("money.held", (*fundsv1.AllocationMoney).GetHeldFen),
		allocationMoney("money.paid", (*fundsv1.AllocationMoney).GetPaidFen),
		allocationMoney("money.available", (*fundsv1.AllocationMoney).GetAvailableFen),
		allocationMoney("money.idleUnappropriated", (*fundsv1.AllocationMoney).GetIdleUnappropriatedFen),
		allocationMoney("money.idleAppropriated", (*fundsv1.AllocationMoney).GetIdleAppropriatedFen),
	)
)

func allocationMoney(title string, amount func(*fundsv1.AllocationMoney) int64) column[*fundsv1.ListAllocationsResponse, *fundsv1.Allocation] {
	return allocationColumns.summed(title,
		func(r *fundsv1.Allocation) int64 { return amount(r.GetMoney()) },
		func(r *fundsv1.ListAllocationsResponse) int64 { return amount(r.GetTotals()) })
}
