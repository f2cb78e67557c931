package people

import (
	"context"

	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/ent"
	"zhengcun/ent/apiclient"
	"zhengcun/ent/apiclientrequest"
	"zhengcun/ent/predicate"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/wire"
)

// ListApiClientRequests lists the calls of an API client, newest first.
func (s *apiClients) ListApiClientRequests(ctx context.Context, req *peoplev1.ListApiClientRequestsRequest) (*peoplev1.ListApiClientRequestsResponse, error) {
	page, err := s.pager.Open(ctx, req, paging.By(apiclientrequest.FieldTime, true))
	if err != nil {
		return nil, err
	}
	tx, id := db.From(ctx), wire.ID(req.ApiClientId)
	if there, err := tx.ApiClient.Query().Where(apiclient.ID(id)).Exist(ctx); err != nil || !there {
		if err == nil {
			err = fault.ReasonNotFound.New("resource", "api_client")
		}
		return nil, err
	}
	where := []predicate.ApiClientRequest{apiclientrequest.APIClientID(id), apiclientrequest.TimeGTE(tx.Now().Add(-RequestLife))}
	if req.RequestId != "" {
		where = append(where, apiclientrequest.RequestID(req.RequestId))
	}
	if req.RefusedOnly {
		where = append(where, apiclientrequest.CodeNEQ("OK"))
	}
	if req.Reason != "" {
		where = append(where, apiclientrequest.Reason(req.Reason))
	}
	total, err := tx.ApiClientRequest.Query().Where(where...).Count(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := tx.ApiClientRequest.Query().Where(where...).Where(page.Selector()).All(ctx)
	if err != nil {
		return nil, err
	}
	rows, next := paging.Cut(page, rows, func(r *ent.ApiClientRequest) []string { return []string{sortedTime(r.Time), r.ID.String()} })
	answer := &peoplev1.ListApiClientRequestsResponse{NextPageToken: next, TotalSize: int32(total)}
	for _, r := range rows {
		answer.ApiClientRequests = append(answer.ApiClientRequests, &peoplev1.ApiClientRequest{
			RequestId: r.RequestID, Time: wire.Time(r.Time), Method: r.Method, Code: r.Code, Reason: r.Reason, DurationUs: r.DurationUs,
			ClientIp: r.ClientIP, KeyPrefix: r.KeyPrefix, Replayed: r.Replayed, Answer: r.Answer,
		})
	}
	return answer, nil
}
