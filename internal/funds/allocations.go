package funds

import (
	"context"
	"fmt"
	"slices"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent"
	"zhengcun/ent/allocation"
	"zhengcun/ent/funddocument"
	"zhengcun/ent/organization"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"
)

type allocations struct {
	fundsv1.UnimplementedAllocationServiceServer
	*Room
}

// allocationColumns say whose an allocation is, for hand-written queries.
var allocationColumns = scope.Columns{Departments: []string{"department_id"}}

// GetAllocation gets an allocation.
func (s *allocations) GetAllocation(ctx context.Context, req *fundsv1.GetAllocationRequest) (*fundsv1.Allocation, error) {
	row, err := db.From(ctx).Allocation.Get(ctx, wire.ID(req.Id))
	if err != nil {
		return nil, db.Missing(err, "allocation")
	}
	list, err := s.messages(ctx, row)
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// ListAllocations lists allocations, with the sums of all that were found.
func (s *allocations) ListAllocations(ctx context.Context, req *fundsv1.ListAllocationsRequest) (*fundsv1.ListAllocationsResponse, error) {
	if req.OrderBy == "" && !req.IdleOnly {
		req.OrderBy = "issued_on desc"
	}
	order, err := paging.Parse(req.OrderBy, "issued_on", "amount_fen")
	if err != nil {
		return nil, err
	}
	page, err := s.pager.Open(ctx, req, order)
	if err != nil {
		return nil, err
	}
	f, having, err := s.condition(ctx, req)
	if err != nil {
		return nil, err
	}
	resp := &fundsv1.ListAllocationsResponse{}
	total, err := s.total(ctx, "allocations a", f, f, having)
	if err != nil {
		return nil, err
	}
	resp.TotalSize, resp.Totals = total.rows, total.message()
	ids, err := pageIDs(ctx, "allocations a", f.String()+having.ofRow(), f.args, page, "a")
	if err != nil {
		return nil, err
	}
	rows, err := db.From(ctx).Allocation.Query().Where(allocation.IDIn(ids...)).Order(inOrder(order)).All(ctx)
	if err != nil {
		return nil, err
	}
	rows, resp.NextPageToken = paging.Cut(page, rows, func(r *ent.Allocation) []string {
		if order[0].Name == "amount_fen" {
			return []string{fmt.Sprint(r.AmountFen), r.ID.String()}
		}
		return []string{r.IssuedOn.String(), r.ID.String()}
	})
	resp.Allocations, err = s.messages(ctx, rows...)
	return resp, err
}

// inOrder sorts as the page does.
func inOrder(order paging.Order) func(*sql.Selector) {
	return func(s *sql.Selector) {
		for _, c := range order {
			if c.Desc {
				s.OrderBy(sql.Desc(s.C(c.Name)))
			} else {
				s.OrderBy(sql.Asc(s.C(c.Name)))
			}
		}
	}
}

// moneyFilter leaves allocations by the money they have.
type moneyFilter struct{ idle, available bool }

// ofJoined is the rest of a WHERE on the joined rows that the sums are made of.
func (f moneyFilter) ofJoined() string {
	text := ""
	if f.idle {
		text += " AND " + idle + " > 0"
	}
	if f.available {
		text += " AND l.credits_posted - l.debits_pending - l.debits_posted > 0"
	}
	return text
}

// ofRow is the same of allocations a alone, for the query of one page, which stops
// when the page is full: it asks for the money of few.
func (f moneyFilter) ofRow() string {
	text := ""
	if f.idle {
		text += ` AND EXISTS (SELECT 1 FROM ledger_accounts l WHERE l.kind = 'lot' AND l.lot_id = a.id AND l.credits_posted >
			(SELECT COALESCE(SUM(y.credits_posted), 0) FROM ledger_accounts y WHERE y.kind = 'payee' AND y.lot_id = a.id) +
			(SELECT COALESCE(SUM(t.amount_fen), 0) FROM ledger_transfers t WHERE ` + arrivedRecently + ` AND t.lot_id = a.id))`
	}
	if f.available {
		text += ` AND EXISTS (SELECT 1 FROM ledger_accounts l WHERE l.kind = 'lot' AND l.lot_id = a.id
			AND l.credits_posted - l.debits_pending - l.debits_posted > 0)`
	}
	return text
}

// condition writes the filter and the viewer's rows as SQL on allocations a.
// $1 is the cut-off day of idle money.
func (s *allocations) condition(ctx context.Context, req *fundsv1.ListAllocationsRequest) (*filter, moneyFilter, error) {
	tx := db.From(ctx)
	f, money := &filter{args: []any{ledger.IdleBefore(tx.Now()).String()}}, moneyFilter{req.IdleOnly, req.AvailableOnly}
	b, err := readBook(ctx)
	if err != nil {
		return nil, money, err
	}
	if req.ChannelCode != "" {
		c, err := b.knownChannel(req.ChannelCode)
		if err != nil {
			return nil, money, err
		}
		f.where("a.channel_id = $", c.ID)
	}
	if req.PurposeCode != "" {
		p, err := b.knownPurpose(req.PurposeCode)
		if err != nil {
			return nil, money, err
		}
		f.where("a.purpose_id = $", p.ID)
	}
	if req.FiscalYear != 0 {
		f.where("a.fiscal_year = $", req.FiscalYear)
	}
	if req.FundDocumentId != "" {
		f.where("a.fund_document_id = $", req.FundDocumentId)
	}
	if req.RegionCode != "" {
		ids, err := regionsWithin(ctx, req.RegionCode)
		if err != nil {
			return nil, money, err
		}
		in, list := idsCondition(tx.Dialect(), "a.region_id", f.next(), ids)
		f.with(in, list)
	}
	if rows, scoped := allocationColumns.SQL(tx.Dialect(), viewer(ctx), "a", f.next()); rows != "TRUE" {
		f.with(rows, scoped...)
	}
	return f, money, nil
}

// pageIDs finds the ids of one page of a table with its alias.
func pageIDs(ctx context.Context, from, condition string, args []any, page *paging.Page, alias string) ([]uuid.UUID, error) {
	tx := db.From(ctx)
	after, values := page.SQL(alias, len(args)+1)
	rows, err := tx.QueryContext(ctx, "SELECT "+alias+".id FROM "+from+" WHERE "+condition+bindCutoff(tx.Dialect())+" AND "+after, append(slices.Clip(args), values...)...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var ids []uuid.UUID
	for rows.Next() {
		var id uuid.UUID
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// messages turns rows into messages: a few queries however many rows.
func (s *allocations) messages(ctx context.Context, rows ...*ent.Allocation) ([]*fundsv1.Allocation, error) {
	b, err := bookOf(ctx, slices.Values(rows))
	if err != nil {
		return nil, err
	}
	var ids, documents, regions, departments []uuid.UUID
	for _, row := range rows {
		ids, documents = append(ids, row.ID), append(documents, row.FundDocumentID)
		if row.RegionID != nil {
			regions = append(regions, *row.RegionID)
		}
		if row.DepartmentID != nil {
			departments = append(departments, *row.DepartmentID)
		}
	}
	moneys, err := s.moneyOf(ctx, ids...)
	if err != nil {
		return nil, err
	}
	numbers, err := documentNumbers(ctx, documents...)
	if err != nil {
		return nil, err
	}
	places, err := regionCodes(ctx, regions)
	if err != nil {
		return nil, err
	}
	changes, err := changesOf(ctx, moneys)
	if err != nil {
		return nil, err
	}
	names := map[uuid.UUID]string{}
	offices, err := db.From(ctx).Organization.Query().Where(organization.IDIn(departments...)).All(ctx)
	if err != nil {
		return nil, err
	}
	for _, o := range offices {
		names[o.ID] = o.Name
	}
	list := make([]*fundsv1.Allocation, len(rows))
	for i, row := range rows {
		list[i] = &fundsv1.Allocation{
			Id: row.ID.String(), FundDocumentId: row.FundDocumentID.String(), DocumentNumber: numbers[row.FundDocumentID],
			IssuedOn: row.IssuedOn.String(), LineNumber: int32(row.LineNumber),
			ChannelCode: b.channels[row.ChannelID].Code, ChannelName: b.channels[row.ChannelID].Name,
			PurposeCode: b.purposes[row.PurposeID].Code, PurposeName: b.purposes[row.PurposeID].Name,
			FiscalYear: int32(row.FiscalYear), ProjectId: wire.IDText(row.ProjectID), Money: moneys[row.ID], ChangedBy: changes[row.ID],
		}
		if row.RegionID != nil {
			list[i].RegionCode, list[i].RegionName = places[*row.RegionID].Code, places[*row.RegionID].ShortName
		}
		if row.DepartmentID != nil {
			list[i].DepartmentName = names[*row.DepartmentID]
		}
	}
	return list, nil
}

// documentNumbers reads the numbers of documents whose lines the viewer sees.
// A line is read with the number of its paper, also where the paper itself has
// lines of other departments.
func documentNumbers(ctx context.Context, ids ...uuid.UUID) (map[uuid.UUID]string, error) {
	all := scope.With(ctx, scope.SystemViewer("numbers of documents"))
	rows, err := db.From(ctx).FundDocument.Query().Where(funddocument.IDIn(ids...)).
		Select(funddocument.FieldID, funddocument.FieldNumber).All(all)
	numbers := map[uuid.UUID]string{}
	for _, row := range rows {
		numbers[row.ID] = row.Number
	}
	return numbers, err
}
