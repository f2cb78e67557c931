package export

import reportsv1 "zhengcun/api/zhengcun/reports/v1"

var (
	auditColumns = columns[*reportsv1.ListAuditEntriesResponse, *reportsv1.AuditEntry]{}

	auditEntries = list("audit_entries", "export.auditEntries", reportsv1.AuditEntryService_ListAuditEntries_FullMethodName,
		(*reportsv1.ListAuditEntriesResponse).GetAuditEntries,
		auditColumns.number("export.seq", (*reportsv1.AuditEntry).GetSeq),
		auditColumns.text("claim.time", func(r *reportsv1.AuditEntry) string { return moment(r.Time) }),
		auditColumns.text("export.actor", (*reportsv1.AuditEntry).GetActorName),
		auditColumns.text("export.actorId", (*reportsv1.AuditEntry).GetActorId),
		auditColumns.text("claim.organization", (*reportsv1.AuditEntry).GetActorOrganization),
		auditColumns.text("export.action", (*reportsv1.AuditEntry).GetAction),
		auditColumns.text("export.objectType", (*reportsv1.AuditEntry).GetObjectType),
		auditColumns.text("export.objectId", (*reportsv1.AuditEntry).GetObjectId),
		auditColumns.text("claim.purpose", (*reportsv1.AuditEntry).GetPurpose),
		auditColumns.text("export.before", (*reportsv1.AuditEntry).GetBefore),
		auditColumns.text("export.after", (*reportsv1.AuditEntry).GetAfter),
		auditColumns.text("export.clientIp", (*reportsv1.AuditEntry).GetClientIp),
		auditColumns.text("export.requestId", (*reportsv1.AuditEntry).GetRequestId),
		auditColumns.text("export.hash", (*reportsv1.AuditEntry).GetHash),
		auditColumns.text("export.previousHash", (*reportsv1.AuditEntry).GetPreviousHash),
	)
)
