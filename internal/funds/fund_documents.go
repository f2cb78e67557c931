package funds

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent"
	"zhengcun/ent/funddocument"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/kernel/money"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"
)

type documents struct {
	fundsv1.UnimplementedFundDocumentServiceServer
	*Room
}

// CreateFundDocument stores a document, or finds the equal one that is there.
func (s *documents) CreateFundDocument(ctx context.Context, req *fundsv1.CreateFundDocumentRequest) (*fundsv1.FundDocument, error) {
	b, err := readBook(ctx)
	if err != nil {
		return nil, err
	}
	p, err := s.read(ctx, b, req.FundDocument, "fund_document")
	if err != nil {
		return nil, err
	}
	row, lines, err := s.store(ctx, p)
	if f, known := fault.From(err); known && f.Reason() == ReasonDocumentDiffers {
		db.From(ctx).AfterRollback(func(ctx context.Context) error { return recordConflict(ctx, p) })
	}
	if err != nil {
		return nil, err
	}
	if lines != nil {
		return b.document(row, lines), nil
	}
	return one(s.messages(ctx, row))
}

// source is how the caller's documents come in.
func source(v *scope.Viewer) string {
	if v.Kind == scope.Client {
		return "pushed"
	}
	return "typed"
}

// store writes a document with its allocations and their lots. An equal one that
// is there already is the same document. lines are those of a new one.
func (s *documents) store(ctx context.Context, p *paper) (row *ent.FundDocument, lines []*fundsv1.AllocationLine, err error) {
	row, err = p.stored(ctx)
	if err != nil {
		return nil, nil, err
	}
	if row != nil {
		row, err = p.confirm(ctx, row)
		return row, nil, err
	}
	if p.kind != funddocument.KindAllocation {
		if err := p.room(ctx); err != nil {
			return nil, nil, err
		}
		row, err = s.storeChange(ctx, p)
		return row, nil, err
	}
	rows, linesOf, err := insertDocuments(ctx, p)
	if err != nil {
		return nil, nil, err
	}
	return rows[0], linesOf[0], nil
}

// confirm compares the paper with the document that is stored under its number, and
// notes that an equal one has come in this way too.
func (p *paper) confirm(ctx context.Context, row *ent.FundDocument) (*ent.FundDocument, error) {
	if !p.equals(row) {
		return nil, ReasonDocumentDiffers.New("number", row.Number)
	}
	pushed := source(viewer(ctx)) == "pushed"
	if pushed && row.Pushed || !pushed && row.Typed {
		return row, nil
	}
	update := row.Update().AddVersion(1)
	if pushed {
		update.SetPushed(true)
	} else {
		update.SetTyped(true)
	}
	db.Audit(ctx, audit.Entry{Action: "funds.confirmFundDocument", ObjectType: "fund_document", ObjectID: row.ID.String(), After: asJSON(map[string]any{"source": source(viewer(ctx))})})
	return update.Save(ctx)
}

// rowsAtOnce is how many rows one statement adds at the most.
const rowsAtOnce = 500

// insertDocuments adds documents. It asks nothing, so that calls can be stored in
// groups: what the lines look like is known without reading them back.
func insertDocuments(ctx context.Context, papers ...*paper) ([]*ent.FundDocument, [][]*fundsv1.AllocationLine, error) {
	tx := db.From(ctx)
	documents := make([]*ent.FundDocumentCreate, len(papers))
	for i, p := range papers {
		documents[i] = p.create(ctx)
	}
	rows, err := insertRows(ctx, documents, (*ent.FundDocumentCreate).Save, func(some []*ent.FundDocumentCreate) ([]*ent.FundDocument, error) {
		return tx.FundDocument.CreateBulk(some...).Save(ctx)
	})
	if db.IsUnique(err) {
		return nil, nil, db.Again(err) // stored by somebody else this moment: look again
	}
	if err != nil {
		return nil, nil, err
	}
	var allocations []*ent.AllocationCreate
	for i, p := range papers {
		for _, l := range p.lines {
			create := tx.Allocation.Create().
				SetFundDocumentID(rows[i].ID).SetLineNumber(l.number).SetChannelID(l.channel.ID).SetPurposeID(l.purpose.ID).
				SetFiscalYear(l.year).SetAmountFen(l.amount).SetNillableProjectID(l.project).
				SetNillableDepartmentID(l.channel.DepartmentID).SetIssuedOn(p.issuedOn)
			if l.region != nil {
				create.SetRegionID(l.region.ID)
			}
			allocations = append(allocations, create)
		}
	}
	added, err := insertRows(ctx, allocations, (*ent.AllocationCreate).Save, func(some []*ent.AllocationCreate) ([]*ent.Allocation, error) {
		return tx.Allocation.CreateBulk(some...).Save(ctx)
	})
	if err != nil {
		return nil, nil, err
	}
	lots := make([]ledger.Lot, 0, len(added))
	linesOf := make([][]*fundsv1.AllocationLine, len(papers))
	for i, p := range papers {
		for _, l := range p.lines {
			id := added[len(lots)].ID
			lots = append(lots, ledger.Lot{ID: id, Channel: l.channel.ID, Purpose: l.purpose.ID, FiscalYear: l.year, Promised: money.Fen(l.amount)})
			linesOf[i] = append(linesOf[i], l.message(id))
		}
		db.Audit(ctx, audit.Entry{Action: "funds.createFundDocument", ObjectType: "fund_document", ObjectID: rows[i].ID.String(), After: p.asJSON()})
	}
	return rows, linesOf, ledger.OpenLots(ctx, tx, lots, tx.Now())
}

// create is the row of the document itself.
func (p *paper) create(ctx context.Context) *ent.FundDocumentCreate {
	v := viewer(ctx)
	pushed := source(v) == "pushed"
	return db.From(ctx).FundDocument.Create().
		SetIssuerID(p.issuer.ID).SetNumber(p.in.Number).SetNumberKey(p.key).SetTitle(p.in.Title).SetIssuedOn(p.issuedOn).
		SetNillableRefersToID(p.refersTo).SetContentHash(p.hash).SetKind(p.kind).SetPushed(pushed).SetTyped(!pushed).SetCreatedBy(v.ID)
}

// insertRows adds rows with as few statements as there can be.
func insertRows[C, R any](ctx context.Context, creates []C, save func(C, context.Context) (R, error), bulk func([]C) ([]R, error)) ([]R, error) {
	if len(creates) == 1 {
		row, err := save(creates[0], ctx)
		return []R{row}, err
	}
	rows := make([]R, 0, len(creates))
	for some := range slices.Chunk(creates, rowsAtOnce) {
		added, err := bulk(some)
		if err != nil {
			return nil, err
		}
		rows = append(rows, added...)
	}
	return rows, nil
}

// message is a line that has just become an allocation.
func (l *paperLine) message(id uuid.UUID) *fundsv1.AllocationLine {
	m := &fundsv1.AllocationLine{
		LineNumber: int32(l.number), ChannelCode: l.channel.Code, PurposeCode: l.purpose.Code, FiscalYear: int32(l.year), AmountFen: l.amount,
		ProjectId: wire.IDText(l.project), AllocationId: id.String(), Money: &fundsv1.AllocationMoney{PromisedFen: l.amount},
	}
	if l.region != nil {
		m.RegionCode = l.region.Code
	}
	return m
}

func (p *paper) asJSON() string {
	type line struct {
		Line    int    `json:"line"`
		Channel string `json:"channel"`
		Purpose string `json:"purpose"`
		Year    int    `json:"year"`
		Amount  int64  `json:"amount_fen"`
		Changes string `json:"changes,omitempty"`
	}
	lines := make([]line, len(p.lines))
	for i, l := range p.lines {
		lines[i] = line{Line: l.number, Channel: l.channel.Code, Purpose: l.purpose.Code, Year: l.year, Amount: l.amount}
		if l.changes != nil {
			lines[i].Changes = l.changes.ID.String()
		}
	}
	return asJSON(map[string]any{"kind": p.kind, "issuer": p.issuer.Code, "number": p.in.Number, "issued_on": p.issuedOn.String(), "lines": lines})
}

// asJSON is the text of what an entry says was before or after.
func asJSON(values map[string]any) string {
	b, err := json.Marshal(values)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// GetFundDocument gets a document.
func (s *documents) GetFundDocument(ctx context.Context, req *fundsv1.GetFundDocumentRequest) (*fundsv1.FundDocument, error) {
	list, err := s.byID(ctx, wire.ID(req.Id))
	if err == nil && len(list) == 0 {
		err = fault.ReasonNotFound.New("resource", "fund_document")
	}
	return one(list, err)
}
