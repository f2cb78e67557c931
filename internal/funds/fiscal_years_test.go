package funds

import (
	"context"
	"fmt"
	"iter"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/testing/protocmp"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/internal/countytest"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/projects"

	"github.com/google/uuid"
)

// shanghai is a moment there.
func shanghai(text string) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04:05.000", text, calendar.Shanghai)
	if err != nil {
		panic(err)
	}
	return at
}

func (o *office) year(v *scope.Viewer, year int32) *fundsv1.FiscalYear {
	o.t.Helper()
	var y *fundsv1.FiscalYear
	o.as(v, func(ctx context.Context) (err error) {
		y, err = (&fiscalYears{Room: o.Room}).GetFiscalYear(ctx, &fundsv1.GetFiscalYearRequest{FiscalYear: year})
		return err
	})
	return y
}

func (o *office) requestClosing(year int32) error {
	etag := o.year(o.finance, year).Etag
	return o.try(o.finance, func(ctx context.Context) error {
		_, err := (&fiscalYears{Room: o.Room}).RequestClosing(ctx, &fundsv1.RequestClosingRequest{FiscalYear: year, Etag: etag})
		return err
	})
}

func (o *office) requestReopening(year int32, reason string) error {
	etag := o.year(o.finance, year).Etag
	return o.try(o.finance, func(ctx context.Context) error {
		_, err := (&fiscalYears{Room: o.Room}).RequestReopening(ctx, &fundsv1.RequestReopeningRequest{FiscalYear: year, Etag: etag, Reason: reason})
		return err
	})
}

func (o *office) approveYear(v *scope.Viewer, year int32) error {
	etag := o.year(o.finance, year).Etag
	return o.try(v, func(ctx context.Context) error {
		_, err := (&fiscalYears{Room: o.Room}).ApproveFiscalYearChange(ctx, &fundsv1.ApproveFiscalYearChangeRequest{FiscalYear: year, Etag: etag})
		return err
	})
}

// receive records money of a day.
func (o *office) receive(lot uuid.UUID, fen int64, reference, on string) error {
	return o.try(o.finance, func(ctx context.Context) error {
		_, err := (&receipts{Room: o.Room}).CreateReceipt(ctx, &fundsv1.CreateReceiptRequest{Receipt: &fundsv1.Receipt{
			AllocationId: lot.String(), AmountFen: fen, BankReference: reference, ReceivedOn: on}})
		return err
	})
}

// verified compares every row of the ledger with the audit log, each named once, and every counter with its rows.
func (o *office) verified() {
	o.t.Helper()
	err := o.DB.Read(scope.With(context.Background(), o.finance), func(ctx context.Context) error {
		tx := db.From(ctx)
		report, err := audit.Verify(ctx, tx, audit.VerifyOptions{Tables: ledger.Tables(), Source: func(ctx context.Context) iter.Seq2[audit.Row, error] {
			return func(yield func(audit.Row, error) bool) {
				for r, err := range ledger.Rows(ctx, tx) {
					if !yield(audit.Row{Table: r.Table, ID: r.ID, Digest: r.Digest}, err) {
						return
					}
				}
			}
		}})
		if err != nil {
			return err
		}
		if len(report.Findings) > 0 {
			o.t.Errorf("the audit log: %v", report.Findings)
		}
		wrong, err := ledger.Replay(ctx, tx)
		if len(wrong) > 0 {
			o.t.Errorf("the ledger: %v", wrong)
		}
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
}

// A county's year: closed by two people once nothing stands in the way, and opened again by two.
func TestYearEnd(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		lot := o.fund("岳交计〔2026〕12号", 60_000_000, 40_000_000)
		o.appropriate(lot, 30_000_000)
		claimed := o.review(o.claim(&fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: "2026-04-10",
			Lines: []*fundsv1.ClaimLine{{AllocationId: lot.String(), AmountFen: 12_000_000}}}))
		wants(t, o.requestClosing(2026), ReasonYearNotOver)

		c.Clock.Set(shanghai("2027-01-04 09:00:00.000"))
		y := o.year(o.finance, 2026)
		if len(y.Obstacles) != 1 || y.Obstacles[0].ClaimState != fundsv1.ClaimState_CLAIM_STATE_FINANCE_APPROVED || y.Obstacles[0].Count != 1 ||
			y.Obstacles[0].AmountFen != 12_000_000 || len(y.AllowedActions) != 0 {
			t.Errorf("in the way: %v, allowed %v", y.Obstacles, y.AllowedActions)
		}
		wants(t, o.requestClosing(2026), ReasonYearObstacles)
		o.pay(claimed, "PAY-1")
		if y = o.year(o.finance, 2026); len(y.AllowedActions) != 1 || y.AllowedActions[0] != "requestClosing" {
			t.Errorf("allowed %v with %v in the way", y.AllowedActions, y.Obstacles)
		}
		if err := o.requestClosing(2026); err != nil {
			t.Fatal(err)
		}
		wants(t, o.requestClosing(2026), ReasonState)
		wants(t, o.approveYear(o.finance, 2026), projects.ReasonSamePerson)
		o.as(o.approver, func(ctx context.Context) error {
			rows, err := fiscalYearsWaiting(ctx)
			if len(rows) != 1 || rows[0].Number != "2026" {
				t.Errorf("waiting: %v", rows)
			}
			return err
		})
		if err := o.approveYear(o.approver, 2026); err != nil {
			t.Fatal(err)
		}
		wants(t, o.approveYear(o.approver, 2026), ReasonState)
		wants(t, o.requestClosing(2026), ReasonState)

		err := o.receive(lot, 1, "LATE-1", "2026-12-31")
		wants(t, err, ledger.ReasonYearClosed)
		if f, _ := fault.From(err); len(f.Violations()) != 1 || f.Violations()[0].Field != "receipt.received_on" {
			t.Errorf("refused at %v", f.Violations())
		}
		if err := o.receive(lot, 1_000_000, "NEW-1", "2027-01-01"); err != nil {
			t.Fatal(err)
		}
		want := &fundsv1.CarryOverMoney{ReceivedFen: 40_000_000, PaidFen: 12_000_000, ClosingFen: 28_000_000, UnappropriatedFen: 10_000_000, UnpaidFen: 18_000_000}
		y = o.year(o.approver, 2026)
		if diff := cmp.Diff(want, y.Money, protocmp.Transform()); diff != "" || y.State != fundsv1.FiscalYearState_FISCAL_YEAR_STATE_CLOSED {
			t.Errorf("%v: carried over (-want +got):\n%s", y.State, diff)
		}
		if len(y.Sums) != 1 || y.Sums[0].ChannelCode != "D-TRANSPORT" || y.Sums[0].PurposeCode != "rural-road" || y.Sums[0].OriginalYear != 2026 {
			t.Errorf("earmarks: %v", y.Sums)
		}
		next := &fundsv1.CarryOverMoney{OpeningFen: 28_000_000, ReceivedFen: 1_000_000, ClosingFen: 29_000_000,
			UnappropriatedFen: 11_000_000, UnpaidFen: 18_000_000}
		o.as(o.finance, func(ctx context.Context) error {
			s := &fiscalYears{Room: o.Room}
			list, err := s.ListCarryOvers(ctx, &fundsv1.ListCarryOversRequest{FiscalYear: 2027, ChannelCode: "D-TRANSPORT", OriginalYear: 2026})
			if err != nil {
				return err
			}
			if diff := cmp.Diff(next, list.Totals, protocmp.Transform()); diff != "" || list.TotalSize != 1 || list.CarryOvers[0].DocumentNumber != "岳交计〔2026〕12号" {
				t.Errorf("%v (-want +got):\n%s", list.CarryOvers, diff)
			}
			years, err := s.ListFiscalYears(ctx, &fundsv1.ListFiscalYearsRequest{})
			if err != nil {
				return err
			}
			for _, m := range []*fundsv1.CarryOverMoney{next, want} { // the list does not tell these
				m.UnappropriatedFen, m.UnpaidFen = 0, 0
			}
			if diff := cmp.Diff([]*fundsv1.CarryOverMoney{next, want}, []*fundsv1.CarryOverMoney{years.FiscalYears[0].Money, years.FiscalYears[1].Money}, protocmp.Transform()); diff != "" {
				t.Errorf("the years (-want +got):\n%s", diff)
			}
			return nil
		})

		if err := o.requestReopening(2026, "年末一笔到账漏记"); err != nil {
			t.Fatal(err)
		}
		wants(t, o.receive(lot, 1, "LATE-1", "2026-12-31"), ledger.ReasonYearClosed)
		if err := o.approveYear(o.approver, 2026); err != nil {
			t.Fatal(err)
		}
		if err := o.receive(lot, 1, "LATE-1", "2026-12-31"); err != nil {
			t.Fatal(err)
		}
		if err := o.requestClosing(2026); err != nil {
			t.Fatal(err)
		}
		if err := o.approveYear(o.approver, 2026); err != nil {
			t.Fatal(err)
		}
		if y = o.year(o.finance, 2026); len(y.Changes) != 3 || y.Money.ReceivedFen != 40_000_001 {
			t.Errorf("%d changes, %v", len(y.Changes), y.Money)
		}
		o.verified()

		// Years close from the first on and open from the last on.
		c.Clock.Set(shanghai("2028-01-04 09:00:00.000"))
		if err := o.requestReopening(2026, "更正"); err != nil {
			t.Fatal(err)
		}
		if err := o.approveYear(o.approver, 2026); err != nil {
			t.Fatal(err)
		}
		if y = o.year(o.finance, 2027); len(y.Obstacles) != 1 || y.Obstacles[0].EarlierYear != 2026 {
			t.Errorf("in the way of 2027: %v", y.Obstacles)
		}
		for _, year := range []int32{2026, 2027} {
			if err := o.requestClosing(year); err != nil {
				t.Fatal(err)
			}
			if err := o.approveYear(o.approver, year); err != nil {
				t.Fatal(err)
			}
		}
		wants(t, o.requestReopening(2026, "更正"), ReasonYearLaterClosed)
	})
}

// The last millisecond of a year and the first of the next are days of different years, in Asia/Shanghai.
func TestMidnightOfTheYear(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		lot := o.fund("岳交计〔2026〕12号", 60_000_000, 40_000_000)
		o.appropriate(lot, 30_000_000)
		for i, at := range []struct {
			moment  string
			day     string
			year    int
			payment string
		}{
			{"2026-12-31 23:59:59.999", "2026-12-31", 2026, "ZF2026-00001"},
			{"2027-01-01 00:00:00.000", "2027-01-01", 2027, "ZF2027-00001"},
			{"2027-01-01 00:00:00.001", "2027-01-01", 2027, "ZF2027-00002"},
		} {
			c.Clock.Set(shanghai(at.moment))
			tomorrow := calendar.MustParseDate(at.day).AddDays(1).String()
			wants(t, o.receive(lot, 1, fmt.Sprintf("T-%d", i), tomorrow), ReasonFuture)
			change := changing(recall, fmt.Sprintf("岳交计〔2026〕5%d号", i), "岳交计〔2026〕12号", 1)
			stored, err := o.push(o.finance, change)
			if err != nil {
				t.Fatal(err)
			}
			claimed := o.claim(&fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: at.day,
				Lines: []*fundsv1.ClaimLine{{AllocationId: lot.String(), AmountFen: 100}}})
			if want := fmt.Sprintf("BZ%d-", at.year); claimed.Number[:len(want)] != want {
				t.Errorf("at %s the claim is %s", at.moment, claimed.Number)
			}
			approved := o.review(claimed)
			var paid *fundsv1.Payment
			o.as(o.cashier, func(ctx context.Context) (err error) {
				paid, err = (&payments{Room: o.Room}).CreatePayment(ctx, &fundsv1.CreatePaymentRequest{Payment: &fundsv1.Payment{
					ClaimId: approved.Id, ClaimEtag: approved.Etag, BankReference: fmt.Sprintf("M-%d", i), PaidOn: at.day}})
				return err
			})
			if paid.Number != at.payment {
				t.Errorf("at %s the payment is %s, want %s", at.moment, paid.Number, at.payment)
			}
			o.as(o.finance, func(ctx context.Context) error {
				var year int
				err := db.From(ctx).QueryRowContext(ctx, "SELECT fiscal_year FROM ledger_transfers WHERE reference = $1", "fund_document:"+stored.Id).Scan(&year)
				if year != at.year {
					t.Errorf("at %s it is booked in %d", at.moment, year)
				}
				return err
			})
		}
		o.verified()
	})
}

// The year is closed while 16 clients post: what was acknowledged is there, what was refused says that the year is closed.
func TestYearClosedUnderLoad(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		lot := o.fund("岳交计〔2026〕12号", 60_000_000, 1)
		c.Clock.Set(shanghai("2027-01-02 09:00:00.000"))
		if err := o.requestClosing(2026); err != nil {
			t.Fatal(err)
		}
		etag := o.year(o.approver, 2026).Etag
		var posted, refused atomic.Int64
		var clients sync.WaitGroup
		for client := range 16 {
			clients.Go(func() {
				for i := 0; i < 200; i++ {
					err := o.receive(lot, int64(1+client), fmt.Sprintf("C%d-%d", client, i), "2026-12-31")
					f, known := fault.From(err)
					switch {
					case err == nil:
						posted.Add(int64(1 + client))
					case known && f.Reason() == ledger.ReasonYearClosed:
						refused.Add(1)
						return
					default:
						t.Errorf("client %d: %v", client, err)
						return
					}
				}
			})
		}
		time.Sleep(150 * time.Millisecond)
		var atClose int64
		o.as(o.approver, func(ctx context.Context) error {
			y, err := (&fiscalYears{Room: o.Room}).ApproveFiscalYearChange(ctx, &fundsv1.ApproveFiscalYearChangeRequest{FiscalYear: 2026, Etag: etag})
			atClose = y.GetMoney().GetReceivedFen()
			return err
		})
		clients.Wait()
		if posted.Load() == 0 || refused.Load() == 0 {
			t.Fatalf("%d fen posted, %d clients refused: the test tests nothing", posted.Load(), refused.Load())
		}
		y := o.year(o.finance, 2026)
		if want := 1 + posted.Load(); atClose != want || y.Money.ReceivedFen != want || y.Money.ClosingFen != want {
			t.Errorf("%d fen acknowledged, %d when the year closed, %d now", want, atClose, y.Money.ReceivedFen)
		}
		if got := o.moneyOfLot(lot).ReceivedFen; got != 1+posted.Load() {
			t.Errorf("the lot has %d", got)
		}
		o.verified()
	})
}
