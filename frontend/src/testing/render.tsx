import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import { ConfigProvider } from 'antd';
import { NuqsAdapter } from 'nuqs/adapters/react-router/v7';
import type { ReactElement } from 'react';
import { createBrowserRouter, Outlet, RouterProvider } from 'react-router';
import { vi } from 'vitest';
import { sessionQuery } from '@/lib/api/queries';
import { answer, type FakeAnswer, session } from './fakeApi';

export type Answerer = (method: string, address: URL, request: Request) => FakeAnswer | Promise<FakeAnswer>;

/** Stands in for the network; returns the requests it saw. */
export function serve(answerer: Answerer = (method, address) => answer(method, address)) {
  const seen: Request[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    seen.push(request);
    const { status, body } = await answerer(request.method, new URL(request.url), request);
    if (request.signal.aborted) throw new DOMException('aborted', 'AbortError');
    return new Response(JSON.stringify(body), { status, headers: { 'X-Request-Id': 'req-7' } });
  });
  return seen;
}

/** A screen at an address, signed in. */
export function show(element: ReactElement, address = '/', path = '/') {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  client.setQueryData(sessionQuery.queryKey, session);
  window.history.replaceState(null, '', address);
  const router = createBrowserRouter([
    {
      element: (
        <NuqsAdapter>
          <Outlet />
        </NuqsAdapter>
      ),
      children: [
        { path, element },
        { path: '*', element: <p>elsewhere</p> },
      ],
    },
  ]);
  const view = render(
    <QueryClientProvider client={client}>
      <ConfigProvider button={{ autoInsertSpace: false }}>
        <RouterProvider router={router} />
      </ConfigProvider>
    </QueryClientProvider>,
  );
  return { ...view, router, client };
}
