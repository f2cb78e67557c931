package funds

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/internal/countytest"
)

// Every order a list can be asked for brings each row once, sorted, a page at a time,
// rows that are alike or have nothing in the column among them.
func TestListsInEveryOrder(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		lot := o.fund("岳交计〔2026〕12号", 60_000_000, 25_000_000, 5_000_000, 10_000_000)
		o.appropriate(lot, 38_000_000)
		line := func(fen int64) []*fundsv1.ClaimLine {
			return []*fundsv1.ClaimLine{{AllocationId: lot.String(), AmountFen: fen}}
		}
		for i, fen := range []int64{300, 100, 200} {
			claimed := o.claim(&fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: fmt.Sprintf("2026-04-1%d", i%2), Lines: line(fen)})
			if i < 2 {
				o.pay(o.review(claimed), fmt.Sprintf("PAY-%d", i))
			}
		}
		s := &claims{Room: o.Room}
		for range 2 {
			o.as(o.unitMan, func(ctx context.Context) error {
				_, err := s.CreateClaim(ctx, &fundsv1.CreateClaimRequest{Claim: &fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: "2026-04-12",
					ProjectId: o.road.ID.String(), PayeeName: "甲", PayeeAccount: "6222020200001234567", Lines: line(100)}})
				return err
			})
		}
		claimsBy := func(ctx context.Context, order, token string) ([]*fundsv1.Claim, string, error) {
			r, err := s.ListClaims(ctx, &fundsv1.ListClaimsRequest{PageSize: 1, OrderBy: order, PageToken: token})
			return r.GetClaims(), r.GetNextPageToken(), err
		}
		walk(o, "claims by number", "number", 5, claimsBy, func(m *fundsv1.Claim) string { return m.Number }, (*fundsv1.Claim).GetId)
		walk(o, "claims by amount", "amount_fen", 5, claimsBy, (*fundsv1.Claim).GetAmountFen, (*fundsv1.Claim).GetId)
		walk(o, "claims by day", "claimed_on", 5, claimsBy, (*fundsv1.Claim).GetClaimedOn, (*fundsv1.Claim).GetId)
		walk(o, "claims by time", "create_time", 5, claimsBy, (*fundsv1.Claim).GetId, (*fundsv1.Claim).GetId)
		paymentsBy := func(ctx context.Context, order, token string) ([]*fundsv1.Payment, string, error) {
			r, err := (&payments{Room: o.Room}).ListPayments(ctx, &fundsv1.ListPaymentsRequest{PageSize: 1, OrderBy: order, PageToken: token, State: fundsv1.PaymentState_PAYMENT_STATE_PAID})
			return r.GetPayments(), r.GetNextPageToken(), err
		}
		walk(o, "payments by number", "number", 2, paymentsBy, (*fundsv1.Payment).GetNumber, (*fundsv1.Payment).GetId)
		walk(o, "payments by amount", "amount_fen", 2, paymentsBy, (*fundsv1.Payment).GetAmountFen, (*fundsv1.Payment).GetId)
		walk(o, "payments by day", "paid_on", 2, paymentsBy, (*fundsv1.Payment).GetPaidOn, (*fundsv1.Payment).GetId)
		receiptsBy := func(ctx context.Context, order, token string) ([]*fundsv1.Receipt, string, error) {
			r, err := (&receipts{Room: o.Room}).ListReceipts(ctx, &fundsv1.ListReceiptsRequest{PageSize: 1, OrderBy: order, PageToken: token})
			return r.GetReceipts(), r.GetNextPageToken(), err
		}
		walk(o, "receipts by reference", "bank_reference", 3, receiptsBy, (*fundsv1.Receipt).GetBankReference, (*fundsv1.Receipt).GetId)
		walk(o, "receipts by amount", "amount_fen", 3, receiptsBy, (*fundsv1.Receipt).GetAmountFen, (*fundsv1.Receipt).GetId)
		walk(o, "receipts by day", "received_on", 3, receiptsBy, (*fundsv1.Receipt).GetReceivedOn, (*fundsv1.Receipt).GetId)
	})
}

// walk reads a list page by page in an order, both ways round, and compares it with sorting what was read.
func walk[T any, K cmp.Ordered](o *office, name, order string, all int, read func(ctx context.Context, order, token string) ([]T, string, error), key func(T) K, id func(T) string) {
	o.t.Helper()
	for _, direction := range []string{"", " desc"} {
		var rows []T
		for token := ""; ; {
			o.as(o.finance, func(ctx context.Context) error {
				page, next, err := read(ctx, order+direction, token)
				rows, token = append(rows, page...), next
				return err
			})
			if token == "" || len(rows) > all {
				break
			}
		}
		seen := map[string]bool{}
		for _, row := range rows {
			seen[id(row)] = true
		}
		sorted := slices.IsSortedFunc(rows, func(a, b T) int {
			if direction != "" {
				a, b = b, a
			}
			return cmp.Or(cmp.Compare(key(a), key(b)), cmp.Compare(id(a), id(b)))
		})
		if len(rows) != all || len(seen) != all || !sorted {
			o.t.Errorf("%s%s: %d rows, %d of them different, sorted %v", name, direction, len(rows), len(seen), sorted)
		}
	}
}
