import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { addMoney, allocations, answer, failure } from '@/testing/fakeApi';
import { serve, show } from '@/testing/render';
import AllocationsPage from './AllocationsPage';

// The list page kit on a real list: totals, paging, states.

const totalOf = (name: string) => document.querySelector(`[data-total="${name}"]`)?.getAttribute('data-value');
const listed = (seen: Request[]) =>
  seen.map((request) => new URL(request.url)).filter((address) => address.pathname === '/v1/allocations');

test('filters come from the address, totals from the server, the figure one came for is marked', async () => {
  const seen = serve();
  show(<AllocationsPage />, '/?channelCode=D-ROAD&fiscalYear=2026&figure=paidFen');
  await screen.findByRole('table');
  const asked = listed(seen)[0];
  expect(Object.fromEntries(asked?.searchParams ?? [])).toEqual({
    channelCode: 'D-ROAD',
    fiscalYear: '2026',
    pageSize: '20',
  });
  const expected = addMoney(
    allocations.filter((each) => each.channelCode === 'D-ROAD' && each.fiscalYear === 2026).map((each) => each.money),
  );
  expect(totalOf('paidFen')).toBe(expected.paidFen);
  expect(totalOf('idleFen')).toBe(
    String(BigInt(expected.idleUnappropriatedFen) + BigInt(expected.idleAppropriatedFen)),
  );
  expect(document.querySelector('[data-total="paidFen"]')?.textContent).toContain('您点的数');
});

test('pages lead on and back, and a filter starts at the first page', async () => {
  const seen = serve();
  const { router } = show(<AllocationsPage />, '/');
  const rowNames = async () => within(await screen.findByRole('table')).getAllByRole('row').length - 1;
  expect(await rowNames()).toBe(20);
  await userEvent.click(screen.getByRole('button', { name: '下一页' }));
  await waitFor(() => expect(router.state.location.search).toContain('pageToken=20'));
  await waitFor(() => expect(listed(seen).at(-1)?.searchParams.get('pageToken')).toBe('20'));
  await userEvent.click(screen.getByRole('button', { name: '上一页' }));
  await waitFor(() => expect(router.state.location.search).not.toContain('pageToken'));
  await userEvent.click(screen.getByRole('button', { name: '下一页' }));
  await waitFor(() => expect(router.state.location.search).toContain('pageToken=20'));
  await userEvent.click(screen.getByRole('checkbox', { name: /还可安排/ }));
  await waitFor(() => expect(router.state.location.search).toBe('?availableOnly=true'));
});

test('a later page opened from a link has a way to the first', async () => {
  serve();
  const { router } = show(<AllocationsPage />, '/?pageToken=40');
  await userEvent.click(await screen.findByRole('button', { name: '第一页' }));
  await waitFor(() => expect(router.state.location.search).toBe(''));
});

test('an answer that comes late does not overwrite a newer filter', async () => {
  const late: (() => void)[] = [];
  serve((method, address) => {
    const given = answer(method, address);
    // The first, unfiltered question is answered last.
    if (address.pathname === '/v1/allocations' && !address.searchParams.has('availableOnly'))
      return new Promise((done) => late.push(() => done(given)));
    return given;
  });
  show(<AllocationsPage />, '/');
  await userEvent.click(await screen.findByRole('checkbox', { name: /还可安排/ }));
  await screen.findByRole('table');
  const shown = document.querySelector('tbody')?.textContent;
  for (const answerNow of late) answerNow();
  await new Promise((done) => setTimeout(done));
  expect(document.querySelector('tbody')?.textContent).toBe(shown);
});

describe('states', () => {
  const only = (given: ReturnType<typeof failure>) =>
    serve((method, address) => (address.pathname === '/v1/allocations' ? given : answer(method, address)));

  test('the server’s own sentence, the request id and another try', async () => {
    only(failure(500, 'INTERNAL', '系统内部错误', 'Internal error'));
    show(<AllocationsPage />, '/');
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('系统内部错误');
    expect(alert.textContent).toContain('req-7');
    serve();
    await userEvent.click(within(alert).getByRole('button', { name: '重试' }));
    await screen.findByRole('table');
  });
  test('not allowed', async () => {
    only(failure(403, 'PERMISSION_DENIED', '您没有这项权限', 'Not allowed'));
    show(<AllocationsPage />, '/');
    await screen.findByText('您没有这项权限');
    expect(screen.queryByRole('button', { name: '重试' })).toBeNull();
  });
  test('nothing found', async () => {
    only({
      status: 200,
      body: { allocations: [], nextPageToken: '', totalSize: 0, totals: addMoney([]) },
    });
    show(<AllocationsPage />, '/?fiscalYear=1999');
    await screen.findByText('没有数据');
    expect(totalOf('totalSize')).toBe('0');
  });
});
