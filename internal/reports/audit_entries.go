package reports

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	reportsv1 "zhengcun/api/zhengcun/reports/v1"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/waiting"
	"zhengcun/internal/platform/wire"
)

type auditEntries struct {
	reportsv1.UnimplementedAuditEntryServiceServer
	*Room
}

// ListAuditEntries lists audit entries, newest first.
func (s *auditEntries) ListAuditEntries(ctx context.Context, req *reportsv1.ListAuditEntriesRequest) (*reportsv1.ListAuditEntriesResponse, error) {
	page, err := s.pager.Open(ctx, req, paging.Order{{Name: "seq", Desc: true}})
	if err != nil {
		return nil, err
	}
	tx := db.From(ctx)
	where, args, err := auditFilter(req)
	if err != nil {
		return nil, err
	}
	resp := &reportsv1.ListAuditEntriesResponse{}
	if err := tx.QueryRowContext(ctx, "SELECT COUNT(*) FROM audit_entries e WHERE "+where, args...).Scan(&resp.TotalSize); err != nil {
		return nil, err
	}
	after, values := page.SQL("e", len(args)+1)
	rows, err := tx.QueryContext(ctx, `SELECT e.seq, e.at, e.actor_id, e.actor_name, e.actor_org, e.client_ip, e.request_id,
		e.action, e.object_type, e.object_id, e.before, e.after, e.hash, e.prev_hash, e.purpose FROM audit_entries e WHERE `+where+" AND "+after,
		append(args, values...)...)
	if err != nil {
		return nil, err
	}
	list, err := scanEntries(rows)
	if err != nil {
		return nil, err
	}
	resp.AuditEntries, resp.NextPageToken = paging.Cut(page, list, func(e *reportsv1.AuditEntry) []string { return []string{strconv.FormatInt(e.Seq, 10)} })
	return resp, nil
}

// kindsOfObjects are the kinds there are, read by leaping from one to the next in the index of (object_type, object_id):
// so that a record's entries are found by that index also when its kind is not given.
const kindsOfObjects = `(WITH RECURSIVE kinds(kind) AS (SELECT MIN(object_type) FROM audit_entries
	UNION ALL SELECT (SELECT MIN(n.object_type) FROM audit_entries n WHERE n.object_type > kinds.kind) FROM kinds WHERE kinds.kind IS NOT NULL)
	SELECT kind FROM kinds WHERE kind IS NOT NULL)`

// auditFilter turns the request's filters into a condition on entries e.
func auditFilter(req *reportsv1.ListAuditEntriesRequest) (string, []any, error) {
	var args waiting.Args
	where := []string{"TRUE"}
	equal := func(column, value string) {
		if value != "" {
			where = append(where, "e."+column+" = "+args.Add(value))
		}
	}
	if req.ObjectId != "" && req.ObjectType == "" {
		where = append(where, "e.object_type IN "+kindsOfObjects)
	}
	equal("object_type", req.ObjectType)
	equal("object_id", req.ObjectId)
	equal("request_id", req.RequestId)
	if req.ActorId != "" { // the log says what kind of actor it was, the caller may leave that out
		where = append(where, fmt.Sprintf("e.actor_id IN (%s, %s, %s)", args.Add(req.ActorId), args.Add("user:"+req.ActorId), args.Add("client:"+req.ActorId)))
	}
	if prefix, ok := strings.CutSuffix(req.Action, "."); ok {
		where = append(where, "substr(e.action, 1, "+strconv.Itoa(len(prefix)+1)+") = "+args.Add(req.Action))
	} else {
		equal("action", req.Action)
	}
	if req.FromDate != "" {
		day, err := calendar.ParseDate(req.FromDate)
		if err != nil {
			return "", nil, err
		}
		where = append(where, "e.at >= "+args.Add(day.Begin().UTC().Format(audit.AtLayout)))
	}
	if req.ToDate != "" {
		day, err := calendar.ParseDate(req.ToDate)
		if err != nil {
			return "", nil, err
		}
		where = append(where, "e.at < "+args.Add(day.Begin().AddDate(0, 0, 1).UTC().Format(audit.AtLayout)))
	}
	if query := strings.ToLower(strings.TrimSpace(req.Query)); query != "" {
		where = append(where, `lower(e.actor_name) LIKE `+args.Add("%"+strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(query)+"%")+` ESCAPE '\'`)
	}
	return strings.Join(where, " AND "), args, nil
}

func scanEntries(rows *sql.Rows) (list []*reportsv1.AuditEntry, err error) {
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		e := &reportsv1.AuditEntry{}
		var at string
		var hash, previous []byte
		if err := rows.Scan(&e.Seq, &at, &e.ActorId, &e.ActorName, &e.ActorOrganization, &e.ClientIp, &e.RequestId,
			&e.Action, &e.ObjectType, &e.ObjectId, &e.Before, &e.After, &hash, &previous, &e.Purpose); err != nil {
			return nil, err
		}
		moment, err := time.Parse(audit.AtLayout, at)
		if err != nil {
			return nil, err
		}
		e.Time, e.Hash, e.PreviousHash = wire.Time(moment), hex.EncodeToString(hash), hex.EncodeToString(previous)
		list = append(list, e)
	}
	return list, rows.Err()
}
