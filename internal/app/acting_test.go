package app_test

import (
	"testing"

	"github.com/google/uuid"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/internal/app/apptest"
	"zhengcun/internal/platform/call"
	"zhengcun/internal/platform/scope"
)

// Acting for someone skips finding out who calls, and no rule besides.
func TestActingKeepsTheRules(t *testing.T) {
	a := apptest.Start(t, "sqlite")
	ctx := call.With(t.Context(), &call.Info{RequestID: "acting-test"})
	receipt := func(v *scope.Viewer, fen int64) codes.Code {
		_, err := fundsv1.NewReceiptServiceClient(a.Server().As(v)).CreateReceipt(ctx, &fundsv1.CreateReceiptRequest{Receipt: &fundsv1.Receipt{
			AllocationId: uuid.NewString(), AmountFen: fen, BankReference: "1", ReceivedOn: "2026-03-01"}})
		return status.Code(err)
	}
	leader := &scope.Viewer{Kind: scope.Person, ID: uuid.New(), County: true, Roles: []string{"LEADER"}}
	officer := &scope.Viewer{Kind: scope.Person, ID: uuid.New(), County: true, Roles: []string{"FINANCE_OFFICER"}}
	for _, test := range []struct {
		viewer *scope.Viewer
		fen    int64
		want   codes.Code
	}{
		{leader, 100, codes.PermissionDenied},
		{officer, -1, codes.InvalidArgument},
		{officer, 100, codes.InvalidArgument}, // there is no such allocation
		{scope.SystemViewer("test"), 100, codes.PermissionDenied},
	} {
		if got := receipt(test.viewer, test.fen); got != test.want {
			t.Errorf("%v of %d: %s, want %s", test.viewer.Roles, test.fen, got, test.want)
		}
	}
	client := &scope.Viewer{Kind: scope.Client, ID: uuid.New(), APIScopes: []string{"funds.write"}}
	_, err := fundsv1.NewFundDocumentServiceClient(a.Server().As(client)).CreateFundDocument(ctx, &fundsv1.CreateFundDocumentRequest{
		FundDocument: &fundsv1.FundDocument{IssuerCode: "YX-JT", Number: "1", Title: "1", IssuedOn: "2026-03-01",
			Lines: []*fundsv1.AllocationLine{{LineNumber: 1, ChannelCode: "D-TRANSPORT", PurposeCode: "rural-road", FiscalYear: 2026, AmountFen: 1}}}})
	if status.Code(err) != codes.InvalidArgument {
		t.Errorf("a client without a key: %v", err)
	}
	if status.Code(func() error {
		_, err := fundsv1.NewReceiptServiceClient(a.Conn()).ListReceipts(ctx, &fundsv1.ListReceiptsRequest{})
		return err
	}()) != codes.Unauthenticated {
		t.Error("the ordinary connection lets callers in without a token")
	}
}
