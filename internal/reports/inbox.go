package reports

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	reportsv1 "zhengcun/api/zhengcun/reports/v1"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/plans"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/waiting"
	"zhengcun/internal/platform/wire"
	"zhengcun/internal/rules"
)

type inbox struct {
	reportsv1.UnimplementedInboxServiceServer
	*Room
}

// item is a row with what the terms make of it.
type item struct {
	waiting.Row
	kind reportsv1.InboxKind
	due  calendar.Date // zero when no term is in force
	late bool
}

// inboxOrder is what is due first, of that what has waited longest.
var inboxOrder = paging.Order{{Name: "due_on"}, {Name: "wait_since"}, {Name: "key"}}

// sortable are an item's values in [inboxOrder]. What has no term comes last.
func (i item) sortable() []string {
	due := "9999-12-31"
	if !i.due.IsZero() {
		due = i.due.String()
	}
	return []string{due, i.Since.UTC().Format("2006-01-02T15:04:05.000000"), i.Key()}
}

// batchKinds are what may be agreed to many at once: where money is neither set aside, held nor paid.
var batchKinds = []reportsv1.InboxKind{
	reportsv1.InboxKind_INBOX_KIND_CLAIM_AGREE_BY_TOWNSHIP,
	reportsv1.InboxKind_INBOX_KIND_CLAIM_CHECK_BY_DEPARTMENT,
	reportsv1.InboxKind_INBOX_KIND_CLAIM_AGREE_BY_OFFICE,
}

// ListInboxItems lists what waits for the viewer in all rooms.
func (s *inbox) ListInboxItems(ctx context.Context, req *reportsv1.ListInboxItemsRequest) (*reportsv1.ListInboxItemsResponse, error) {
	page, err := s.pager.Open(ctx, req, inboxOrder)
	if err != nil {
		return nil, err
	}
	today := calendar.DateOf(db.From(ctx).Now())
	all, err := s.items(ctx, today)
	if err != nil {
		return nil, err
	}
	resp := &reportsv1.ListInboxItemsResponse{Kinds: countKinds(all)}
	query := strings.ToLower(strings.TrimSpace(req.Query))
	left := slices.DeleteFunc(all, func(i item) bool {
		return req.Kind != 0 && i.kind != req.Kind || req.LateOnly && !i.late ||
			!strings.Contains(strings.ToLower(i.Number), query) && !strings.Contains(strings.ToLower(i.Title), query)
	})
	resp.TotalSize = int32(len(left))
	shown, next := paging.Cut(page, paging.Sort(page, left, item.sortable), item.sortable)
	resp.NextPageToken = next
	var villages []uuid.UUID
	for _, i := range shown {
		if i.Village != uuid.Nil {
			villages = append(villages, i.Village)
		}
	}
	places, err := plans.PlacesOf(ctx, villages)
	if err != nil {
		return nil, err
	}
	for _, i := range shown {
		resp.InboxItems = append(resp.InboxItems, i.message(places[i.Village].Village, today))
	}
	return resp, nil
}

// items asks every room what waits, and the terms by when it should be done.
func (s *inbox) items(ctx context.Context, today calendar.Date) ([]item, error) {
	var all []item
	for _, source := range s.Waiting {
		rows, err := source(ctx)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			all = append(all, item{Row: row, kind: wire.ToEnum[reportsv1.InboxKind](row.Kind)})
		}
	}
	if len(all) == 0 {
		return nil, nil
	}
	terms, err := rules.ReadWorkTerms(ctx)
	if err != nil {
		return nil, err
	}
	for n := range all {
		i := &all[n]
		if i.due = i.Due; i.due.IsZero() {
			i.due = terms.Due(i.Kind, calendar.DateOf(i.Since))
		}
		i.late = !i.due.IsZero() && i.due.Before(today)
	}
	return all, nil
}

// countKinds counts what waits of each kind, in the order of the contract.
func countKinds(all []item) []*reportsv1.InboxKindCount {
	byKind := map[reportsv1.InboxKind]*reportsv1.InboxKindCount{}
	var list []*reportsv1.InboxKindCount
	for _, i := range all {
		count := byKind[i.kind]
		if count == nil {
			count = &reportsv1.InboxKindCount{Kind: i.kind}
			byKind[i.kind], list = count, append(list, count)
		}
		count.Count++
		if i.late {
			count.LateCount++
		}
	}
	slices.SortFunc(list, func(a, b *reportsv1.InboxKindCount) int { return int(a.Kind - b.Kind) })
	return list
}

func (i item) message(village string, today calendar.Date) *reportsv1.InboxItem {
	m := &reportsv1.InboxItem{
		Key: i.Key(), Kind: i.kind, ObjectId: i.ID.String(), Number: i.Number, Title: i.Title, VillageName: village,
		AmountFen: i.AmountFen, WaitSince: wire.Time(i.Since.Truncate(time.Microsecond)), FromName: i.From, Comment: i.Comment,
		ReminderCount: int32(i.Reminders), BatchAllowed: slices.Contains(batchKinds, i.kind), Etag: wire.Etag(i.Version),
	}
	if !i.due.IsZero() {
		m.DueOn, m.DaysLeft = i.due.String(), int32(today.DaysUntil(i.due))
	}
	return m
}
