package export

import (
	"strings"

	inspectionsv1 "zhengcun/api/zhengcun/inspections/v1"
)

var (
	acceptanceColumns = columns[*inspectionsv1.ListAcceptancesResponse, *inspectionsv1.Acceptance]{}

	// acceptances tells the amounts twice: of all, and of those that are confirmed, whose sum the list tells.
	acceptances = list("acceptances", "export.acceptances", inspectionsv1.AcceptanceService_ListAcceptances_FullMethodName,
		(*inspectionsv1.ListAcceptancesResponse).GetAcceptances,
		acceptanceColumns.text("export.projectNumber", (*inspectionsv1.Acceptance).GetProjectNumber),
		acceptanceColumns.text("field.project", (*inspectionsv1.Acceptance).GetProjectName),
		acceptanceColumns.text("field.village", (*inspectionsv1.Acceptance).GetVillageName),
		acceptanceColumns.text("export.acceptedOn", (*inspectionsv1.Acceptance).GetAcceptedOn),
		acceptanceColumns.text("export.team", team),
		acceptanceColumns.quantity("export.measuredQuantity", (*inspectionsv1.Acceptance).GetMeasuredQuantityMilli),
		acceptanceColumns.named("export.verdict", func(r *inspectionsv1.Acceptance, n *Names) string { return n.value(r.Verdict) }),
		acceptanceColumns.named("field.state", func(r *inspectionsv1.Acceptance, n *Names) string { return n.value(r.State) }),
		acceptanceColumns.money("money.accepted", (*inspectionsv1.Acceptance).GetAcceptedFen),
		acceptanceColumns.summed("export.confirmedAmount", func(r *inspectionsv1.Acceptance) int64 {
			if r.State != inspectionsv1.AcceptanceState_ACCEPTANCE_STATE_CONFIRMED {
				return 0
			}
			return r.AcceptedFen
		}, (*inspectionsv1.ListAcceptancesResponse).GetTotalAcceptedFen),
		acceptanceColumns.text("field.remark", (*inspectionsv1.Acceptance).GetRemark),
		acceptanceColumns.text("export.drafter", (*inspectionsv1.Acceptance).GetDrafterName),
		acceptanceColumns.text("export.confirmer", (*inspectionsv1.Acceptance).GetConfirmerName),
		acceptanceColumns.text("export.revokeReason", (*inspectionsv1.Acceptance).GetRevokeReason),
		acceptanceColumns.text("field.createTime", func(r *inspectionsv1.Acceptance) string { return moment(r.CreateTime) }),
	)
)

func team(r *inspectionsv1.Acceptance) string {
	names := make([]string, len(r.Team))
	for i, member := range r.Team {
		names[i] = member.Name
		if member.Organization != "" {
			names[i] += "（" + member.Organization + "）"
		}
	}
	return strings.Join(names, "、")
}
