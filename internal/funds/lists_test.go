package funds

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/testing/protocmp"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/internal/countytest"
	"zhengcun/internal/ledger"
	"zhengcun/internal/people"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/scope"
)

// answer is what one page of a list says, in terms all lists share.
type answer struct {
	next  string
	size  int32
	total []int64 // the sums of the list
	ids   []string
	rows  [][]int64 // what each row adds to the sums
}

// listing is a list with the values to filter and to sort by.
type listing struct {
	request proto.Message
	call    func(ctx context.Context, req proto.Message) (*answer, error)
	filters map[string][]any
	orders  []string
	// sameLine are filters that one line of a document must meet together.
	sameLine []string
	// whole are filters that leave everything or nothing in the test's county.
	whole []string
}

func moneyOfAll(m *fundsv1.AllocationMoney) []int64 {
	return []int64{m.GetPromisedFen(), m.GetReceivedFen(), m.GetRequestedFen(), m.GetAppropriatedFen(), m.GetHeldFen(), m.GetPaidFen(),
		m.GetAvailableFen(), m.GetIdleUnappropriatedFen(), m.GetIdleAppropriatedFen()}
}

func (o *office) listings(lot uuid.UUID, document string) map[string]listing {
	one := func(kept bool, fen int64) []int64 {
		if !kept {
			fen = 0
		}
		return []int64{fen}
	}
	regions := []any{"340828107000", "340828107202", "340828108000"}
	states := func(n int) (all []any) {
		for i := 1; i <= n; i++ {
			all = append(all, protoreflect.EnumNumber(i))
		}
		return all
	}
	return map[string]listing{
		"claims": {&fundsv1.ListClaimsRequest{}, func(ctx context.Context, req proto.Message) (*answer, error) {
			r, err := (&claims{Room: o.Room}).ListClaims(ctx, req.(*fundsv1.ListClaimsRequest))
			a := &answer{next: r.GetNextPageToken(), size: r.GetTotalSize(), total: []int64{r.GetTotalAmountFen(), r.GetTotalSetOffFen(), r.GetTotalPaidFen()}}
			for _, m := range r.GetClaims() {
				if of := req.(*fundsv1.ListClaimsRequest).AcceptanceId; of != "" && m.AcceptanceId != of {
					o.t.Errorf("a claim on %q among those on %s", m.AcceptanceId, of)
				}
				a.ids, a.rows = append(a.ids, m.Id), append(a.rows, claimSums(m))
			}
			return a, err
		}, map[string][]any{
			"project_id": {o.road.ID.String()}, "acceptance_id": o.acceptances, "state": states(9), "kind": states(2), "region_code": regions, "fiscal_year": {int32(2025), int32(2026), int32(-7), int32(999999)},
			"query": {"BZ2026-00003", " bz2026 ", "第二条", "%", "没有"},
		}, []string{"create_time", "create_time desc", "claimed_on", "claimed_on desc", "amount_fen", "amount_fen desc", "number", "number desc"}, nil, nil},
		"payments": {&fundsv1.ListPaymentsRequest{}, func(ctx context.Context, req proto.Message) (*answer, error) {
			r, err := (&payments{Room: o.Room}).ListPayments(ctx, req.(*fundsv1.ListPaymentsRequest))
			a := &answer{next: r.GetNextPageToken(), size: r.GetTotalSize(), total: []int64{r.GetTotalAmountFen()}}
			for _, m := range r.GetPayments() {
				a.ids, a.rows = append(a.ids, m.Id), append(a.rows, one(m.State == fundsv1.PaymentState_PAYMENT_STATE_PAID, m.AmountFen))
			}
			return a, err
		}, map[string][]any{
			"project_id": {o.road.ID.String()}, "state": states(2), "region_code": regions, "fiscal_year": {int32(2025), int32(2026)},
			"query": {"zf2026-00001", "try-2", "建筑公司", "_"}, "from_date": {"2026-10-08", "2026-10-09"}, "to_date": {"2026-10-08", "2026-10-07"},
		}, []string{"paid_on", "paid_on desc", "amount_fen", "amount_fen desc", "number", "number desc"}, nil, []string{"fiscal_year", "from_date", "to_date"}},
		"receipts": {&fundsv1.ListReceiptsRequest{}, func(ctx context.Context, req proto.Message) (*answer, error) {
			r, err := (&receipts{Room: o.Room}).ListReceipts(ctx, req.(*fundsv1.ListReceiptsRequest))
			a := &answer{next: r.GetNextPageToken(), size: r.GetTotalSize(), total: []int64{r.GetTotalAmountFen()}}
			for _, m := range r.GetReceipts() {
				if m.ChannelCode == "" || m.LineNumber == 0 || m.DocumentNumber == "" {
					o.t.Errorf("a receipt of nothing: %v", m)
				}
				a.ids, a.rows = append(a.ids, m.Id), append(a.rows, one(m.State == fundsv1.ReceiptState_RECEIPT_STATE_RECORDED, m.AmountFen))
			}
			return a, err
		}, map[string][]any{
			"allocation_id": {lot.String()}, "fund_document_id": {document}, "fiscal_year": {int32(2025), int32(2026)}, "channel_code": {"D-TRANSPORT", "F-DEV"},
			"query": {"12号", "ｂ", "岳财"}, "state": states(2), "from_date": {"2026-03-21"}, "to_date": {"2026-03-20"},
		}, []string{"received_on", "received_on desc", "amount_fen", "amount_fen desc", "bank_reference", "bank_reference desc"}, nil, nil},
		"appropriations": {&fundsv1.ListAppropriationsRequest{}, func(ctx context.Context, req proto.Message) (*answer, error) {
			r, err := (&appropriations{Room: o.Room}).ListAppropriations(ctx, req.(*fundsv1.ListAppropriationsRequest))
			a := &answer{next: r.GetNextPageToken(), size: r.GetTotalSize(), total: []int64{r.GetTotalAmountFen(), r.GetTotalRequestedFen()}}
			for _, m := range r.GetAppropriations() {
				row := []int64{0, 0} // what is refused, withdrawn or reversed counts nowhere
				switch m.State {
				case fundsv1.AppropriationState_APPROPRIATION_STATE_APPROVED:
					row[0] = m.AmountFen
				case fundsv1.AppropriationState_APPROPRIATION_STATE_REQUESTED:
					row[1] = m.AmountFen
				}
				a.ids, a.rows = append(a.ids, m.Id), append(a.rows, row)
			}
			return a, err
		}, map[string][]any{
			"allocation_id": {lot.String()}, "project_id": {o.road.ID.String()}, "state": states(5), "region_code": regions, "fiscal_year": {int32(2025), int32(2026)},
			"query": {"12号", "xm2026-00002", "第二条"},
		}, []string{"create_time", "create_time desc", "amount_fen", "amount_fen desc"}, nil, nil},
		"documents": {&fundsv1.ListFundDocumentsRequest{}, func(ctx context.Context, req proto.Message) (*answer, error) {
			r, err := (&documents{Room: o.Room}).ListFundDocuments(ctx, req.(*fundsv1.ListFundDocumentsRequest))
			a := &answer{next: r.GetNextPageToken(), size: r.GetTotalSize(), total: moneyOfAll(r.GetTotals())}
			for _, m := range r.GetFundDocuments() {
				a.ids, a.rows = append(a.ids, m.Id), append(a.rows, moneyOfAll(m.Money))
			}
			return a, err
		}, map[string][]any{
			"issuer_code": {"AQ-JT"}, "channel_code": {"D-TRANSPORT", "F-DEV"}, "fiscal_year": {int32(2025), int32(2026)}, "number": {"岳交计[2026]12 号"},
			"query": {"12号", "乡村", "%", "没有"}, "channel_kind": states(3), "source": states(2),
		}, []string{"issued_on", "issued_on desc", "number", "number desc"}, []string{"channel_code", "fiscal_year", "channel_kind"}, nil},
		"allocations": {&fundsv1.ListAllocationsRequest{}, func(ctx context.Context, req proto.Message) (*answer, error) {
			r, err := (&allocations{Room: o.Room}).ListAllocations(ctx, req.(*fundsv1.ListAllocationsRequest))
			a := &answer{next: r.GetNextPageToken(), size: r.GetTotalSize(), total: moneyOfAll(r.GetTotals())}
			for _, m := range r.GetAllocations() {
				a.ids, a.rows = append(a.ids, m.Id), append(a.rows, moneyOfAll(m.Money))
			}
			return a, err
		}, map[string][]any{
			"channel_code": {"D-TRANSPORT", "F-DEV"}, "purpose_code": {"rural-road"}, "fiscal_year": {int32(2025), int32(2026)}, "fund_document_id": {document},
			"region_code": regions, "idle_only": {true}, "available_only": {true},
		}, []string{"issued_on", "issued_on desc", "amount_fen", "amount_fen desc"}, nil, []string{"purpose_code"}},
		"project lots": {&fundsv1.ListProjectLotsRequest{}, func(ctx context.Context, req proto.Message) (*answer, error) {
			r, err := (&allocations{Room: o.Room}).ListProjectLots(ctx, req.(*fundsv1.ListProjectLotsRequest))
			t := r.GetTotals()
			a := &answer{next: r.GetNextPageToken(), size: r.GetTotalSize(),
				total: []int64{t.GetAppropriatedFen(), t.GetAcceptedFen(), t.GetHeldFen(), t.GetPaidFen(), t.GetAvailableFen(), t.GetAdvanceFen()}}
			for _, m := range r.GetProjectLots() {
				a.ids = append(a.ids, m.AllocationId+m.ProjectId)
				a.rows = append(a.rows, []int64{m.AppropriatedFen, m.AcceptedFen, m.HeldFen, m.PaidFen, m.AvailableFen, m.AdvanceFen})
			}
			return a, err
		}, map[string][]any{
			"project_id": {o.road.ID.String()}, "allocation_id": {lot.String()}, "fiscal_year": {int32(2025), int32(2026)}, "channel_code": {"D-TRANSPORT", "F-DEV"},
			"department_id": {o.transport.String(), uuid.NewString()},
		}, nil, nil, nil},
		"reversals": {&fundsv1.ListReversalsRequest{}, func(ctx context.Context, req proto.Message) (*answer, error) {
			r, err := (&reversals{Room: o.Room}).ListReversals(ctx, req.(*fundsv1.ListReversalsRequest))
			a := &answer{next: r.GetNextPageToken(), size: r.GetTotalSize()}
			for _, m := range r.GetReversals() {
				if m.TargetTitle == "" {
					o.t.Errorf("a reversal of nothing: %v", m)
				}
				a.ids, a.rows = append(a.ids, m.Id), append(a.rows, nil)
			}
			return a, err
		}, map[string][]any{"state": states(3), "target": states(3)}, nil, nil, nil},
	}
}

// claimSums is what a claim adds to the sums of its list: drafts and what was returned or rejected nothing.
func claimSums(m *fundsv1.Claim) []int64 {
	switch m.State {
	case fundsv1.ClaimState_CLAIM_STATE_DRAFT, fundsv1.ClaimState_CLAIM_STATE_RETURNED, fundsv1.ClaimState_CLAIM_STATE_REJECTED:
		return []int64{0, 0, 0}
	case fundsv1.ClaimState_CLAIM_STATE_PAID:
		return []int64{m.AmountFen, m.SetOffFen, m.AmountFen}
	default:
		return []int64{m.AmountFen, m.SetOffFen, 0}
	}
}

// walk reads a list to its end and checks on every page that count and sums are
// those of all rows.
func (o *office) walk(name string, v *scope.Viewer, l listing, set map[string]any) map[string]bool {
	o.t.Helper()
	found, sum := map[string]bool{}, []int64(nil)
	token := ""
	var last *answer
	for page := 0; ; page++ {
		req := proto.Clone(l.request).ProtoReflect()
		field := func(name string) protoreflect.FieldDescriptor {
			return req.Descriptor().Fields().ByName(protoreflect.Name(name))
		}
		for f, value := range set {
			req.Set(field(f), protoreflect.ValueOf(value))
		}
		req.Set(field("page_size"), protoreflect.ValueOf(int32(7)))
		req.Set(field("page_token"), protoreflect.ValueOf(token))
		var a *answer
		err := o.DB.Read(scope.With(context.Background(), v), func(ctx context.Context) (err error) {
			a, err = l.call(ctx, req.Interface())
			return err
		})
		if err != nil {
			o.t.Fatalf("%s %v by %s: %v", name, set, v.Name, err)
		}
		if last != nil && (a.size != last.size || !slices.Equal(a.total, last.total)) {
			o.t.Errorf("%s %v by %s: page %d says %v %v, the one before %v %v", name, set, v.Name, page, a.size, a.total, last.size, last.total)
		}
		if sum == nil {
			sum = make([]int64, len(a.total))
		}
		for i, id := range a.ids {
			if found[id] {
				o.t.Errorf("%s %v by %s: %s twice", name, set, v.Name, id)
			}
			found[id] = true
			for j, fen := range a.rows[i] {
				sum[j] += fen
			}
		}
		if last, token = a, a.next; token == "" {
			break
		}
	}
	if int(last.size) != len(found) || !slices.Equal(last.total, sum) {
		o.t.Errorf("%s %v by %s: says %d rows of %v, has %d of %v", name, set, v.Name, last.size, last.total, len(found), sum)
	}
	return found
}

// world adds to a busy office money of other channels, years and places, old and new.
func (o *office) world() (everybody []*scope.Viewer, lot uuid.UUID, document string) {
	o.t.Helper()
	everybody, lot = o.busy()
	line := func(n int32, channel string, year int32, fen int64, region string) *fundsv1.AllocationLine {
		return &fundsv1.AllocationLine{LineNumber: n, ChannelCode: channel, PurposeCode: "rural-road", FiscalYear: year, AmountFen: fen, RegionCode: region}
	}
	var lots []string
	for i, d := range []*fundsv1.FundDocument{
		{IssuerCode: "AQ-JT", Number: "岳交计〔2025〕7号", Title: "关于下达教育补助的通知", IssuedOn: "2025-03-02", Lines: []*fundsv1.AllocationLine{
			line(1, "F-DEV", 2025, 8_000_000, "340828108000"), line(2, "D-TRANSPORT", 2026, 4_000_000, "340828108201")}},
		{IssuerCode: "YX-CZ", Number: "岳财〔2026〕9号", Title: "100%下达", IssuedOn: "2026-05-02", Lines: []*fundsv1.AllocationLine{line(1, "F-DEV", 2026, 3_000_000, "340828107202")}},
	} {
		stored, err := o.push(o.finance, d)
		if err != nil {
			o.t.Fatal(err)
		}
		for _, l := range stored.Lines {
			lots = append(lots, l.AllocationId)
			for j, fen := range []int64{l.AmountFen / 2, l.AmountFen / 4} {
				o.as(o.finance, func(ctx context.Context) error {
					_, err := (&receipts{Room: o.Room}).CreateReceipt(ctx, &fundsv1.CreateReceiptRequest{Receipt: &fundsv1.Receipt{
						AllocationId: l.AllocationId, AmountFen: fen, BankReference: fmt.Sprintf("R%d-%d-%d", i, l.LineNumber, j), ReceivedOn: []string{"2026-07-01", "2026-10-20"}[j]}})
					return err
				})
			}
		}
		document = stored.Id
	}
	// A second road, in another township, with money of the other channels; half of it is spent.
	road, village := o.road, o.village
	o.as(o.office1, func(ctx context.Context) (err error) {
		if o.village, err = people.RegionByCode(ctx, "340828108201"); err == nil {
			o.road = o.project(ctx, "XM2026-00002", "road", 90_000_000)
			_, err = db.From(ctx).Project.UpdateOneID(o.road.ID).SetName("第二条路").Save(ctx)
		}
		return err
	})
	townshipMan := *o.townshipMan
	o.townshipMan = &townshipMan
	o.townshipMan.ID, o.townshipMan.Villages = uuid.New(), []uuid.UUID{o.village.ID}
	for _, id := range lots[:2] {
		lot := uuid.MustParse(id)
		o.appropriate(lot, 2_000_000)
		o.pay(o.review(o.claim(&fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: "2026-08-01",
			Lines: []*fundsv1.ClaimLine{{AllocationId: id, AmountFen: 700_000}}})), "SECOND-"+id)
		accepted := o.accepted(lot, 1_500_000, "2026-09-01")
		o.review(o.claim(&fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_FINAL, ClaimedOn: "2026-09-02", AcceptanceId: accepted.ID.String(),
			Lines: []*fundsv1.ClaimLine{{AllocationId: id, AmountFen: 300_000, SetOffFen: 200_000}}}))
	}
	reversed := o.fund("岳交计〔2026〕14号", 9_000_000, 500_000)
	o.as(o.finance, func(ctx context.Context) error {
		r, err := (&receipts{Room: o.Room}).ListReceipts(ctx, &fundsv1.ListReceiptsRequest{AllocationId: reversed.String()})
		if err != nil {
			return err
		}
		return o.reverse(fundsv1.ReversalTarget_REVERSAL_TARGET_RECEIPT).call(ctx, r.Receipts[0].Id, "")
	})
	o.as(o.approver, func(ctx context.Context) error {
		r, err := (&reversals{Room: o.Room}).ListReversals(ctx, &fundsv1.ListReversalsRequest{PageSize: 1})
		if err != nil {
			return err
		}
		_, err = (&reversals{Room: o.Room}).ApproveReversal(ctx, &fundsv1.ApproveReversalRequest{Id: r.Reversals[0].Id, Etag: r.Reversals[0].Etag})
		return err
	})
	o.road, o.village = road, village
	return append(everybody, o.townshipMan), lot, document
}

// On every page of every list, whatever is filtered and however it is sorted, count
// and sums are those of all its rows; and two filters together leave what both leave.
func TestSumsAreThoseOfTheRows(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		_, lot, document := o.world()
		stranger := &scope.Viewer{Kind: scope.Person, ID: uuid.New(), Name: "外人", Roles: []string{"DEPARTMENT"}, Department: uuid.New()}
		for name, l := range o.listings(lot, document) {
			if found := o.walk(name, stranger, l, nil); len(found) > 0 {
				t.Errorf("a stranger is shown %d %s", len(found), name)
			}
			viewers := []*scope.Viewer{o.finance, o.department}
			if name == "claims" || name == "payments" || name == "appropriations" || name == "project lots" {
				viewers = append(viewers, o.townshipMan)
			}
			proper := map[string]bool{}
			for _, v := range viewers {
				all := o.walk(name, v, l, nil)
				for _, order := range l.orders {
					if got := o.walk(name, v, l, map[string]any{"order_by": order}); !maps.Equal(got, all) {
						t.Errorf("%s in order of %s: %d of %d rows", name, order, len(got), len(all))
					}
				}
				fields := slices.Sorted(maps.Keys(l.filters))
				alone := map[string]map[string]bool{}
				for _, f := range fields {
					for _, value := range l.filters[f] {
						got := o.walk(name, v, l, map[string]any{f: value})
						alone[fmt.Sprint(f, value)] = got
						if len(got) > 0 && len(got) < len(all) {
							proper[f] = true
						}
					}
				}
				for i, f := range fields {
					for _, g := range fields[i+1:] {
						for n, a := range l.filters[f] {
							b := l.filters[g][n%len(l.filters[g])]
							got := o.walk(name, v, l, map[string]any{f: a, g: b})
							both := maps.Clone(alone[fmt.Sprint(f, a)])
							maps.DeleteFunc(both, func(id string, _ bool) bool { return !alone[fmt.Sprint(g, b)][id] })
							if slices.Contains(l.sameLine, f) && slices.Contains(l.sameLine, g) {
								maps.DeleteFunc(both, func(id string, _ bool) bool { return !got[id] })
							}
							if !maps.Equal(got, both) {
								t.Errorf("%s with %s=%v and %s=%v by %s: %d rows, each alone leaves %d in common", name, f, a, g, b, v.Name, len(got), len(both))
							}
						}
					}
				}
			}
			for f := range l.filters {
				if !proper[f] && !slices.Contains(l.whole, f) {
					t.Errorf("%s: %s never leaves some and not all, so it is not tested", name, f)
				}
			}
		}
	})
}

// The ways to add up money, for few and for many allocations and for all, agree; and
// so do the ways to find a page.
func TestWaysOfSummingAgree(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		_, lot, _ := o.world()
		o.as(o.finance, func(ctx context.Context) error {
			tx := db.From(ctx)
			cutoff := ledger.IdleBefore(tx.Now()).String()
			read := func(query string) *fundsv1.AllocationMoney {
				var m sumsRow
				if err := tx.QueryRowContext(ctx, query, cutoff).Scan(m.scan()...); err != nil {
					t.Fatal(err, query)
				}
				return m.message()
			}
			for _, where := range []string{"TRUE", "FALSE", "a.fiscal_year = 2026", "a.id = '" + lot.String() + "'"} {
				few, many := read("SELECT "+sums()+" "+moneyFrom(tx.Dialect(), where, true)), read("SELECT "+sums()+" "+moneyFrom(tx.Dialect(), where, false))
				if diff := cmp.Diff(few, many, protocmp.Transform()); diff != "" {
					t.Errorf("%s: few, then many:\n%s", where, diff)
				}
				if where == "TRUE" && few.IdleAppropriatedFen*few.IdleUnappropriatedFen*few.HeldFen*few.PaidFen == 0 {
					t.Errorf("nothing idle, held or paid is summed: %v", few)
				}
				if where == "TRUE" && tx.Dialect() == "sqlite3" {
					if diff := cmp.Diff(few, read(sumsOfAll), protocmp.Transform()); diff != "" {
						t.Errorf("few, then all:\n%s", diff)
					}
				}
			}
			return nil
		})
		for _, v := range []*scope.Viewer{o.finance, o.department} {
			o.as(v, func(ctx context.Context) error {
				b, err := readBook(ctx)
				if err != nil {
					return err
				}
				for _, req := range []*fundsv1.ListFundDocumentsRequest{{}, {FiscalYear: 2025}, {ChannelCode: "F-DEV"}, {ChannelKind: fundsv1.ChannelKind_CHANNEL_KIND_DEPARTMENT, Query: "号"}} {
					f, _, err := (&documents{Room: o.Room}).condition(ctx, b, req)
					if err != nil {
						return err
					}
					var ids [2][]uuid.UUID
					for i, many := range []bool{false, true} {
						page, err := c.Pager.Open(ctx, req, paging.By("issued_on", true))
						if err != nil {
							return err
						}
						if ids[i], err = pageIDs(ctx, "fund_documents d", f.page(many), f.args, page, "d"); err != nil {
							return err
						}
					}
					if !slices.Equal(ids[0], ids[1]) {
						t.Errorf("%v by %s: %v, and %v", req, v.Name, ids[0], ids[1])
					}
				}
				return nil
			})
		}
	})
}

// Remembered sums are those of what is there: not of before a change, not of another
// viewer, and nothing is remembered of a change that was undone.
func TestRememberedSumsAreForgotten(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		promised := func(v *scope.Viewer) (n int64) {
			t.Helper()
			for range 2 { // read, then remembered
				err := c.DB.Read(scope.With(context.Background(), v), func(ctx context.Context) error {
					r, err := (&documents{Room: o.Room}).ListFundDocuments(ctx, &fundsv1.ListFundDocumentsRequest{})
					n = r.GetTotals().GetPromisedFen()
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
			}
			return n
		}
		if n := promised(o.finance); n != 0 {
			t.Errorf("%d fen in an empty county", n)
		}
		o.fund("岳交计〔2026〕1号", 100)
		other := document("岳财〔2026〕1号", 1000)
		other.Lines[0].ChannelCode = "F-DEV"
		if _, err := o.push(o.finance, other); err != nil {
			t.Fatal(err)
		}
		stranger := &scope.Viewer{Kind: scope.Person, ID: uuid.New(), Name: "外人", Roles: []string{"DEPARTMENT"}, Department: uuid.New()}
		for v, want := range map[*scope.Viewer]int64{o.finance: 1100, o.department: 100, stranger: 0} {
			if n := promised(v); n != want {
				t.Errorf("%s sees %d fen, want %d", v.Name, n, want)
			}
		}
		err := o.try(o.finance, func(ctx context.Context) error {
			b, err := readBook(ctx)
			if err != nil {
				return err
			}
			s := &documents{Room: o.Room}
			p, err := s.read(ctx, b, document("岳交计〔2026〕2号", 5), "fund_document")
			if err != nil {
				return err
			}
			if _, _, err := s.store(ctx, p); err != nil {
				return err
			}
			r, err := s.ListFundDocuments(ctx, &fundsv1.ListFundDocumentsRequest{})
			if r.GetTotals().GetPromisedFen() != 1105 {
				t.Errorf("within the change: %v", r.GetTotals())
			}
			return errors.Join(err, errUndo)
		})
		if !errors.Is(err, errUndo) {
			t.Fatal(err)
		}
		if n := promised(o.finance); n != 1100 {
			t.Errorf("%d fen after a change that was undone", n)
		}
	})
}
