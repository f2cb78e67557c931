package export

import projectsv1 "zhengcun/api/zhengcun/projects/v1"

var (
	projectColumns = columns[*projectsv1.ListProjectsResponse, *projectsv1.Project]{}

	projects = list("projects", "project.list", projectsv1.ProjectService_ListProjects_FullMethodName,
		(*projectsv1.ListProjectsResponse).GetProjects,
		projectColumns.text("export.projectNumber", (*projectsv1.Project).GetNumber),
		projectColumns.text("field.project", (*projectsv1.Project).GetName),
		projectColumns.text("export.township", (*projectsv1.Project).GetTownshipName),
		projectColumns.text("field.village", (*projectsv1.Project).GetVillageName),
		projectColumns.text("export.regionCode", (*projectsv1.Project).GetRegionCode),
		projectColumns.named("field.projectType", func(r *projectsv1.Project, n *Names) string { return name(n.ProjectTypes, r.TypeCode) }),
		projectColumns.named("field.pillar", func(r *projectsv1.Project, n *Names) string { return n.value(r.Pillar) }),
		projectColumns.named("field.benefit", func(r *projectsv1.Project, n *Names) string { return n.value(r.Benefit) }),
		projectColumns.quantity("field.plannedQuantity", (*projectsv1.Project).GetPlannedQuantityMilli),
		projectColumns.text("export.scaleUnit", (*projectsv1.Project).GetScaleUnit),
		projectColumns.text("field.unit", (*projectsv1.Project).GetUnitName),
		projectColumns.text("field.department", (*projectsv1.Project).GetDepartmentName),
		projectColumns.text("field.startDate", (*projectsv1.Project).GetStartDate),
		projectColumns.text("field.endDate", (*projectsv1.Project).GetEndDate),
		projectColumns.named("field.state", func(r *projectsv1.Project, n *Names) string { return n.value(r.State) }),
		projectColumns.number("field.beneficiaryHouseholds", func(r *projectsv1.Project) int64 { return int64(r.BeneficiaryHouseholds) }),
		projectColumns.number("field.labourDays", func(r *projectsv1.Project) int64 { return int64(r.LabourDays) }),
		projectColumns.text("field.objective", (*projectsv1.Project).GetObjective),
		projectColumns.summed("money.budget", (*projectsv1.Project).GetBudgetFen, (*projectsv1.ListProjectsResponse).GetTotalBudgetFen),
		projectColumns.money("money.selfRaised", (*projectsv1.Project).GetSelfRaisedFen),
		projectMoney("money.requested", (*projectsv1.ProjectMoney).GetRequestedFen),
		projectMoney("money.appropriated", (*projectsv1.ProjectMoney).GetAppropriatedFen),
		projectMoney("money.accepted", (*projectsv1.ProjectMoney).GetAcceptedFen),
		projectMoney("money.held", (*projectsv1.ProjectMoney).GetHeldFen),
		projectMoney("money.paid", (*projectsv1.ProjectMoney).GetPaidFen),
		projectMoney("money.advance", (*projectsv1.ProjectMoney).GetAdvanceFen),
		projectMoney("money.idle", (*projectsv1.ProjectMoney).GetIdleFen),
		projectColumns.text("export.lister", (*projectsv1.Project).GetListerName),
		projectColumns.text("export.approver", (*projectsv1.Project).GetApproverName),
		projectColumns.text("export.cancelReason", (*projectsv1.Project).GetCancelReason),
		projectColumns.text("field.createTime", func(r *projectsv1.Project) string { return moment(r.CreateTime) }),
	)
)

func projectMoney(title string, amount func(*projectsv1.ProjectMoney) int64) column[*projectsv1.ListProjectsResponse, *projectsv1.Project] {
	return projectColumns.summed(title,
		func(r *projectsv1.Project) int64 { return amount(r.GetMoney()) },
		func(r *projectsv1.ListProjectsResponse) int64 { return amount(r.GetTotals()) })
}
