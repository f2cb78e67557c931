import createClient, { type Middleware } from 'openapi-fetch';
import type { paths } from '@/gen/api';
import { currentLanguage } from '@/lib/i18n';
import { setSessionLost } from '@/lib/sessionLost';
import { toApiError, unreachable } from './errors';
import type { Full } from './types';

let csrfToken = '';
/** The session tells the token; changing calls carry it. */
export const setCsrfToken = (token: string) => {
  csrfToken = token;
};

export const csrf = () => csrfToken;

/** A key for one action of the user: the same key is sent again when the same action is tried again. */
export function newIdempotencyKey(): string {
  // crypto.randomUUID is missing on plain http inside a county network.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const headers: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', currentLanguage());
    if (request.method !== 'GET') {
      if (csrfToken) request.headers.set('X-CSRF-Token', csrfToken);
      if (request.method === 'POST' && !request.headers.has('Idempotency-Key'))
        request.headers.set('Idempotency-Key', newIdempotencyKey());
    }
    return request;
  },
};

export const api = createClient<paths>({
  baseUrl: globalThis.location?.origin ?? '',
  credentials: 'same-origin',
  fetch: (request) => globalThis.fetch(request),
});
api.use(headers);

/** Awaits a call: its data, or an ApiError. */
export async function call<T>(
  pending: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<Full<NonNullable<T>>> {
  let result: { data?: T; error?: unknown; response: Response };
  try {
    result = await pending;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw unreachable(cause);
  }
  // Whatever was asked: who was logged in is asked for his password over the page, and goes on.
  if (result.response.status === 401 && csrfToken) setSessionLost(true);
  if (!result.response.ok) throw toApiError(result.response, result.error);
  return result.data as Full<NonNullable<T>>;
}

/** Leaves out what is not set, so that equal filters make equal keys and short addresses. */
export function compact<T extends object>(query: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(
    Object.entries(query).filter(
      ([, value]) => value !== undefined && value !== null && value !== '' && value !== 0 && value !== false,
    ),
  ) as { [K in keyof T]?: NonNullable<T[K]> };
}
