package people

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/ent"
	"zhengcun/ent/apiclient"
	"zhengcun/ent/organization"
	"zhengcun/ent/predicate"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/access"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/wire"
)

// A key's life in years: when nothing is said, and at most.
const (
	keyYears    = 1
	maxKeyYears = 3
)

type apiClients struct {
	peoplev1.UnimplementedApiClientServiceServer
	*Room
}

// ListApiClients lists API clients by name.
func (s *apiClients) ListApiClients(ctx context.Context, req *peoplev1.ListApiClientsRequest) (*peoplev1.ListApiClientsResponse, error) {
	page, err := s.pager.Open(ctx, req, paging.By(apiclient.FieldName, false))
	if err != nil {
		return nil, err
	}
	tx := db.From(ctx)
	var where []predicate.ApiClient
	if q := strings.TrimSpace(req.Query); q != "" {
		by := []predicate.ApiClient{apiclient.NameContains(q)}
		if strings.HasPrefix(q, keyPrefix) { // a whole key may have been pasted; only its beginning is known
			by = append(by, apiclient.KeyPrefixHasPrefix(shownPrefix(q)), apiclient.PreviousKeyPrefixHasPrefix(shownPrefix(q)))
		}
		where = append(where, apiclient.Or(by...))
	}
	if id := wire.MaybeID(req.OrganizationId); id != nil {
		where = append(where, apiclient.OrganizationID(*id))
	}
	total, err := tx.ApiClient.Query().Where(where...).Count(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := tx.ApiClient.Query().Where(where...).Where(page.Selector()).All(ctx)
	if err != nil {
		return nil, err
	}
	rows, next := paging.Cut(page, rows, func(r *ent.ApiClient) []string { return []string{r.Name, r.ID.String()} })
	messages, err := apiClientMessages(ctx, rows)
	return &peoplev1.ListApiClientsResponse{ApiClients: messages, NextPageToken: next, TotalSize: int32(total)}, err
}

// GetApiClient gets an API client.
func (s *apiClients) GetApiClient(ctx context.Context, req *peoplev1.GetApiClientRequest) (*peoplev1.ApiClient, error) {
	row, err := db.From(ctx).ApiClient.Get(ctx, wire.ID(req.Id))
	if err != nil {
		return nil, db.Missing(err, "api_client")
	}
	return apiClientMessage(ctx, row)
}

// CreateApiClient creates an API client with a new key, which is in this answer
// and never again.
func (s *apiClients) CreateApiClient(ctx context.Context, req *peoplev1.CreateApiClientRequest) (*peoplev1.CreateApiClientResponse, error) {
	c, key := req.ApiClient, NewKey()
	n := NewApiClient{Name: c.Name, OrganizationID: wire.ID(c.OrganizationId), Scopes: c.Scopes}
	if c.ExpireTime != nil {
		if err := c.ExpireTime.CheckValid(); err != nil {
			return nil, fault.Fields(ReasonExpiry.Field("api_client.expire_time", "years", maxKeyYears))
		}
		n.ExpireTime = c.ExpireTime.AsTime()
	}
	row, err := s.CreateApiClientWithKey(ctx, n, key)
	if err != nil {
		return nil, err
	}
	message, err := apiClientMessage(ctx, row)
	return &peoplev1.CreateApiClientResponse{ApiClient: message, Key: key}, err
}

// NewApiClient is what [Room.CreateApiClientWithKey] makes.
type NewApiClient struct {
	Name           string
	OrganizationID uuid.UUID // a department, or finance
	Scopes         []string
	ExpireTime     time.Time // a year from now when zero
}

// CreateApiClientWithKey creates an API client in the transaction of ctx, with its
// audit entry. The key comes from [NewKey]; only its hash is stored. Its errors
// name the fields of the contract's request.
func (r *Room) CreateApiClientWithKey(ctx context.Context, n NewApiClient, key string) (*ent.ApiClient, error) {
	tx := db.From(ctx)
	var bad []fault.Violation
	if n.Name = strings.TrimSpace(n.Name); n.Name == "" {
		bad = append(bad, fault.ReasonFieldRequired.Field("api_client.name"))
	}
	scopes, wrong := scopesOf(n.Scopes)
	bad = append(bad, wrong...)
	expire, wrong := keyEnd(tx.Now(), n.ExpireTime, "api_client.expire_time")
	bad = append(bad, wrong...)
	_, err := OrganizationOf(ctx, n.OrganizationID, organization.KindDepartment, organization.KindFinance)
	if err := collect(&bad, AtField(err, "api_client.organization_id")); err != nil {
		return nil, err
	}
	if len(bad) > 0 {
		return nil, fault.Fields(bad...)
	}
	row, err := tx.ApiClient.Create().SetName(n.Name).SetOrganizationID(n.OrganizationID).SetScopes(scopes).
		SetKeyHash(tokenHash(key)).SetKeyPrefix(shownPrefix(key)).SetExpireTime(expire).Save(ctx)
	if err != nil {
		return nil, err
	}
	db.Audit(ctx, audit.Entry{Action: "people.createApiClient", ObjectType: "api_client", ObjectID: row.ID.String(),
		After: brief(map[string]any{"name": row.Name, "organization_id": row.OrganizationID, "scopes": row.Scopes, "key_prefix": row.KeyPrefix, "expire_time": row.ExpireTime})})
	return row, nil
}

// scopesOf returns scopes once each, and what is wrong with them.
func scopesOf(wanted []string) (scopes []string, bad []fault.Violation) {
	scopes = slices.Compact(slices.Sorted(slices.Values(wanted)))
	if len(scopes) == 0 {
		bad = append(bad, fault.ReasonFieldRequired.Field("api_client.scopes"))
	}
	if slices.ContainsFunc(scopes, func(s string) bool { return !slices.Contains(access.Scopes, s) }) {
		bad = append(bad, ReasonScope.Field("api_client.scopes", "allowed", strings.Join(access.Scopes, ", ")))
	}
	return scopes, bad
}

// keyEnd is when a key made now ends: as wanted, or after the usual time when
// wanted is zero.
func keyEnd(now, wanted time.Time, path string) (time.Time, []fault.Violation) {
	if wanted.IsZero() {
		wanted = now.AddDate(keyYears, 0, 0)
	}
	if !wanted.After(now) || wanted.After(now.AddDate(maxKeyYears, 0, 0)) {
		return wanted, []fault.Violation{ReasonExpiry.Field(path, "years", maxKeyYears)}
	}
	return wanted.UTC().Truncate(time.Microsecond), nil
}

func apiClientMessage(ctx context.Context, row *ent.ApiClient) (*peoplev1.ApiClient, error) {
	messages, err := apiClientMessages(ctx, []*ent.ApiClient{row})
	if err != nil {
		return nil, err
	}
	return messages[0], nil
}

func apiClientMessages(ctx context.Context, rows []*ent.ApiClient) ([]*peoplev1.ApiClient, error) {
	ids := make([]uuid.UUID, len(rows))
	for i, row := range rows {
		ids[i] = row.OrganizationID
	}
	bodies, err := Organizations(ctx, ids...)
	if err != nil {
		return nil, err
	}
	now := db.From(ctx).Now()
	messages := make([]*peoplev1.ApiClient, len(rows))
	for i, row := range rows {
		m := &peoplev1.ApiClient{
			Id: row.ID.String(), Name: row.Name, OrganizationId: row.OrganizationID.String(), Scopes: row.Scopes,
			ExpireTime: wire.Time(row.ExpireTime), KeyPrefix: row.KeyPrefix, Disabled: row.Disabled, Etag: wire.Etag(row.Version),
		}
		if o := bodies[row.OrganizationID]; o != nil {
			m.OrganizationName = o.Name
		}
		if row.LastUseOn != nil && !row.LastUseOn.IsZero() {
			m.LastUseTime = wire.Time(row.LastUseOn.Begin())
		}
		if end := row.PreviousKeyExpireTime; end != nil && now.Before(*end) && !row.Disabled {
			m.PreviousKeyPrefix, m.PreviousKeyExpireTime = row.PreviousKeyPrefix, wire.Time(*end)
			if on := row.PreviousKeyLastUseOn; on != nil && !on.IsZero() {
				m.PreviousKeyLastUseTime = wire.Time(on.Begin())
			}
		}
		messages[i] = m
	}
	return messages, nil
}
