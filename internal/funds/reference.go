package funds

import (
	"context"
	"iter"

	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent"
	"zhengcun/ent/channel"
	"zhengcun/ent/issuer"
	"zhengcun/ent/organization"
	"zhengcun/ent/purpose"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"
)

type references struct {
	fundsv1.UnimplementedFundReferenceServiceServer
	*Room
}

// ListIssuers lists the bodies that issue documents.
func (s *references) ListIssuers(ctx context.Context, _ *fundsv1.ListIssuersRequest) (*fundsv1.ListIssuersResponse, error) {
	rows, err := db.From(ctx).Issuer.Query().Order(ent.Asc(issuer.FieldCode)).All(ctx)
	if err != nil {
		return nil, err
	}
	resp := &fundsv1.ListIssuersResponse{}
	for _, row := range rows {
		resp.Issuers = append(resp.Issuers, &fundsv1.Issuer{Code: row.Code, Name: row.Name, Level: wire.ToEnum[fundsv1.IssuerLevel](row.Level)})
	}
	return resp, nil
}

// ListChannels lists the channels; an API client is shown its department's only.
func (s *references) ListChannels(ctx context.Context, _ *fundsv1.ListChannelsRequest) (*fundsv1.ListChannelsResponse, error) {
	tx := db.From(ctx)
	query := tx.Channel.Query().Where(channel.Active(true)).Order(ent.Asc(channel.FieldCode))
	if v := viewer(ctx); v.Kind == scope.Client {
		query.Where(channel.DepartmentID(v.Department))
	}
	rows, err := query.All(ctx)
	if err != nil {
		return nil, err
	}
	names, err := organizationNames(ctx, rows)
	if err != nil {
		return nil, err
	}
	resp := &fundsv1.ListChannelsResponse{}
	for _, row := range rows {
		m := &fundsv1.Channel{Code: row.Code, Name: row.Name, NameEn: row.NameEn, Kind: wire.ToEnum[fundsv1.ChannelKind](row.Kind)}
		if row.DepartmentID != nil {
			m.DepartmentId, m.DepartmentName = row.DepartmentID.String(), names[*row.DepartmentID]
		}
		resp.Channels = append(resp.Channels, m)
	}
	return resp, nil
}

func organizationNames(ctx context.Context, channels []*ent.Channel) (map[uuid.UUID]string, error) {
	var ids []uuid.UUID
	for _, c := range channels {
		if c.DepartmentID != nil {
			ids = append(ids, *c.DepartmentID)
		}
	}
	rows, err := db.From(ctx).Organization.Query().Where(organization.IDIn(ids...)).All(ctx)
	names := map[uuid.UUID]string{}
	for _, row := range rows {
		names[row.ID] = row.Name
	}
	return names, err
}

// ListPurposes lists the purposes.
func (s *references) ListPurposes(ctx context.Context, _ *fundsv1.ListPurposesRequest) (*fundsv1.ListPurposesResponse, error) {
	rows, err := db.From(ctx).Purpose.Query().Where(purpose.Active(true)).Order(ent.Asc(purpose.FieldCode)).All(ctx)
	if err != nil {
		return nil, err
	}
	resp := &fundsv1.ListPurposesResponse{}
	for _, row := range rows {
		resp.Purposes = append(resp.Purposes, &fundsv1.Purpose{Code: row.Code, Name: row.Name, NameEn: row.NameEn, ProjectTypeCodes: row.ProjectTypeCodes})
	}
	return resp, nil
}

// book is the reference data: small tables, read as a whole.
type book struct {
	channels map[uuid.UUID]*ent.Channel
	purposes map[uuid.UUID]*ent.Purpose
	issuers  map[uuid.UUID]*ent.Issuer
	channel  map[string]*ent.Channel
	purpose  map[string]*ent.Purpose
	issuer   map[string]*ent.Issuer
}

// knownChannel is the channel a list is filtered by.
func (b *book) knownChannel(code string) (*ent.Channel, error) {
	c := b.channel[code]
	if c == nil {
		return nil, fault.Fields(ReasonChannelUnknown.Field("channel_code"))
	}
	return c, nil
}

// knownPurpose is the purpose a list is filtered by.
func (b *book) knownPurpose(code string) (*ent.Purpose, error) {
	p := b.purpose[code]
	if p == nil {
		return nil, fault.Fields(ReasonPurposeUnknown.Field("purpose_code"))
	}
	return p, nil
}

// books knows the one book there is.
var books = db.NewKnown(1, []string{channel.Table, purpose.Table, issuer.Table}, newBook)

// readBook returns the reference data.
func readBook(ctx context.Context) (*book, error) { return books.Get(ctx, struct{}{}) }

// bookOf returns reference data that holds what these rows name, which may have been
// added a moment ago.
func bookOf(ctx context.Context, allocations iter.Seq[*ent.Allocation], documents ...*ent.FundDocument) (*book, error) {
	b, err := readBook(ctx)
	if err != nil {
		return nil, err
	}
	for a := range allocations {
		if b.channels[a.ChannelID] == nil || b.purposes[a.PurposeID] == nil {
			return books.Fresh(ctx, struct{}{})
		}
	}
	for _, d := range documents {
		if b.issuers[d.IssuerID] == nil {
			return books.Fresh(ctx, struct{}{})
		}
	}
	return b, nil
}

func newBook(ctx context.Context, _ struct{}) (*book, bool, error) {
	tx := db.From(ctx)
	channels, err := tx.Channel.Query().All(ctx)
	if err != nil {
		return nil, false, err
	}
	purposes, err := tx.Purpose.Query().All(ctx)
	if err != nil {
		return nil, false, err
	}
	issuers, err := tx.Issuer.Query().All(ctx)
	if err != nil {
		return nil, false, err
	}
	b := &book{
		map[uuid.UUID]*ent.Channel{}, map[uuid.UUID]*ent.Purpose{}, map[uuid.UUID]*ent.Issuer{},
		map[string]*ent.Channel{}, map[string]*ent.Purpose{}, map[string]*ent.Issuer{},
	}
	for _, c := range channels {
		b.channels[c.ID], b.channel[c.Code] = c, c
	}
	for _, p := range purposes {
		b.purposes[p.ID], b.purpose[p.Code] = p, p
	}
	for _, i := range issuers {
		b.issuers[i.ID], b.issuer[i.Code] = i, i
	}
	return b, true, nil
}
