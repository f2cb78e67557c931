package funds

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
)

// What a transfer t moves: into a lot's account, out of it to payees, and to projects. Corrections count where they are
// booked, so that the figures of a closed year stand.
const (
	cameIn = `(CASE WHEN t.debit_kind = 'source' THEN t.amount_fen
		WHEN t.credit_kind = 'source' AND t.kind IN ('reverse', 'recall') THEN -t.amount_fen ELSE 0 END)`
	wentOut = `(CASE WHEN t.credit_kind = 'payee' AND t.kind = 'settle' THEN t.amount_fen
		WHEN t.debit_kind = 'payee' AND t.kind = 'reverse' THEN -t.amount_fen ELSE 0 END)`
	setAside = `(CASE WHEN t.debit_kind = 'lot' AND t.credit_kind = 'project_lot' AND t.kind = 'settle' THEN t.amount_fen
		WHEN t.debit_kind = 'project_lot' AND t.credit_kind = 'lot' THEN -t.amount_fen ELSE 0 END)`
)

// carried is the money of each lot in the year that is $1. What is set aside and not paid is never less than nothing: a
// payment of a day in the year may be entered after it, and so may what it was set aside by.
const carried = `(SELECT t.lot_id,
		SUM(CASE WHEN t.fiscal_year < $1 THEN ` + cameIn + ` - ` + wentOut + ` ELSE 0 END) AS opening,
		SUM(CASE WHEN t.fiscal_year = $1 THEN ` + cameIn + ` ELSE 0 END) AS received,
		SUM(CASE WHEN t.fiscal_year = $1 THEN ` + wentOut + ` ELSE 0 END) AS paid,
		SUM(` + cameIn + ` - ` + wentOut + `) AS closing,
		CASE WHEN SUM(` + setAside + ` - ` + wentOut + `) > 0 THEN SUM(` + setAside + ` - ` + wentOut + `) ELSE 0 END AS unpaid
	FROM ledger_transfers t WHERE t.fiscal_year <= $1 GROUP BY t.lot_id)`

// carriedColumns are read by [carriedRow].
var carriedColumns = []string{"m.opening", "m.received", "m.paid", "m.closing", "m.closing - m.unpaid", "m.unpaid"}

type carriedRow [6]int64

func (m *carriedRow) scan() []any {
	all := make([]any, len(m))
	for i := range m {
		all[i] = &m[i]
	}
	return all
}

func (m *carriedRow) message() *fundsv1.CarryOverMoney {
	return &fundsv1.CarryOverMoney{OpeningFen: m[0], ReceivedFen: m[1], PaidFen: m[2], ClosingFen: m[3], UnappropriatedFen: m[4], UnpaidFen: m[5]}
}

func carriedSums() string {
	all := make([]string, len(carriedColumns))
	for i, c := range carriedColumns {
		all[i] = "CAST(COALESCE(SUM(" + c + "), 0) AS BIGINT)"
	}
	return strings.Join(all, ", ")
}

// carriedFilter is the condition of a year's lots m with their allocations a, the viewer's.
func carriedFilter(ctx context.Context, year int32) *filter {
	f := &filter{args: []any{year}}
	f.with("(m.opening <> 0 OR m.received <> 0 OR m.paid <> 0 OR m.closing <> 0)")
	if rows, scoped := allocationColumns.SQL(db.From(ctx).Dialect(), viewer(ctx), "a", f.next()); rows != "TRUE" {
		f.with(rows, scoped...)
	}
	return f
}

const carriedFrom = " FROM allocations a JOIN " + carried + " m ON m.lot_id = a.id WHERE "

// carrySums adds up the year's money by channel, purpose and original year.
func (s *fiscalYears) carrySums(ctx context.Context, year int32) ([]*fundsv1.CarryOverSum, error) {
	b, err := readBook(ctx)
	if err != nil {
		return nil, err
	}
	f := carriedFilter(ctx, year)
	rows, err := db.From(ctx).QueryContext(ctx, "SELECT a.channel_id, a.purpose_id, a.fiscal_year, "+carriedSums()+carriedFrom+f.String()+
		" GROUP BY a.channel_id, a.purpose_id, a.fiscal_year", f.args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var list []*fundsv1.CarryOverSum
	for rows.Next() {
		var channelID, purposeID uuid.UUID
		var original int32
		var m carriedRow
		if err := rows.Scan(append([]any{&channelID, &purposeID, &original}, m.scan()...)...); err != nil {
			return nil, err
		}
		c, p := b.channels[channelID], b.purposes[purposeID]
		list = append(list, &fundsv1.CarryOverSum{ChannelCode: c.Code, ChannelName: c.Name, PurposeCode: p.Code, PurposeName: p.Name,
			OriginalYear: original, Money: m.message()})
	}
	slices.SortFunc(list, func(a, b *fundsv1.CarryOverSum) int {
		return strings.Compare(sumOrder(a), sumOrder(b))
	})
	return list, rows.Err()
}

func sumOrder(s *fundsv1.CarryOverSum) string {
	return s.ChannelCode + "\n" + s.PurposeCode + "\n" + fmt.Sprint(s.OriginalYear)
}

func addCarried(a, b *fundsv1.CarryOverMoney) {
	a.OpeningFen += b.OpeningFen
	a.ReceivedFen += b.ReceivedFen
	a.PaidFen += b.PaidFen
	a.ClosingFen += b.ClosingFen
	a.UnappropriatedFen += b.UnappropriatedFen
	a.UnpaidFen += b.UnpaidFen
}

// ListCarryOvers lists what each allocation carries over.
func (s *fiscalYears) ListCarryOvers(ctx context.Context, req *fundsv1.ListCarryOversRequest) (*fundsv1.ListCarryOversResponse, error) {
	page, err := s.pager.Open(ctx, req, paging.Order{{Name: "id"}})
	if err != nil {
		return nil, err
	}
	b, err := readBook(ctx)
	if err != nil {
		return nil, err
	}
	f := carriedFilter(ctx, req.FiscalYear)
	if req.ChannelCode != "" {
		c, err := b.knownChannel(req.ChannelCode)
		if err != nil {
			return nil, err
		}
		f.where("a.channel_id = $", c.ID)
	}
	if req.PurposeCode != "" {
		p, err := b.knownPurpose(req.PurposeCode)
		if err != nil {
			return nil, err
		}
		f.where("a.purpose_id = $", p.ID)
	}
	if req.OriginalYear != 0 {
		f.where("a.fiscal_year = $", req.OriginalYear)
	}
	tx, resp := db.From(ctx), &fundsv1.ListCarryOversResponse{}
	var total carriedRow
	err = tx.QueryRowContext(ctx, "SELECT COUNT(*), "+carriedSums()+carriedFrom+f.String(), f.args...).Scan(append([]any{&resp.TotalSize}, total.scan()...)...)
	if err != nil {
		return nil, err
	}
	resp.Totals = total.message()
	list, err := s.carryOvers(ctx, b, f, page)
	if err != nil {
		return nil, err
	}
	list, resp.NextPageToken = paging.Cut(page, list, func(c *fundsv1.CarryOver) []string { return []string{c.AllocationId} })
	numbers, err := documentNumbers(ctx, idsOf(list, func(c *fundsv1.CarryOver) uuid.UUID { return uuid.MustParse(c.FundDocumentId) })...)
	for _, c := range list {
		c.DocumentNumber = numbers[uuid.MustParse(c.FundDocumentId)]
	}
	resp.CarryOvers = list
	return resp, err
}

// carryOvers reads one page.
func (s *fiscalYears) carryOvers(ctx context.Context, b *book, f *filter, page *paging.Page) ([]*fundsv1.CarryOver, error) {
	after, values := page.SQL("a", f.next())
	rows, err := db.From(ctx).QueryContext(ctx, "SELECT a.id, a.fund_document_id, a.line_number, a.channel_id, a.purpose_id, a.fiscal_year, "+
		strings.Join(carriedColumns, ", ")+carriedFrom+f.String()+" AND "+after, append(slices.Clip(f.args), values...)...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var list []*fundsv1.CarryOver
	for rows.Next() {
		var id, document, channelID, purposeID uuid.UUID
		var m carriedRow
		c := &fundsv1.CarryOver{}
		if err := rows.Scan(append([]any{&id, &document, &c.LineNumber, &channelID, &purposeID, &c.OriginalYear}, m.scan()...)...); err != nil {
			return nil, err
		}
		c.AllocationId, c.FundDocumentId, c.Money = id.String(), document.String(), m.message()
		c.ChannelCode, c.ChannelName = b.channels[channelID].Code, b.channels[channelID].Name
		c.PurposeCode, c.PurposeName = b.purposes[purposeID].Code, b.purposes[purposeID].Name
		list = append(list, c)
	}
	return list, rows.Err()
}
