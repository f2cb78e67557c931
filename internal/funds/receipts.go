package funds

import (
	"context"
	"fmt"
	"maps"

	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent"
	"zhengcun/ent/allocation"
	"zhengcun/ent/receipt"
	"zhengcun/ent/reversal"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/kernel/money"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/wire"

	"entgo.io/ent/dialect/sql"
)

type receipts struct {
	fundsv1.UnimplementedReceiptServiceServer
	*Room
}

// CreateReceipt records money that has arrived for an allocation.
func (s *receipts) CreateReceipt(ctx context.Context, req *fundsv1.CreateReceiptRequest) (*fundsv1.Receipt, error) {
	in, tx := req.Receipt, db.From(ctx)
	on, wrong := s.day(in.ReceivedOn, "receipt.received_on")
	if wrong != nil {
		return nil, fault.Fields(*wrong)
	}
	if err := openYear(ctx, on, "receipt.received_on"); err != nil {
		return nil, err
	}
	a, err := tx.Allocation.Get(ctx, wire.ID(in.AllocationId))
	if ent.IsNotFound(err) {
		return nil, fault.Fields(ReasonAllocationUnknown.Field("receipt.allocation_id"))
	}
	if err != nil {
		return nil, err
	}
	if on.Before(a.IssuedOn) {
		return nil, fault.Fields(ReasonTooEarly.Field("receipt.received_on", "earliest", a.IssuedOn.String(), "why", "issued_on"))
	}
	used, err := tx.Receipt.Query().Where(receipt.BankReference(in.BankReference), receipt.StateEQ(receipt.StateRecorded)).Exist(ctx)
	if err != nil {
		return nil, err
	}
	if used {
		return nil, refuseField(ReasonBankReference, "receipt.bank_reference")
	}
	// The account is locked before it is read, so that of two receipts at once the second sees the first.
	if err := ledger.Lock(ctx, tx, ledger.SourceAccount(a.ID), ledger.LotAccount(a.ID)); err != nil {
		return nil, err
	}
	balance, err := ledger.LotBalances(ctx, tx, a.ID)
	if err != nil {
		return nil, err
	}
	if left := balance[a.ID].Promised - balance[a.ID].Received; money.Fen(in.AmountFen) > left {
		return nil, refuseField(ReasonReceiptOverPromise, "receipt.amount_fen", money.Told("left", left))
	}
	row, err := tx.Receipt.Create().SetAllocationID(a.ID).SetAmountFen(in.AmountFen).SetBankReference(in.BankReference).
		SetReceivedOn(on).SetState(receipt.StateRecorded).SetNillableDepartmentID(a.DepartmentID).SetRecordedBy(viewer(ctx).ID).
		Save(ctx)
	if db.IsUnique(err) {
		return nil, refuseField(ReasonBankReference, "receipt.bank_reference")
	}
	if err != nil {
		return nil, err
	}
	if err := s.book(ctx, on, func() error {
		return ledger.Receive(ctx, tx, a.ID, money.Fen(in.AmountFen), booking(tx, row.ID, on, "receipt", row.ID))
	}); err != nil {
		return nil, err
	}
	db.Audit(ctx, audit.Entry{Action: "funds.createReceipt", ObjectType: "receipt", ObjectID: row.ID.String(),
		After: asJSON(map[string]any{"allocation": a.ID, "amount_fen": row.AmountFen, "bank_reference": row.BankReference, "received_on": on.String()})})
	list, err := receiptMessages(ctx, row)
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// book opens the fiscal year of the day when it is new and books.
func (r *Room) book(ctx context.Context, on calendar.Date, fn func() error) error {
	if err := ledger.EnsureYear(ctx, db.From(ctx), calendar.FiscalYear(on)); err != nil {
		return err
	}
	return fn()
}

// booking is what the ledger writes down of a row: its id, its day, its paper.
func booking(tx *db.Tx, id uuid.UUID, on calendar.Date, kind string, paper uuid.UUID) ledger.Booking {
	return ledger.Booking{ID: id, On: on, At: tx.Now(), Reference: kind + ":" + paper.String()}
}

// GetReceipt gets a receipt.
func (s *receipts) GetReceipt(ctx context.Context, req *fundsv1.GetReceiptRequest) (*fundsv1.Receipt, error) {
	row, err := db.From(ctx).Receipt.Get(ctx, wire.ID(req.Id))
	if err != nil {
		return nil, db.Missing(err, "receipt")
	}
	list, err := receiptMessages(ctx, row)
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// ListReceipts lists receipts, newest first unless asked for otherwise.
func (s *receipts) ListReceipts(ctx context.Context, req *fundsv1.ListReceiptsRequest) (*fundsv1.ListReceiptsResponse, error) {
	if req.OrderBy == "" {
		req.OrderBy = "received_on desc"
	}
	order, err := paging.Parse(req.OrderBy, "received_on", "amount_fen", "bank_reference")
	if err != nil {
		return nil, err
	}
	page, err := s.pager.Open(ctx, req, order)
	if err != nil {
		return nil, err
	}
	query, err := s.found(ctx, req)
	if err != nil {
		return nil, err
	}
	var all []tally
	if err := query.Clone().Aggregate(counted, summed("amount", receipt.FieldAmountFen, receipt.StateRecorded)).Scan(ctx, &all); err != nil {
		return nil, err
	}
	rows, err := query.Where(page.Selector()).All(ctx)
	if err != nil {
		return nil, err
	}
	rows, next := paging.Cut(page, rows, func(r *ent.Receipt) []string {
		switch order[0].Name {
		case "amount_fen":
			return []string{fmt.Sprint(r.AmountFen), r.ID.String()}
		case "bank_reference":
			return []string{r.BankReference, r.ID.String()}
		default:
			return []string{r.ReceivedOn.String(), r.ID.String()}
		}
	})
	list, err := receiptMessages(ctx, rows...)
	if err != nil {
		return nil, err
	}
	return &fundsv1.ListReceiptsResponse{Receipts: list, NextPageToken: next, TotalSize: all[0].Rows, TotalAmountFen: all[0].Amount}, nil
}

// found are the receipts a list's filters leave.
func (s *receipts) found(ctx context.Context, req *fundsv1.ListReceiptsRequest) (*ent.ReceiptQuery, error) {
	query := db.From(ctx).Receipt.Query().Where(between(receipt.FieldReceivedOn, req.FromDate, req.ToDate))
	if req.AllocationId != "" {
		query.Where(receipt.AllocationID(wire.ID(req.AllocationId)))
	}
	if req.State != 0 {
		query.Where(receipt.StateEQ(wire.FromEnum[receipt.State](req.State)))
	}
	if req.FundDocumentId != "" {
		query.Where(ofAllocation(func(a, _ *sql.SelectTable) *sql.Predicate {
			return sql.EQ(a.C(allocation.FieldFundDocumentID), wire.ID(req.FundDocumentId))
		}))
	}
	if req.FiscalYear != 0 {
		query.Where(ofAllocation(func(a, _ *sql.SelectTable) *sql.Predicate {
			return sql.EQ(a.C(allocation.FieldFiscalYear), req.FiscalYear)
		}))
	}
	if req.ChannelCode != "" {
		b, err := readBook(ctx)
		if err != nil {
			return nil, err
		}
		c, err := b.knownChannel(req.ChannelCode)
		if err != nil {
			return nil, err
		}
		query.Where(ofAllocation(func(a, _ *sql.SelectTable) *sql.Predicate { return sql.EQ(a.C(allocation.FieldChannelID), c.ID) }))
	}
	if text := search(req.Query); text != "" {
		query.Where(func(s *sql.Selector) {
			s.Where(sql.Or(sql.ContainsFold(s.C(receipt.FieldBankReference), text),
				sql.In(s.C(receipt.FieldAllocationID), allocationsWhere(s.Dialect(), numberHas(text)))))
		})
	}
	return query, nil
}

// receiptMessages turns rows into messages: a few queries however many rows.
func receiptMessages(ctx context.Context, rows ...*ent.Receipt) ([]*fundsv1.Receipt, error) {
	allocated, numbers, err := papers(ctx, rows, func(r *ent.Receipt) uuid.UUID { return r.AllocationID })
	if err != nil {
		return nil, err
	}
	b, err := bookOf(ctx, maps.Values(allocated))
	if err != nil {
		return nil, err
	}
	asked, err := reversalsOf(ctx, idsOf(rows, func(r *ent.Receipt) uuid.UUID { return r.ID })...)
	if err != nil {
		return nil, err
	}
	v := viewer(ctx)
	list := make([]*fundsv1.Receipt, len(rows))
	for i, row := range rows {
		a := allocated[row.AllocationID]
		list[i] = &fundsv1.Receipt{
			Id: row.ID.String(), AllocationId: row.AllocationID.String(), DocumentNumber: numbers[a.FundDocumentID],
			ChannelCode: b.channels[a.ChannelID].Code, LineNumber: int32(a.LineNumber),
			AmountFen: row.AmountFen, BankReference: row.BankReference, ReceivedOn: row.ReceivedOn.String(),
			State: wire.ToEnum[fundsv1.ReceiptState](row.State), CreateTime: wire.Time(row.CreateTime), Etag: wire.Etag(row.Version),
			AllowedActions: asked.actions(v, reversal.TargetReceipt, row.ID, string(row.State)),
		}
	}
	return list, nil
}
