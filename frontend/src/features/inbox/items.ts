import { api, call } from '@/lib/api/client';
import type { DoneItem, InboxItem } from '@/lib/api/types';
import { paths } from '@/lib/paths';

/** Where an item is dealt with: one click away. */
export function placeOf(item: Pick<InboxItem, 'kind' | 'objectId' | 'number'>): string {
  switch (item.kind) {
    case 'INBOX_KIND_CLAIM_PAY':
      return paths.newPayment({ claimId: item.objectId });
    case 'INBOX_KIND_APPROPRIATION_APPROVE':
      return paths.appropriation(item.objectId);
    case 'INBOX_KIND_ACCEPTANCE_CONFIRM':
      return paths.acceptance(item.objectId);
    case 'INBOX_KIND_PROJECT_APPROVE':
    case 'INBOX_KIND_PROJECT_INSPECT':
    case 'INBOX_KIND_PROJECT_START_LATE':
    case 'INBOX_KIND_PROJECT_END_LATE':
      return paths.project(item.objectId);
    case 'INBOX_KIND_PROJECT_CHANGE':
      return paths.projectChange(item.objectId);
    case 'INBOX_KIND_PROGRESS_REPORT':
      return paths.newProgressReport({ projectId: item.objectId });
    case 'INBOX_KIND_REVERSAL_APPROVE':
      return paths.reversal(item.objectId);
    case 'INBOX_KIND_FISCAL_YEAR_APPROVE':
      return paths.fiscalYear(Number(item.number));
    case 'INBOX_KIND_RETENTION_DUE':
    case 'INBOX_KIND_RETENTION_DEFECT_CONFIRM':
      return paths.retention(item.objectId);
    case 'INBOX_KIND_DOCUMENT_CONFLICT':
      return paths.documentConflict(item.objectId);
    default:
      return paths.claim(item.objectId);
  }
}

const records: Record<string, (id: string) => string> = {
  acceptance: paths.acceptance,
  allocation: paths.allocation,
  api_client: paths.apiClient,
  appropriation: paths.appropriation,
  claim: paths.claim,
  document_conflict: paths.documentConflict,
  fund_document: paths.fundDocument,
  organization: paths.organization,
  payment: paths.payment,
  project_change: paths.projectChange,
  progress_report: paths.progressReport,
  project: paths.project,
  receipt: paths.receipt,
  reversal: paths.reversal,
  user: paths.user,
};

/** The record something was done with; null when it has no page, or the reader no longer sees it. */
export const recordOf = ({ objectType, objectId, title }: DoneItem): string | null =>
  title && objectId ? (records[objectType]?.(objectId) ?? null) : null;

/** Agrees to one item of a kind that several of may be agreed to at once. */
export function agree(item: InboxItem, key: string): Promise<unknown> {
  const request = {
    params: { path: { id: item.objectId } },
    headers: { 'Idempotency-Key': key },
    body: { etag: item.etag },
  };
  switch (item.kind) {
    case 'INBOX_KIND_CLAIM_AGREE_BY_TOWNSHIP':
      return call(api.POST('/v1/claims/{id}:agreeByTownship', request));
    case 'INBOX_KIND_CLAIM_CHECK_BY_DEPARTMENT':
      return call(api.POST('/v1/claims/{id}:checkByDepartment', request));
    case 'INBOX_KIND_CLAIM_AGREE_BY_OFFICE':
      return call(api.POST('/v1/claims/{id}:agreeByOffice', request));
    default:
      return Promise.reject(new Error(`one by one only: ${item.kind}`));
  }
}
