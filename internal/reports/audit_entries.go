package reports

import (
	"context"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	reportsv1 "zhengcun/api/zhengcun/reports/v1"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
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
	where, args := "TRUE", []any(nil)
	add := func(format string, arg any) {
		args = append(args, arg)
		where += " AND " + fmt.Sprintf(format, len(args))
	}
	if req.ObjectId != "" {
		add("e.object_id = $%d", req.ObjectId)
	}
	if req.ActorId != "" {
		add("e.actor_id = $%d", req.ActorId)
	}
	if prefix, ok := strings.CutSuffix(req.Action, "."); ok {
		add("substr(e.action, 1, "+strconv.Itoa(len(prefix)+1)+") = $%d", req.Action)
	} else if req.Action != "" {
		add("e.action = $%d", req.Action)
	}
	after, values := page.SQL("e", len(args)+1)
	rows, err := db.From(ctx).QueryContext(ctx, `SELECT e.seq, e.at, e.actor_id, e.actor_name, e.actor_org, e.client_ip, e.request_id,
		e.action, e.object_type, e.object_id, e.before, e.after, e.hash, e.prev_hash FROM audit_entries e WHERE `+where+" AND "+after,
		append(args, values...)...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var list []*reportsv1.AuditEntry
	for rows.Next() {
		e := &reportsv1.AuditEntry{}
		var at string
		var hash, previous []byte
		if err := rows.Scan(&e.Seq, &at, &e.ActorId, &e.ActorName, &e.ActorOrganization, &e.ClientIp, &e.RequestId,
			&e.Action, &e.ObjectType, &e.ObjectId, &e.Before, &e.After, &hash, &previous); err != nil {
			return nil, err
		}
		moment, err := time.Parse(audit.AtLayout, at)
		if err != nil {
			return nil, err
		}
		e.Time, e.Hash, e.PreviousHash = wire.Time(moment), hex.EncodeToString(hash), hex.EncodeToString(previous)
		list = append(list, e)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	list, next := paging.Cut(page, list, func(e *reportsv1.AuditEntry) []string { return []string{strconv.FormatInt(e.Seq, 10)} })
	return &reportsv1.ListAuditEntriesResponse{AuditEntries: list, NextPageToken: next}, nil
}
