import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { answer, badFields, type FakeAnswer, failure } from '@/testing/fakeApi';
import { serve, show } from '@/testing/render';
import NewReceiptPage from './NewReceiptPage';

beforeEach(() => sessionStorage.clear());

const user = userEvent.setup();
const paste = async (label: RegExp | string, text: string) => {
  await user.click(await screen.findByLabelText(label));
  await user.paste(text);
};

/** The allocation has 600,000 promised and 400,000 received. */
function recording(given: FakeAnswer) {
  const sent: unknown[] = [];
  serve(async (method, address, request) => {
    if (method !== 'POST' || address.pathname !== '/v1/receipts') return answer(method, address);
    sent.push(await request.json());
    return given;
  });
  return { sent, ...show(<NewReceiptPage />, '/receipts/new?allocationId=a0', '/receipts/new') };
}
const outstanding = () => screen.getByText('登记以后未到账').nextElementSibling?.textContent;

test('what is still to come follows the amount; a double click records once', async () => {
  const { sent, router } = recording({ status: 200, body: { id: 'e9' } });
  await screen.findByText('600,000.00 元');
  expect(outstanding()).toBe('200,000.00 元');
  await paste('金额', '15 万');
  await waitFor(() => expect(outstanding()).toBe('50,000.00 元'));
  await paste('银行流水号', ' NX1 ');
  await user.dblClick(screen.getByRole('button', { name: '登记' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/receipts/e9'));
  expect(sent).toEqual([
    {
      allocationId: 'a0',
      amountFen: '15000000',
      bankReference: 'NX1',
      receivedOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    },
  ]);
});

test('more than was promised is said while typing', async () => {
  recording(badFields({}));
  await screen.findByText('600,000.00 元');
  await paste('金额', '200000.01');
  await waitFor(() => expect(outstanding()).toBe('-0.01 元 超出了'));
});

test('a day before the document is told at the day', async () => {
  recording(badFields({ 'receipt.received_on': '日期不能早于 2026-01-15' }));
  await paste('金额', '1');
  await paste('银行流水号', 'NX1');
  await user.click(screen.getByRole('button', { name: '登记' }));
  await screen.findByRole('link', { name: '到账日期：日期不能早于 2026-01-15' });
});

test('a reference that was used leads to the receipt that has it', async () => {
  recording(failure(409, 'BANK_REFERENCE_USED', '该银行流水号已登记过', 'used'));
  await paste('金额', '1');
  await paste('银行流水号', 'NX1');
  await user.click(screen.getByRole('button', { name: '登记' }));
  const link = await screen.findByRole('link', { name: '查看用过这个流水号的到账' });
  expect(link.getAttribute('href')).toBe('/receipts?query=NX1');
});
