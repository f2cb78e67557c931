import { NuqsAdapter } from 'nuqs/adapters/react-router/v7';
import type { ComponentType } from 'react';
import { createBrowserRouter, Outlet } from 'react-router';
import { Loading } from '@/components/states';
import type { Operation } from '@/lib/access';
import { AppLayout } from './layout/AppLayout';
import { PrintLayout } from './layout/PrintLayout';
import { CrashPage } from './pages/CrashPage';
import { NotFoundPage } from './pages/NotFoundPage';
import { RequireRole } from './RequireRole';
import { StartPage } from './StartPage';

const page = (load: () => Promise<{ default: ComponentType }>) => async () => ({ Component: (await load()).default });

/** A screen, open to the roles that may call the operation it is made from. */
const guarded = (path: string, operation: Operation, load: () => Promise<{ default: ComponentType }>) => ({
  path,
  element: <RequireRole operation={operation} />,
  children: [{ index: true, lazy: page(load) }],
});

export const router = createBrowserRouter([
  {
    element: (
      <NuqsAdapter>
        <Outlet />
      </NuqsAdapter>
    ),
    errorElement: <CrashPage />,
    hydrateFallbackElement: <Loading />,
    children: [
      { path: '/login', lazy: page(() => import('@/features/login/LoginPage')) },
      { path: '/setup', lazy: page(() => import('@/features/setup/SetupPage')) },
      {
        element: <PrintLayout />,
        children: [
          {
            errorElement: <CrashPage />,
            children: [
              { path: '/kit/paper', lazy: page(() => import('@/features/kit/KitPaperPage')) },
              guarded(
                '/print/fund-documents/:id',
                'FundDocumentService_GetFundDocument',
                () => import('@/features/print/FundDocumentSheetPage'),
              ),
              guarded('/print/claims/:id', 'ClaimService_GetClaim', () => import('@/features/print/ClaimSheetPage')),
              guarded(
                '/print/payments/:id',
                'PaymentService_GetPayment',
                () => import('@/features/print/PaymentSheetPage'),
              ),
              guarded(
                '/print/fiscal-years/:year',
                'FiscalYearService_GetFiscalYear',
                () => import('@/features/print/FiscalYearSheetPage'),
              ),
              guarded(
                '/print/acceptances/:id',
                'AcceptanceService_GetAcceptance',
                () => import('@/features/print/AcceptanceSheetPage'),
              ),
            ],
          },
        ],
      },
      {
        element: <AppLayout />,
        children: [
          {
            errorElement: <CrashPage />,
            children: [
              { path: '/', element: <StartPage /> },
              guarded('/overview', 'OverviewService_GetOverview', () => import('@/features/overview/OverviewPage')),
              guarded(
                '/fund-documents',
                'FundDocumentService_ListFundDocuments',
                () => import('@/features/fund-documents/FundDocumentsPage'),
              ),
              guarded(
                '/fund-documents/new-change',
                'FundDocumentService_CreateFundDocument',
                () => import('@/features/fund-documents/NewChangePage'),
              ),
              guarded(
                '/fiscal-years',
                'FiscalYearService_ListFiscalYears',
                () => import('@/features/fiscal-years/FiscalYearsPage'),
              ),
              guarded(
                '/fiscal-years/:year',
                'FiscalYearService_GetFiscalYear',
                () => import('@/features/fiscal-years/FiscalYearPage'),
              ),
              guarded(
                '/fiscal-years/:year/carry-overs',
                'FiscalYearService_ListCarryOvers',
                () => import('@/features/fiscal-years/CarryOversPage'),
              ),
              guarded(
                '/fund-documents/:id',
                'FundDocumentService_GetFundDocument',
                () => import('@/features/fund-documents/FundDocumentPage'),
              ),
              guarded(
                '/allocations',
                'AllocationService_ListAllocations',
                () => import('@/features/allocations/AllocationsPage'),
              ),
              guarded(
                '/allocations/:id',
                'AllocationService_GetAllocation',
                () => import('@/features/allocations/AllocationPage'),
              ),
              guarded('/receipts', 'ReceiptService_ListReceipts', () => import('@/features/receipts/ReceiptsPage')),
              guarded('/receipts/:id', 'ReceiptService_GetReceipt', () => import('@/features/receipts/ReceiptPage')),
              guarded('/projects', 'ProjectService_ListProjects', () => import('@/features/projects/ProjectsPage')),
              guarded('/projects/:id', 'ProjectService_GetProject', () => import('@/features/projects/ProjectPage')),
              guarded(
                '/key-villages',
                'KeyVillageService_ListKeyVillages',
                () => import('@/features/key-villages/KeyVillagesPage'),
              ),
              guarded(
                '/key-villages/new',
                'KeyVillageService_CreateKeyVillage',
                () => import('@/features/key-villages/NewKeyVillagePage'),
              ),
              guarded(
                '/key-villages/:id',
                'KeyVillageService_GetKeyVillage',
                () => import('@/features/key-villages/KeyVillagePage'),
              ),
              guarded(
                '/key-villages/:id/edit',
                'KeyVillageService_UpdateKeyVillage',
                () => import('@/features/key-villages/EditKeyVillagePage'),
              ),
              guarded(
                '/appropriations',
                'AppropriationService_ListAppropriations',
                () => import('@/features/appropriations/AppropriationsPage'),
              ),
              guarded(
                '/appropriations/new',
                'AppropriationService_CreateAppropriation',
                () => import('@/features/appropriations/NewAppropriationPage'),
              ),
              guarded(
                '/appropriations/:id',
                'AppropriationService_GetAppropriation',
                () => import('@/features/appropriations/AppropriationPage'),
              ),
              guarded(
                '/acceptances',
                'AcceptanceService_ListAcceptances',
                () => import('@/features/acceptances/AcceptancesPage'),
              ),
              guarded(
                '/acceptances/new',
                'AcceptanceService_CreateAcceptance',
                () => import('@/features/acceptances/NewAcceptancePage'),
              ),
              guarded(
                '/acceptances/:id',
                'AcceptanceService_GetAcceptance',
                () => import('@/features/acceptances/AcceptancePage'),
              ),
              guarded(
                '/acceptances/:id/edit',
                'AcceptanceService_UpdateAcceptance',
                () => import('@/features/acceptances/EditAcceptancePage'),
              ),
              guarded(
                '/projects/new',
                'ProjectService_CreateProject',
                () => import('@/features/projects/NewProjectPage'),
              ),
              guarded(
                '/projects/:id/edit',
                'ProjectService_UpdateProject',
                () => import('@/features/projects/EditProjectPage'),
              ),
              guarded(
                '/project-changes',
                'ProjectChangeService_ListProjectChanges',
                () => import('@/features/project-changes/ProjectChangesPage'),
              ),
              guarded(
                '/project-changes/new',
                'ProjectChangeService_CreateProjectChange',
                () => import('@/features/project-changes/NewProjectChangePage'),
              ),
              guarded(
                '/project-changes/:id',
                'ProjectChangeService_GetProjectChange',
                () => import('@/features/project-changes/ProjectChangePage'),
              ),
              guarded(
                '/progress',
                'ProgressReportService_ListProgressReports',
                () => import('@/features/progress/ProgressPage'),
              ),
              guarded(
                '/progress/new',
                'ProgressReportService_CreateProgressReport',
                () => import('@/features/progress/NewReportPage'),
              ),
              guarded(
                '/progress/:id',
                'ProgressReportService_GetProgressReport',
                () => import('@/features/progress/ReportPage'),
              ),
              guarded('/claims', 'ClaimService_ListClaims', () => import('@/features/claims/ClaimsPage')),
              guarded('/claims/new', 'ClaimService_CreateClaim', () => import('@/features/claims/NewClaimPage')),
              guarded('/claims/:id/edit', 'ClaimService_UpdateClaim', () => import('@/features/claims/EditClaimPage')),
              guarded(
                '/claims/:id/papers',
                'ClaimService_SetClaimPapers',
                () => import('@/features/claims/PapersPage'),
              ),
              guarded('/claims/:id', 'ClaimService_GetClaim', () => import('@/features/claims/ClaimPage')),
              guarded(
                '/retentions',
                'RetentionService_ListRetentions',
                () => import('@/features/retentions/RetentionsPage'),
              ),
              guarded(
                '/retentions/:id',
                'RetentionService_GetRetention',
                () => import('@/features/retentions/RetentionPage'),
              ),
              guarded(
                '/retentions/:id/defects/new',
                'RetentionService_CreateRetentionDefect',
                () => import('@/features/retentions/NewDefectPage'),
              ),
              guarded('/payments', 'PaymentService_ListPayments', () => import('@/features/payments/PaymentsPage')),
              guarded(
                '/payments/new',
                'PaymentService_CreatePayment',
                () => import('@/features/payments/NewPaymentPage'),
              ),
              guarded('/payments/:id', 'PaymentService_GetPayment', () => import('@/features/payments/PaymentPage')),
              { path: '/inbox', lazy: page(() => import('@/features/inbox/InboxPage')) },
              guarded(
                '/our-money',
                'ClaimService_CheckClaimByDepartment',
                () => import('@/features/department/OurMoneyPage'),
              ),
              guarded(
                '/integration',
                'IntegrationService_GetIntegration',
                () => import('@/features/integration/IntegrationPage'),
              ),
              guarded(
                '/reversals',
                'ReversalService_ListReversals',
                () => import('@/features/reversals/ReversalsPage'),
              ),
              guarded(
                '/reversals/new',
                'ReversalService_CreateReversal',
                () => import('@/features/reversals/NewReversalPage'),
              ),
              guarded(
                '/reversals/:id',
                'ReversalService_GetReversal',
                () => import('@/features/reversals/ReversalPage'),
              ),
              guarded(
                '/document-conflicts',
                'FundDocumentService_ListDocumentConflicts',
                () => import('@/features/document-conflicts/DocumentConflictsPage'),
              ),
              guarded(
                '/document-conflicts/:id',
                'FundDocumentService_GetDocumentConflict',
                () => import('@/features/document-conflicts/DocumentConflictPage'),
              ),
              guarded(
                '/receipts/new',
                'ReceiptService_CreateReceipt',
                () => import('@/features/receipts/NewReceiptPage'),
              ),
              guarded(
                '/fund-documents/new',
                'FundDocumentService_CreateFundDocument',
                () => import('@/features/fund-documents/NewFundDocumentPage'),
              ),
              guarded('/trace', 'FundTraceService_TraceFunds', () => import('@/features/trace/TracePage')),
              guarded('/admin/users', 'UserService_ListUsers', () => import('@/features/users/UsersPage')),
              guarded('/admin/users/new', 'UserService_CreateUser', () => import('@/features/users/NewUserPage')),
              guarded('/admin/users/:id', 'UserService_GetUser', () => import('@/features/users/UserPage')),
              guarded('/admin/users/:id/edit', 'UserService_UpdateUser', () => import('@/features/users/EditUserPage')),
              guarded(
                '/admin/users/:id/roles',
                'UserService_SetUserRoles',
                () => import('@/features/users/UserRolesPage'),
              ),
              guarded(
                '/admin/organizations',
                'UserService_ListUsers',
                () => import('@/features/organizations/OrganizationsPage'),
              ),
              guarded(
                '/admin/organizations/new',
                'OrganizationService_CreateOrganization',
                () => import('@/features/organizations/NewOrganizationPage'),
              ),
              guarded(
                '/admin/organizations/:id',
                'UserService_ListUsers',
                () => import('@/features/organizations/OrganizationPage'),
              ),
              guarded(
                '/admin/organizations/:id/edit',
                'OrganizationService_UpdateOrganization',
                () => import('@/features/organizations/EditOrganizationPage'),
              ),
              guarded(
                '/admin/api-clients',
                'ApiClientService_ListApiClients',
                () => import('@/features/api-clients/ApiClientsPage'),
              ),
              guarded(
                '/admin/api-clients/new',
                'ApiClientService_CreateApiClient',
                () => import('@/features/api-clients/NewApiClientPage'),
              ),
              guarded(
                '/admin/api-clients/:id',
                'ApiClientService_GetApiClient',
                () => import('@/features/api-clients/ApiClientPage'),
              ),
              guarded(
                '/admin/api-clients/:id/edit',
                'ApiClientService_UpdateApiClient',
                () => import('@/features/api-clients/EditApiClientPage'),
              ),
              guarded(
                '/admin/api-clients/:id/rotate',
                'ApiClientService_RotateApiClientKey',
                () => import('@/features/api-clients/RotateKeyPage'),
              ),
              guarded(
                '/admin/api-clients/:id/requests',
                'ApiClientService_ListApiClientRequests',
                () => import('@/features/api-clients/ApiClientRequestsPage'),
              ),
              guarded('/admin/audit', 'AuditEntryService_ListAuditEntries', () => import('@/features/audit/AuditPage')),
              guarded(
                '/admin/audit/verification',
                'AuditEntryService_CreateAuditVerification',
                () => import('@/features/audit/VerificationPage'),
              ),
              // For those who build screens; no menu leads there.
              { path: '/kit', lazy: page(() => import('@/features/kit/KitPage')) },
              { path: '/kit/list', lazy: page(() => import('@/features/kit/KitListPage')) },
              { path: '/kit/form', lazy: page(() => import('@/features/kit/KitFormPage')) },
              { path: '/kit/steps', lazy: page(() => import('@/features/kit/KitStepsPage')) },
              { path: '/account', lazy: page(() => import('@/features/account/AccountPage')) },
              { path: '*', element: <NotFoundPage /> },
            ],
          },
        ],
      },
    ],
  },
]);
