package funds

import (
	"context"
	"fmt"
	"testing"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/internal/countytest"
	"zhengcun/internal/platform/db"
)

// A list sends the same number of statements however many rows it shows.
func TestNoQueryPerRow(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		round := func(n int) {
			lot := o.fund(fmt.Sprintf("岳交计〔2026〕%d号", n), 60_000_000, 1_000_000, 500_000)
			o.appropriate(lot, 1_000_000)
			paid := o.pay(o.review(o.claim(&fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: "2026-04-10",
				Lines: []*fundsv1.ClaimLine{{AllocationId: lot.String(), AmountFen: 400_000}}})), fmt.Sprintf("PAY-%d", n))
			o.as(o.finance, func(ctx context.Context) error {
				return o.reverse(fundsv1.ReversalTarget_REVERSAL_TARGET_PAYMENT).call(ctx, paid.Id, "")
			})
		}
		lists := map[string]func(ctx context.Context) (int, error){
			"documents": func(ctx context.Context) (int, error) {
				r, err := (&documents{Room: o.Room}).ListFundDocuments(ctx, &fundsv1.ListFundDocumentsRequest{})
				return len(r.GetFundDocuments()), err
			},
			"allocations": func(ctx context.Context) (int, error) {
				r, err := (&allocations{Room: o.Room}).ListAllocations(ctx, &fundsv1.ListAllocationsRequest{})
				return len(r.GetAllocations()), err
			},
			"project lots": func(ctx context.Context) (int, error) {
				r, err := (&allocations{Room: o.Room}).ListProjectLots(ctx, &fundsv1.ListProjectLotsRequest{})
				return len(r.GetProjectLots()), err
			},
			"receipts": func(ctx context.Context) (int, error) {
				r, err := (&receipts{Room: o.Room}).ListReceipts(ctx, &fundsv1.ListReceiptsRequest{})
				return len(r.GetReceipts()), err
			},
			"appropriations": func(ctx context.Context) (int, error) {
				r, err := (&appropriations{Room: o.Room}).ListAppropriations(ctx, &fundsv1.ListAppropriationsRequest{})
				return len(r.GetAppropriations()), err
			},
			"claims": func(ctx context.Context) (int, error) {
				r, err := (&claims{Room: o.Room}).ListClaims(ctx, &fundsv1.ListClaimsRequest{})
				return len(r.GetClaims()), err
			},
			"payments": func(ctx context.Context) (int, error) {
				r, err := (&payments{Room: o.Room}).ListPayments(ctx, &fundsv1.ListPaymentsRequest{})
				return len(r.GetPayments()), err
			},
			"reversals": func(ctx context.Context) (int, error) {
				r, err := (&reversals{Room: o.Room}).ListReversals(ctx, &fundsv1.ListReversalsRequest{})
				return len(r.GetReversals()), err
			},
			"trace": func(ctx context.Context) (int, error) {
				r, err := (&traces{Room: o.Room}).TraceFunds(ctx, &fundsv1.TraceFundsRequest{Start: &fundsv1.TraceFundsRequest_ProjectId{ProjectId: o.road.ID.String()}})
				return len(r.GetNodes()), err
			},
		}
		count := func() (statements, rows map[string]int) {
			statements, rows = map[string]int{}, map[string]int{}
			for name, list := range lists {
				o.as(o.finance, func(ctx context.Context) (err error) {
					if _, err = readBook(ctx); err != nil { // which is known for half a second, or not
						return err
					}
					before := db.From(ctx).Statements()
					rows[name], err = list(ctx)
					statements[name] = db.From(ctx).Statements() - before
					return err
				})
			}
			return statements, rows
		}
		round(1)
		few, short := count()
		for n := 2; n <= 5; n++ {
			round(n)
		}
		many, long := count()
		for name := range lists {
			if long[name] <= short[name] {
				t.Errorf("%s: %d rows, then %d", name, short[name], long[name])
			}
			if many[name] != few[name] {
				t.Errorf("%s: %d statements for %d rows, %d for %d", name, few[name], short[name], many[name], long[name])
			}
		}
	})
}
