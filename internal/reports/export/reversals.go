package export

import fundsv1 "zhengcun/api/zhengcun/funds/v1"

var (
	reversalColumns = columns[*fundsv1.ListReversalsResponse, *fundsv1.Reversal]{}

	reversals = list("reversals", "export.reversals", fundsv1.ReversalService_ListReversals_FullMethodName,
		(*fundsv1.ListReversalsResponse).GetReversals,
		reversalColumns.named("export.target", func(r *fundsv1.Reversal, n *Names) string { return n.value(r.Target) }),
		reversalColumns.text("export.targetTitle", (*fundsv1.Reversal).GetTargetTitle),
		reversalColumns.text("export.reason", (*fundsv1.Reversal).GetReason),
		reversalColumns.named("field.state", func(r *fundsv1.Reversal, n *Names) string { return n.value(r.State) }),
		reversalColumns.money("field.amount", (*fundsv1.Reversal).GetAmountFen),
		reversalColumns.text("export.requester", (*fundsv1.Reversal).GetRequesterName),
		reversalColumns.text("export.decider", (*fundsv1.Reversal).GetDeciderName),
		reversalColumns.text("export.decisionReason", (*fundsv1.Reversal).GetDecisionReason),
		reversalColumns.text("field.createTime", func(r *fundsv1.Reversal) string { return moment(r.CreateTime) }),
	)
)
