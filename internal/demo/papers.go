package demo

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/internal/platform/call"
)

// paper brings a fund document in, the way it comes, and records what has arrived.
func (l *loader) paper(ctx context.Context, doc *paper) error {
	message := doc.message()
	var stored *fundsv1.FundDocument
	var err error
	if doc.pushedBy != "" {
		if stored, err = l.push(ctx, doc.pushedBy, message); err != nil {
			return err
		}
	}
	typist := fundsv1.NewFundDocumentServiceClient(l.as("finance1"))
	if doc.pushedBy == "" || doc.alsoTyped {
		if stored, err = typist.CreateFundDocument(ctx, &fundsv1.CreateFundDocumentRequest{FundDocument: message}); err != nil {
			return err
		}
	}
	doc.id = stored.Id
	byNumber := map[int32]string{}
	for _, s := range stored.Lines {
		byNumber[s.LineNumber] = s.AllocationId
	}
	for i, line := range doc.lines {
		line.allocation = byNumber[int32(i+1)]
		for _, r := range line.receipts {
			if err := l.receipt(ctx, line, r); err != nil {
				return fmt.Errorf("receipt %s: %w", r.reference, err)
			}
		}
	}
	if doc.contested {
		return l.contest(ctx, pushers[doc.lines[0].channel], doc)
	}
	return nil
}

// message is the document as it is written.
func (doc *paper) message() *fundsv1.FundDocument {
	m := &fundsv1.FundDocument{IssuerCode: doc.issuer, Number: doc.number, Title: doc.title, IssuedOn: doc.issuedOn.String()}
	if doc.refersTo != nil {
		m.RefersToId = doc.refersTo.id
	}
	for i, l := range doc.lines {
		m.Lines = append(m.Lines, &fundsv1.AllocationLine{LineNumber: int32(i + 1), ChannelCode: l.channel, PurposeCode: l.purpose,
			FiscalYear: int32(l.year), AmountFen: l.amount, RegionCode: l.region})
	}
	return m
}

// push sends a document as the department's system does: with a key of its own for each business action.
func (l *loader) push(ctx context.Context, department string, m *fundsv1.FundDocument) (*fundsv1.FundDocument, error) {
	client := fundsv1.NewFundDocumentServiceClient(l.as(clientName(department)))
	return client.CreateFundDocument(withKey(ctx, m.Number), &fundsv1.CreateFundDocumentRequest{FundDocument: m})
}

// withKey is the context of a call with an idempotency key.
func withKey(ctx context.Context, key string) context.Context {
	info := *call.From(ctx)
	info.IdempotencyKey = uuid.NewSHA1(uuid.NameSpaceOID, []byte(key)).String() // keys are ASCII, numbers of documents are not
	return call.With(ctx, &info)
}

// contest pushes a document that finance has typed, with another amount. It is
// refused and stays with finance as a conflict to look into.
func (l *loader) contest(ctx context.Context, department string, doc *paper) error {
	m := doc.message()
	m.Lines[0].AmountFen += 15_000 * yuan
	client := fundsv1.NewFundDocumentServiceClient(l.as(clientName(department)))
	// In a batch, since a call that fails would take the whole part back with it.
	resp, err := client.BatchCreateFundDocuments(withKey(ctx, "batch "+m.Number), &fundsv1.BatchCreateFundDocumentsRequest{
		Requests: []*fundsv1.CreateFundDocumentRequest{{FundDocument: m}}})
	if err != nil {
		return err
	}
	if resp.RefusedCount != 1 {
		return fmt.Errorf("a changed repeat was not refused")
	}
	return nil
}

// receipt records money that has arrived.
func (l *loader) receipt(ctx context.Context, line *line, r receipt) error {
	client := fundsv1.NewReceiptServiceClient(l.as("finance1"))
	recorded, err := client.CreateReceipt(ctx, &fundsv1.CreateReceiptRequest{Receipt: &fundsv1.Receipt{
		AllocationId: line.allocation, AmountFen: r.amount, BankReference: r.reference, ReceivedOn: r.on.String()}})
	if err != nil {
		return err
	}
	switch {
	case r.mistaken:
		asked, err := l.askReversal(ctx, fundsv1.ReversalTarget_REVERSAL_TARGET_RECEIPT, recorded.Id, "同一笔到账重复登记")
		if err != nil {
			return err
		}
		return l.approveReversal(ctx, asked)
	case r.disputed:
		asked, err := l.askReversal(ctx, fundsv1.ReversalTarget_REVERSAL_TARGET_RECEIPT, recorded.Id, "银行流水号疑似有误")
		if err != nil {
			return err
		}
		_, err = fundsv1.NewReversalServiceClient(l.as("approver")).RefuseReversal(ctx, &fundsv1.RefuseReversalRequest{
			Id: asked.Id, Etag: asked.Etag, Reason: "已与银行对账，流水号无误，不需冲销"})
		return err
	}
	return nil
}

// askReversal asks, as finance, to take a record back.
func (l *loader) askReversal(ctx context.Context, target fundsv1.ReversalTarget, id, reason string) (*fundsv1.Reversal, error) {
	return fundsv1.NewReversalServiceClient(l.as("finance2")).CreateReversal(ctx, &fundsv1.CreateReversalRequest{
		Reversal: &fundsv1.Reversal{Target: target, TargetId: id, Reason: reason}})
}

// approveReversal carries a reversal out.
func (l *loader) approveReversal(ctx context.Context, asked *fundsv1.Reversal) error {
	_, err := fundsv1.NewReversalServiceClient(l.as("approver")).ApproveReversal(ctx, &fundsv1.ApproveReversalRequest{Id: asked.Id, Etag: asked.Etag})
	return err
}

// change brings in a reduction or recall, the way the paper it changes came in.
func (l *loader) change(ctx context.Context, c *change) error {
	line := c.of.lines[0]
	m := &fundsv1.FundDocument{Kind: fundsv1.DocumentKind_DOCUMENT_KIND_REDUCTION, IssuerCode: c.of.issuer, Number: c.number, Title: c.title,
		IssuedOn: c.issuedOn.String(), RefersToId: c.of.id,
		Lines: []*fundsv1.AllocationLine{{LineNumber: 1, ChannelCode: line.channel, PurposeCode: line.purpose, FiscalYear: int32(line.year),
			AmountFen: c.amount, Changes: &fundsv1.ChangedLine{DocumentNumber: c.of.number, LineNumber: 1}}}}
	if c.recall {
		m.Kind = fundsv1.DocumentKind_DOCUMENT_KIND_RECALL
	}
	if c.of.pushedBy != "" {
		_, err := l.push(ctx, c.of.pushedBy, m)
		return err
	}
	_, err := fundsv1.NewFundDocumentServiceClient(l.as("finance1")).CreateFundDocument(ctx, &fundsv1.CreateFundDocumentRequest{FundDocument: m})
	return err
}

// closeYear closes a year that nothing stands in the way of, with two people, and has it asked for to be opened again.
func (l *loader) closeYear(ctx context.Context, year int32) error {
	asks, decides := fundsv1.NewFiscalYearServiceClient(l.as("finance1")), fundsv1.NewFiscalYearServiceClient(l.as("approver"))
	y, err := asks.GetFiscalYear(ctx, &fundsv1.GetFiscalYearRequest{FiscalYear: year})
	if err != nil {
		return err
	}
	if y, err = asks.RequestClosing(ctx, &fundsv1.RequestClosingRequest{FiscalYear: year, Etag: y.Etag, Reason: "年终对账已完成"}); err != nil {
		return err
	}
	if y, err = decides.ApproveFiscalYearChange(ctx, &fundsv1.ApproveFiscalYearChangeRequest{FiscalYear: year, Etag: y.Etag}); err != nil {
		return err
	}
	_, err = fundsv1.NewFiscalYearServiceClient(l.as("finance2")).RequestReopening(ctx, &fundsv1.RequestReopeningRequest{
		FiscalYear: year, Etag: y.Etag, Reason: "银行来函：年末有一笔利息漏记"})
	return err
}
