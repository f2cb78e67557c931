// Every screen there is: where it is, and who looks at it. A route without an entry fails the test of pictures.
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext } from 'playwright-core';
import { expect, inject } from 'vitest';
import { get } from './api';
import { named, open } from './browser';

export interface Screen {
  name: string;
  address: string;
  /** User name of the demo; nobody is logged in when it is left out. */
  as?: string;
}

/** The addresses of the router, as it writes them. */
export const routes = (): string[] =>
  [...readFileSync('src/app/router.tsx', 'utf8').matchAll(/'(\/[a-z][^']*)'/g)].map((match) => match[1] ?? '');

export const matches = (route: string, address: string) =>
  new RegExp(`^${route.replace(/:\w+/g, '[^/?]+')}(\\?|$)`).test(address);

interface Item {
  kind: string;
  objectId: string;
}

/** Looks up in the demo what the screens of single records are opened with. */
export async function screens(browser: Browser): Promise<Screen[]> {
  const contexts = new Map<string, BrowserContext>();
  const as = async (username: string) => {
    const known = contexts.get(username);
    if (known) return known;
    const { context } = await open(browser, { as: named(username) });
    contexts.set(username, context);
    return context;
  };
  const first = async (username: string, path: string, list: string) => {
    const answer = await get<Record<string, { id: string }[]>>(await as(username), path);
    const id = answer[list]?.[0]?.id;
    expect(id, `${username} sees nothing at ${path}`).toBeTruthy();
    return id as string;
  };
  /** What waits for somebody. */
  const waiting = async (username: string, kind: string) => {
    const { inboxItems } = await get<{ inboxItems: Item[] }>(
      await as(username),
      `/v1/inboxItems?kind=INBOX_KIND_${kind}&pageSize=1`,
    );
    expect(inboxItems[0], `${kind} waits for ${username} nowhere in the demo`).toBeTruthy();
    return inboxItems[0]?.objectId as string;
  };

  const { payments } = await get<{ payments: { id: string; number: string; claimId: string; projectId: string }[] }>(
    await as('leader'),
    '/v1/payments?pageSize=1',
  );
  const payment = payments[0];
  expect(payment, 'the demo has no payment').toBeTruthy();
  const trace = await get<{ nodes: { kind: string; id: string }[] }>(
    await as('leader'),
    `/v1/funds:trace?paymentId=${payment?.id}`,
  );
  const traced = (kind: string) => trace.nodes.find((node) => node.kind === `TRACE_NODE_KIND_${kind}`)?.id;
  const document = traced('DOCUMENT');
  const allocation = traced('ALLOCATION');
  const [
    user,
    organization,
    client,
    draft,
    toPay,
    toInspect,
    toApprove,
    conflict,
    reversal,
    receipt,
    village,
    listed,
    kept,
    defect,
  ] = await Promise.all([
    first('admin', '/v1/users?pageSize=1', 'users'),
    first('admin', '/v1/organizations?pageSize=1', 'organizations'),
    first('security', '/v1/apiClients?pageSize=1', 'apiClients'),
    first('office1', '/v1/acceptances?state=ACCEPTANCE_STATE_DRAFT&pageSize=1', 'acceptances'),
    waiting('cashier', 'CLAIM_PAY'),
    waiting('office1', 'PROJECT_INSPECT'),
    waiting('office2', 'APPROPRIATION_APPROVE'),
    waiting('finance1', 'DOCUMENT_CONFLICT'),
    first('finance1', '/v1/reversals?pageSize=1', 'reversals'),
    first('leader', '/v1/receipts?pageSize=1', 'receipts'),
    first('leader', '/v1/keyVillages?pageSize=1', 'keyVillages'),
    first('office1', '/v1/projects?state=PROJECT_STATE_LISTED&pageSize=1', 'projects'),
    first('office1', '/v1/retentions?state=RETENTION_STATE_RUNNING&pageSize=1', 'retentions'),
    waiting('approver', 'RETENTION_DEFECT_CONFIRM'),
  ]);
  const acceptance = await first(
    'office1',
    `/v1/acceptances?state=ACCEPTANCE_STATE_CONFIRMED&projectId=${payment?.projectId}&pageSize=1`,
    'acceptances',
  );
  const recalled = await first('leader', '/v1/fundDocuments?kind=DOCUMENT_KIND_RECALL&pageSize=1', 'fundDocuments');
  const { fiscalYears } = await get<{ fiscalYears: { fiscalYear: number }[] }>(await as('leader'), '/v1/fiscalYears');
  const lastYear = (fiscalYears[0]?.fiscalYear ?? 0) - 1;
  const change = await first(
    'leader',
    '/v1/projectChanges?kind=PROJECT_CHANGE_KIND_AMEND&pageSize=1',
    'projectChanges',
  );
  const report = await first('leader', '/v1/progressReports?orderBy=percent&pageSize=1', 'progressReports');
  const returned = await unitWithClaim(as);
  const underway = await unitWithReport(as);
  for (const context of contexts.values()) await context.close();

  const seen = (username: string, all: Record<string, string>): Screen[] =>
    Object.entries(all).map(([name, address]) => ({ name, address, as: username }));
  return [
    { name: 'login', address: '/login' },
    // In a county that is there it says so; the form is looked at where a county is made (first-start).
    { name: 'setup', address: '/setup' },
    ...seen('leader', {
      overview: '/overview',
      'fund-documents': '/fund-documents',
      'fund-document': `/fund-documents/${document}`,
      allocations: '/allocations?idleOnly=true&figure=idleFen',
      allocation: `/allocations/${allocation}`,
      receipts: '/receipts',
      receipt: `/receipts/${receipt}`,
      appropriations: '/appropriations',
      integration: '/integration',
      'integration-promised': '/integration?measure=promised',
      projects: '/projects',
      project: `/projects/${payment?.projectId}`,
      'key-villages': '/key-villages',
      'key-village': `/key-villages/${village}`,
      'project-changes': '/project-changes',
      'project-change': `/project-changes/${change}`,
      progress: '/progress',
      'progress-report': `/progress/${report}`,
      acceptances: '/acceptances',
      retentions: '/retentions',
      claims: '/claims',
      claim: `/claims/${payment?.claimId}`,
      payments: '/payments',
      payment: `/payments/${payment?.id}`,
      trace: `/trace?paymentNumber=${payment?.number}`,
      'fund-document-recall': `/fund-documents/${recalled}`,
      'fiscal-years': '/fiscal-years',
      'fiscal-year': `/fiscal-years/${lastYear}`,
      'fiscal-year-closed': `/fiscal-years/${lastYear - 1}`,
      'carry-overs': `/fiscal-years/${lastYear}/carry-overs`,
      'fiscal-year-sheet': `/print/fiscal-years/${lastYear - 1}`,
      'not-found': '/nowhere',
    }),
    ...seen('office1', {
      inbox: '/inbox',
      'project-new': '/projects/new',
      'project-edit': `/projects/${listed}/edit`,
      'project-to-inspect': `/projects/${toInspect}`,
      'key-village-new': '/key-villages/new',
      'key-village-edit': `/key-villages/${village}/edit`,
      'appropriation-new': `/appropriations/new?allocationId=${allocation}&projectId=${payment?.projectId}`,
      'acceptance-new': `/acceptances/new?projectId=${toInspect}`,
      'acceptance-edit': `/acceptances/${draft}/edit`,
      acceptance: `/acceptances/${acceptance}`,
      'retention-defect-new': `/retentions/${kept}/defects/new`,
      'acceptance-sheet': `/print/acceptances/${acceptance}`,
    }),
    ...seen('approver', { retention: `/retentions/${defect}` }),
    ...seen('office2', { appropriation: `/appropriations/${toApprove}` }),
    ...seen(returned.username, {
      'claim-new': `/claims/new?projectId=${returned.projectId}`,
      'claim-edit': `/claims/${returned.claimId}/edit`,
      'claim-returned': `/claims/${returned.claimId}`,
      'claim-papers': `/claims/${returned.claimId}/papers`,
    }),
    ...seen('office1', { 'project-change-new': `/project-changes/new?projectId=${underway.projectId}` }),
    ...seen(underway.username, { 'progress-new': `/progress/new?projectId=${underway.projectId}` }),
    ...seen('cashier', {
      'inbox-cashier': '/inbox',
      'payment-new': `/payments/new?claimId=${toPay}`,
      'claim-to-pay': `/claims/${toPay}`,
      'claim-sheet': `/print/claims/${payment?.claimId}`,
      'payment-sheet': `/print/payments/${payment?.id}`,
    }),
    ...seen('finance1', {
      'fund-document-new': '/fund-documents/new',
      'fund-document-new-change': `/fund-documents/new-change?allocationId=${allocation}`,
      'fund-document-sheet': `/print/fund-documents/${document}`,
      'receipt-new': `/receipts/new?allocationId=${allocation}`,
      'document-conflicts': '/document-conflicts',
      'document-conflict': `/document-conflicts/${conflict}`,
      reversals: '/reversals',
      reversal: `/reversals/${reversal}`,
      'reversal-new': `/reversals/new?target=REVERSAL_TARGET_RECEIPT&targetId=${receipt}`,
    }),
    ...seen('transport', { 'our-money': '/our-money' }),
    ...seen('admin', {
      users: '/admin/users',
      'user-new': '/admin/users/new',
      user: `/admin/users/${user}`,
      'user-edit': `/admin/users/${user}/edit`,
      organizations: '/admin/organizations',
      'organization-new': '/admin/organizations/new',
      organization: `/admin/organizations/${organization}`,
      'organization-edit': `/admin/organizations/${organization}/edit`,
    }),
    ...seen('security', {
      'user-roles': `/admin/users/${user}/roles`,
      'api-clients': '/admin/api-clients',
      'api-client-new': '/admin/api-clients/new',
      'api-client': `/admin/api-clients/${client}`,
      'api-client-edit': `/admin/api-clients/${client}/edit`,
      'api-client-rotate': `/admin/api-clients/${client}/rotate`,
      'api-client-requests': `/admin/api-clients/${client}/requests`,
    }),
    ...seen('auditadmin', {
      audit: '/admin/audit',
      'audit-verification': '/admin/audit/verification',
      account: '/account',
      kit: '/kit',
      'kit-list': '/kit/list',
      'kit-form': '/kit/form',
      'kit-steps': '/kit/steps',
      'kit-paper': '/kit/paper',
    }),
  ];
}

/** A unit that has a claim to mend. */
async function unitWithClaim(as: (username: string) => Promise<BrowserContext>) {
  for (const { username } of inject('accounts').filter((each) => each.role === 'unit')) {
    for (const state of ['CLAIM_STATE_RETURNED', 'CLAIM_STATE_DRAFT']) {
      const { claims } = await get<{ claims: { id: string; projectId: string }[] }>(
        await as(username),
        `/v1/claims?state=${state}&pageSize=1`,
      );
      if (claims[0]) return { username, claimId: claims[0].id, projectId: claims[0].projectId };
    }
  }
  throw new Error('no unit of the demo has a claim to mend');
}

/** A unit that is to report on a project. */
async function unitWithReport(as: (username: string) => Promise<BrowserContext>) {
  for (const { username } of inject('accounts').filter((each) => each.role === 'unit')) {
    const { inboxItems } = await get<{ inboxItems: { objectId: string }[] }>(
      await as(username),
      '/v1/inboxItems?kind=INBOX_KIND_PROGRESS_REPORT&pageSize=1',
    );
    if (inboxItems[0]) return { username, projectId: inboxItems[0].objectId };
  }
  throw new Error('no unit of the demo is to report');
}
