import type { operations } from '@/gen/api';
import { currentLanguage } from '@/lib/i18n';
import { setSessionLost } from '@/lib/sessionLost';
import { compact, csrf, newIdempotencyKey } from './client';
import { toApiError, unreachable } from './errors';

type Request = NonNullable<operations['ExportService_CreateExport']['requestBody']>['content']['application/json'];
/** Names of the lists that can be exported, as the contract has them. */
export type ExportableList = Exclude<keyof Request, 'format'>;
export type ExportFormat = 'EXPORT_FORMAT_XLSX' | 'EXPORT_FORMAT_CSV';

const nameOf = (disposition: string | null, otherwise: string) => {
  const encoded = /filename\*=(?:UTF-8|utf-8)''([^;]+)/.exec(disposition ?? '')?.[1];
  if (encoded) return decodeURIComponent(encoded);
  // A name without Chinese stands there as it is.
  return /filename="?([^";]+)/.exec(disposition ?? '')?.[1] ?? otherwise;
};

const noes = (filters: object) => Object.fromEntries(Object.entries(filters).filter(([, value]) => value === false));

/** Everything the filters leave, as one file that the browser saves. Returns how many records it holds. */
export async function exportList(list: ExportableList, filters: object, format: ExportFormat): Promise<number> {
  let response: Response;
  try {
    response = await globalThis.fetch('/v1/exports', {
      method: 'POST',
      credentials: 'same-origin',
      headers: {
        'Content-Type': 'application/json',
        'Accept-Language': currentLanguage(),
        'X-CSRF-Token': csrf(),
        'Idempotency-Key': newIdempotencyKey(),
      },
      // A choice between yes and no is a filter in both cases.
      body: JSON.stringify({ [list]: { ...compact(filters), ...noes(filters) }, format }),
    });
  } catch (cause) {
    throw unreachable(cause);
  }
  if (!response.ok) {
    if (response.status === 401) setSessionLost(true);
    throw toApiError(response, await response.json().catch(() => undefined));
  }
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = nameOf(
    response.headers.get('Content-Disposition'),
    `${list}.${format === 'EXPORT_FORMAT_CSV' ? 'csv' : 'xlsx'}`,
  );
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  return Number(response.headers.get('X-Record-Count'));
}
