package app_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/testing/protocmp"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	peoplev1 "zhengcun/api/zhengcun/people/v1"
	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	reportsv1 "zhengcun/api/zhengcun/reports/v1"
	"zhengcun/internal/people/roles"
)

// Each figure of the overview is what the caller's own lists add up to.
func (w *world) overviews(t *testing.T) {
	reports, allocations := reportsv1.NewOverviewServiceClient(w.conn), fundsv1.NewAllocationServiceClient(w.conn)
	rule := w.methods()["/zhengcun.reports.v1.OverviewService/GetOverview"]
	for _, c := range w.callers {
		if !c.allowed(rule) {
			continue
		}
		o := must(reports.GetOverview(w.as(c.name), &reportsv1.GetOverviewRequest{}))(t)
		projects := must(w.projects.ListProjects(w.as(c.name), &projectsv1.ListProjectsRequest{}))(t)
		if want := c.sees("fund_document", own) || c.sees("fund_document", sibling); o.AllocationsVisible != want {
			t.Errorf("%s: allocations_visible %v", c.name, o.AllocationsVisible)
		}
		if o.AllocationsVisible {
			list := must(allocations.ListAllocations(w.as(c.name), &fundsv1.ListAllocationsRequest{}))(t)
			if diff := cmp.Diff(list.Totals, o.Totals, protocmp.Transform()); diff != "" {
				t.Errorf("%s: totals differ from the list's (-list +overview):\n%s", c.name, diff)
			}
		} else if o.Totals.AppropriatedFen != projects.Totals.AppropriatedFen || o.Totals.PaidFen != projects.Totals.PaidFen ||
			o.Totals.PromisedFen+o.Totals.ReceivedFen != 0 || len(o.Channels) > 0 {
			t.Errorf("%s: totals %v, of the projects %v, channels %v", c.name, o.Totals, projects.Totals, o.Channels)
		}
		sum, villages, keys, states := &projectsv1.ProjectMoney{}, []string{}, []string{}, int32(0)
		for _, v := range o.Villages {
			villages = append(villages, v.RegionCode)
			sum.AppropriatedFen += v.Money.AppropriatedFen
			sum.AcceptedFen += v.Money.AcceptedFen
			sum.PaidFen += v.Money.PaidFen
			sum.HeldFen += v.Money.HeldFen
			sum.RequestedFen += v.Money.RequestedFen
			sum.AdvanceFen += v.Money.AdvanceFen
			sum.IdleFen += v.Money.IdleFen
		}
		if diff := cmp.Diff(projects.Totals, sum, protocmp.Transform()); diff != "" {
			t.Errorf("%s: villages differ from the projects (-list +overview):\n%s", c.name, diff)
		}
		for _, s := range o.ProjectStates {
			states += s.Count
		}
		for _, k := range o.KeyVillages {
			keys = append(keys, k.Id)
		}
		wantVillages, wantKeys := []string{}, []string{}
		for label, village := range map[string]string{own: ownVillage, sibling: siblingVillage, foreign: foreignVillage} {
			if c.sees("project", label) {
				wantVillages = append(wantVillages, village)
			}
			if c.sees("key_village", label) {
				wantKeys = append(wantKeys, w.id("key_village", label))
			}
		}
		for _, list := range [][]string{villages, keys, wantVillages, wantKeys} {
			slices.Sort(list)
		}
		if diff := cmp.Diff([][]string{wantVillages, wantKeys}, [][]string{villages, keys}); diff != "" {
			t.Errorf("%s: villages and key villages (-want +got):\n%s", c.name, diff)
		}
		if states != projects.TotalSize || int(states) != len(wantVillages) {
			t.Errorf("%s: %d projects by state, %d in the list, want %d", c.name, states, projects.TotalSize, len(wantVillages))
		}
	}
}

// Of a paper with lines of two departments each sees its own lines and their money,
// in the record, in the list and on the way of the money.
func (w *world) mixedPaper(t *testing.T) {
	id, traces := w.id("fund_document", mixed), fundsv1.NewFundTraceServiceClient(w.conn)
	for name, want := range map[string][]string{
		roles.Department: {"D-TRANSPORT"}, roles.Department + elsewhere: {"D-WATER"},
		clientRead: {"D-TRANSPORT"}, clientOwn + elsewhere: {"D-WATER"}, roles.FinanceOfficer: {"D-TRANSPORT", "D-WATER"},
	} {
		list := must(w.documents.ListFundDocuments(w.as(name), &fundsv1.ListFundDocumentsRequest{Query: "岳扶"}))(t)
		if len(list.FundDocuments) != 1 || list.TotalSize != 1 {
			t.Fatalf("%s: %v", name, list)
		}
		for _, d := range []*fundsv1.FundDocument{must(w.documents.GetFundDocument(w.as(name), &fundsv1.GetFundDocumentRequest{Id: id}))(t), list.FundDocuments[0]} {
			var got []string
			for _, l := range d.Lines {
				got = append(got, l.ChannelCode)
			}
			if diff := cmp.Diff(want, got); diff != "" || d.Money.PromisedFen != int64(len(want))*promised {
				t.Errorf("%s: money %v, lines (-want +got):\n%s", name, d.Money, diff)
			}
		}
		way := must(traces.TraceFunds(w.as(name), &fundsv1.TraceFundsRequest{Start: &fundsv1.TraceFundsRequest_FundDocumentId{FundDocumentId: id}}))(t)
		if len(way.Nodes) != 1+len(want) || way.Nodes[0].AmountFen != int64(len(want))*promised {
			t.Errorf("%s: traced %v", name, way.Nodes)
		}
	}
}

// Whatever a list is asked for, what the caller does not see is not counted, and a
// search for it is answered as one for nothing.
func (w *world) filters(t *testing.T) {
	stranger := w.id("project", foreign)
	water := must(w.documents.ListFundDocuments(w.as(roles.Department), &fundsv1.ListFundDocumentsRequest{ChannelCode: "D-WATER"}))(t)
	number := must(w.documents.ListFundDocuments(w.as(roles.Department), &fundsv1.ListFundDocumentsRequest{Number: "岳水计〔2026〕1号"}))(t)
	allocations := must(fundsv1.NewAllocationServiceClient(w.conn).ListAllocations(w.as(clientRead), &fundsv1.ListAllocationsRequest{ChannelCode: "D-WATER"}))(t)
	claims := must(w.claims.ListClaims(w.as(roles.Unit), &fundsv1.ListClaimsRequest{Query: foreign}))(t)
	payments := must(w.payments.ListPayments(w.as(roles.Village), &fundsv1.ListPaymentsRequest{ClaimId: w.id("claim", sibling)}))(t)
	money := must(w.appropriation.ListAppropriations(w.as(roles.Unit), &fundsv1.ListAppropriationsRequest{ProjectId: stranger}))(t)
	projects := must(w.projects.ListProjects(w.as(roles.Village), &projectsv1.ListProjectsRequest{RegionCode: siblingVillage}))(t)
	lots := must(fundsv1.NewAllocationServiceClient(w.conn).ListProjectLots(w.as(roles.Township), &fundsv1.ListProjectLotsRequest{ProjectId: stranger}))(t)
	for what, n := range map[string]int32{
		"documents by channel": water.TotalSize, "documents by number": number.TotalSize, "allocations by channel": allocations.TotalSize,
		"claims by name": claims.TotalSize, "payments by claim": payments.TotalSize, "appropriations by project": money.TotalSize,
		"projects by village": projects.TotalSize, "lots by project": int32(len(lots.ProjectLots)),
	} {
		if n != 0 {
			t.Errorf("%s: %d", what, n)
		}
	}
	if allocations.Totals.PromisedFen != 0 || projects.Totals.PaidFen != 0 {
		t.Errorf("totals of nothing: %v, %v", allocations.Totals, projects.Totals)
	}
	traces := fundsv1.NewFundTraceServiceClient(w.conn)
	paid := must(w.payments.GetPayment(w.as(roles.Cashier), &fundsv1.GetPaymentRequest{Id: w.id("payment", foreign)}))(t)
	for _, pair := range [][2]*fundsv1.TraceFundsRequest{
		{{Start: &fundsv1.TraceFundsRequest_DocumentNumber{DocumentNumber: "岳水计〔2026〕1号"}}, {Start: &fundsv1.TraceFundsRequest_DocumentNumber{DocumentNumber: "无此文号"}}},
		{{Start: &fundsv1.TraceFundsRequest_PaymentNumber{PaymentNumber: paid.Number}}, {Start: &fundsv1.TraceFundsRequest_PaymentNumber{PaymentNumber: "ZF1999-00001"}}},
	} {
		for _, name := range []string{roles.Department, clientRead} {
			_, hidden := traces.TraceFunds(w.as(name), pair[0])
			_, none := traces.TraceFunds(w.as(name), pair[1])
			if status.Code(hidden) != codes.NotFound || hidden.Error() != none.Error() {
				t.Errorf("%s: a stranger's: %v, nothing: %v", name, hidden, none)
			}
		}
	}
}

// A client is shown the channels it may push for; users see what there is.
func (w *world) clientChannels(t *testing.T) {
	references := fundsv1.NewFundReferenceServiceClient(w.conn)
	for name, want := range map[string]string{clientPush: "D-TRANSPORT", clientOwn + elsewhere: "D-WATER"} {
		list := must(references.ListChannels(w.as(name), &fundsv1.ListChannelsRequest{}))(t)
		if len(list.Channels) != 1 || list.Channels[0].Code != want {
			t.Errorf("%s: %v", name, list.Channels)
		}
	}
	if list := must(references.ListChannels(w.as(roles.Village), &fundsv1.ListChannelsRequest{}))(t); len(list.Channels) < 10 {
		t.Errorf("a village is shown %d channels", len(list.Channels))
	}
}

// What is served can only be learnt from the documentation, not asked of the server.
func (w *world) noReflection(t *testing.T) {
	for _, method := range []string{
		"/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
		"/grpc.channelz.v1.Channelz/GetServers", "/zhengcun.funds.v1.ClaimService/DropClaims",
	} {
		err := w.conn.Invoke(w.as(roles.Admin), method, &peoplev1.GetCurrentSessionRequest{}, &peoplev1.Session{})
		if status.Code(err) != codes.Unimplemented {
			t.Errorf("%s: %v", method, err)
		}
	}
}

// A token that is not exactly one we gave opens nothing.
func (w *world) tokens(t *testing.T) {
	token, key := w.token(roles.Leader), w.token(clientOwn)
	for what, header := range map[string]string{
		"none": "", "no kind": token, "another kind": "Basic " + token, "cut": "Bearer " + token[:len(token)-1], "longer": "Bearer " + token + "x",
		"upper case": "Bearer " + strings.ToUpper(token), "of the other sort": "Bearer " + strings.Split(key, "_")[0] + token[strings.Index(token, "_"):],
		"an unsigned JWT": "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiIsInJvbGVzIjpbIkFETUlOIl19.",
		"SQL":             "Bearer " + token + "' OR '1'='1", "very long": "Bearer " + strings.Repeat("x", 20_000),
	} {
		r := w.Do("GET", "/v1/sessions/current", "", "", "Authorization", header)
		if r.Status != 401 || r.Reason() != "SIGN_IN_REQUIRED" || r.Header.Get("WWW-Authenticate") == "" {
			t.Errorf("%s over REST: %d %s", what, r.Status, r.Reason())
		}
		ctx := metadata.AppendToOutgoingContext(context.Background(), "authorization", header)
		_, err := peoplev1.NewSessionServiceClient(w.conn).GetCurrentSession(ctx, &peoplev1.GetCurrentSessionRequest{})
		if status.Code(err) != codes.Unauthenticated {
			t.Errorf("%s over gRPC: %v", what, err)
		}
	}
	// The token decides, whatever cookie comes with it.
	if r := w.Do("GET", "/v1/sessions/current", "", "", "Authorization", "Bearer x", "Cookie", "zc_session="+token); r.Status != 401 {
		t.Errorf("a wrong token with a good cookie: %d", r.Status)
	}
}
