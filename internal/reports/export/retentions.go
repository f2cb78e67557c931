package export

import fundsv1 "zhengcun/api/zhengcun/funds/v1"

var (
	retentionColumns = columns[*fundsv1.ListRetentionsResponse, *fundsv1.Retention]{}

	retentions = list("retentions", "retention.list", fundsv1.RetentionService_ListRetentions_FullMethodName,
		(*fundsv1.ListRetentionsResponse).GetRetentions,
		retentionColumns.text("field.claimNumber", (*fundsv1.Retention).GetClaimNumber),
		retentionColumns.text("export.projectNumber", (*fundsv1.Retention).GetProjectNumber),
		retentionColumns.text("field.project", (*fundsv1.Retention).GetProjectName),
		retentionColumns.text("field.village", (*fundsv1.Retention).GetVillageName),
		retentionColumns.text("field.payee", (*fundsv1.Retention).GetPayeeName),
		retentionColumns.named("field.state", func(r *fundsv1.Retention, n *Names) string { return n.value(r.State) }),
		retentionColumns.text("retention.dueOn", (*fundsv1.Retention).GetDueOn),
		retentionColumns.number("retention.daysLeft", func(r *fundsv1.Retention) int64 { return int64(r.GetDaysLeft()) }),
		retentionColumns.summed("retention.withheld", (*fundsv1.Retention).GetWithheldFen, (*fundsv1.ListRetentionsResponse).GetTotalWithheldFen),
		retentionColumns.money("retention.deducted", (*fundsv1.Retention).GetDeductedFen),
		retentionColumns.money("retention.released", (*fundsv1.Retention).GetReleasedFen),
		retentionColumns.summed("retention.left", (*fundsv1.Retention).GetLeftFen, (*fundsv1.ListRetentionsResponse).GetTotalLeftFen),
	)
)
