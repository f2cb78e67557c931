package funds

import (
	"context"

	"google.golang.org/grpc"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/privacy"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/validate"
)

// Room is the room of the money's documents.
type Room struct {
	clock     calendar.Clock
	pager     *paging.Pager
	keys      *privacy.Keyring
	validator *validate.Validator
	sums      remembered
}

// New returns the room.
func New(clock calendar.Clock, pager *paging.Pager, keys *privacy.Keyring, validator *validate.Validator) *Room {
	return &Room{clock: clock, pager: pager, keys: keys, validator: validator}
}

// Grouped are the room's methods whose calls are stored together with others.
var Grouped = []string{fundsv1.FundDocumentService_CreateFundDocument_FullMethodName}

// Single are the room's methods that ask one question.
var Single = []string{fundsv1.FundDocumentService_GetFundDocument_FullMethodName}

// Register registers the room's services.
func (r *Room) Register(s grpc.ServiceRegistrar) {
	fundsv1.RegisterFundReferenceServiceServer(s, &references{Room: r})
	fundsv1.RegisterFundDocumentServiceServer(s, &documents{Room: r})
	fundsv1.RegisterAllocationServiceServer(s, &allocations{Room: r})
	fundsv1.RegisterReceiptServiceServer(s, &receipts{Room: r})
	fundsv1.RegisterAppropriationServiceServer(s, &appropriations{Room: r})
	fundsv1.RegisterClaimServiceServer(s, &claims{Room: r})
	fundsv1.RegisterRetentionServiceServer(s, &retentions{Room: r})
	fundsv1.RegisterPaymentServiceServer(s, &payments{Room: r})
	fundsv1.RegisterReversalServiceServer(s, &reversals{Room: r})
	fundsv1.RegisterFiscalYearServiceServer(s, &fiscalYears{Room: r})
	fundsv1.RegisterFundTraceServiceServer(s, &traces{Room: r})
}

// viewer is who calls; the platform has seen to it that there is one.
func viewer(ctx context.Context) *scope.Viewer {
	v, _ := scope.From(ctx)
	return v
}

// day reads a day that validation has let through and refuses one that has not come.
func (r *Room) day(text, field string) (calendar.Date, *fault.Violation) {
	d, err := calendar.ParseDate(text)
	if err != nil {
		v := fault.ReasonFieldInvalid.Field(field)
		return d, &v
	}
	if today := calendar.Today(r.clock); d.After(today) {
		v := ReasonFuture.Field(field, "today", today.String())
		return d, &v
	}
	return d, nil
}
