package funds

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"entgo.io/ent/dialect"
	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent/channel"
	"zhengcun/ent/funddocument"
	"zhengcun/internal/funds/documentnumber"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/wire"
)

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
