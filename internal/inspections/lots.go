package inspections

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"entgo.io/ent/dialect"
	"github.com/google/uuid"

	"zhengcun/internal/inspections/split"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/money"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/db"
)

// lot is money of one allocation for a project.
type lot struct {
	split.Lot
	id   uuid.UUID // the allocation
	used money.Fen // held or paid for work; 0 while there are only advances
}

// lotsOf returns the lots money is set aside on for a project that was read in the viewer's scope, in the order of the
// papers: by day, number and line.
func lotsOf(ctx context.Context, project uuid.UUID) ([]lot, error) {
	balances, err := ledger.ProjectLotsOfProjects(ctx, db.From(ctx), project)
	if err != nil {
		return nil, err
	}
	var lots []lot
	var ids []uuid.UUID
	for _, b := range balances {
		if b.Appropriated == 0 && b.Accepted == 0 {
			continue
		}
		l := lot{Lot: split.Lot{Appropriated: b.Appropriated, Accepted: b.Accepted}, id: b.Lot}
		if b.Settled() > 0 {
			l.used = b.Held + b.Paid
		}
		lots, ids = append(lots, l), append(ids, b.Lot)
	}
	papers, err := papersOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(lots, func(a, b lot) int { return papers[a.id].compare(papers[b.id]) })
	return lots, nil
}

// lockLots locks the ledger's accounts of the project's lots, so that what is read of them next holds until the end.
func lockLots(ctx context.Context, project uuid.UUID) error {
	tx := db.From(ctx)
	balances, err := ledger.ProjectLotsOfProjects(ctx, tx, project)
	if err != nil {
		return err
	}
	accounts := make([]uuid.UUID, len(balances))
	for i, b := range balances {
		accounts[i] = b.Account()
	}
	return ledger.Lock(ctx, tx, accounts...)
}

// paper is what an acceptance tells of an allocation.
type paper struct {
	id      uuid.UUID
	issued  calendar.Date
	number  string
	line    int
	channel string
}

func (p paper) compare(q paper) int {
	return cmp.Or(p.issued.Compare(q.issued), cmp.Compare(p.number, q.number), cmp.Compare(p.line, q.line),
		cmp.Compare(p.id.String(), q.id.String()))
}

// papersOf reads number, line and channel of allocations. It is hand-written because an allocation is in the scope of its
// department only, while whoever sees a project sees which papers its money is from: the ids must come from lots or
// splits of projects that were read through the scope.
func papersOf(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]paper, error) {
	tx := db.From(ctx)
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	among := "IN (SELECT value FROM json_each($1))"
	if tx.Dialect() == dialect.Postgres {
		among = "IN (SELECT value::uuid FROM json_array_elements_text($1::json))"
	}
	if ids == nil {
		list = []byte("[]")
	}
	rows, err := tx.QueryContext(ctx, `
		SELECT a.id, a.issued_on, d.number, a.line_number, c.code
		FROM allocations a JOIN fund_documents d ON d.id = a.fund_document_id JOIN channels c ON c.id = a.channel_id
		WHERE a.id `+among, string(list))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	papers := map[uuid.UUID]paper{}
	for rows.Next() {
		var p paper
		if err := rows.Scan(&p.id, &p.issued, &p.number, &p.line, &p.channel); err != nil {
			return nil, err
		}
		papers[p.id] = p
	}
	return papers, rows.Err()
}
