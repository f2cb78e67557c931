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
	rows, err := db.From(ctx).ApiClient.Query().Where(page.Selector()).All(ctx)
	if err != nil {
		return nil, err
	}
	rows, next := paging.Cut(page, rows, func(r *ent.ApiClient) []string { return []string{r.Name, r.ID.String()} })
	messages, err := apiClientMessages(ctx, rows)
	return &peoplev1.ListApiClientsResponse{ApiClients: messages, NextPageToken: next}, err
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
	scopes := slices.Compact(slices.Sorted(slices.Values(n.Scopes)))
	if len(scopes) == 0 {
		bad = append(bad, fault.ReasonFieldRequired.Field("api_client.scopes"))
	}
	if slices.ContainsFunc(scopes, func(s string) bool { return !slices.Contains(access.Scopes, s) }) {
		bad = append(bad, ReasonScope.Field("api_client.scopes", "allowed", strings.Join(access.Scopes, ", ")))
	}
	if n.ExpireTime.IsZero() {
		n.ExpireTime = tx.Now().AddDate(keyYears, 0, 0)
	}
	if !n.ExpireTime.After(tx.Now()) || n.ExpireTime.After(tx.Now().AddDate(maxKeyYears, 0, 0)) {
		bad = append(bad, ReasonExpiry.Field("api_client.expire_time", "years", maxKeyYears))
	}
	_, err := OrganizationOf(ctx, n.OrganizationID, organization.KindDepartment, organization.KindFinance)
	if err := collect(&bad, AtField(err, "api_client.organization_id")); err != nil {
		return nil, err
	}
	if len(bad) > 0 {
		return nil, fault.Fields(bad...)
	}
	row, err := tx.ApiClient.Create().SetName(n.Name).SetOrganizationID(n.OrganizationID).SetScopes(scopes).
		SetKeyHash(tokenHash(key)).SetKeyPrefix(shownPrefix(key)).SetExpireTime(n.ExpireTime.UTC().Truncate(time.Microsecond)).Save(ctx)
	if err != nil {
		return nil, err
	}
	db.Audit(ctx, audit.Entry{Action: "people.createApiClient", ObjectType: "api_client", ObjectID: row.ID.String(),
		After: brief(map[string]any{"name": row.Name, "organization_id": row.OrganizationID, "scopes": row.Scopes, "key_prefix": row.KeyPrefix, "expire_time": row.ExpireTime})})
	return row, nil
}

// DisableApiClient shuts an API client. There is no way back: who needs it again
// gets a new key.
func (s *apiClients) DisableApiClient(ctx context.Context, req *peoplev1.DisableApiClientRequest) (*peoplev1.ApiClient, error) {
	tx := db.From(ctx)
	row, err := tx.ApiClient.Get(ctx, wire.ID(req.Id))
	switch {
	case err != nil:
		return nil, db.Missing(err, "api_client")
	case row.Version != wire.Version(req.Etag):
		return nil, wire.ReasonStale.New()
	case row.Disabled:
		return nil, ReasonClientDisabled.New()
	}
	id := row.ID
	row, err = tx.ApiClient.UpdateOneID(id).Where(apiclient.Version(row.Version)).AddVersion(1).SetDisabled(true).Save(ctx)
	if err != nil {
		return nil, db.Stale(ctx, err, "api_client", func(ctx context.Context) (bool, error) {
			return tx.ApiClient.Query().Where(apiclient.ID(id)).Exist(ctx)
		})
	}
	db.Audit(ctx, audit.Entry{Action: "people.disableApiClient", ObjectType: "api_client", ObjectID: row.ID.String(),
		Before: brief(map[string]any{"disabled": false}), After: brief(map[string]any{"disabled": true})})
	return apiClientMessage(ctx, row)
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
		messages[i] = m
	}
	return messages, nil
}
