package funds

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent"
	"zhengcun/ent/funddocument"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/kernel/money"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
)

// storeChange writes a reduction or recall that there is room for. It is booked today, when the county learns of it,
// whatever day the paper is of.
func (s *documents) storeChange(ctx context.Context, p *paper) (*ent.FundDocument, error) {
	tx := db.From(ctx)
	row, err := p.create(ctx).Save(ctx)
	if db.IsUnique(err) {
		return nil, db.Again(err) // stored by somebody else this moment: look again
	}
	if err != nil {
		return nil, err
	}
	recall := p.kind == funddocument.KindRecall
	changes := make([]*ent.AllocationChangeCreate, len(p.lines))
	for i, l := range p.lines {
		a := l.changes
		changes[i] = tx.AllocationChange.Create().SetFundDocumentID(row.ID).SetLineNumber(l.number).SetAllocationID(a.ID).
			SetChannelID(a.ChannelID).SetFiscalYear(a.FiscalYear).SetAmountFen(l.amount).SetRecall(recall).SetNillableDepartmentID(a.DepartmentID)
	}
	added, err := tx.AllocationChange.CreateBulk(changes...).Save(ctx)
	if err != nil {
		return nil, err
	}
	today, book := calendar.Today(s.clock), ledger.Reduce
	if recall {
		book = ledger.Recall
	}
	err = s.book(ctx, today, func() error {
		for _, c := range added {
			if err := book(ctx, tx, c.AllocationID, money.Fen(c.AmountFen), booking(tx, c.ID, today, "fund_document", row.ID)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	db.Audit(ctx, audit.Entry{Action: "funds.createFundDocument", ObjectType: "fund_document", ObjectID: row.ID.String(), After: p.asJSON()})
	return row, nil
}

// room refuses lines that take off more than may be taken off. The accounts are locked before they are read, so that of
// two changes at once the second sees the first.
func (p *paper) room(ctx context.Context) error {
	tx := db.From(ctx)
	lots := make([]uuid.UUID, len(p.lines))
	var accounts []uuid.UUID
	for i, l := range p.lines {
		lots[i] = l.changes.ID
		accounts = append(accounts, ledger.SourceAccount(lots[i]), ledger.LotAccount(lots[i]))
	}
	if err := ledger.Lock(ctx, tx, accounts...); err != nil {
		return err
	}
	balances, err := ledger.LotBalances(ctx, tx, lots...)
	if err != nil {
		return err
	}
	var refusal *fault.Error
	var bad []fault.Violation
	for _, l := range p.lines {
		balance, reason := balances[l.changes.ID], ReasonReductionTooLarge
		left := balance.Promised - balance.Received
		if p.kind == funddocument.KindRecall {
			left, reason = balance.Available(), ReasonRecallTooLarge
		}
		if over := money.Fen(l.amount) - left; over > 0 {
			values := slices.Concat(money.Told("left", left), money.Told("over", over))
			i := slices.IndexFunc(p.in.Lines, func(m *fundsv1.AllocationLine) bool { return m == l.original })
			bad = append(bad, reason.Field(fmt.Sprintf("%s.lines[%d].amount_fen", p.path, i), values...))
			if refusal == nil {
				refusal = reason.New(values...)
			}
		}
	}
	if refusal == nil {
		return nil
	}
	return refusal.WithViolations(bad...)
}
