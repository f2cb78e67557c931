package funds

import (
	"context"
	"testing"

	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/internal/countytest"
	"zhengcun/internal/kernel/fault"
)

// Money meant for one project or region goes to no other; claims lean on nothing that is not theirs.
func TestMoneyMeantForOthers(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		lot := o.fund("岳交计〔2026〕12号", 60_000_000, 40_000_000)
		var other uuid.UUID
		o.as(o.office1, func(ctx context.Context) error {
			other = o.project(ctx, "XM2026-00002", "road", 90_000_000).ID
			return nil
		})
		request := func(allocation string, want *fault.Reason) {
			t.Helper()
			o.refused(o.office1, want, func(ctx context.Context) error {
				_, err := (&appropriations{Room: o.Room}).CreateAppropriation(ctx, &fundsv1.CreateAppropriationRequest{Appropriation: &fundsv1.Appropriation{
					AllocationId: allocation, ProjectId: o.road.ID.String(), AmountFen: 100, Share: fundsv1.Share_SHARE_STABLE}})
				return err
			})
		}
		request(uuid.NewString(), ReasonAllocationUnknown)
		o.refused(o.finance, ReasonAllocationUnknown, func(ctx context.Context) error {
			_, err := (&receipts{Room: o.Room}).CreateReceipt(ctx, &fundsv1.CreateReceiptRequest{Receipt: &fundsv1.Receipt{
				AllocationId: uuid.NewString(), AmountFen: 100, BankReference: "R-1", ReceivedOn: "2026-03-21"}})
			return err
		})
		for number, test := range map[string]struct {
			change func(*fundsv1.AllocationLine)
			want   *fault.Reason
		}{
			"岳交计〔2026〕13号": {func(l *fundsv1.AllocationLine) { l.ProjectId = other.String() }, ReasonProjectForbids},
			"岳交计〔2026〕14号": {func(l *fundsv1.AllocationLine) { l.RegionCode = "340828106201" }, ReasonRegionForbids},
		} {
			d := document(number, 1_000)
			test.change(d.Lines[0])
			stored, err := o.push(o.client, d)
			if err != nil {
				t.Fatal(err)
			}
			request(stored.Lines[0].AllocationId, test.want)
		}

		o.appropriate(lot, 38_000_000)
		claim := func(want *fault.Reason, change func(*fundsv1.Claim)) {
			t.Helper()
			in := &fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: "2026-04-10", ProjectId: o.road.ID.String(), PayeeName: "甲", PayeeAccount: "62220000111122",
				Lines: []*fundsv1.ClaimLine{{AllocationId: lot.String(), AmountFen: 100}}}
			change(in)
			o.refused(o.unitMan, want, func(ctx context.Context) error {
				_, err := (&claims{Room: o.Room}).CreateClaim(ctx, &fundsv1.CreateClaimRequest{Claim: in})
				return err
			})
		}
		claim(ReasonAcceptanceForbidden, func(in *fundsv1.Claim) { in.AcceptanceId = uuid.NewString() })
		claim(ReasonSetOffOnAdvance, func(in *fundsv1.Claim) { in.Lines[0].SetOffFen = 1 })
		claim(ReasonAcceptanceInvalid, func(in *fundsv1.Claim) {
			in.Kind, in.AcceptanceId = fundsv1.ClaimKind_CLAIM_KIND_FINAL, uuid.NewString()
		})
	})
}
