package funds

import (
	"context"

	"google.golang.org/protobuf/proto"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent"
	"zhengcun/ent/documentconflict"
	"zhengcun/ent/funddocument"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"

	"github.com/google/uuid"
)

// recordConflict keeps a refused document for finance when the stored one came in
// the other way: a department's system and finance have read different papers, and
// somebody must look. A repeat of the same refusal is kept once.
func recordConflict(ctx context.Context, p *paper) error {
	row, err := p.stored(ctx)
	if err != nil || row == nil || p.equals(row) {
		return err
	}
	from := source(viewer(ctx))
	if from == "pushed" && row.Pushed || from == "typed" && row.Typed {
		return nil
	}
	all := scope.With(ctx, scope.SystemViewer("conflicts of fund documents"))
	tx := db.From(ctx)
	there, err := tx.DocumentConflict.Query().
		Where(documentconflict.FundDocumentID(row.ID), documentconflict.RefusedHash(p.hash)).Exist(all)
	if err != nil || there {
		return err
	}
	refused, err := p.told(ctx)
	if err != nil {
		return err
	}
	content, err := proto.MarshalOptions{Deterministic: true}.Marshal(refused)
	if err != nil {
		return err
	}
	conflict, err := tx.DocumentConflict.Create().SetFundDocumentID(row.ID).SetRefused(content).SetRefusedHash(p.hash).
		SetRefusedSource(documentconflict.RefusedSource(from)).Save(all)
	if err != nil {
		return err
	}
	db.Audit(ctx, audit.Entry{Action: "funds.recordDocumentConflict", ObjectType: "document_conflict", ObjectID: conflict.ID.String(),
		After: p.asJSON(), Result: "refused"})
	return nil
}

// ListDocumentConflicts lists conflicts, oldest first unless asked for otherwise.
func (s *documents) ListDocumentConflicts(ctx context.Context, req *fundsv1.ListDocumentConflictsRequest) (*fundsv1.ListDocumentConflictsResponse, error) {
	order, err := byTime(req.OrderBy, "create_time")
	if err != nil {
		return nil, err
	}
	page, err := s.pager.Open(ctx, req, order)
	if err != nil {
		return nil, err
	}
	query := db.From(ctx).DocumentConflict.Query()
	if !req.IncludeResolved {
		query.Where(documentconflict.Resolved(false))
	}
	if req.FundDocumentId != "" {
		query.Where(documentconflict.FundDocumentID(wire.ID(req.FundDocumentId)))
	}
	total, err := query.Clone().Count(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := query.Where(page.Selector()).All(ctx)
	if err != nil {
		return nil, err
	}
	rows, next := paging.Cut(page, rows, func(r *ent.DocumentConflict) []string { return []string{r.ID.String()} })
	list, err := s.conflicts(ctx, rows...)
	if err != nil {
		return nil, err
	}
	return &fundsv1.ListDocumentConflictsResponse{DocumentConflicts: list, NextPageToken: next, TotalSize: int32(total)}, nil
}

// GetDocumentConflict gets a conflict.
func (s *documents) GetDocumentConflict(ctx context.Context, req *fundsv1.GetDocumentConflictRequest) (*fundsv1.DocumentConflict, error) {
	row, err := db.From(ctx).DocumentConflict.Get(ctx, wire.ID(req.Id))
	if err != nil {
		return nil, db.Missing(err, "document_conflict")
	}
	return one(s.conflicts(ctx, row))
}

// ResolveDocumentConflict closes a conflict.
func (s *documents) ResolveDocumentConflict(ctx context.Context, req *fundsv1.ResolveDocumentConflictRequest) (*fundsv1.DocumentConflict, error) {
	tx, id := db.From(ctx), wire.ID(req.Id)
	row, err := tx.DocumentConflict.Get(ctx, id)
	if err != nil {
		return nil, db.Missing(err, "document_conflict")
	}
	if row.Version != wire.Version(req.Etag) {
		return nil, wire.ReasonStale.New()
	}
	if row.Resolved {
		return nil, ReasonState.New("state", "resolved")
	}
	row, err = tx.DocumentConflict.UpdateOneID(id).Where(documentconflict.Version(row.Version)).AddVersion(1).
		SetResolved(true).SetResolution(req.Resolution).Save(ctx)
	if err != nil {
		return nil, db.Stale(ctx, err, "document_conflict", func(ctx context.Context) (bool, error) {
			return tx.DocumentConflict.Query().Where(documentconflict.ID(id)).Exist(ctx)
		})
	}
	db.Audit(ctx, audit.Entry{Action: "funds.resolveDocumentConflict", ObjectType: "document_conflict", ObjectID: req.Id,
		After: asJSON(map[string]any{"resolution": req.Resolution})})
	return one(s.conflicts(ctx, row))
}

func (s *documents) conflicts(ctx context.Context, rows ...*ent.DocumentConflict) ([]*fundsv1.DocumentConflict, error) {
	ids := make([]uuid.UUID, len(rows))
	for i, row := range rows {
		ids[i] = row.FundDocumentID
	}
	documents, err := db.From(ctx).FundDocument.Query().Where(funddocument.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, err
	}
	messages, err := s.messages(ctx, documents...)
	if err != nil {
		return nil, err
	}
	stored := map[string]*fundsv1.FundDocument{}
	for _, m := range messages {
		stored[m.Id] = m
	}
	list := make([]*fundsv1.DocumentConflict, len(rows))
	for i, row := range rows {
		refused := &fundsv1.FundDocument{}
		if err := proto.Unmarshal(row.Refused, refused); err != nil {
			return nil, err
		}
		list[i] = &fundsv1.DocumentConflict{
			Id: row.ID.String(), Stored: stored[row.FundDocumentID.String()], Refused: refused,
			RefusedSource: wire.ToEnum[fundsv1.DocumentSource](row.RefusedSource), CreateTime: wire.Time(row.CreateTime),
			Resolved: row.Resolved, Resolution: row.Resolution, Etag: wire.Etag(row.Version),
		}
	}
	return list, nil
}
