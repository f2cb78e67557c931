package reports

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"time"

	reportsv1 "zhengcun/api/zhengcun/reports/v1"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"
)

// notDone leaves out of entries e that the viewer came and went, and what he did to his own password: what he did to
// records is asked for. And one call is one item: what followed from it for another record, such as that the claim is
// paid of which a payment was made, stands in the log beside it, and so does each document of a batch.
const notDone = " AND e.object_type <> 'session' AND e.action NOT IN ('people.changePassword', 'funds.payClaim', 'funds.reverseClaimPayment')" +
	" AND NOT (e.object_type IN ('fund_document', 'document_conflict') AND e.action <> 'funds.batchCreateFundDocuments' AND EXISTS (SELECT 1 FROM audit_entries b" +
	" WHERE b.seq > e.seq AND b.seq <= e.seq + " + batchMost + " AND b.action = 'funds.batchCreateFundDocuments'" +
	" AND b.request_id = e.request_id AND b.actor_id = e.actor_id AND b.at = e.at))"

// batchMost is how many documents there are at the most in one batch, whose own entry is its last.
const batchMost = "1000"

// ListDoneItems lists what the viewer has done to records on a day, by the audit log.
func (s *inbox) ListDoneItems(ctx context.Context, req *reportsv1.ListDoneItemsRequest) (*reportsv1.ListDoneItemsResponse, error) {
	page, err := s.pager.Open(ctx, req, paging.Order{{Name: "seq", Desc: true}})
	if err != nil {
		return nil, err
	}
	tx := db.From(ctx)
	v, _ := scope.From(ctx)
	day := calendar.DateOf(tx.Now())
	if req.DoneOn != "" {
		if day, err = calendar.ParseDate(req.DoneOn); err != nil {
			return nil, err
		}
	}
	begin := day.Begin()
	end := begin.AddDate(0, 0, 1) // of moments, for the last day there is has no day after
	from, err := firstEntry(ctx, begin.Add(-clockSlack))
	if err != nil {
		return nil, err
	}
	through, err := firstEntry(ctx, end.Add(clockSlack))
	if err != nil {
		return nil, err
	}
	where := "e.seq >= $1 AND e.seq <= $2 AND e.actor_id = $3 AND e.at >= $4 AND e.at < $5 AND e.result = 'ok'" + notDone
	args := []any{from, through, v.Caller(), begin.UTC().Format(audit.AtLayout), end.UTC().Format(audit.AtLayout)}
	var total int32
	if err := tx.QueryRowContext(ctx, "SELECT COUNT(*) FROM audit_entries e WHERE "+where, args...).Scan(&total); err != nil {
		return nil, err
	}
	after, values := page.SQL("e", len(args)+1)
	rows, err := tx.QueryContext(ctx, "SELECT e.seq, e.at, e.action, e.object_type, e.object_id FROM audit_entries e WHERE "+where+" AND "+after,
		append(args, values...)...)
	if err != nil {
		return nil, err
	}
	list, err := scanDone(rows)
	if err != nil {
		return nil, err
	}
	list, next := paging.Cut(page, list, func(d *reportsv1.DoneItem) []string { return []string{strconv.FormatInt(d.Seq, 10)} })
	if err := nameDone(ctx, list); err != nil {
		return nil, err
	}
	return &reportsv1.ListDoneItemsResponse{DoneItems: list, NextPageToken: next, TotalSize: total}, nil
}

// clockSlack is how far an entry's time may stand out of the order of entries, for the search of a day's entries.
const clockSlack = time.Hour

// firstEntry is the number of the first entry that is not before the moment: found by halving, because times have no
// index and entries follow one another in time.
func firstEntry(ctx context.Context, moment time.Time) (seq int64, err error) {
	err = db.From(ctx).QueryRowContext(ctx, `WITH RECURSIVE search(low, high) AS (
			SELECT CAST(1 AS BIGINT), COALESCE((SELECT MAX(seq) FROM audit_entries), 0) + 1
			UNION ALL SELECT CASE WHEN e.at < $1 THEN e.seq + 1 ELSE s.low END, CASE WHEN e.at < $1 THEN s.high ELSE e.seq END
			FROM search s JOIN audit_entries e ON e.seq = (s.low + s.high) / 2 WHERE s.low < s.high)
		SELECT MAX(low) FROM search`, moment.UTC().Format(audit.AtLayout)).Scan(&seq)
	return seq, err
}

func scanDone(rows *sql.Rows) (list []*reportsv1.DoneItem, err error) {
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		d := &reportsv1.DoneItem{}
		var at string
		if err := rows.Scan(&d.Seq, &at, &d.Action, &d.ObjectType, &d.ObjectId); err != nil {
			return nil, err
		}
		moment, err := time.Parse(audit.AtLayout, at)
		if err != nil {
			return nil, err
		}
		d.Time = wire.Time(moment)
		list = append(list, d)
	}
	return list, rows.Err()
}
