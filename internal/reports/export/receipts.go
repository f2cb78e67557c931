package export

import fundsv1 "zhengcun/api/zhengcun/funds/v1"

var (
	receiptColumns = columns[*fundsv1.ListReceiptsResponse, *fundsv1.Receipt]{}

	// receipts tells the amounts twice: of all, and of those that count, whose sum the list tells.
	receipts = list("receipts", "receipt.list", fundsv1.ReceiptService_ListReceipts_FullMethodName,
		(*fundsv1.ListReceiptsResponse).GetReceipts,
		receiptColumns.text("field.documentNumber", (*fundsv1.Receipt).GetDocumentNumber),
		receiptColumns.number("field.line", func(r *fundsv1.Receipt) int64 { return int64(r.LineNumber) }),
		receiptColumns.named("field.channel", func(r *fundsv1.Receipt, n *Names) string { return name(n.Channels, r.ChannelCode) }),
		receiptColumns.text("field.receivedOn", (*fundsv1.Receipt).GetReceivedOn),
		receiptColumns.text("field.bankReference", (*fundsv1.Receipt).GetBankReference),
		receiptColumns.named("field.state", func(r *fundsv1.Receipt, n *Names) string { return n.value(r.State) }),
		receiptColumns.money("field.amount", (*fundsv1.Receipt).GetAmountFen),
		receiptColumns.summed("export.notReversed", func(r *fundsv1.Receipt) int64 {
			if r.State == fundsv1.ReceiptState_RECEIPT_STATE_REVERSED {
				return 0
			}
			return r.AmountFen
		}, (*fundsv1.ListReceiptsResponse).GetTotalAmountFen),
		receiptColumns.text("field.createTime", func(r *fundsv1.Receipt) string { return moment(r.CreateTime) }),
	)
)
