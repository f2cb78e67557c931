package export

import fundsv1 "zhengcun/api/zhengcun/funds/v1"

var (
	appropriationColumns = columns[*fundsv1.ListAppropriationsResponse, *fundsv1.Appropriation]{}

	// appropriations tells the amounts thrice: of all, and of those that are approved and those that wait, whose sums the list tells.
	appropriations = list("appropriations", "export.appropriations", fundsv1.AppropriationService_ListAppropriations_FullMethodName,
		(*fundsv1.ListAppropriationsResponse).GetAppropriations,
		appropriationColumns.text("field.documentNumber", (*fundsv1.Appropriation).GetDocumentNumber),
		appropriationColumns.text("export.projectNumber", (*fundsv1.Appropriation).GetProjectNumber),
		appropriationColumns.text("field.project", (*fundsv1.Appropriation).GetProjectName),
		appropriationColumns.named("export.share", func(r *fundsv1.Appropriation, n *Names) string { return n.value(r.Share) }),
		appropriationColumns.named("field.state", func(r *fundsv1.Appropriation, n *Names) string { return n.value(r.State) }),
		appropriationColumns.money("field.amount", (*fundsv1.Appropriation).GetAmountFen),
		appropriationColumns.summed("export.approved", appropriationIn(fundsv1.AppropriationState_APPROPRIATION_STATE_APPROVED),
			(*fundsv1.ListAppropriationsResponse).GetTotalAmountFen),
		appropriationColumns.summed("export.waiting", appropriationIn(fundsv1.AppropriationState_APPROPRIATION_STATE_REQUESTED),
			(*fundsv1.ListAppropriationsResponse).GetTotalRequestedFen),
		appropriationColumns.text("export.requester", (*fundsv1.Appropriation).GetRequesterName),
		appropriationColumns.text("export.decider", (*fundsv1.Appropriation).GetDeciderName),
		appropriationColumns.text("export.reason", (*fundsv1.Appropriation).GetReason),
		appropriationColumns.text("field.createTime", func(r *fundsv1.Appropriation) string { return moment(r.CreateTime) }),
	)
)

// appropriationIn is the amount of an appropriation in the state, and nothing of others.
func appropriationIn(state fundsv1.AppropriationState) func(*fundsv1.Appropriation) int64 {
	return func(r *fundsv1.Appropriation) int64 {
		if r.State != state {
			return 0
		}
		return r.AmountFen
	}
}
