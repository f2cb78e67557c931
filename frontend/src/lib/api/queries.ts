// Every read the screens make, as query options. The key holds all the filters, so an answer that arrives late
// is stored under its own filters and never shown under newer ones.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { operations } from '@/gen/api';
import { setSessionLost } from '@/lib/sessionLost';
import { api, call, compact, setCsrfToken } from './client';
import { ApiError } from './errors';
import type { ProjectLot, Session } from './types';

type Query<Op extends keyof operations> = NonNullable<operations[Op]['parameters']['query']>;

type CreateCounty = operations['SetupService_CreateCounty']['requestBody']['content']['application/json'];

const MINUTE = 60_000;

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal, client }): Promise<Session | null> => {
    try {
      const session = await call(api.GET('/v1/sessions/current', { signal }));
      setCsrfToken(session.csrfToken);
      setSessionLost(false);
      return session;
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 401)) throw error;
      const known = client.getQueryData<Session | null>(['session']) ?? null;
      if (known) setSessionLost(true);
      return known;
    }
  },
  staleTime: Number.POSITIVE_INFINITY,
  // Somebody else may have logged in in another tab of this browser.
  refetchOnWindowFocus: 'always',
});

/** Whether the program has a county; asked before anybody can log in. */
export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: ({ signal }) => call(api.GET('/v1/setup', { signal })),
  staleTime: MINUTE,
});

/** What would become of the county; nothing is changed. */
export const setupCheckQuery = (body: Omit<CreateCounty, 'validateOnly'>) =>
  queryOptions({
    queryKey: ['setupCheck', body],
    queryFn: ({ signal }) => call(api.POST('/v1/setup/county', { body: { ...body, validateOnly: true }, signal })),
    retry: false,
  });

export const overviewQuery = (fiscalYear: number) =>
  queryOptions({
    queryKey: ['overview', fiscalYear],
    queryFn: ({ signal }) =>
      call(api.GET('/v1/reports/overview', { params: { query: compact({ fiscalYear }) }, signal })),
  });

export const integrationQuery = (fiscalYear: number) =>
  queryOptions({
    queryKey: ['integration', fiscalYear],
    queryFn: ({ signal }) =>
      call(api.GET('/v1/funds:integration', { params: { query: compact({ fiscalYear }) }, signal })),
  });

export const fundDocumentsQuery = (query: Query<'FundDocumentService_ListFundDocuments'>) =>
  queryOptions({
    queryKey: ['fundDocuments', compact(query)],
    queryFn: ({ signal }) => call(api.GET('/v1/fundDocuments', { params: { query: compact(query) }, signal })),
  });

export const fundDocumentQuery = (id: string) =>
  queryOptions({
    queryKey: ['fundDocument', id],
    queryFn: ({ signal }) => call(api.GET('/v1/fundDocuments/{id}', { params: { path: { id } }, signal })),
  });

export const allocationsQuery = (query: Query<'AllocationService_ListAllocations'>) =>
  queryOptions({
    queryKey: ['allocations', compact(query)],
    queryFn: ({ signal }) => call(api.GET('/v1/allocations', { params: { query: compact(query) }, signal })),
  });

export const allocationQuery = (id: string) =>
  queryOptions({
    queryKey: ['allocation', id],
    queryFn: ({ signal }) => call(api.GET('/v1/allocations/{id}', { params: { path: { id } }, signal })),
  });

export const projectLotsQuery = (query: Query<'AllocationService_ListProjectLots'>) =>
  queryOptions({
    queryKey: ['projectLots', compact(query)],
    queryFn: ({ signal }) => call(api.GET('/v1/projectLots', { params: { query: compact(query) }, signal })),
  });

/** Every project lot of a department's own money, whatever number there are: for adding up. */
export const departmentLotsQuery = (departmentId: string, fiscalYear: number) =>
  queryOptions({
    queryKey: ['projectLots', 'all', { departmentId, fiscalYear }],
    queryFn: async ({ signal }) => {
      const lots: ProjectLot[] = [];
      let pageToken = '';
      do {
        const query = compact({ departmentId, fiscalYear, pageSize: 1000, pageToken });
        const answer = await call(api.GET('/v1/projectLots', { params: { query }, signal }));
        lots.push(...answer.projectLots);
        pageToken = answer.nextPageToken;
      } while (pageToken);
      return lots;
    },
  });

export const receiptsQuery = (query: Query<'ReceiptService_ListReceipts'>) =>
  queryOptions({
    queryKey: ['receipts', compact(query)],
    queryFn: ({ signal }) => call(api.GET('/v1/receipts', { params: { query: compact(query) }, signal })),
  });

export const receiptQuery = (id: string) =>
  queryOptions({
    queryKey: ['receipt', id],
    queryFn: ({ signal }) => call(api.GET('/v1/receipts/{id}', { params: { path: { id } }, signal })),
  });

export const projectsQuery = (query: Query<'ProjectService_ListProjects'>) =>
  queryOptions({
    queryKey: ['projects', compact(query)],
    queryFn: ({ signal }) => call(api.GET('/v1/projects', { params: { query: compact(query) }, signal })),
  });

export const projectQuery = (id: string) =>
  queryOptions({
    queryKey: ['project', id],
    queryFn: ({ signal }) => call(api.GET('/v1/projects/{id}', { params: { path: { id } }, signal })),
  });

export const keyVillagesQuery = (query: Query<'KeyVillageService_ListKeyVillages'>) =>
  queryOptions({
    queryKey: ['keyVillages', compact(query)],
    queryFn: ({ signal }) => call(api.GET('/v1/keyVillages', { params: { query: compact(query) }, signal })),
  });

export const keyVillageQuery = (id: string) =>
  queryOptions({
    queryKey: ['keyVillage', id],
    queryFn: ({ signal }) => call(api.GET('/v1/keyVillages/{id}', { params: { path: { id } }, signal })),
  });

export const claimsQuery = (query: Query<'ClaimService_ListClaims'>) =>
  queryOptions({
    queryKey: ['claims', compact(query)],
    queryFn: ({ signal }) => call(api.GET('/v1/claims', { params: { query: compact(query) }, signal })),
  });

export const claimQuery = (id: string) =>
  queryOptions({
    queryKey: ['claim', id],
    queryFn: ({ signal }) => call(api.GET('/v1/claims/{id}', { params: { path: { id } }, signal })),
  });

export const claimCheckListQuery = (id: string) =>
  queryOptions({
    queryKey: ['claimCheckList', id],
    queryFn: ({ signal }) => call(api.GET('/v1/claims/{id}:checkList', { params: { path: { id } }, signal })),
  });

export const retentionsQuery = (query: Query<'RetentionService_ListRetentions'>) =>
  queryOptions({
    queryKey: ['retentions', compact(query)],
    queryFn: ({ signal }) => call(api.GET('/v1/retentions', { params: { query: compact(query) }, signal })),
  });

export const retentionQuery = (id: string) =>
  queryOptions({
    queryKey: ['retention', id],
    queryFn: ({ signal }) => call(api.GET('/v1/retentions/{id}', { params: { path: { id } }, signal })),
  });

export const acceptancesQuery = (query: Query<'AcceptanceService_ListAcceptances'>) =>
  queryOptions({
    queryKey: ['acceptances', compact(query)],
    queryFn: ({ signal }) => call(api.GET('/v1/acceptances', { params: { query: compact(query) }, signal })),
  });

export const acceptanceQuery = (id: string) =>
  queryOptions({
    queryKey: ['acceptance', id],
    queryFn: ({ signal }) => call(api.GET('/v1/acceptances/{id}', { params: { path: { id } }, signal })),
  });

export const projectChangesQuery = (query: Query<'ProjectChangeService_ListProjectChanges'>) =>
  queryOptions({
    queryKey: ['projectChanges', compact(query)],
    queryFn: ({ signal }) => call(api.GET('/v1/projectChanges', { params: { query: compact(query) }, signal })),
  });

export const projectChangeQuery = (id: string) =>
  queryOptions({
    queryKey: ['projectChange', id],
    queryFn: ({ signal }) => call(api.GET('/v1/projectChanges/{id}', { params: { path: { id } }, signal })),
  });

export const progressReportsQuery = (query: Query<'ProgressReportService_ListProgressReports'>) =>
  queryOptions({
    queryKey: ['progressReports', compact(query)],
    queryFn: ({ signal }) => call(api.GET('/v1/progressReports', { params: { query: compact(query) }, signal })),
  });

export const progressReportQuery = (id: string) =>
  queryOptions({
    queryKey: ['progressReport', id],
    queryFn: ({ signal }) => call(api.GET('/v1/progressReports/{id}', { params: { path: { id } }, signal })),
  });

export const paymentsQuery = (query: Query<'PaymentService_ListPayments'>) =>
  queryOptions({
    queryKey: ['payments', compact(query)],
    queryFn: ({ signal }) => call(api.GET('/v1/payments', { params: { query: compact(query) }, signal })),
  });

export const paymentQuery = (id: string) =>
  queryOptions({
    queryKey: ['payment', id],
    queryFn: ({ signal }) => call(api.GET('/v1/payments/{id}', { params: { path: { id } }, signal })),
  });

export const appropriationsQuery = (query: Query<'AppropriationService_ListAppropriations'>) =>
  queryOptions({
    queryKey: ['appropriations', compact(query)],
    queryFn: ({ signal }) => call(api.GET('/v1/appropriations', { params: { query: compact(query) }, signal })),
  });

export const appropriationQuery = (id: string) =>
  queryOptions({
    queryKey: ['appropriation', id],
    queryFn: ({ signal }) => call(api.GET('/v1/appropriations/{id}', { params: { path: { id } }, signal })),
  });

export const reversalsQuery = (query: Query<'ReversalService_ListReversals'>) =>
  queryOptions({
    queryKey: ['reversals', compact(query)],
    queryFn: ({ signal }) => call(api.GET('/v1/reversals', { params: { query: compact(query) }, signal })),
  });

export const reversalQuery = (id: string) =>
  queryOptions({
    queryKey: ['reversal', id],
    queryFn: ({ signal }) => call(api.GET('/v1/reversals/{id}', { params: { path: { id } }, signal })),
  });

export const fiscalYearsQuery = queryOptions({
  queryKey: ['fiscalYears'],
  queryFn: ({ signal }) => call(api.GET('/v1/fiscalYears', { signal })),
});

export const fiscalYearQuery = (fiscalYear: number) =>
  queryOptions({
    queryKey: ['fiscalYear', fiscalYear],
    queryFn: ({ signal }) =>
      call(api.GET('/v1/fiscalYears/{fiscal_year}', { params: { path: { fiscal_year: fiscalYear } }, signal })),
  });

export const carryOversQuery = (fiscalYear: number, query: Query<'FiscalYearService_ListCarryOvers'>) =>
  queryOptions({
    queryKey: ['carryOvers', fiscalYear, compact(query)],
    queryFn: ({ signal }) =>
      call(
        api.GET('/v1/fiscalYears/{fiscal_year}/carryOvers', {
          params: { path: { fiscal_year: fiscalYear }, query: compact(query) },
          signal,
        }),
      ),
  });

export const documentConflictsQuery = (query: Query<'FundDocumentService_ListDocumentConflicts'>) =>
  queryOptions({
    queryKey: ['documentConflicts', compact(query)],
    queryFn: ({ signal }) => call(api.GET('/v1/documentConflicts', { params: { query: compact(query) }, signal })),
  });

export const documentConflictQuery = (id: string) =>
  queryOptions({
    queryKey: ['documentConflict', id],
    queryFn: ({ signal }) => call(api.GET('/v1/documentConflicts/{id}', { params: { path: { id } }, signal })),
  });

export const inboxQuery = (query: Query<'InboxService_ListInboxItems'>) =>
  queryOptions({
    queryKey: ['inbox', compact(query)],
    queryFn: ({ signal }) => call(api.GET('/v1/inboxItems', { params: { query: compact(query) }, signal })),
  });

/** What the reader has done today, page by page. */
export const doneItemsQuery = () =>
  infiniteQueryOptions({
    queryKey: ['doneItems'],
    queryFn: ({ signal, pageParam }) =>
      call(api.GET('/v1/doneItems', { params: { query: compact({ pageSize: 10, pageToken: pageParam }) }, signal })),
    initialPageParam: '',
    getNextPageParam: (answer) => answer.nextPageToken || undefined,
  });

export const usersQuery = (query: Query<'UserService_ListUsers'>) =>
  queryOptions({
    queryKey: ['users', query.disabled === false ? { ...compact(query), disabled: false } : compact(query)],
    queryFn: ({ signal, queryKey }) =>
      call(api.GET('/v1/users', { params: { query: queryKey[1] as typeof query }, signal })),
  });

export const userQuery = (id: string) =>
  queryOptions({
    queryKey: ['user', id],
    queryFn: ({ signal }) => call(api.GET('/v1/users/{id}', { params: { path: { id } }, signal })),
  });

export const organizationsQuery = (query: Query<'OrganizationService_ListOrganizations'>) =>
  queryOptions({
    queryKey: ['organizations', compact(query)],
    queryFn: ({ signal }) => call(api.GET('/v1/organizations', { params: { query: compact(query) }, signal })),
  });

export const organizationQuery = (id: string) =>
  queryOptions({
    queryKey: ['organization', id],
    queryFn: ({ signal }) => call(api.GET('/v1/organizations/{id}', { params: { path: { id } }, signal })),
  });

export const apiClientsQuery = (query: Query<'ApiClientService_ListApiClients'>) =>
  queryOptions({
    queryKey: ['apiClients', compact(query)],
    queryFn: ({ signal }) => call(api.GET('/v1/apiClients', { params: { query: compact(query) }, signal })),
  });

export const apiClientQuery = (id: string) =>
  queryOptions({
    queryKey: ['apiClient', id],
    queryFn: ({ signal }) => call(api.GET('/v1/apiClients/{id}', { params: { path: { id } }, signal })),
  });

export const apiClientRequestsQuery = (apiClientId: string, query: Query<'ApiClientService_ListApiClientRequests'>) =>
  queryOptions({
    queryKey: ['apiClientRequests', { apiClientId, ...compact(query) }],
    queryFn: ({ signal }) =>
      call(
        api.GET('/v1/apiClients/{api_client_id}/requests', {
          params: { path: { api_client_id: apiClientId }, query: compact(query) },
          signal,
        }),
      ),
  });

export const auditEntriesQuery = (query: Query<'AuditEntryService_ListAuditEntries'>) =>
  queryOptions({
    queryKey: ['auditEntries', compact(query)],
    queryFn: ({ signal }) => call(api.GET('/v1/auditEntries', { params: { query: compact(query) }, signal })),
    // Whatever anybody does adds to it.
    staleTime: 0,
  });

export const auditVerificationQuery = (id: string) =>
  queryOptions({
    queryKey: ['auditVerification', id],
    queryFn: ({ signal }) => call(api.GET('/v1/auditVerifications/{id}', { params: { path: { id } }, signal })),
  });

export type TraceStart = Query<'FundTraceService_TraceFunds'>;

export const traceQuery = (start: TraceStart) =>
  queryOptions({
    queryKey: ['trace', compact(start)],
    queryFn: ({ signal }) => call(api.GET('/v1/funds:trace', { params: { query: compact(start) }, signal })),
  });

// Reference data changes a few times a year.
export const channelsQuery = queryOptions({
  queryKey: ['channels'],
  queryFn: ({ signal }) => call(api.GET('/v1/channels', { signal })),
  staleTime: 30 * MINUTE,
  select: (answer) => answer.channels,
});

export const purposesQuery = queryOptions({
  queryKey: ['purposes'],
  queryFn: ({ signal }) => call(api.GET('/v1/purposes', { signal })),
  staleTime: 30 * MINUTE,
  select: (answer) => answer.purposes,
});

export const issuersQuery = queryOptions({
  queryKey: ['issuers'],
  queryFn: ({ signal }) => call(api.GET('/v1/issuers', { signal })),
  staleTime: 30 * MINUTE,
  select: (answer) => answer.issuers,
});

export const projectTypesQuery = queryOptions({
  queryKey: ['projectTypes'],
  queryFn: ({ signal }) => call(api.GET('/v1/projectTypes', { signal })),
  staleTime: 30 * MINUTE,
  select: (answer) => answer.projectTypes,
});

export const countyQuery = queryOptions({
  queryKey: ['county'],
  queryFn: ({ signal }) =>
    call(api.GET('/v1/regions', { params: { query: { level: 'REGION_LEVEL_COUNTY', pageSize: 1 } }, signal })),
  staleTime: Number.POSITIVE_INFINITY,
  select: (answer) => answer.regions[0] ?? null,
});

export const regionQuery = (code: string) =>
  queryOptions({
    queryKey: ['region', code],
    queryFn: ({ signal }) => call(api.GET('/v1/regions/{code}', { params: { path: { code } }, signal })),
    staleTime: 30 * MINUTE,
  });

export const regionSearchQuery = (text: string) =>
  queryOptions({
    queryKey: ['regions', text],
    queryFn: ({ signal }) =>
      call(api.GET('/v1/regions', { params: { query: compact({ query: text, pageSize: 30 }) }, signal })),
    staleTime: 5 * MINUTE,
    select: (answer) => answer.regions,
  });
