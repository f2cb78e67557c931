package funds

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent"
	"zhengcun/ent/funddocument"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/call"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/rpc"
	"zhengcun/internal/platform/scope"
)

// BatchCreateFundDocuments stores the good documents of a batch together and
// answers each bad one with its error. Everything is looked up and compared
// before anything is written, so a bad one leaves nothing behind.
func (s *documents) BatchCreateFundDocuments(ctx context.Context, req *fundsv1.BatchCreateFundDocumentsRequest) (*fundsv1.BatchCreateFundDocumentsResponse, error) {
	b, err := readBook(ctx)
	if err != nil {
		return nil, err
	}
	resp := &fundsv1.BatchCreateFundDocumentsResponse{Results: make([]*fundsv1.FundDocumentResult, len(req.Requests))}
	refuse := func(i int, err error) error {
		f, known := fault.From(err)
		if !known {
			return err
		}
		resp.RefusedCount++
		resp.Results[i] = &fundsv1.FundDocumentResult{Result: &fundsv1.FundDocumentResult_Error{
			Error: rpc.Status(f, call.From(ctx).Language).Proto()}}
		return nil
	}
	papers := make([]*paper, len(req.Requests))
	for i, one := range req.Requests {
		if papers[i], err = s.readOne(ctx, b, one, fmt.Sprintf("requests[%d]", i)); err != nil {
			if err := refuse(i, err); err != nil {
				return nil, err
			}
		}
	}
	rows, lines, err := s.storeAll(ctx, papers, refuse)
	if err != nil {
		return nil, err
	}
	var known []*ent.FundDocument
	var order []int
	for i, row := range rows {
		switch {
		case row == nil:
			continue
		case lines[i] != nil:
			resp.Results[i] = documentResult(b.document(row, lines[i]))
		default:
			known, order = append(known, row), append(order, i)
		}
		resp.StoredCount++
	}
	list, err := s.messages(ctx, known...)
	if err != nil {
		return nil, err
	}
	for n, i := range order {
		resp.Results[i] = documentResult(list[n])
	}
	db.Audit(ctx, audit.Entry{Action: "funds.batchCreateFundDocuments", ObjectType: "fund_document",
		After: asJSON(map[string]any{"stored": resp.StoredCount, "refused": resp.RefusedCount})})
	return resp, nil
}

func documentResult(m *fundsv1.FundDocument) *fundsv1.FundDocumentResult {
	return &fundsv1.FundDocumentResult{Result: &fundsv1.FundDocumentResult_FundDocument{FundDocument: m}}
}

func (s *documents) readOne(ctx context.Context, b *book, one *fundsv1.CreateFundDocumentRequest, path string) (*paper, error) {
	if bad := rpc.CheckOne(s.validator, one, path); len(bad) > 0 {
		return nil, fault.Fields(bad...)
	}
	return s.read(ctx, b, one.FundDocument, path+".fund_document")
}

// storeAll writes the papers that are there, new ones together. lines are those of
// the new documents. refuse is told which paper cannot be stored; an error that it
// gives back ends the batch.
func (s *documents) storeAll(ctx context.Context, papers []*paper, refuse func(i int, err error) error) (rows []*ent.FundDocument, lines [][]*fundsv1.AllocationLine, err error) {
	there, err := storedAll(ctx, papers)
	if err != nil {
		return nil, nil, err
	}
	rows, lines = make([]*ent.FundDocument, len(papers)), make([][]*fundsv1.AllocationLine, len(papers))
	first := map[paperKey]int{} // the new ones, by their place among the new
	same := map[int]int{}       // papers of new documents, by their place among the new
	var fresh []*paper
	for i, p := range papers {
		if p == nil {
			continue
		}
		n, again := first[p.under()]
		switch row := there[p.under()]; {
		case row != nil:
			if rows[i], err = s.confirmOne(ctx, p, row); err == nil {
				there[p.under()] = rows[i]
			}
		case again && bytes.Equal(fresh[n].hash, p.hash):
			same[i] = n
		case again:
			err = ReasonDocumentDiffers.New("number", fresh[n].in.Number)
		case p.kind != funddocument.KindAllocation:
			if err = p.room(ctx); err != nil {
				break
			}
			row, err := s.storeChange(ctx, p)
			if err != nil {
				return nil, nil, err // nothing of a batch is half stored
			}
			rows[i], there[p.under()] = row, row
		default:
			first[p.under()], same[i] = len(fresh), len(fresh)
			fresh = append(fresh, p)
		}
		if err != nil {
			if err := refuse(i, err); err != nil {
				return nil, nil, err
			}
			err = nil
		}
	}
	if len(fresh) == 0 {
		return rows, lines, nil
	}
	added, linesOf, err := insertDocuments(ctx, fresh...)
	if err != nil {
		return nil, nil, err
	}
	for i, n := range same {
		rows[i], lines[i] = added[n], linesOf[n]
	}
	return rows, lines, nil
}

// confirmOne is [paper.confirm] in a batch, which goes on and commits when a paper
// differs: what finance must see of it is written at once.
func (s *documents) confirmOne(ctx context.Context, p *paper, row *ent.FundDocument) (*ent.FundDocument, error) {
	confirmed, err := p.confirm(ctx, row)
	if f, known := fault.From(err); known && f.Reason() == ReasonDocumentDiffers {
		if err := recordConflict(ctx, p); err != nil {
			return nil, err
		}
	}
	return confirmed, err
}

// paperKey is what no two documents have in common.
type paperKey struct {
	issuer uuid.UUID
	number string
}

func (p *paper) under() paperKey { return paperKey{p.issuer.ID, p.key} }

// storedAll finds the documents with the papers' issuers and numbers, whosever they are.
func storedAll(ctx context.Context, papers []*paper) (map[paperKey]*ent.FundDocument, error) {
	var numbers []string
	for _, p := range papers {
		if p != nil {
			numbers = append(numbers, p.key)
		}
	}
	there := map[paperKey]*ent.FundDocument{}
	all := scope.With(ctx, scope.SystemViewer("equality of fund documents"))
	for some := range slices.Chunk(numbers, rowsAtOnce) {
		rows, err := db.From(ctx).FundDocument.Query().Where(funddocument.NumberKeyIn(some...)).All(all)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			there[paperKey{row.IssuerID, row.NumberKey}] = row
		}
	}
	return there, nil
}
