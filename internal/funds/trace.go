package funds

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent"
	"zhengcun/ent/allocation"
	"zhengcun/ent/claimline"
	"zhengcun/ent/funddocument"
	"zhengcun/ent/payment"
	"zhengcun/ent/receipt"
	"zhengcun/ent/schema"
	"zhengcun/internal/funds/documentnumber"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"
)

type traces struct {
	fundsv1.UnimplementedFundTraceServiceServer
	*Room
}

// trail is what a trace follows: the allocations it touches and, where it starts
// further down, the project or the one claim it is narrowed to.
type trail struct {
	allocations []uuid.UUID
	project     uuid.UUID
	claim       uuid.UUID
}

// TraceFunds follows money from its documents to its payees.
func (s *traces) TraceFunds(ctx context.Context, req *fundsv1.TraceFundsRequest) (*fundsv1.TraceFundsResponse, error) {
	t, err := s.start(ctx, req)
	if err != nil {
		return nil, err
	}
	f := &flow{resp: &fundsv1.TraceFundsResponse{}, seen: map[string]bool{}}
	lots, err := s.lots(ctx, t)
	if err != nil {
		return nil, err
	}
	if err := s.papers(ctx, t, f, lots); err != nil {
		return nil, err
	}
	if err := s.addLots(ctx, f, lots); err != nil {
		return nil, err
	}
	if err := s.claims(ctx, t, f); err != nil {
		return nil, err
	}
	return f.resp, nil
}

// start finds what the trace follows. Whatever the viewer may not see is not there.
func (s *traces) start(ctx context.Context, req *fundsv1.TraceFundsRequest) (*trail, error) {
	tx := db.From(ctx)
	ofDocument := func(row *ent.FundDocument, err error) (*trail, error) {
		if err != nil {
			return nil, db.Missing(err, "fund_document")
		}
		ids, err := allocationsOf(ctx, row.ID)
		return &trail{allocations: ids}, err
	}
	ofPayment := func(row *ent.Payment, err error) (*trail, error) {
		if err != nil {
			return nil, db.Missing(err, "payment")
		}
		return s.ofClaim(ctx, row.ClaimID)
	}
	switch from := req.Start.(type) {
	case *fundsv1.TraceFundsRequest_FundDocumentId:
		return ofDocument(tx.FundDocument.Get(ctx, wire.ID(from.FundDocumentId)))
	case *fundsv1.TraceFundsRequest_DocumentNumber:
		return s.ofNumber(ctx, from.DocumentNumber)
	case *fundsv1.TraceFundsRequest_AllocationId:
		row, err := tx.Allocation.Get(ctx, wire.ID(from.AllocationId))
		if err != nil {
			return nil, db.Missing(err, "allocation")
		}
		return &trail{allocations: []uuid.UUID{row.ID}}, nil
	case *fundsv1.TraceFundsRequest_ProjectId:
		row, err := tx.Project.Get(ctx, wire.ID(from.ProjectId))
		if err != nil {
			return nil, db.Missing(err, "project")
		}
		lots, err := ledger.ProjectLotsOfProjects(ctx, tx, row.ID)
		t := &trail{project: row.ID}
		for _, l := range lots {
			t.allocations = append(t.allocations, l.Lot)
		}
		return t, err
	case *fundsv1.TraceFundsRequest_ClaimId:
		return s.ofClaim(ctx, wire.ID(from.ClaimId))
	case *fundsv1.TraceFundsRequest_PaymentId:
		return ofPayment(tx.Payment.Get(ctx, wire.ID(from.PaymentId)))
	case *fundsv1.TraceFundsRequest_PaymentNumber:
		return ofPayment(tx.Payment.Query().Where(payment.Number(from.PaymentNumber)).Only(ctx))
	}
	return nil, fault.Fields(ReasonOneStart.Field("start"))
}

// ofNumber follows every document with the number: two bodies may use the same.
func (s *traces) ofNumber(ctx context.Context, number string) (*trail, error) {
	tx := db.From(ctx)
	documents, err := tx.FundDocument.Query().Where(funddocument.NumberKey(documentnumber.Fold(number))).IDs(ctx)
	if err != nil {
		return nil, err
	}
	if len(documents) == 0 {
		return nil, fault.ReasonNotFound.New("resource", "fund_document")
	}
	ids, err := allocationsOf(ctx, documents...)
	return &trail{allocations: ids}, err
}

func (s *traces) ofClaim(ctx context.Context, id uuid.UUID) (*trail, error) {
	tx := db.From(ctx)
	row, err := tx.Claim.Get(ctx, id)
	if err != nil {
		return nil, db.Missing(err, "claim")
	}
	lines, err := tx.ClaimLine.Query().Where(claimline.ClaimID(id)).All(ctx)
	t := &trail{project: row.ProjectID, claim: id}
	for _, l := range lines {
		t.allocations = append(t.allocations, l.AllocationID)
	}
	return t, err
}

// flow collects nodes and links, each node once.
type flow struct {
	resp *fundsv1.TraceFundsResponse
	seen map[string]bool
}

func (f *flow) node(n *fundsv1.TraceNode) string {
	if !f.seen[n.Key] {
		f.seen[n.Key] = true
		f.resp.Nodes = append(f.resp.Nodes, n)
	}
	return n.Key
}

func (f *flow) link(from, to string, amount int64) {
	f.resp.Links = append(f.resp.Links, &fundsv1.TraceLink{From: from, To: to, AmountFen: amount})
}

func key(kind string, ids ...uuid.UUID) string {
	k := kind
	for _, id := range ids {
		k += ":" + id.String()
	}
	return k
}

// papers adds documents, allocations and receipts. The viewer who sees money of an
// allocation on his project is shown which paper it comes from, but not what else
// the paper promises or what has arrived of it.
func (s *traces) papers(ctx context.Context, t *trail, f *flow, lots []ledger.ProjectLotBalance) error {
	tx, v := db.From(ctx), viewer(ctx)
	onProjects := map[uuid.UUID]int64{}
	for _, l := range lots {
		onProjects[l.Lot] += int64(l.Appropriated)
	}
	all := scope.With(ctx, scope.SystemViewer("papers of traced money"))
	rows, err := tx.Allocation.Query().Where(allocation.IDIn(t.allocations...)).Order(ent.Asc(allocation.FieldIssuedOn, allocation.FieldFundDocumentID, allocation.FieldLineNumber)).All(all)
	if err != nil {
		return err
	}
	ids := make([]uuid.UUID, len(rows))
	for i, a := range rows {
		ids[i] = a.FundDocumentID
	}
	papers, err := tx.FundDocument.Query().Where(funddocument.IDIn(ids...)).All(all)
	if err != nil {
		return err
	}
	byID := map[uuid.UUID]*ent.FundDocument{}
	for _, d := range papers {
		byID[d.ID] = d
	}
	b, err := bookOf(ctx, slices.Values(rows))
	if err != nil {
		return err
	}
	total, amount := map[uuid.UUID]int64{}, map[uuid.UUID]int64{}
	balances, err := ledger.LotBalances(ctx, tx, t.allocations...)
	if err != nil {
		return err
	}
	var own []uuid.UUID
	for _, a := range rows {
		amount[a.ID] = onProjects[a.ID]
		if v.County || a.DepartmentID != nil && *a.DepartmentID == v.Department {
			amount[a.ID], own = int64(balances[a.ID].Promised), append(own, a.ID)
		}
		total[a.FundDocumentID] += amount[a.ID]
	}
	for _, a := range rows {
		d := byID[a.FundDocumentID]
		from := f.node(&fundsv1.TraceNode{Key: key("document", d.ID), Kind: fundsv1.TraceNodeKind_TRACE_NODE_KIND_DOCUMENT, Id: d.ID.String(),
			Number: d.Number, Label: d.Title, Date: d.IssuedOn.String(), AmountFen: total[d.ID]})
		to := f.node(&fundsv1.TraceNode{Key: key("allocation", a.ID), Kind: fundsv1.TraceNodeKind_TRACE_NODE_KIND_ALLOCATION, Id: a.ID.String(),
			Number: fmt.Sprint(a.LineNumber), Label: b.channels[a.ChannelID].Name + " · " + b.purposes[a.PurposeID].Name, AmountFen: amount[a.ID]})
		f.link(from, to, amount[a.ID])
	}
	if err := addChanges(ctx, f, own); err != nil {
		return err
	}
	arrived, err := tx.Receipt.Query().Where(receipt.AllocationIDIn(own...)).Order(ent.Asc(receipt.FieldReceivedOn, receipt.FieldID)).All(all)
	if err != nil {
		return err
	}
	for _, r := range arrived {
		to := f.node(&fundsv1.TraceNode{Key: key("receipt", r.ID), Kind: fundsv1.TraceNodeKind_TRACE_NODE_KIND_RECEIPT, Id: r.ID.String(),
			Number: r.BankReference, Label: r.BankReference, Date: r.ReceivedOn.String(), AmountFen: r.AmountFen,
			State: wire.ToEnum[fundsv1.ReceiptState](r.State).String()})
		if r.State == receipt.StateRecorded {
			f.link(key("allocation", r.AllocationID), to, r.AmountFen)
		}
	}
	return nil
}

// lots are the project lots of the trail that the viewer sees and that have money.
func (s *traces) lots(ctx context.Context, t *trail) ([]ledger.ProjectLotBalance, error) {
	balances, err := ledger.ProjectLotsOfLots(ctx, db.From(ctx), t.allocations...)
	if err != nil {
		return nil, err
	}
	visible, err := s.visible(ctx, t)
	return slices.DeleteFunc(balances, func(b ledger.ProjectLotBalance) bool {
		return t.project != uuid.Nil && b.Project != t.project || b.Appropriated == 0 || !visible[b.ProjectLot]
	}), err
}

// addLots adds project lots.
func (s *traces) addLots(ctx context.Context, f *flow, lots []ledger.ProjectLotBalance) error {
	carried, err := projectsOf(ctx, lots, func(b ledger.ProjectLotBalance) uuid.UUID { return b.Project })
	if err != nil {
		return err
	}
	for _, b := range lots {
		p := carried[b.Project]
		to := f.node(&fundsv1.TraceNode{Key: key("lot", b.Lot, b.Project), Kind: fundsv1.TraceNodeKind_TRACE_NODE_KIND_PROJECT_LOT, Id: p.ID.String(),
			Number: p.Number, Label: p.Name, AmountFen: int64(b.Appropriated)})
		f.link(key("allocation", b.Lot), to, int64(b.Appropriated))
	}
	return nil
}

// visible are the project lots the viewer sees: of projects that are his, and of his own money.
func (s *traces) visible(ctx context.Context, t *trail) (map[ledger.ProjectLot]bool, error) {
	tx, v := db.From(ctx), viewer(ctx)
	in, list := idsCondition(tx.Dialect(), "x.lot_id", 1, t.allocations)
	args := []any{list}
	ofProject, scoped := schema.ProjectColumns.SQL(tx.Dialect(), v, "p", 2)
	args = append(args, scoped...)
	ofMoney, scoped := allocationColumns.SQL(tx.Dialect(), v, "a", len(args)+1)
	rows, err := tx.QueryContext(ctx, `SELECT x.lot_id, x.project_id FROM ledger_accounts x
		JOIN projects p ON p.id = x.project_id JOIN allocations a ON a.id = x.lot_id
		WHERE x.kind = 'project_lot' AND `+in+" AND ("+ofProject+" OR "+ofMoney+")", append(args, scoped...)...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	found := map[ledger.ProjectLot]bool{}
	for rows.Next() {
		var k ledger.ProjectLot
		if err := rows.Scan(&k.Lot, &k.Project); err != nil {
			return nil, err
		}
		found[k] = true
	}
	return found, rows.Err()
}

// claims adds claims that have been handed in, their payments and payees.
func (s *traces) claims(ctx context.Context, t *trail, f *flow) error {
	tx, v := db.From(ctx), viewer(ctx)
	in, list := idsCondition(tx.Dialect(), "l.allocation_id", 1, t.allocations)
	args := []any{list}
	where := in
	for _, narrow := range []struct {
		column string
		id     uuid.UUID
	}{{"c.project_id", t.project}, {"c.id", t.claim}} {
		if narrow.id != uuid.Nil {
			args = append(args, narrow.id)
			where += fmt.Sprintf(" AND %s = $%d", narrow.column, len(args))
		}
	}
	ofProject, scoped := schema.ProjectColumns.SQL(tx.Dialect(), v, "c", len(args)+1)
	args = append(args, scoped...)
	ofMoney, scoped := allocationColumns.SQL(tx.Dialect(), v, "a", len(args)+1)
	args = append(args, scoped...)
	rows, err := tx.QueryContext(ctx, `SELECT l.allocation_id, c.project_id, c.id, COALESCE(c.number, ''), c.kind, c.state, c.claimed_on, c.amount_fen, c.payee_name,
		l.amount_fen, y.id, y.number, y.paid_on, y.amount_fen
		FROM claim_lines l JOIN claims c ON c.id = l.claim_id JOIN allocations a ON a.id = l.allocation_id
		LEFT JOIN payments y ON y.claim_id = c.id AND y.state = 'paid'
		WHERE `+where+" AND c.state NOT IN ('draft', 'returned', 'rejected') AND ("+ofProject+" OR "+ofMoney+") ORDER BY c.id, l.line_number", args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var r tracedLine
		if err := rows.Scan(&r.lot.Lot, &r.lot.Project, &r.claim, &r.number, &r.kind, &r.state, &r.claimed, &r.claimAmount, &r.payee,
			&r.amount, &r.payment, &r.paymentNumber, &r.paid, &r.paidAmount); err != nil {
			return err
		}
		r.add(f)
	}
	return rows.Err()
}

// tracedLine is a claim's line with what was paid of the claim.
type tracedLine struct {
	lot         ledger.ProjectLot
	claim       uuid.UUID
	number      string
	kind        string
	state       string
	claimed     calendar.Date
	claimAmount int64
	payee       string
	amount      int64

	payment       *uuid.UUID
	paymentNumber *string
	paid          calendar.Date
	paidAmount    *int64
}

func (r *tracedLine) add(f *flow) {
	claimed := f.node(&fundsv1.TraceNode{Key: key("claim", r.claim), Kind: fundsv1.TraceNodeKind_TRACE_NODE_KIND_CLAIM, Id: r.claim.String(),
		Number: r.number, Label: r.number, Date: r.claimed.String(), AmountFen: r.claimAmount, State: wire.ToEnum[fundsv1.ClaimState](r.state).String()})
	f.link(key("lot", r.lot.Lot, r.lot.Project), claimed, r.amount)
	if r.payment == nil {
		return
	}
	first := !f.seen[key("payment", *r.payment)]
	paid := f.node(&fundsv1.TraceNode{Key: key("payment", *r.payment), Kind: fundsv1.TraceNodeKind_TRACE_NODE_KIND_PAYMENT, Id: r.payment.String(),
		Number: *r.paymentNumber, Label: *r.paymentNumber, Date: r.paid.String(), AmountFen: *r.paidAmount,
		State: fundsv1.PaymentState_PAYMENT_STATE_PAID.String()})
	if !first {
		return // the claim's other lines were paid by the same payment
	}
	payee := f.node(&fundsv1.TraceNode{Key: "payee:" + r.payee, Kind: fundsv1.TraceNodeKind_TRACE_NODE_KIND_PAYEE, Label: r.payee})
	f.link(claimed, paid, *r.paidAmount)
	f.link(paid, payee, *r.paidAmount)
	for _, n := range f.resp.Nodes {
		if n.Key == payee {
			n.AmountFen += *r.paidAmount
		}
	}
}
