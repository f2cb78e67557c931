import { act, renderHook } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { setSessionLost, useSessionLost } from '@/lib/sessionLost';
import { failure } from '@/testing/fakeApi';
import { serve } from '@/testing/render';
import { api, call, compact, newIdempotencyKey, setCsrfToken } from './client';
import { ApiError } from './errors';

test('changing calls carry the CSRF token and a key; reads carry neither', async () => {
  const seen = serve();
  setCsrfToken('token-1');
  await call(api.POST('/v1/sessions', { body: { username: 'a', password: 'b' } }));
  await call(api.GET('/v1/channels'));
  expect(seen[0]?.headers.get('X-CSRF-Token')).toBe('token-1');
  expect(seen[0]?.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/);
  expect(seen[1]?.headers.get('X-CSRF-Token')).toBeNull();
  expect(seen[1]?.headers.get('Idempotency-Key')).toBeNull();
  expect(seen[1]?.headers.get('Accept-Language')).toBe('zh-CN');
  setCsrfToken('');
});

test('keys differ', () => expect(newIdempotencyKey()).not.toBe(newIdempotencyKey()));

test('a server that is not reached is an error of its own', async () => {
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('Failed to fetch');
  });
  const error = await call(api.GET('/v1/channels')).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ApiError);
  expect((error as ApiError).unreachable).toBe(true);
});

test('a bare gateway page is an error with its status', async () => {
  vi.stubGlobal('fetch', async () => new Response('<html>bad gateway</html>', { status: 502 }));
  const error = await call(api.GET('/v1/channels')).catch((caught: unknown) => caught);
  expect((error as ApiError).status).toBe(502);
});

test('whatever is refused for want of a session asks for the password again, once there was one', async () => {
  const { result } = renderHook(() => useSessionLost());
  serve(() => failure(401, 'UNAUTHENTICATED', '请先登录', 'Please log in'));
  const send = () => call(api.POST('/v1/payments', { body: {} as never })).catch(() => null);
  await act(send);
  expect(result.current).toBe(false);
  setCsrfToken('token-1');
  await act(send);
  expect(result.current).toBe(true);
  setCsrfToken('');
  act(() => setSessionLost(false));
});

test('unset filters leave the query', () => {
  expect(compact({ a: '', b: 0, c: false, d: undefined, e: 'x', f: 2026, g: true })).toEqual({
    e: 'x',
    f: 2026,
    g: true,
  });
});
