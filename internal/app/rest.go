package app

import (
	"context"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"

	filesv1 "zhengcun/api/zhengcun/files/v1"
	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	inspectionsv1 "zhengcun/api/zhengcun/inspections/v1"
	peoplev1 "zhengcun/api/zhengcun/people/v1"
	plansv1 "zhengcun/api/zhengcun/plans/v1"
	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	reportsv1 "zhengcun/api/zhengcun/reports/v1"
)

// registerREST gives the router the generated handler of every service. They
// call through the in-process connection, so REST takes the same steps as gRPC.
// A test compares the list with the contract.
func (a *App) registerREST(mux *runtime.ServeMux) error {
	ctx, c := context.Background(), a.server.Conn()
	for _, err := range []error{
		peoplev1.RegisterRegionServiceHandlerClient(ctx, mux, peoplev1.NewRegionServiceClient(c)),
		peoplev1.RegisterOrganizationServiceHandlerClient(ctx, mux, peoplev1.NewOrganizationServiceClient(c)),
		peoplev1.RegisterUserServiceHandlerClient(ctx, mux, peoplev1.NewUserServiceClient(c)),
		peoplev1.RegisterSessionServiceHandlerClient(ctx, mux, peoplev1.NewSessionServiceClient(c)),
		peoplev1.RegisterSetupServiceHandlerClient(ctx, mux, peoplev1.NewSetupServiceClient(c)),
		peoplev1.RegisterApiClientServiceHandlerClient(ctx, mux, peoplev1.NewApiClientServiceClient(c)),
		peoplev1.RegisterPageSettingServiceHandlerClient(ctx, mux, peoplev1.NewPageSettingServiceClient(c)),
		peoplev1.RegisterIdempotencyKeyServiceHandlerClient(ctx, mux, peoplev1.NewIdempotencyKeyServiceClient(c)),

		plansv1.RegisterKeyVillageServiceHandlerClient(ctx, mux, plansv1.NewKeyVillageServiceClient(c)),
		projectsv1.RegisterProjectServiceHandlerClient(ctx, mux, projectsv1.NewProjectServiceClient(c)),
		projectsv1.RegisterProgressReportServiceHandlerClient(ctx, mux, projectsv1.NewProgressReportServiceClient(c)),
		projectsv1.RegisterProjectChangeServiceHandlerClient(ctx, mux, projectsv1.NewProjectChangeServiceClient(c)),
		inspectionsv1.RegisterAcceptanceServiceHandlerClient(ctx, mux, inspectionsv1.NewAcceptanceServiceClient(c)),

		fundsv1.RegisterFundReferenceServiceHandlerClient(ctx, mux, fundsv1.NewFundReferenceServiceClient(c)),
		fundsv1.RegisterFundDocumentServiceHandlerClient(ctx, mux, fundsv1.NewFundDocumentServiceClient(c)),
		fundsv1.RegisterAllocationServiceHandlerClient(ctx, mux, fundsv1.NewAllocationServiceClient(c)),
		fundsv1.RegisterReceiptServiceHandlerClient(ctx, mux, fundsv1.NewReceiptServiceClient(c)),
		fundsv1.RegisterAppropriationServiceHandlerClient(ctx, mux, fundsv1.NewAppropriationServiceClient(c)),
		fundsv1.RegisterClaimServiceHandlerClient(ctx, mux, fundsv1.NewClaimServiceClient(c)),
		fundsv1.RegisterRetentionServiceHandlerClient(ctx, mux, fundsv1.NewRetentionServiceClient(c)),
		fundsv1.RegisterPaymentServiceHandlerClient(ctx, mux, fundsv1.NewPaymentServiceClient(c)),
		fundsv1.RegisterReversalServiceHandlerClient(ctx, mux, fundsv1.NewReversalServiceClient(c)),
		fundsv1.RegisterFiscalYearServiceHandlerClient(ctx, mux, fundsv1.NewFiscalYearServiceClient(c)),
		fundsv1.RegisterFundTraceServiceHandlerClient(ctx, mux, fundsv1.NewFundTraceServiceClient(c)),

		filesv1.RegisterFileServiceHandlerClient(ctx, mux, filesv1.NewFileServiceClient(c)),

		reportsv1.RegisterIntegrationServiceHandlerClient(ctx, mux, reportsv1.NewIntegrationServiceClient(c)),
		reportsv1.RegisterOverviewServiceHandlerClient(ctx, mux, reportsv1.NewOverviewServiceClient(c)),
		reportsv1.RegisterAuditEntryServiceHandlerClient(ctx, mux, reportsv1.NewAuditEntryServiceClient(c)),
		reportsv1.RegisterInboxServiceHandlerClient(ctx, mux, reportsv1.NewInboxServiceClient(c)),
		reportsv1.RegisterExportServiceHandlerClient(ctx, mux, reportsv1.NewExportServiceClient(c)),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}
