package export

import fundsv1 "zhengcun/api/zhengcun/funds/v1"

var (
	claimColumns = columns[*fundsv1.ListClaimsResponse, *fundsv1.Claim]{}

	// claims shows payees' accounts as the list does: masked.
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
		claimColumns.summed("field.amount", (*fundsv1.Claim).GetAmountFen, (*fundsv1.ListClaimsResponse).GetTotalAmountFen),
		claimColumns.summed("money.setOff", (*fundsv1.Claim).GetSetOffFen, (*fundsv1.ListClaimsResponse).GetTotalSetOffFen),
		claimColumns.summed("money.retention", (*fundsv1.Claim).GetRetentionFen, (*fundsv1.ListClaimsResponse).GetTotalRetentionFen),
		claimColumns.text("field.remark", (*fundsv1.Claim).GetRemark),
		claimColumns.text("field.createTime", func(r *fundsv1.Claim) string { return moment(r.CreateTime) }),
	)
)
