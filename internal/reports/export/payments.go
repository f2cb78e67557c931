package export

import fundsv1 "zhengcun/api/zhengcun/funds/v1"

var (
	paymentColumns = columns[*fundsv1.ListPaymentsResponse, *fundsv1.Payment]{}

	// payments tells the amounts twice: of all, and of those that count, whose sum the list tells. Accounts are masked.
	payments = list("payments", "payment.list", fundsv1.PaymentService_ListPayments_FullMethodName,
		(*fundsv1.ListPaymentsResponse).GetPayments,
		paymentColumns.text("field.paymentNumber", (*fundsv1.Payment).GetNumber),
		paymentColumns.text("field.claimNumber", (*fundsv1.Payment).GetClaimNumber),
		paymentColumns.text("field.project", (*fundsv1.Payment).GetProjectName),
		paymentColumns.text("field.payee", (*fundsv1.Payment).GetPayeeName),
		paymentColumns.text("field.payeeAccount", (*fundsv1.Payment).GetPayeeAccount),
		paymentColumns.text("field.paidOn", (*fundsv1.Payment).GetPaidOn),
		paymentColumns.text("field.bankReference", (*fundsv1.Payment).GetBankReference),
		paymentColumns.named("field.state", func(r *fundsv1.Payment, n *Names) string { return n.value(r.State) }),
		paymentColumns.money("field.amount", (*fundsv1.Payment).GetAmountFen),
		paymentColumns.summed("export.notReversed", func(r *fundsv1.Payment) int64 {
			if r.State == fundsv1.PaymentState_PAYMENT_STATE_REVERSED {
				return 0
			}
			return r.AmountFen
		}, (*fundsv1.ListPaymentsResponse).GetTotalAmountFen),
		paymentColumns.text("field.createTime", func(r *fundsv1.Payment) string { return moment(r.CreateTime) }),
	)
)
