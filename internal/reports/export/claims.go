package export

import fundsv1 "zhengcun/api/zhengcun/funds/v1"

var (
	claimColumns = columns[*fundsv1.ListClaimsResponse, *fundsv1.Claim]{}

	// claims shows payees' accounts as the list does: masked. The amounts stand there of all, and again of those in force and of
	// those that are paid, whose sums the list tells.
	claims = list("claims", "claim.list", fundsv1.ClaimService_ListClaims_FullMethodName,
		(*fundsv1.ListClaimsResponse).GetClaims,
		claimColumns.text("field.claimNumber", (*fundsv1.Claim).GetNumber),
		claimColumns.text("export.projectNumber", (*fundsv1.Claim).GetProjectNumber),
		claimColumns.text("field.project", (*fundsv1.Claim).GetProjectName),
		claimColumns.text("field.village", (*fundsv1.Claim).GetVillageName),
		claimColumns.named("field.claimKind", func(r *fundsv1.Claim, n *Names) string { return n.value(r.Kind) }),
		claimColumns.text("field.claimedOn", (*fundsv1.Claim).GetClaimedOn),
		claimColumns.named("field.state", func(r *fundsv1.Claim, n *Names) string { return n.value(r.State) }),
		claimColumns.text("field.payee", (*fundsv1.Claim).GetPayeeName),
		claimColumns.text("field.payeeAccount", (*fundsv1.Claim).GetPayeeAccount),
		claimColumns.money("field.amount", (*fundsv1.Claim).GetAmountFen),
		claimColumns.money("money.setOff", (*fundsv1.Claim).GetSetOffFen),
		claimColumns.summed("export.claimInForce", inForce((*fundsv1.Claim).GetAmountFen), (*fundsv1.ListClaimsResponse).GetTotalAmountFen),
		claimColumns.summed("export.setOffInForce", inForce((*fundsv1.Claim).GetSetOffFen), (*fundsv1.ListClaimsResponse).GetTotalSetOffFen),
		claimColumns.summed("export.claimPaid", func(r *fundsv1.Claim) int64 {
			if r.State != fundsv1.ClaimState_CLAIM_STATE_PAID {
				return 0
			}
			return r.AmountFen
		}, (*fundsv1.ListClaimsResponse).GetTotalPaidFen),
		claimColumns.money("money.retention", (*fundsv1.Claim).GetRetentionFen),
		claimColumns.summed("export.retentionInForce", inForce((*fundsv1.Claim).GetRetentionFen), (*fundsv1.ListClaimsResponse).GetTotalRetentionFen),
		claimColumns.text("field.remark", (*fundsv1.Claim).GetRemark),
		claimColumns.text("field.createTime", func(r *fundsv1.Claim) string { return moment(r.CreateTime) }),
	)
)

// inForce is an amount of a claim that counts, and nothing of a draft or of what was returned or rejected.
func inForce(amount func(*fundsv1.Claim) int64) func(*fundsv1.Claim) int64 {
	return func(r *fundsv1.Claim) int64 {
		switch r.State {
		case fundsv1.ClaimState_CLAIM_STATE_DRAFT, fundsv1.ClaimState_CLAIM_STATE_RETURNED, fundsv1.ClaimState_CLAIM_STATE_REJECTED:
			return 0
		}
		return amount(r)
	}
}
