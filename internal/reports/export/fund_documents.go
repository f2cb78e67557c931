package export

import (
	"fmt"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
)

// documentLine is a line with its document.
type documentLine struct {
	*fundsv1.FundDocument
	line *fundsv1.AllocationLine
}

var (
	documentColumns = columns[*fundsv1.ListFundDocumentsResponse, documentLine]{}

	// fundDocuments has one row for each line of a document: a line is one allocation.
	fundDocuments = lines("fund_documents", "fundDocument.list", fundsv1.FundDocumentService_ListFundDocuments_FullMethodName,
		(*fundsv1.ListFundDocumentsResponse).GetFundDocuments,
		func(d *fundsv1.FundDocument) []documentLine {
			rows := make([]documentLine, len(d.Lines))
			for i, l := range d.Lines {
				rows[i] = documentLine{d, l}
			}
			return rows
		},
		documentColumns.text("field.documentNumber", documentLine.GetNumber),
		documentColumns.text("export.title", documentLine.GetTitle),
		documentColumns.text("field.issuer", documentLine.GetIssuerName),
		documentColumns.text("field.issuedOn", documentLine.GetIssuedOn),
		documentColumns.named("field.documentKind", func(r documentLine, n *Names) string { return values(n, []fundsv1.DocumentKind{r.Kind}) }),
		documentColumns.named("field.sources", func(r documentLine, n *Names) string { return values(n, r.Sources) }),
		documentColumns.number("field.line", func(r documentLine) int64 { return int64(r.line.LineNumber) }),
		documentColumns.named("field.channel", func(r documentLine, n *Names) string { return name(n.Channels, r.line.ChannelCode) }),
		documentColumns.named("field.purpose", func(r documentLine, n *Names) string { return name(n.Purposes, r.line.PurposeCode) }),
		documentColumns.text("field.fiscalYear", func(r documentLine) string { return year(r.line.FiscalYear) }),
		documentColumns.named("field.region", func(r documentLine, n *Names) string { return name(n.Regions, r.line.RegionCode) }),
		documentColumns.summed("field.amount", ofLine((*fundsv1.AllocationMoney).GetPromisedFen), ofDocuments((*fundsv1.AllocationMoney).GetPromisedFen)),
		documentColumns.summed("money.reduced", ofLine((*fundsv1.AllocationMoney).GetReducedFen), ofDocuments((*fundsv1.AllocationMoney).GetReducedFen)),
		documentColumns.money("field.takenOff", func(r documentLine) int64 {
			if r.line.Changes == nil {
				return 0
			}
			return r.line.AmountFen
		}),
		documentColumns.text("field.changedLine", func(r documentLine) string {
			if r.line.Changes == nil {
				return ""
			}
			return fmt.Sprintf("%s #%d", r.line.Changes.DocumentNumber, r.line.Changes.LineNumber)
		}),
		documentColumns.summed("money.received", ofLine((*fundsv1.AllocationMoney).GetReceivedFen), ofDocuments((*fundsv1.AllocationMoney).GetReceivedFen)),
		documentColumns.summed("money.requested", ofLine((*fundsv1.AllocationMoney).GetRequestedFen), ofDocuments((*fundsv1.AllocationMoney).GetRequestedFen)),
		documentColumns.summed("money.appropriated", ofLine((*fundsv1.AllocationMoney).GetAppropriatedFen), ofDocuments((*fundsv1.AllocationMoney).GetAppropriatedFen)),
		documentColumns.summed("money.held", ofLine((*fundsv1.AllocationMoney).GetHeldFen), ofDocuments((*fundsv1.AllocationMoney).GetHeldFen)),
		documentColumns.summed("money.paid", ofLine((*fundsv1.AllocationMoney).GetPaidFen), ofDocuments((*fundsv1.AllocationMoney).GetPaidFen)),
		documentColumns.summed("money.available", ofLine((*fundsv1.AllocationMoney).GetAvailableFen), ofDocuments((*fundsv1.AllocationMoney).GetAvailableFen)),
		documentColumns.summed("money.idleUnappropriated", ofLine((*fundsv1.AllocationMoney).GetIdleUnappropriatedFen), ofDocuments((*fundsv1.AllocationMoney).GetIdleUnappropriatedFen)),
		documentColumns.summed("money.idleAppropriated", ofLine((*fundsv1.AllocationMoney).GetIdleAppropriatedFen), ofDocuments((*fundsv1.AllocationMoney).GetIdleAppropriatedFen)),
		documentColumns.text("field.createTime", func(r documentLine) string { return moment(r.CreateTime) }),
	)
)

func ofLine(amount func(*fundsv1.AllocationMoney) int64) func(documentLine) int64 {
	return func(r documentLine) int64 { return amount(r.line.GetMoney()) }
}

func ofDocuments(amount func(*fundsv1.AllocationMoney) int64) func(*fundsv1.ListFundDocumentsResponse) int64 {
	return func(r *fundsv1.ListFundDocumentsResponse) int64 { return amount(r.GetTotals()) }
}
