package funds

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent/allocationchange"
	"zhengcun/internal/countytest"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/db"

	"github.com/google/uuid"
)

const (
	reduction = fundsv1.DocumentKind_DOCUMENT_KIND_REDUCTION
	recall    = fundsv1.DocumentKind_DOCUMENT_KIND_RECALL
)

// changing is a document that takes something off the first line of another.
func changing(kind fundsv1.DocumentKind, number, earlier string, fen int64) *fundsv1.FundDocument {
	d := document(number, fen)
	d.Kind, d.Title, d.IssuedOn = kind, "关于调整乡村道路专项资金的通知", "2026-03-20"
	d.Lines[0].Changes = &fundsv1.ChangedLine{DocumentNumber: earlier, LineNumber: 1}
	return d
}

func (o *office) moneyOfLot(lot uuid.UUID) *fundsv1.AllocationMoney {
	o.t.Helper()
	var m *fundsv1.AllocationMoney
	o.as(o.finance, func(ctx context.Context) error {
		a, err := (&allocations{Room: o.Room}).GetAllocation(ctx, &fundsv1.GetAllocationRequest{Id: lot.String()})
		m = a.GetMoney()
		return err
	})
	return m
}

// 600,000 promised and 400,000 arrived: reductions and recalls take off what they may and not a fen more.
func TestReductionAndRecall(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		const first = "岳交计〔2026〕12号"
		lot := o.fund(first, 60_000_000, 40_000_000)
		o.appropriate(lot, 38_000_000)

		_, err := o.push(o.client, changing(reduction, "岳交计〔2026〕20号", first, 20_000_001))
		tells(t, err, ReasonReductionTooLarge, "fund_document.lines[0].amount_fen", map[string]string{"left_fen": "20000000", "over_fen": "1"},
			"调减后的指标低于已到账金额，超出 0.01 元：最多可调减 200,000.00 元",
			"The promise would fall 0.01 yuan below what has arrived: 200,000.00 yuan may be taken off")
		_, err = o.push(o.client, changing(recall, "岳交计〔2026〕21号", first, 2_000_001))
		tells(t, err, ReasonRecallTooLarge, "fund_document.lines[0].amount_fen", map[string]string{"left_fen": "2000000", "over_fen": "1"},
			"收回金额超过可收回的资金 0.01 元：已到账且未安排的只有 20,000.00 元",
			"0.01 yuan more than can be taken back: 20,000.00 yuan have arrived and are not set aside")

		pushed, err := o.push(o.client, changing(reduction, "岳交计〔2026〕20号", first, 15_000_000))
		if err != nil {
			t.Fatal(err)
		}
		if pushed.Kind != reduction || pushed.TakenOffFen != 15_000_000 || pushed.Lines[0].AllocationId != "" ||
			pushed.Lines[0].Changes.AllocationId != lot.String() || pushed.Lines[0].Changes.DocumentNumber != first {
			t.Errorf("stored %v", pushed)
		}
		// Typed by finance it is the same document, by allocation or by number; other content is a conflict.
		typed := changing(reduction, "岳交计[2026]20号", "", 15_000_000)
		typed.Lines[0].Changes = &fundsv1.ChangedLine{AllocationId: lot.String()}
		again, err := o.push(o.finance, typed)
		if err != nil || again.Id != pushed.Id || len(again.Sources) != 2 {
			t.Errorf("typed again: %v, %v", again, err)
		}
		other := changing(reduction, "岳交计〔2026〕20号", first, 15_000_001)
		_, err = o.push(o.finance, other)
		wants(t, err, ReasonDocumentDiffers)
		o.as(o.finance, func(ctx context.Context) error {
			list, err := (&documents{Room: o.Room}).ListDocumentConflicts(ctx, &fundsv1.ListDocumentConflictsRequest{})
			if err != nil {
				return err
			}
			if len(list.DocumentConflicts) != 0 { // both ways have brought the equal paper already: there is nothing to look into
				t.Errorf("conflicts: %v", list.DocumentConflicts)
			}
			return nil
		})
		asRecall := changing(recall, "岳交计〔2026〕20号", first, 1)
		_, err = o.push(o.client, asRecall)
		wants(t, err, ReasonDocumentDiffers)
		if _, err = o.push(o.finance, changing(recall, "岳交计〔2026〕21号", first, 2_000_000)); err != nil {
			t.Fatal(err)
		}
		want := &fundsv1.AllocationMoney{PromisedFen: 43_000_000, ReceivedFen: 38_000_000, AppropriatedFen: 38_000_000, ReducedFen: 17_000_000,
			IdleAppropriatedFen: 38_000_000}
		if diff := cmp.Diff(want, o.moneyOfLot(lot), protocmp.Transform()); diff != "" {
			t.Errorf("money (-want +got):\n%s", diff)
		}
		// Nothing more than the promise as it is now arrives, and nothing is left to take back.
		o.refused(o.finance, ReasonReceiptOverPromise, func(ctx context.Context) error {
			_, err := (&receipts{Room: o.Room}).CreateReceipt(ctx, &fundsv1.CreateReceiptRequest{Receipt: &fundsv1.Receipt{
				AllocationId: lot.String(), AmountFen: 5_000_001, BankReference: "B-9", ReceivedOn: "2026-04-01"}})
			return err
		})
		_, err = o.push(o.client, changing(recall, "岳交计〔2026〕22号", first, 1))
		wants(t, err, ReasonRecallTooLarge)

		o.as(o.department, func(ctx context.Context) error {
			list, err := (&documents{Room: o.Room}).ListFundDocuments(ctx, &fundsv1.ListFundDocumentsRequest{ChannelCode: "D-TRANSPORT", FiscalYear: 2026})
			if err != nil {
				return err
			}
			var sum, reduced int64
			for _, d := range list.FundDocuments {
				sum += d.Money.PromisedFen
				reduced += d.TakenOffFen
				if d.Kind == fundsv1.DocumentKind_DOCUMENT_KIND_ALLOCATION && len(d.Lines[0].ChangedBy) != 2 {
					t.Errorf("changed by %v", d.Lines[0].ChangedBy)
				}
			}
			if list.TotalSize != 3 || sum != 43_000_000 || list.Totals.PromisedFen != sum || list.Totals.ReducedFen != reduced {
				t.Errorf("%d documents of %d, taken off %d; totals %v", list.TotalSize, sum, reduced, list.Totals)
			}
			recalls, err := (&documents{Room: o.Room}).ListFundDocuments(ctx, &fundsv1.ListFundDocumentsRequest{Kind: recall})
			if err != nil || recalls.TotalSize != 1 || recalls.FundDocuments[0].TakenOffFen != 2_000_000 {
				t.Errorf("recalls: %v, %v", recalls, err)
			}
			return err
		})
		for start, req := range map[string]*fundsv1.TraceFundsRequest{
			"the promise": {Start: &fundsv1.TraceFundsRequest_DocumentNumber{DocumentNumber: first}},
			"the change":  {Start: &fundsv1.TraceFundsRequest_FundDocumentId{FundDocumentId: pushed.Id}},
		} {
			o.as(o.finance, func(ctx context.Context) error {
				flow, err := (&traces{Room: o.Room}).TraceFunds(ctx, req)
				if err != nil {
					return err
				}
				amounts := map[fundsv1.TraceNodeKind]int64{}
				for _, n := range flow.Nodes {
					amounts[n.Kind] += n.AmountFen
				}
				if amounts[fundsv1.TraceNodeKind_TRACE_NODE_KIND_DOCUMENT] != 43_000_000 || amounts[fundsv1.TraceNodeKind_TRACE_NODE_KIND_REDUCTION] != 15_000_000 ||
					amounts[fundsv1.TraceNodeKind_TRACE_NODE_KIND_RECALL] != 2_000_000 {
					t.Errorf("from %s: %v", start, amounts)
				}
				return nil
			})
		}
	})
}

// What is wrong with a paper is told at its field, and nothing of it is stored.
func TestChangedLinesAreRefused(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		const first = "岳交计〔2026〕12号"
		lot := o.fund(first, 60_000_000, 40_000_000)
		foreign := &fundsv1.FundDocument{IssuerCode: "AQ-JT", Number: "岳财〔2026〕1号", Title: "别的部门", IssuedOn: "2026-03-02",
			Lines: []*fundsv1.AllocationLine{{LineNumber: 1, ChannelCode: "F-DEV", PurposeCode: "planting", FiscalYear: 2026, AmountFen: 100}}}
		if _, err := o.push(o.finance, foreign); err != nil {
			t.Fatal(err)
		}
		for name, d := range map[string]struct {
			change func(d *fundsv1.FundDocument)
			want   *fault.Reason
			field  string
		}{
			"no changed line":  {func(d *fundsv1.FundDocument) { d.Lines[0].Changes = nil }, ReasonChangesMissing, "changes"},
			"an empty one":     {func(d *fundsv1.FundDocument) { d.Lines[0].Changes = &fundsv1.ChangedLine{LineNumber: 1} }, ReasonChangesMissing, "changes"},
			"on a promise":     {func(d *fundsv1.FundDocument) { d.Kind = 0 }, ReasonChangesUnexpected, "changes"},
			"no such line":     {func(d *fundsv1.FundDocument) { d.Lines[0].Changes.LineNumber = 2 }, ReasonChangesUnknown, "changes"},
			"no such issuer":   {func(d *fundsv1.FundDocument) { d.Lines[0].Changes.IssuerCode = "NONE" }, ReasonChangesUnknown, "changes"},
			"not the caller's": {func(d *fundsv1.FundDocument) { d.Lines[0].Changes.DocumentNumber = foreign.Number }, ReasonChangesUnknown, "changes"},
			"another year":     {func(d *fundsv1.FundDocument) { d.Lines[0].FiscalYear = 2025 }, ReasonChangesDiffer, "fiscal_year"},
			"another purpose":  {func(d *fundsv1.FundDocument) { d.Lines[0].PurposeCode = "planting" }, ReasonChangesDiffer, "purpose_code"},
			"another region":   {func(d *fundsv1.FundDocument) { d.Lines[0].RegionCode = "340828107000" }, ReasonChangesDiffer, "region_code"},
			"before its line":  {func(d *fundsv1.FundDocument) { d.IssuedOn = "2026-03-01" }, ReasonTooEarly, "changes"},
			"the same twice": {func(d *fundsv1.FundDocument) {
				d.Lines = append(d.Lines, proto.CloneOf(d.Lines[0]))
				d.Lines[1].LineNumber = 2
			}, ReasonChangesTwice, "changes"},
			"too much in one":   {func(d *fundsv1.FundDocument) { d.Lines[0].AmountFen = 30_000_000 }, ReasonReductionTooLarge, "amount_fen"},
			"too much received": {func(d *fundsv1.FundDocument) { d.Kind, d.Lines[0].AmountFen = recall, 40_000_001 }, ReasonRecallTooLarge, "amount_fen"},
		} {
			paper := changing(reduction, "岳交计〔2026〕30号", first, 100)
			d.change(paper)
			_, err := o.push(o.client, paper)
			f, _ := fault.From(err)
			if !slices.ContainsFunc(f.Violations(), func(v fault.Violation) bool { return v.Reason == d.want && strings.HasSuffix(v.Field, "."+d.field) }) {
				t.Errorf("%s: %v %v", name, err, f.Violations())
			}
		}
		o.as(o.finance, func(ctx context.Context) error {
			n, err := db.From(ctx).AllocationChange.Query().Count(ctx)
			if n != 0 {
				t.Errorf("%d changes stored", n)
			}
			return err
		})
		if m := o.moneyOfLot(lot); m.PromisedFen != 60_000_000 || m.ReducedFen != 0 {
			t.Errorf("money changed: %v", m)
		}
	})
}

// In a batch good changes are stored one after the other, each against what the ones before have left.
func TestChangesInABatch(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		random := rand.New(rand.NewPCG(4, 0))
		for series := range 12 {
			number := func(n int) string { return fmt.Sprintf("岳交计〔2026〕%d-%d号", series, n) }
			lot := o.fund(number(0), 1000, 600)
			promised, received := int64(1000), int64(600)
			batch := &fundsv1.BatchCreateFundDocumentsRequest{}
			var stored int32
			for i := range 1 + random.IntN(12) {
				kind, fen := []fundsv1.DocumentKind{reduction, recall}[random.IntN(2)], 1+random.Int64N(400)
				batch.Requests = append(batch.Requests, &fundsv1.CreateFundDocumentRequest{FundDocument: changing(kind, number(i+1), number(0), fen)})
				switch {
				case kind == reduction && fen <= promised-received:
					promised -= fen
					stored++
				case kind == recall && fen <= received:
					promised, received = promised-fen, received-fen
					stored++
				}
			}
			o.as(o.client, func(ctx context.Context) error {
				resp, err := (&documents{Room: o.Room}).BatchCreateFundDocuments(ctx, batch)
				if resp.GetStoredCount() != stored || int(resp.GetStoredCount()+resp.GetRefusedCount()) != len(batch.Requests) {
					t.Errorf("stored %d of %d, want %d", resp.GetStoredCount(), len(batch.Requests), stored)
				}
				return err
			})
			o.as(o.finance, func(ctx context.Context) error {
				tx := db.From(ctx)
				balances, err := ledger.LotBalances(ctx, tx, lot)
				if err != nil {
					return err
				}
				b := balances[lot]
				n, err := tx.AllocationChange.Query().Where(allocationchange.AllocationID(lot)).Count(ctx)
				if int64(b.Promised) != promised || int64(b.Received) != received || n != int(stored) {
					t.Errorf("promised %d, received %d, %d changes; want %d, %d, %d", b.Promised, b.Received, n, promised, received, stored)
				}
				return err
			})
		}
	})
}

// A change that was typed and pushed with other content stands before finance with the line it changes as printed.
func TestChangesInConflict(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		const first = "岳交计〔2026〕12号"
		lot := o.fund(first, 60_000_000)
		if _, err := o.push(o.finance, changing(reduction, "岳交计〔2026〕20号", first, 100)); err != nil {
			t.Fatal(err)
		}
		other := changing(reduction, "岳交计〔2026〕20号", "", 200)
		other.Lines[0].Changes = &fundsv1.ChangedLine{AllocationId: lot.String()}
		_, err := o.push(o.client, other)
		wants(t, err, ReasonDocumentDiffers)
		o.as(o.finance, func(ctx context.Context) error {
			list, err := (&documents{Room: o.Room}).ListDocumentConflicts(ctx, &fundsv1.ListDocumentConflictsRequest{})
			if err != nil {
				return err
			}
			if len(list.DocumentConflicts) != 1 {
				t.Fatalf("conflicts: %v", list.DocumentConflicts)
			}
			for _, side := range []*fundsv1.FundDocument{list.DocumentConflicts[0].Stored, list.DocumentConflicts[0].Refused} {
				if line := side.Lines[0].Changes; side.Kind != reduction || line.DocumentNumber != first || line.LineNumber != 1 || line.AllocationId != lot.String() {
					t.Errorf("it changes %v", line)
				}
			}
			return nil
		})
	})
}
