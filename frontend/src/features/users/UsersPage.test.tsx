import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { answer, session } from '@/testing/fakeApi';
import { serve, show } from '@/testing/render';
import UsersPage from './UsersPage';

test('open accounts only is a filter too: the list and its export both ask for it', async () => {
  const exports: unknown[] = [];
  const seen = serve((method, address) =>
    address.pathname === '/v1/users'
      ? { status: 200, body: { users: [session.user], nextPageToken: '', totalSize: 1 } }
      : answer(method, address),
  );
  show(<UsersPage />, '/admin/users?disabled=false', '/admin/users');
  await screen.findByRole('link', { name: session.user.displayName });
  const asked = seen.map((request) => new URL(request.url)).filter((address) => address.pathname === '/v1/users');
  expect(asked.map((address) => address.searchParams.get('disabled'))).toEqual(['false']);

  const network = globalThis.fetch;
  vi.stubGlobal('fetch', (input: Request | string, init?: RequestInit) => {
    if (input !== '/v1/exports') return network(input as Request);
    exports.push(JSON.parse(String(init?.body)));
    return Promise.resolve(new Response('{}', { status: 500 }));
  });
  await userEvent.click(screen.getByRole('button', { name: 'CSV' }));
  expect(exports).toEqual([{ users: { disabled: false }, format: 'EXPORT_FORMAT_CSV' }]);
});
