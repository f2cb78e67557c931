package export

import plansv1 "zhengcun/api/zhengcun/plans/v1"

var (
	keyVillageColumns = columns[*plansv1.ListKeyVillagesResponse, *plansv1.KeyVillage]{}

	keyVillages = list("key_villages", "keyVillage.list", plansv1.KeyVillageService_ListKeyVillages_FullMethodName,
		(*plansv1.ListKeyVillagesResponse).GetKeyVillages,
		keyVillageColumns.text("export.township", (*plansv1.KeyVillage).GetTownshipName),
		keyVillageColumns.text("field.village", (*plansv1.KeyVillage).GetVillageName),
		keyVillageColumns.text("export.regionCode", (*plansv1.KeyVillage).GetRegionCode),
		keyVillageColumns.text("field.batch", func(r *plansv1.KeyVillage) string { return year(r.BatchYear) }),
		keyVillageColumns.text("field.acceptanceDeadline", (*plansv1.KeyVillage).GetAcceptanceDeadline),
		keyVillageColumns.number("field.daysLeft", func(r *plansv1.KeyVillage) int64 { return int64(r.DaysLeft) }),
		keyVillageColumns.number("field.projectsNotCancelled", func(r *plansv1.KeyVillage) int64 { return int64(r.ProjectCount) }),
		keyVillageColumns.number("field.acceptedCount", func(r *plansv1.KeyVillage) int64 { return int64(r.AcceptedProjectCount) }),
	)
)
