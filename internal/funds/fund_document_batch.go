package funds

import (
	"context"
	"fmt"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/call"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/rpc"
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
	rows := map[int]*ent.FundDocument{}
	for i, one := range req.Requests {
		row, err := s.storeOne(ctx, b, one, fmt.Sprintf("requests[%d]", i))
		if err != nil {
			if err := refuse(i, err); err != nil {
				return nil, err
			}
			continue
		}
		rows[i] = row
	}
	var stored []*ent.FundDocument
	var order []int
	for i := range req.Requests {
		if row := rows[i]; row != nil {
			stored, order = append(stored, row), append(order, i)
		}
	}
	list, err := s.messages(ctx, stored...)
	if err != nil {
		return nil, err
	}
	for n, i := range order {
		resp.StoredCount++
		resp.Results[i] = &fundsv1.FundDocumentResult{Result: &fundsv1.FundDocumentResult_FundDocument{FundDocument: list[n]}}
	}
	db.Audit(ctx, audit.Entry{Action: "funds.batchCreateFundDocuments", ObjectType: "fund_document",
		After: asJSON(map[string]any{"stored": resp.StoredCount, "refused": resp.RefusedCount})})
	return resp, nil
}

func (s *documents) storeOne(ctx context.Context, b *book, one *fundsv1.CreateFundDocumentRequest, path string) (*ent.FundDocument, error) {
	if bad := rpc.CheckOne(s.validator, one, path); len(bad) > 0 {
		return nil, fault.Fields(bad...)
	}
	p, err := s.read(ctx, b, one.FundDocument, path+".fund_document")
	if err != nil {
		return nil, err
	}
	row, err := s.store(ctx, p)
	if f, known := fault.From(err); known && f.Reason() == ReasonDocumentDiffers {
		// The batch goes on and commits, so what finance must see is written at once.
		if err := recordConflict(ctx, p); err != nil {
			return nil, err
		}
	}
	return row, err
}
