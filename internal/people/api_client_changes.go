package people

import (
	"context"
	"strings"
	"time"

	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/ent"
	"zhengcun/ent/apiclient"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/rpc"
	"zhengcun/internal/platform/wire"
)

// maxOverlap is how many days an old key may work on beside the new one.
const maxOverlap = 30

// UpdateApiClient changes name or scopes; they hold for the client's next call.
func (s *apiClients) UpdateApiClient(ctx context.Context, req *peoplev1.UpdateApiClientRequest) (*peoplev1.ApiClient, error) {
	row, err := clientAt(ctx, req.ApiClient.Id, req.ApiClient.Etag)
	if err != nil {
		return nil, err
	}
	change, before, after := changeClient(ctx, row), map[string]any{}, map[string]any{}
	var bad []fault.Violation
	for _, path := range req.UpdateMask.GetPaths() {
		switch path {
		case apiclient.FieldName:
			name := strings.TrimSpace(req.ApiClient.Name)
			change.SetName(name)
			before[path], after[path] = row.Name, name
		case apiclient.FieldScopes:
			scopes, wrong := scopesOf(req.ApiClient.Scopes)
			bad = append(bad, wrong...)
			change.SetScopes(scopes)
			before[path], after[path] = row.Scopes, scopes
		default: // another department is another client, another end another key
			bad = append(bad, rpc.ReasonImmutable.Field("api_client."+path))
		}
	}
	if len(bad) > 0 {
		return nil, fault.Fields(bad...)
	}
	if row, err = saveClient(ctx, change, row, "people.updateApiClient", before, after); err != nil {
		return nil, err
	}
	return apiClientMessage(ctx, row)
}

// RotateApiClientKey gives the client a new key. The one it had works on for the
// days of overlap, though not beyond its own end; the one before that is dead.
func (s *apiClients) RotateApiClientKey(ctx context.Context, req *peoplev1.RotateApiClientKeyRequest) (*peoplev1.RotateApiClientKeyResponse, error) {
	row, err := clientAt(ctx, req.Id, req.Etag)
	if err != nil {
		return nil, err
	}
	now := db.From(ctx).Now()
	var bad []fault.Violation
	if req.OverlapDays < 0 || req.OverlapDays > maxOverlap {
		bad = append(bad, ReasonOverlap.Field("overlap_days", "max", maxOverlap))
	}
	var wanted time.Time
	if req.ExpireTime != nil {
		if req.ExpireTime.CheckValid() != nil {
			return nil, fault.Fields(append(bad, ReasonExpiry.Field("expire_time", "years", maxKeyYears))...)
		}
		wanted = req.ExpireTime.AsTime()
	}
	expire, wrong := keyEnd(now, wanted, "expire_time")
	if bad = append(bad, wrong...); len(bad) > 0 {
		return nil, fault.Fields(bad...)
	}
	key := NewKey()
	change := changeClient(ctx, row).SetKeyHash(tokenHash(key)).SetKeyPrefix(shownPrefix(key)).SetExpireTime(expire).ClearLastUseOn()
	end := now.AddDate(0, 0, int(req.OverlapDays))
	if row.ExpireTime.Before(end) {
		end = row.ExpireTime
	}
	after := map[string]any{"key_prefix": shownPrefix(key), "expire_time": expire}
	if now.Before(end) {
		change.SetPreviousKeyHash(row.KeyHash).SetPreviousKeyPrefix(row.KeyPrefix).SetPreviousKeyExpireTime(end)
		if row.LastUseOn != nil {
			change.SetPreviousKeyLastUseOn(row.LastUseOn)
		} else {
			change.ClearPreviousKeyLastUseOn()
		}
		after["previous_key_expire_time"] = end
	} else {
		change.ClearPreviousKeyHash().SetPreviousKeyPrefix("").ClearPreviousKeyExpireTime().ClearPreviousKeyLastUseOn()
	}
	row, err = saveClient(ctx, change, row, "people.rotateApiClientKey", map[string]any{"key_prefix": row.KeyPrefix, "expire_time": row.ExpireTime}, after)
	if err != nil {
		return nil, err
	}
	message, err := apiClientMessage(ctx, row)
	return &peoplev1.RotateApiClientKeyResponse{ApiClient: message, Key: key}, err
}

// DisableApiClient shuts an API client with all its keys. There is no way back:
// who needs it again gets a new one.
func (s *apiClients) DisableApiClient(ctx context.Context, req *peoplev1.DisableApiClientRequest) (*peoplev1.ApiClient, error) {
	row, err := clientAt(ctx, req.Id, req.Etag)
	if err != nil {
		return nil, err
	}
	row, err = saveClient(ctx, changeClient(ctx, row).SetDisabled(true), row, "people.disableApiClient",
		map[string]any{"disabled": false}, map[string]any{"disabled": true})
	if err != nil {
		return nil, err
	}
	return apiClientMessage(ctx, row)
}

// clientAt returns the API client, which must not be shut, in the version the
// caller has read.
func clientAt(ctx context.Context, id, etag string) (*ent.ApiClient, error) {
	row, err := db.From(ctx).ApiClient.Get(ctx, wire.ID(id))
	switch {
	case err != nil:
		return nil, db.Missing(err, "api_client")
	case row.Version != wire.Version(etag):
		return nil, wire.ReasonStale.New()
	case row.Disabled:
		return nil, ReasonClientDisabled.New()
	}
	return row, nil
}

// changeClient begins a change of the row in the version that was read.
func changeClient(ctx context.Context, row *ent.ApiClient) *ent.ApiClientUpdateOne {
	return db.From(ctx).ApiClient.UpdateOneID(row.ID).Where(apiclient.Version(row.Version)).AddVersion(1)
}

// saveClient makes the change with its audit entry, or tells that someone was faster.
func saveClient(ctx context.Context, change *ent.ApiClientUpdateOne, row *ent.ApiClient, action string, before, after map[string]any) (*ent.ApiClient, error) {
	changed, err := change.Save(ctx)
	if err != nil {
		return nil, db.Stale(ctx, err, "api_client", func(ctx context.Context) (bool, error) {
			return db.From(ctx).ApiClient.Query().Where(apiclient.ID(row.ID)).Exist(ctx)
		})
	}
	db.Audit(ctx, audit.Entry{Action: action, ObjectType: "api_client", ObjectID: row.ID.String(), Before: brief(before), After: brief(after)})
	return changed, nil
}
