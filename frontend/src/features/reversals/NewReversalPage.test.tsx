import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { answer, type FakeAnswer, failure } from '@/testing/fakeApi';
import { serve, show } from '@/testing/render';
import NewReversalPage from './NewReversalPage';

beforeEach(() => sessionStorage.clear());

const user = userEvent.setup();
const PATH = '/reversals/new';

function asking(given: FakeAnswer, address: string) {
  const sent: unknown[] = [];
  serve(async (method, at, request) => {
    if (method !== 'POST' || at.pathname !== '/v1/reversals') return answer(method, at);
    sent.push(await request.json());
    return given;
  });
  return { sent, ...show(<NewReversalPage />, address, PATH) };
}
const ask = () => user.dblClick(screen.getByRole('button', { name: '提交申请' }));

test('the record’s facts are seen, a reason is needed, and it is asked for once', async () => {
  const { sent, router } = asking(
    { status: 200, body: { id: 'v1' } },
    `${PATH}?target=REVERSAL_TARGET_RECEIPT&targetId=e0`,
  );
  await screen.findByText('肆拾万元整');
  expect(screen.getByRole('link', { name: 'NX202603180000' }).getAttribute('href')).toBe('/receipts/e0');
  await ask();
  await screen.findByRole('link', { name: /请填写理由/ });
  expect(sent).toEqual([]);
  await user.type(screen.getByLabelText('理由'), '金额登记错了');
  await ask();
  await waitFor(() => expect(router.state.location.pathname).toBe('/reversals/v1'));
  expect(sent).toEqual([{ target: 'REVERSAL_TARGET_RECEIPT', targetId: 'e0', reason: '金额登记错了' }]);
});

test('one that exists already is led to', async () => {
  asking(
    failure(409, 'REVERSAL_EXISTS', '该记录已有冲销申请', 'exists'),
    `${PATH}?target=REVERSAL_TARGET_PAYMENT&targetId=y0`,
  );
  await screen.findByRole('link', { name: 'ZF2026-00001' });
  await user.type(screen.getByLabelText('理由'), '重复');
  await ask();
  const link = await screen.findByRole('link', { name: '查看冲销' });
  expect(link.getAttribute('href')).toBe('/reversals?targetId=y0');
});

test.each(['', '?target=REVERSAL_TARGET_RECEIPT', '?target=X&targetId=e0'])(
  'without a record (%s) there is nothing to reverse',
  async (query) => {
    const { router } = asking({ status: 200, body: {} }, PATH + query);
    await waitFor(() => expect(router.state.location.pathname).toBe('/reversals'));
  },
);
