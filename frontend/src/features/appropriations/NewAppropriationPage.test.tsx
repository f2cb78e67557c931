import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { answer, type FakeAnswer, failure } from '@/testing/fakeApi';
import { serve, show } from '@/testing/render';
import NewAppropriationPage from './NewAppropriationPage';

beforeEach(() => sessionStorage.clear());

const user = userEvent.setup();

/** 20,000 of the allocation may be set aside; the project's budget of 400,000 has 20,000 left. */
function asking(given: FakeAnswer) {
  const sent: unknown[] = [];
  serve(async (method, address, request) => {
    if (method !== 'POST' || address.pathname !== '/v1/appropriations') return answer(method, address);
    sent.push(await request.json());
    return given;
  });
  const address = '/appropriations/new?allocationId=a0&projectId=p0';
  return { sent, ...show(<NewAppropriationPage />, address, '/appropriations/new') };
}
const left = (label: string) => screen.getByText(label).nextElementSibling?.textContent;
const type = async (amount: string) => {
  const field = await screen.findByLabelText('金额');
  await user.clear(field);
  await user.click(field);
  await user.paste(amount);
};

test('what is left of both follows the amount, and too much is said before it is sent', async () => {
  asking({ status: 200, body: {} });
  await waitFor(() => expect(left('指标可安排余额')).toBe('20,000.00 元'));
  await waitFor(() => expect(left('项目预算余额')).toBe('20,000.00 元'));
  await type('1.5万元');
  await waitFor(() => expect(left('指标可安排余额')).toBe('5,000.00 元'));
  await type('２００００．５');
  await waitFor(() => expect(left('指标可安排余额')).toBe('-0.50 元 超出了'));
  expect(left('项目预算余额')).toBe('-0.50 元 超出了');
});

test('asked for once, with its share', async () => {
  const { sent, router } = asking({ status: 200, body: { id: 'q1' } });
  await type('20,000');
  await user.click(screen.getByRole('radio', { name: '稳定一块' }));
  await user.dblClick(screen.getByRole('button', { name: '提交审批' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/appropriations/q1'));
  expect(sent).toEqual([{ allocationId: 'a0', projectId: 'p0', amountFen: '2000000', share: 'SHARE_STABLE' }]);
});

test('the server’s refusal is shown and what was typed stays', async () => {
  asking(failure(400, 'MONEY_NOT_ENOUGH', '可用资金不足', 'Not enough money'));
  await type('20,000');
  await user.click(screen.getByRole('button', { name: '提交审批' }));
  await screen.findByText('可用资金不足');
  expect((screen.getByLabelText('金额') as HTMLInputElement).value).toBe('20,000.00');
});
