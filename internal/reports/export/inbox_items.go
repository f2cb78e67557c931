package export

import reportsv1 "zhengcun/api/zhengcun/reports/v1"

var (
	inboxColumns = columns[*reportsv1.ListInboxItemsResponse, *reportsv1.InboxItem]{}

	inboxItems = list("inbox_items", "export.inbox", reportsv1.InboxService_ListInboxItems_FullMethodName,
		(*reportsv1.ListInboxItemsResponse).GetInboxItems,
		inboxColumns.named("export.kind", func(r *reportsv1.InboxItem, n *Names) string { return n.value(r.Kind) }),
		inboxColumns.text("export.number", (*reportsv1.InboxItem).GetNumber),
		inboxColumns.text("export.title", (*reportsv1.InboxItem).GetTitle),
		inboxColumns.text("field.village", (*reportsv1.InboxItem).GetVillageName),
		inboxColumns.money("field.amount", (*reportsv1.InboxItem).GetAmountFen),
		inboxColumns.text("export.waitSince", func(r *reportsv1.InboxItem) string { return moment(r.WaitSince) }),
		inboxColumns.text("export.dueOn", (*reportsv1.InboxItem).GetDueOn),
		inboxColumns.number("field.daysLeft", func(r *reportsv1.InboxItem) int64 { return int64(r.DaysLeft) }),
		inboxColumns.text("export.from", (*reportsv1.InboxItem).GetFromName),
		inboxColumns.text("claim.comment", (*reportsv1.InboxItem).GetComment),
		inboxColumns.number("export.reminders", func(r *reportsv1.InboxItem) int64 { return int64(r.ReminderCount) }),
	)
)
