package funds

import (
	"context"
	"errors"
	"slices"

	"entgo.io/ent/dialect"
	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent"
	"zhengcun/ent/funddocument"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/wire"
)

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
