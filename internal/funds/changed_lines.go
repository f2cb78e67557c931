package funds

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"google.golang.org/protobuf/proto"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent"
	"zhengcun/ent/allocation"
	"zhengcun/ent/allocationchange"
	"zhengcun/ent/funddocument"
	"zhengcun/internal/funds/documentnumber"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/wire"
)

// kindOfDocument is what a document does; a promise when it does not say.
func kindOfDocument(k fundsv1.DocumentKind) funddocument.Kind {
	if k == fundsv1.DocumentKind_DOCUMENT_KIND_UNSPECIFIED {
		return funddocument.KindAllocation
	}
	return wire.FromEnum[funddocument.Kind](k)
}

// readChange looks up the line that a line of a reduction or recall changes. at is where the line stands in the request.
func (s *documents) readChange(ctx context.Context, b *book, p *paper, l *paperLine, at string) ([]fault.Violation, error) {
	named := l.original.Changes
	switch {
	case p.kind == funddocument.KindAllocation && named != nil:
		return []fault.Violation{ReasonChangesUnexpected.Field(at + ".changes")}, nil
	case p.kind == funddocument.KindAllocation:
		return nil, nil
	case named == nil || named.AllocationId == "" && named.DocumentNumber == "":
		return []fault.Violation{ReasonChangesMissing.Field(at + ".changes")}, nil
	}
	row, err := s.changedLine(ctx, b, p, named)
	if ent.IsNotFound(err) {
		return []fault.Violation{ReasonChangesUnknown.Field(at + ".changes")}, nil
	}
	if err != nil {
		return nil, err
	}
	l.changes = row
	var bad []fault.Violation
	differs := func(field string, yes bool) {
		if yes {
			bad = append(bad, ReasonChangesDiffer.Field(at+"."+field))
		}
	}
	differs("channel_code", l.channel != nil && l.channel.ID != row.ChannelID)
	differs("purpose_code", l.purpose != nil && l.purpose.ID != row.PurposeID)
	differs("fiscal_year", l.year != row.FiscalYear)
	differs("region_code", l.region != nil && (row.RegionID == nil || l.region.ID != *row.RegionID))
	differs("project_id", l.project != nil && (row.ProjectID == nil || *l.project != *row.ProjectID))
	if !p.issuedOn.IsZero() && p.issuedOn.Before(row.IssuedOn) {
		bad = append(bad, ReasonTooEarly.Field(at+".changes", "earliest", row.IssuedOn.String(), "why", "issued_on"))
	}
	return bad, nil
}

// changedLine finds the allocation among those the caller sees.
func (s *documents) changedLine(ctx context.Context, b *book, p *paper, named *fundsv1.ChangedLine) (*ent.Allocation, error) {
	tx := db.From(ctx)
	if named.AllocationId != "" {
		return tx.Allocation.Get(ctx, wire.ID(named.AllocationId))
	}
	issuer := p.issuer
	if named.IssuerCode != "" {
		issuer = b.issuer[named.IssuerCode]
	}
	if issuer == nil {
		return nil, &ent.NotFoundError{}
	}
	earlier, err := tx.FundDocument.Query().
		Where(funddocument.NumberKey(documentnumber.Fold(named.DocumentNumber)), funddocument.IssuerID(issuer.ID)).OnlyID(ctx)
	if err != nil {
		return nil, err
	}
	return tx.Allocation.Query().Where(allocation.FundDocumentID(earlier), allocation.LineNumber(int(named.LineNumber))).Only(ctx)
}

// repeatedChanges refuses lines that change what another line of the paper changes already.
func repeatedChanges(lines []paperLine, path string) (bad []fault.Violation) {
	seen := map[uuid.UUID]bool{}
	for i, l := range lines {
		if l.changes == nil {
			continue
		}
		if seen[l.changes.ID] {
			bad = append(bad, ReasonChangesTwice.Field(fmt.Sprintf("%s.lines[%d].changes", path, i)))
		}
		seen[l.changes.ID] = true
	}
	return bad
}

// told is the paper as it came, with the changed lines as their documents have them, however they were named.
func (p *paper) told(ctx context.Context) (*fundsv1.FundDocument, error) {
	m := proto.CloneOf(p.in)
	for i, line := range p.in.Lines {
		for _, l := range p.lines {
			if l.original != line || l.changes == nil {
				continue
			}
			numbers, err := documentNumbers(ctx, l.changes.FundDocumentID)
			if err != nil {
				return nil, err
			}
			m.Lines[i].Changes = &fundsv1.ChangedLine{AllocationId: l.changes.ID.String(), DocumentNumber: numbers[l.changes.FundDocumentID],
				LineNumber: int32(l.changes.LineNumber)}
		}
	}
	return m, nil
}

// allocationsOf are the allocations the documents promise or change, among those the viewer sees.
func allocationsOf(ctx context.Context, documents ...uuid.UUID) ([]uuid.UUID, error) {
	tx := db.From(ctx)
	promised, err := tx.Allocation.Query().Where(allocation.FundDocumentIDIn(documents...)).IDs(ctx)
	if err != nil {
		return nil, err
	}
	changes, err := tx.AllocationChange.Query().Where(allocationchange.FundDocumentIDIn(documents...)).All(ctx)
	for _, c := range changes {
		if !slices.Contains(promised, c.AllocationID) {
			promised = append(promised, c.AllocationID)
		}
	}
	return promised, err
}

// changesOf are what later documents took off allocations. Only those whose money says that something was are asked for.
func changesOf(ctx context.Context, moneys map[uuid.UUID]*fundsv1.AllocationMoney) (map[uuid.UUID][]*fundsv1.AllocationChange, error) {
	var ids []uuid.UUID
	for id, m := range moneys {
		if m.ReducedFen > 0 {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	rows, err := db.From(ctx).AllocationChange.Query().Where(allocationchange.AllocationIDIn(ids...)).Order(ent.Asc(allocationchange.FieldID)).All(ctx)
	if err != nil {
		return nil, err
	}
	papers, err := changingPapers(ctx, rows)
	if err != nil {
		return nil, err
	}
	result := map[uuid.UUID][]*fundsv1.AllocationChange{}
	for _, r := range rows {
		d := papers[r.FundDocumentID]
		result[r.AllocationID] = append(result[r.AllocationID], &fundsv1.AllocationChange{
			FundDocumentId: d.ID.String(), DocumentNumber: d.Number, IssuedOn: d.IssuedOn.String(), LineNumber: int32(r.LineNumber),
			Recall: r.Recall, AmountFen: r.AmountFen,
		})
	}
	return result, nil
}

// changingPapers are the documents of changes, by id. Whoever sees a change sees its document.
func changingPapers(ctx context.Context, rows []*ent.AllocationChange) (map[uuid.UUID]*ent.FundDocument, error) {
	found, err := db.From(ctx).FundDocument.Query().
		Where(funddocument.IDIn(idsOf(rows, func(r *ent.AllocationChange) uuid.UUID { return r.FundDocumentID })...)).All(ctx)
	papers := make(map[uuid.UUID]*ent.FundDocument, len(found))
	for _, d := range found {
		papers[d.ID] = d
	}
	return papers, err
}

// changeLines are the lines of those of the documents that change earlier ones, by document.
func changeLines(ctx context.Context, documents []*ent.FundDocument) (map[uuid.UUID][]*fundsv1.AllocationLine, error) {
	result := map[uuid.UUID][]*fundsv1.AllocationLine{}
	var ids []uuid.UUID
	for _, d := range documents {
		if d.Kind != funddocument.KindAllocation {
			ids = append(ids, d.ID)
		}
	}
	if len(ids) == 0 {
		return result, nil
	}
	tx := db.From(ctx)
	rows, err := tx.AllocationChange.Query().Where(allocationchange.FundDocumentIDIn(ids...)).Order(ent.Asc(allocationchange.FieldLineNumber)).All(ctx)
	if err != nil {
		return nil, err
	}
	list, err := tx.Allocation.Query().Where(allocation.IDIn(idsOf(rows, func(r *ent.AllocationChange) uuid.UUID { return r.AllocationID })...)).All(ctx)
	if err != nil {
		return nil, err
	}
	allocated := map[uuid.UUID]*ent.Allocation{}
	var regions []uuid.UUID
	for _, a := range list {
		allocated[a.ID] = a
		if a.RegionID != nil {
			regions = append(regions, *a.RegionID)
		}
	}
	places, err := regionCodes(ctx, regions)
	if err != nil {
		return nil, err
	}
	earlier, err := tx.FundDocument.Query().Where(funddocument.IDIn(idsOf(list, func(a *ent.Allocation) uuid.UUID { return a.FundDocumentID })...)).All(ctx)
	if err != nil {
		return nil, err
	}
	papers := map[uuid.UUID]*ent.FundDocument{}
	for _, d := range earlier {
		papers[d.ID] = d
	}
	b, err := bookOf(ctx, slices.Values(list), earlier...)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		a := allocated[r.AllocationID]
		d := papers[a.FundDocumentID]
		line := &fundsv1.AllocationLine{
			LineNumber: int32(r.LineNumber), ChannelCode: b.channels[a.ChannelID].Code, PurposeCode: b.purposes[a.PurposeID].Code,
			FiscalYear: int32(a.FiscalYear), AmountFen: r.AmountFen, ProjectId: wire.IDText(a.ProjectID),
			Money:   &fundsv1.AllocationMoney{},
			Changes: &fundsv1.ChangedLine{AllocationId: a.ID.String(), IssuerCode: b.issuers[d.IssuerID].Code, DocumentNumber: d.Number, LineNumber: int32(a.LineNumber)},
		}
		if a.RegionID != nil {
			line.RegionCode = places[*a.RegionID].Code
		}
		result[r.FundDocumentID] = append(result[r.FundDocumentID], line)
	}
	return result, nil
}

// addChangingDocuments adds to the messages, by id, those of the documents that change earlier ones.
func addChangingDocuments(ctx context.Context, messages map[uuid.UUID]*fundsv1.FundDocument, ids []uuid.UUID) error {
	missing := slices.DeleteFunc(slices.Clone(ids), func(id uuid.UUID) bool { return messages[id] != nil })
	rows, err := db.From(ctx).FundDocument.Query().Where(funddocument.IDIn(missing...), funddocument.KindNEQ(funddocument.KindAllocation)).All(ctx)
	if err != nil || len(rows) == 0 {
		return err
	}
	lines, err := changeLines(ctx, rows)
	if err != nil {
		return err
	}
	b, err := bookOf(ctx, slices.Values([]*ent.Allocation(nil)), rows...)
	if err != nil {
		return err
	}
	for _, row := range rows {
		messages[row.ID] = b.document(row, lines[row.ID])
	}
	return nil
}

// addChanges adds the documents that took something off allocations.
func addChanges(ctx context.Context, f *flow, allocations []uuid.UUID) error {
	rows, err := db.From(ctx).AllocationChange.Query().Where(allocationchange.AllocationIDIn(allocations...)).Order(ent.Asc(allocationchange.FieldID)).All(ctx)
	if err != nil {
		return err
	}
	papers, err := changingPapers(ctx, rows)
	if err != nil {
		return err
	}
	total := map[uuid.UUID]int64{}
	for _, r := range rows {
		total[r.FundDocumentID] += r.AmountFen
	}
	for _, r := range rows {
		d, kind := papers[r.FundDocumentID], fundsv1.TraceNodeKind_TRACE_NODE_KIND_REDUCTION
		if r.Recall {
			kind = fundsv1.TraceNodeKind_TRACE_NODE_KIND_RECALL
		}
		to := f.node(&fundsv1.TraceNode{Key: key("change", d.ID), Kind: kind, Id: d.ID.String(), Number: d.Number, Label: d.Title,
			Date: d.IssuedOn.String(), AmountFen: total[d.ID]})
		f.link(key("allocation", r.AllocationID), to, r.AmountFen)
	}
	return nil
}
