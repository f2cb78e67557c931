import { compact } from './api/client';

// Every address of the application, in one place, so that a figure and its list cannot disagree.

type Params = Record<string, string | number | boolean | undefined>;

const withQuery = (path: string, params: Params) => {
  const query = new URLSearchParams(Object.entries(compact(params)).map(([key, value]) => [key, String(value)]));
  const text = query.toString();
  return text ? `${path}?${text}` : path;
};

export const paths = {
  overview: (params: { fiscalYear?: number } = {}) => withQuery('/overview', params),
  fundDocuments: (params: { channelCode?: string; fiscalYear?: number } = {}) => withQuery('/fund-documents', params),
  fundDocument: (id: string) => `/fund-documents/${encodeURIComponent(id)}`,
  allocations: (
    params: {
      channelCode?: string;
      regionCode?: string;
      fiscalYear?: number;
      idleOnly?: boolean;
      availableOnly?: boolean;
      figure?: string;
    } = {},
  ) => withQuery('/allocations', params),
  allocation: (id: string) => `/allocations/${encodeURIComponent(id)}`,
  receipts: (params: { fundDocumentId?: string; allocationId?: string; query?: string } = {}) =>
    withQuery('/receipts', params),
  receipt: (id: string) => `/receipts/${encodeURIComponent(id)}`,
  appropriations: (params: { allocationId?: string; projectId?: string; state?: string } = {}) =>
    withQuery('/appropriations', params),
  appropriation: (id: string) => `/appropriations/${encodeURIComponent(id)}`,
  newAppropriation: (params: { allocationId?: string; projectId?: string }) => withQuery('/appropriations/new', params),
  fiscalYears: () => '/fiscal-years',
  fiscalYear: (year: number) => `/fiscal-years/${year}`,
  carryOvers: (year: number) => `/fiscal-years/${year}/carry-overs`,
  reversals: (params: { targetId?: string; state?: string } = {}) => withQuery('/reversals', params),
  reversal: (id: string) => `/reversals/${encodeURIComponent(id)}`,
  integration: (params: { fiscalYear?: number } = {}) => withQuery('/integration', params),
  newReversal: (params: { target: string; targetId: string }) => withQuery('/reversals/new', params),
  newReceipt: (params: { allocationId?: string } = {}) => withQuery('/receipts/new', params),
  newFundDocument: () => '/fund-documents/new',
  newChange: (params: { allocationId?: string } = {}) => withQuery('/fund-documents/new-change', params),
  documentConflicts: () => '/document-conflicts',
  documentConflict: (id: string) => `/document-conflicts/${encodeURIComponent(id)}`,
  acceptances: (params: { projectId?: string; state?: string } = {}) => withQuery('/acceptances', params),
  acceptance: (id: string) => `/acceptances/${encodeURIComponent(id)}`,
  newAcceptance: (params: { projectId?: string }) => withQuery('/acceptances/new', params),
  editAcceptance: (id: string) => `/acceptances/${encodeURIComponent(id)}/edit`,
  projectChanges: (params: { projectId?: string; state?: string } = {}) => withQuery('/project-changes', params),
  projectChange: (id: string) => `/project-changes/${encodeURIComponent(id)}`,
  newProjectChange: (params: { projectId: string; kind?: string }) => withQuery('/project-changes/new', params),
  progress: (params: { lag?: string; regionCode?: string } = {}) => withQuery('/progress', params),
  progressReport: (id: string) => `/progress/${encodeURIComponent(id)}`,
  newProgressReport: (params: { projectId?: string } = {}) => withQuery('/progress/new', params),
  newProject: () => '/projects/new',
  editProject: (id: string) => `/projects/${encodeURIComponent(id)}/edit`,
  keyVillage: (id: string) => `/key-villages/${encodeURIComponent(id)}`,
  newKeyVillage: () => '/key-villages/new',
  editKeyVillage: (id: string) => `/key-villages/${encodeURIComponent(id)}/edit`,
  inbox: (params: { kind?: string } = {}) => withQuery('/inbox', params),
  ourMoney: (params: { fiscalYear?: number } = {}) => withQuery('/our-money', params),
  projects: (
    params: {
      regionCode?: string;
      state?: string;
      fiscalYear?: number;
      excludeCancelled?: boolean;
      acceptedOnly?: boolean;
      figure?: string;
    } = {},
  ) => withQuery('/projects', params),
  project: (id: string) => `/projects/${encodeURIComponent(id)}`,
  keyVillages: (params: { regionCode?: string; batchYear?: number } = {}) => withQuery('/key-villages', params),
  claims: (params: { projectId?: string; state?: string; fiscalYear?: number } = {}) => withQuery('/claims', params),
  claim: (id: string) => `/claims/${encodeURIComponent(id)}`,
  claimPapers: (id: string) => `/claims/${encodeURIComponent(id)}/papers`,
  retentions: (params: { projectId?: string; state?: string } = {}) => withQuery('/retentions', params),
  retention: (id: string) => `/retentions/${encodeURIComponent(id)}`,
  newRetentionDefect: (id: string) => `/retentions/${encodeURIComponent(id)}/defects/new`,
  newClaim: (params: { projectId?: string; retentionOfId?: string } = {}) => withQuery('/claims/new', params),
  editClaim: (id: string) => `/claims/${encodeURIComponent(id)}/edit`,
  newPayment: (params: { claimId: string }) => withQuery('/payments/new', params),
  payments: (params: { projectId?: string; claimId?: string; query?: string } = {}) => withQuery('/payments', params),
  payment: (id: string) => `/payments/${encodeURIComponent(id)}`,
  kit: (page?: 'list' | 'form' | 'steps' | 'paper') => (page ? `/kit/${page}` : '/kit'),
  print: (of: 'fund-documents' | 'claims' | 'payments' | 'acceptances' | 'fiscal-years', id: string) =>
    `/print/${of}/${encodeURIComponent(id)}`,
  trace: (params: { paymentNumber?: string; documentNumber?: string } = {}) => withQuery('/trace', params),
  users: (params: { organizationId?: string } = {}) => withQuery('/admin/users', params),
  user: (id: string) => `/admin/users/${encodeURIComponent(id)}`,
  newUser: () => '/admin/users/new',
  editUser: (id: string) => `/admin/users/${encodeURIComponent(id)}/edit`,
  userRoles: (id: string) => `/admin/users/${encodeURIComponent(id)}/roles`,
  organizations: () => '/admin/organizations',
  organization: (id: string) => `/admin/organizations/${encodeURIComponent(id)}`,
  newOrganization: () => '/admin/organizations/new',
  editOrganization: (id: string) => `/admin/organizations/${encodeURIComponent(id)}/edit`,
  apiClients: (params: { organizationId?: string } = {}) => withQuery('/admin/api-clients', params),
  apiClient: (id: string) => `/admin/api-clients/${encodeURIComponent(id)}`,
  newApiClient: () => '/admin/api-clients/new',
  editApiClient: (id: string) => `/admin/api-clients/${encodeURIComponent(id)}/edit`,
  rotateApiClientKey: (id: string) => `/admin/api-clients/${encodeURIComponent(id)}/rotate`,
  apiClientRequests: (id: string, params: { requestId?: string } = {}) =>
    withQuery(`/admin/api-clients/${encodeURIComponent(id)}/requests`, params),
  auditEntries: (
    params: { actorId?: string; objectId?: string; objectType?: string; requestId?: string; action?: string } = {},
  ) => withQuery('/admin/audit', params),
  auditVerification: (params: { id?: string } = {}) => withQuery('/admin/audit/verification', params),
  account: () => '/account',
  setup: () => '/setup',
  login: (returnTo?: string) => withQuery('/login', { returnTo }),
};

/** Only addresses inside this application are followed after log-in. */
export const safeReturnTo = (address: string | null): string =>
  address?.startsWith('/') &&
  !address.startsWith('//') &&
  !address.includes('\\') &&
  !address.startsWith('/login') &&
  !address.startsWith('/setup')
    ? address
    : '/';
