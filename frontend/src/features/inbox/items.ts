import { api, call } from '@/lib/api/client';
import type { InboxItem } from '@/lib/api/types';
import { paths } from '@/lib/paths';

/** Where an item is dealt with: one click away. */
export function placeOf(item: InboxItem): string {
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
    case 'INBOX_KIND_REVERSAL_APPROVE':
      return paths.reversal(item.objectId);
    case 'INBOX_KIND_DOCUMENT_CONFLICT':
      return paths.documentConflict(item.objectId);
    default:
      return paths.claim(item.objectId);
  }
}

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
