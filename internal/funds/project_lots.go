package funds

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent"
	"zhengcun/ent/allocation"
	"zhengcun/ent/project"
	"zhengcun/ent/schema"
	"zhengcun/internal/kernel/money"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"
)

// ListProjectLots lists project lots: of the projects the viewer sees, and of the
// viewer's own money on whatever project, with the sums of all that were found.
func (s *allocations) ListProjectLots(ctx context.Context, req *fundsv1.ListProjectLotsRequest) (*fundsv1.ListProjectLotsResponse, error) {
	page, err := s.pager.Open(ctx, req, paging.Order{{Name: "id"}})
	if err != nil {
		return nil, err
	}
	tx := db.From(ctx)
	from, args, err := s.lots(ctx, req)
	if err != nil {
		return nil, err
	}
	m := &fundsv1.ProjectLotMoney{}
	resp := &fundsv1.ListProjectLotsResponse{Totals: m}
	if err := tx.QueryRowContext(ctx, "SELECT COUNT(*), "+lotSums+" "+from, args...).
		Scan(&resp.TotalSize, &m.AppropriatedFen, &m.AcceptedFen, &m.HeldFen, &m.PaidFen, &m.AdvanceFen, &m.RetainedFen); err != nil {
		return nil, err
	}
	m.RetainedFen -= m.HeldFen + m.PaidFen // what has left the lots and is not the payees'
	m.AvailableFen = m.AppropriatedFen - m.HeldFen - m.PaidFen - m.RetainedFen
	after, values := page.SQL("x", len(args)+1)
	list, err := foundLots(ctx, "SELECT x.id, x.lot_id, x.project_id "+from+" AND "+after, append(args, values...)...)
	if err != nil {
		return nil, err
	}
	list, resp.NextPageToken = paging.Cut(page, list, func(f foundLot) []string { return []string{f.id} })
	keys := make([]ledger.ProjectLot, len(list))
	for i, f := range list {
		keys[i] = f.key
	}
	resp.ProjectLots, err = s.projectLotMessages(ctx, keys)
	return resp, err
}

// lotSums are the sums of the balances of accounts x, as [ledger.ProjectLotBalance] reads them. PostgreSQL sums bigint
// to numeric, and nothing to NULL.
var lotSums = `CAST(COALESCE(SUM(x.credits_posted), 0) AS bigint), CAST(COALESCE(SUM(x.accepted), 0) AS bigint),
	CAST(COALESCE(SUM(` + ledger.PayeeHeldSQL("x") + `), 0) AS bigint), CAST(COALESCE(SUM(` + ledger.PayeePaidSQL("x") + `), 0) AS bigint),
	CAST(COALESCE(SUM(x.advance), 0) AS bigint), CAST(COALESCE(SUM(x.debits_pending + x.debits_posted), 0) AS bigint)`

// foundLot is a project lot with the id of its account, which the list is sorted by.
type foundLot struct {
	id  string
	key ledger.ProjectLot
}

func foundLots(ctx context.Context, query string, args ...any) ([]foundLot, error) {
	rows, err := db.From(ctx).QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var list []foundLot
	for rows.Next() {
		var f foundLot
		if err := rows.Scan(&f.id, &f.key.Lot, &f.key.Project); err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, rows.Err()
}

// lots writes the project lots that the filters leave, as the rest of a SELECT on
// ledger_accounts x: of the viewer's projects, and of the viewer's money.
func (s *allocations) lots(ctx context.Context, req *fundsv1.ListProjectLotsRequest) (string, []any, error) {
	tx, v := db.From(ctx), viewer(ctx)
	from, args := `FROM ledger_accounts x JOIN projects p ON p.id = x.project_id JOIN allocations a ON a.id = x.lot_id WHERE x.kind = 'project_lot'`, []any{}
	where := func(column string, value any) {
		args = append(args, value)
		from += fmt.Sprintf(" AND %s = $%d", column, len(args))
	}
	if req.ProjectId != "" {
		where("x.project_id", req.ProjectId)
	}
	if req.AllocationId != "" {
		where("x.lot_id", req.AllocationId)
	}
	if req.FiscalYear != 0 {
		where("a.fiscal_year", req.FiscalYear)
	}
	if req.ChannelCode != "" {
		b, err := readBook(ctx)
		if err != nil {
			return "", nil, err
		}
		c, err := b.knownChannel(req.ChannelCode)
		if err != nil {
			return "", nil, err
		}
		where("a.channel_id", c.ID)
	}
	if req.DepartmentId != "" {
		where("a.department_id", wire.ID(req.DepartmentId))
	}
	ofProject, scoped := schema.ProjectColumns.SQL(tx.Dialect(), v, "p", len(args)+1)
	args = append(args, scoped...)
	ofMoney, scoped := allocationColumns.SQL(tx.Dialect(), v, "a", len(args)+1)
	args = append(args, scoped...)
	return from + " AND (" + ofProject + " OR " + ofMoney + ")", args, nil
}

// projectLotMessages describes project lots whose keys the viewer may see.
func (r *Room) projectLotMessages(ctx context.Context, keys []ledger.ProjectLot) ([]*fundsv1.ProjectLot, error) {
	tx := db.From(ctx)
	balances, err := ledger.ProjectLotBalances(ctx, tx, keys...)
	if err != nil {
		return nil, err
	}
	// The keys are the viewer's; names on the other side of them are read for the label.
	all := scope.With(ctx, scope.SystemViewer("labels of project lots"))
	var lots, projectIDs, documents []uuid.UUID
	for _, k := range keys {
		lots, projectIDs = append(lots, k.Lot), append(projectIDs, k.Project)
	}
	allocationRows, err := tx.Allocation.Query().Where(allocation.IDIn(lots...)).All(all)
	if err != nil {
		return nil, err
	}
	byLot := map[uuid.UUID]*ent.Allocation{}
	for _, a := range allocationRows {
		byLot[a.ID], documents = a, append(documents, a.FundDocumentID)
	}
	projectRows, err := tx.Project.Query().Where(project.IDIn(projectIDs...)).All(all)
	if err != nil {
		return nil, err
	}
	byID := map[uuid.UUID]*ent.Project{}
	for _, p := range projectRows {
		byID[p.ID] = p
	}
	numbers, err := documentNumbers(ctx, documents...)
	if err != nil {
		return nil, err
	}
	b, err := bookOf(ctx, slices.Values(allocationRows))
	if err != nil {
		return nil, err
	}
	rates, err := r.retentionRates(ctx, projectRows)
	if err != nil {
		return nil, err
	}
	defective, err := defectiveWork(ctx, projectIDs...)
	if err != nil {
		return nil, err
	}
	list := make([]*fundsv1.ProjectLot, len(keys))
	for i, k := range keys {
		a, p, m := byLot[k.Lot], byID[k.Project], balances[k]
		list[i] = &fundsv1.ProjectLot{
			AllocationId: k.Lot.String(), ProjectId: k.Project.String(), ProjectNumber: p.Number, ProjectName: p.Name,
			FundDocumentId: a.FundDocumentID.String(), DocumentNumber: numbers[a.FundDocumentID], LineNumber: int32(a.LineNumber),
			ChannelCode: b.channels[a.ChannelID].Code, ChannelName: b.channels[a.ChannelID].Name, PurposeCode: b.purposes[a.PurposeID].Code,
			FiscalYear: int32(a.FiscalYear), AppropriatedFen: int64(m.Appropriated), AcceptedFen: int64(m.Accepted),
			HeldFen: int64(m.PayeeHeld), PaidFen: int64(m.PayeePaid), AvailableFen: int64(m.Available()), AdvanceFen: int64(m.Advance),
			RetainedFen: int64(m.Kept()), RetentionBp: int32(min(rates[p.TypeID], m.Caps.RetentionBP)), DefectiveFen: int64(defective[k]),
			AdvanceCapFen: int64(money.ShareBP(m.Appropriated, int64(m.Caps.AdvanceBP))),
		}
	}
	return list, nil
}
