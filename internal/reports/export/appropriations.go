package export

import fundsv1 "zhengcun/api/zhengcun/funds/v1"

var (
	appropriationColumns = columns[*fundsv1.ListAppropriationsResponse, *fundsv1.Appropriation]{}

	appropriations = list("appropriations", "export.appropriations", fundsv1.AppropriationService_ListAppropriations_FullMethodName,
		(*fundsv1.ListAppropriationsResponse).GetAppropriations,
		appropriationColumns.text("field.documentNumber", (*fundsv1.Appropriation).GetDocumentNumber),
		appropriationColumns.text("export.projectNumber", (*fundsv1.Appropriation).GetProjectNumber),
		appropriationColumns.text("field.project", (*fundsv1.Appropriation).GetProjectName),
		appropriationColumns.named("export.share", func(r *fundsv1.Appropriation, n *Names) string { return n.value(r.Share) }),
		appropriationColumns.named("field.state", func(r *fundsv1.Appropriation, n *Names) string { return n.value(r.State) }),
		appropriationColumns.summed("field.amount", (*fundsv1.Appropriation).GetAmountFen, (*fundsv1.ListAppropriationsResponse).GetTotalAmountFen),
		appropriationColumns.text("export.requester", (*fundsv1.Appropriation).GetRequesterName),
		appropriationColumns.text("export.decider", (*fundsv1.Appropriation).GetDeciderName),
		appropriationColumns.text("export.reason", (*fundsv1.Appropriation).GetReason),
		appropriationColumns.text("field.createTime", func(r *fundsv1.Appropriation) string { return moment(r.CreateTime) }),
	)
)
