package funds

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"entgo.io/ent/dialect"
	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent"
	"zhengcun/ent/channel"
	"zhengcun/ent/funddocument"
	"zhengcun/internal/funds/documentnumber"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/kernel/money"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
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

// ListFundDocuments lists documents.
func (s *documents) ListFundDocuments(ctx context.Context, req *fundsv1.ListFundDocumentsRequest) (*fundsv1.ListFundDocumentsResponse, error) {
	if req.OrderBy == "" {
		req.OrderBy = "issued_on desc"
	}
	order, err := paging.Parse(req.OrderBy, "issued_on", "number")
	if err != nil {
		return nil, err
	}
	page, err := s.pager.Open(ctx, req, order)
	if err != nil {
		return nil, err
	}
	b, err := readBook(ctx)
	if err != nil {
		return nil, err
	}
	f, lines, err := s.condition(ctx, b, req)
	if err != nil {
		return nil, err
	}
	total, err := s.total(ctx, "fund_documents d", &f.filter, lines, moneyFilter{})
	if err != nil {
		return nil, err
	}
	resp := &fundsv1.ListFundDocumentsResponse{TotalSize: total.rows, Totals: total.message()}
	many, err := f.many(ctx, total.rows)
	if err != nil {
		return nil, err
	}
	ids, err := pageIDs(ctx, "fund_documents d", f.page(many), f.args, page, "d")
	if err != nil {
		return nil, err
	}
	rows, err := s.byID(ctx, ids...)
	if err != nil {
		return nil, err
	}
	resp.FundDocuments, resp.NextPageToken = paging.Cut(page, rows, func(d *fundsv1.FundDocument) []string {
		if order[0].Name == "number" {
			return []string{d.Number, d.Id}
		}
		return []string{d.IssuedOn, d.Id}
	})
	return resp, nil
}

// documentFilter is a condition on documents of which one part may be about their lines.
type documentFilter struct {
	filter
	byLine, lineOf string
	// scoped says that of a line nothing is asked but whose it is, so that such
	// lines are spread over all pages.
	scoped bool
}

// many tells whether so many of all documents have such a line that a page of them is
// soon full. PostgreSQL knows that by itself, from a thousand on; SQLite looks how
// many documents there are.
func (f *documentFilter) many(ctx context.Context, found int32) (bool, error) {
	tx := db.From(ctx)
	if found > fewLots(tx.Dialect()) || tx.Dialect() == dialect.Postgres || !f.scoped || found < paging.DefaultSize {
		return found > fewLots(tx.Dialect()), nil
	}
	var all int32 // no document is ever removed
	err := tx.QueryRowContext(ctx, "SELECT COALESCE(MAX(rowid), 0) FROM fund_documents").Scan(&all)
	return found >= all/4, err
}

// page is the condition for finding one page. When most documents have such a line,
// the line is looked for document by document until the page is full, instead of
// all such lines first.
func (f *documentFilter) page(many bool) string {
	if !many || f.byLine == "" {
		return f.String()
	}
	return strings.Replace(f.String(), f.byLine, f.lineOf, 1)
}

// lineOf is the condition that a document d has the line x.
func lineOf(d string, line *filter) string {
	condition := line.String()
	if d == dialect.SQLite {
		condition = strings.ReplaceAll(condition, "x.", "+x.") // by its document, not by what else an index may find it by
	}
	of := func(table string) string {
		return "EXISTS (SELECT 1 FROM " + table + " x WHERE x.fund_document_id = d.id AND " + condition + ")"
	}
	return "(" + of("allocations") + " OR " + of("allocation_changes") + ")"
}

// condition writes the filter and the viewer's rows as SQL on fund_documents d, and
// on the lines a of those documents, the viewer's as in the rows. A document is the
// viewer's, and of a channel or year, by a line of it: one and the same line, so that
// lines of others do not count. $1 is the cut-off day of idle money.
func (s *documents) condition(ctx context.Context, b *book, req *fundsv1.ListFundDocumentsRequest) (f *documentFilter, lines *filter, err error) {
	tx, v := db.From(ctx), viewer(ctx)
	f, lines = &documentFilter{}, &filter{}
	f.args = []any{ledger.IdleBefore(tx.Now()).String()}
	if req.IssuerCode != "" {
		i := b.issuer[req.IssuerCode]
		if i == nil {
			return nil, nil, fault.Fields(ReasonIssuerUnknown.Field("issuer_code"))
		}
		f.where("d.issuer_id = $", i.ID)
	}
	if req.Number != "" {
		f.where("d.number_key = $", documentnumber.Fold(req.Number))
	}
	switch req.Source {
	case fundsv1.DocumentSource_DOCUMENT_SOURCE_PUSHED:
		f.with("d.pushed")
	case fundsv1.DocumentSource_DOCUMENT_SOURCE_TYPED:
		f.with("d.typed")
	}
	if req.Kind != 0 {
		f.where("d.kind = $", string(wire.FromEnum[funddocument.Kind](req.Kind)))
	}
	if text := search(req.Query); text != "" {
		f.args = append(f.args, likePattern(documentnumber.Fold(text)), likePattern(text))
		like := "LIKE" // whatever the case of Latin letters
		if tx.Dialect() == dialect.Postgres {
			like = "ILIKE"
		}
		f.with(fmt.Sprintf(`(d.number_key LIKE $%d ESCAPE '\' OR d.title %s $%d ESCAPE '\')`, len(f.args)-1, like, len(f.args)))
	}
	line := &filter{args: f.args}
	if !v.County {
		rows, scoped := allocationColumns.SQL(tx.Dialect(), v, "x", line.next())
		line.with(rows, scoped...)
	}
	if req.FiscalYear != 0 {
		line.where("x.fiscal_year = $", req.FiscalYear)
	}
	if req.ChannelCode != "" {
		c, err := b.knownChannel(req.ChannelCode)
		if err != nil {
			return nil, nil, err
		}
		line.where("x.channel_id = $", c.ID)
	}
	if req.ChannelKind != 0 {
		kind := wire.FromEnum[channel.Kind](req.ChannelKind)
		var channels []uuid.UUID
		for _, c := range b.channels {
			if c.Kind == kind {
				channels = append(channels, c.ID)
			}
		}
		slices.SortFunc(channels, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) }) // the memory of sums knows the list again
		in, list := idsCondition(tx.Dialect(), "x.channel_id", line.next(), channels)
		line.with(in, list)
	}
	f.scoped = !v.County && len(line.parts) == 1
	if len(line.parts) > 0 {
		byLine := " IN (SELECT x.fund_document_id FROM allocations x WHERE " + line.String() + ")"
		if len(f.parts) == 0 {
			lines.parts = append(lines.parts, "a.fund_document_id"+byLine)
		}
		ofDocument := "d.id IN (SELECT x.fund_document_id FROM allocations x WHERE " + line.String() +
			" UNION ALL SELECT x.fund_document_id FROM allocation_changes x WHERE " + line.String() + ")"
		f.parts, f.args = append(f.parts, ofDocument), line.args
		f.byLine, f.lineOf = ofDocument, lineOf(tx.Dialect(), line)
	}
	if lines.args = f.args; len(f.parts) > 0 && len(lines.parts) == 0 {
		lines.with("a.fund_document_id IN (SELECT d.id FROM fund_documents d WHERE " + f.String() + ")")
	}
	rows, scoped := allocationColumns.SQL(tx.Dialect(), v, "a", lines.next())
	if rows != "TRUE" {
		lines.with(rows, scoped...)
	}
	return f, lines, nil
}

// messages reads rows as messages with their lines and money. One of which the
// viewer sees no line, because its channel has become another department's, has none.
func (s *documents) messages(ctx context.Context, rows ...*ent.FundDocument) ([]*fundsv1.FundDocument, error) {
	found, err := s.byID(ctx, idsOf(rows, func(row *ent.FundDocument) uuid.UUID { return row.ID })...)
	if err != nil || len(found) == len(rows) {
		return found, err
	}
	b, err := bookOf(ctx, slices.Values([]*ent.Allocation(nil)), rows...)
	if err != nil {
		return nil, err
	}
	all := make([]*fundsv1.FundDocument, len(rows))
	for i, row := range rows {
		if len(found) > 0 && found[0].Id == row.ID.String() {
			all[i], found = found[0], found[1:]
		} else {
			all[i] = b.document(row, nil)
		}
	}
	return all, nil
}

// byID reads documents with their lines and money, in the order of the ids; one that
// is not there, or not the viewer's, is left out. It is one question however many
// documents there are: three that ent asks cost thrice as much. A document is the
// viewer's by a line of it, so the scope of the lines is that of the documents. Those
// that only change earlier ones promise nothing, and are looked for when some are missing.
func (s *documents) byID(ctx context.Context, ids ...uuid.UUID) ([]*fundsv1.FundDocument, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	tx := db.From(ctx)
	condition, list := idsCondition(tx.Dialect(), "d.id", 2, ids)
	if len(ids) == 1 { // PostgreSQL keeps the plan for one, and makes one for each list
		condition, list = "d.id = $2", ids[0]
	}
	mine, scoped := allocationColumns.SQL(tx.Dialect(), viewer(ctx), "a", 3)
	join := " JOIN "
	if tx.Dialect() == dialect.SQLite {
		join = " CROSS JOIN " // there it only says that they are read in this order
	}
	rows, err := tx.QueryContext(ctx, `SELECT d.id, d.issuer_id, d.number, d.title, d.issued_on, d.refers_to_id, d.kind, d.create_time, d.version, d.pushed, d.typed,
	a.id, a.line_number, a.channel_id, a.purpose_id, a.fiscal_year, a.project_id, COALESCE(r.code, ''), `+eachMoney+`
FROM fund_documents d`+join+`allocations a ON a.fund_document_id = d.id`+join+`ledger_accounts l ON l.kind = 'lot' AND l.lot_id = a.id
	LEFT JOIN regions r ON r.id = a.region_id
WHERE `+condition+" AND "+mine+" ORDER BY d.id, a.line_number", append([]any{ledger.IdleBefore(tx.Now()).String(), list}, scoped...)...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var found []*ent.FundDocument
	var lines []*ent.Allocation
	linesOf, moneys := map[uuid.UUID][]*fundsv1.AllocationLine{}, map[uuid.UUID]*fundsv1.AllocationMoney{}
	for rows.Next() {
		var d ent.FundDocument
		a, m, line := &ent.Allocation{}, moneyParts{}, &fundsv1.AllocationLine{}
		var refersTo, project uuid.NullUUID
		if err := rows.Scan(append([]any{&d.ID, &d.IssuerID, &d.Number, &d.Title, &d.IssuedOn, &refersTo, &d.Kind, &d.CreateTime, &d.Version, &d.Pushed, &d.Typed,
			&a.ID, &a.LineNumber, &a.ChannelID, &a.PurposeID, &a.FiscalYear, &project, &line.RegionCode}, m.scan()...)...); err != nil {
			return nil, err
		}
		if n := len(found); n == 0 || found[n-1].ID != d.ID {
			if refersTo.Valid {
				d.RefersToID = &refersTo.UUID
			}
			found = append(found, &d)
		}
		if project.Valid {
			line.ProjectId = project.UUID.String()
		}
		line.LineNumber, line.FiscalYear, line.AmountFen = int32(a.LineNumber), int32(a.FiscalYear), m.amount
		line.AllocationId, line.Money = a.ID.String(), m.message()
		moneys[a.ID] = line.Money
		lines, linesOf[d.ID] = append(lines, a), append(linesOf[d.ID], line)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	b, err := bookOf(ctx, slices.Values(lines), found...)
	if err != nil {
		return nil, err
	}
	changes, err := changesOf(ctx, moneys)
	if err != nil {
		return nil, err
	}
	messages := make(map[uuid.UUID]*fundsv1.FundDocument, len(ids))
	for _, d := range found {
		of := linesOf[d.ID]
		for i, a := range lines[:len(of)] {
			of[i].ChannelCode, of[i].PurposeCode, of[i].ChangedBy = b.channels[a.ChannelID].Code, b.purposes[a.PurposeID].Code, changes[a.ID]
		}
		lines, messages[d.ID] = lines[len(of):], b.document(d, of)
	}
	if len(messages) < len(ids) {
		if err := addChangingDocuments(ctx, messages, ids); err != nil {
			return nil, err
		}
	}
	all := make([]*fundsv1.FundDocument, 0, len(found))
	for _, id := range ids {
		if m := messages[id]; m != nil {
			all = append(all, m)
		}
	}
	return all, nil
}

// document is a document with its lines.
func (b *book) document(row *ent.FundDocument, lines []*fundsv1.AllocationLine) *fundsv1.FundDocument {
	m := &fundsv1.FundDocument{
		Id: row.ID.String(), IssuerCode: b.issuers[row.IssuerID].Code, IssuerName: b.issuers[row.IssuerID].Name,
		Number: row.Number, Title: row.Title, IssuedOn: row.IssuedOn.String(), RefersToId: wire.IDText(row.RefersToID),
		Lines: lines, Kind: wire.ToEnum[fundsv1.DocumentKind](row.Kind), Money: &fundsv1.AllocationMoney{}, CreateTime: wire.Time(row.CreateTime), Etag: wire.Etag(row.Version),
	}
	for _, l := range lines {
		AddMoney(m.Money, l.Money)
		if row.Kind != funddocument.KindAllocation {
			m.TakenOffFen += l.AmountFen
		}
	}
	if row.Pushed {
		m.Sources = append(m.Sources, fundsv1.DocumentSource_DOCUMENT_SOURCE_PUSHED)
	}
	if row.Typed {
		m.Sources = append(m.Sources, fundsv1.DocumentSource_DOCUMENT_SOURCE_TYPED)
	}
	return m
}
