package funds

import (
	"context"
	"fmt"
	"strings"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent"
	"zhengcun/ent/allocation"
	"zhengcun/ent/funddocument"
	"zhengcun/ent/organization"
	"zhengcun/ent/predicate"
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
	condition, args, err := s.condition(ctx, req)
	if err != nil {
		return nil, err
	}
	resp := &fundsv1.ListAllocationsResponse{}
	if resp.TotalSize, resp.Totals, err = s.totals(ctx, condition, args); err != nil {
		return nil, err
	}
	ids, err := s.pageIDs(ctx, condition, args, page, order)
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

// condition writes the filter and the viewer's rows as SQL on allocations a.
// $1 is the cut-off day of idle money.
func (s *allocations) condition(ctx context.Context, req *fundsv1.ListAllocationsRequest) (string, []any, error) {
	tx := db.From(ctx)
	args := []any{ledger.IdleBefore(tx.Now()).String()}
	var all []string
	where := func(format string, arg any) {
		args = append(args, arg)
		all = append(all, fmt.Sprintf(format, len(args)))
	}
	b, err := readBook(ctx)
	if err != nil {
		return "", nil, err
	}
	if req.ChannelCode != "" {
		c, err := b.knownChannel(req.ChannelCode)
		if err != nil {
			return "", nil, err
		}
		where("a.channel_id = $%d", c.ID)
	}
	if req.PurposeCode != "" {
		p, err := b.knownPurpose(req.PurposeCode)
		if err != nil {
			return "", nil, err
		}
		where("a.purpose_id = $%d", p.ID)
	}
	if req.FiscalYear != 0 {
		where("a.fiscal_year = $%d", req.FiscalYear)
	}
	if req.FundDocumentId != "" {
		where("a.fund_document_id = $%d", req.FundDocumentId)
	}
	if req.RegionCode != "" {
		ids, err := regionsWithin(ctx, req.RegionCode)
		if err != nil {
			return "", nil, err
		}
		in, list := idsCondition(tx.Dialect(), "a.region_id", len(args)+1, ids)
		all, args = append(all, in), append(args, list)
	}
	rows, scoped := allocationColumns.SQL(tx.Dialect(), viewer(ctx), "a", len(args)+1)
	all, args = append(all, rows), append(args, scoped...)
	condition := strings.Join(all, " AND ")
	// What depends on money is asked of the same joined rows the sums are made of.
	var having []string
	if req.IdleOnly {
		having = append(having, idle+" > 0")
	}
	if req.AvailableOnly {
		having = append(having, "l.credits_posted - l.debits_pending - l.debits_posted > 0")
	}
	if len(having) > 0 {
		condition = "a.id IN (SELECT a.id " + moneyFrom(condition) + " AND " + strings.Join(having, " AND ") + ")"
	}
	return condition, args, nil
}

func (s *allocations) totals(ctx context.Context, condition string, args []any) (int32, *fundsv1.AllocationMoney, error) {
	var n int32
	var m sumsRow
	err := db.From(ctx).QueryRowContext(ctx, "SELECT COUNT(*), "+sums()+" "+moneyFrom(condition), args...).Scan(append([]any{&n}, m.scan()...)...)
	return n, m.message(), err
}

// pageIDs finds the ids of one page.
func (s *allocations) pageIDs(ctx context.Context, condition string, args []any, page *paging.Page, order paging.Order) ([]uuid.UUID, error) {
	tx := db.From(ctx)
	// The cut-off is bound even when no part of the condition asks for it, or the placeholders would not be counted.
	query := "SELECT a.id FROM allocations a WHERE " + condition + " AND $1 = $1"
	if tx.Dialect() != "sqlite3" {
		query = "SELECT a.id FROM allocations a WHERE " + condition + " AND $1::date IS NOT NULL"
	}
	after, values := page.SQL("a", len(args)+1)
	rows, err := tx.QueryContext(ctx, query+" AND "+after, append(args, values...)...)
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
	b, err := readBook(ctx)
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
			FiscalYear: int32(row.FiscalYear), ProjectId: wire.IDText(row.ProjectID), Money: moneys[row.ID],
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

// withLine finds documents by a line of theirs: of one of the channels and of the
// year, where given. Lines of others do not count.
func withLine(v *scope.Viewer, channels []uuid.UUID, year int) predicate.FundDocument {
	return func(s *sql.Selector) {
		t := sql.Dialect(s.Dialect()).Table(allocation.Table).As("filter_line")
		all := []*sql.Predicate{sql.ColumnsEQ(t.C(allocation.FieldFundDocumentID), s.C(funddocument.FieldID))}
		if channels != nil {
			values := make([]any, len(channels))
			for i, id := range channels {
				values[i] = id
			}
			all = append(all, sql.In(t.C(allocation.FieldChannelID), values...))
		}
		if year != 0 {
			all = append(all, sql.EQ(t.C(allocation.FieldFiscalYear), year))
		}
		if !v.County {
			all = append(all, sql.EQ(t.C(allocation.FieldDepartmentID), v.Department))
		}
		s.Where(sql.Exists(sql.Dialect(s.Dialect()).Select().From(t).Where(sql.And(all...))))
	}
}
