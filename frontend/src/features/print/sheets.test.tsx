import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { answer } from '@/testing/fakeApi';
import { serve, show } from '@/testing/render';
import ClaimSheetPage from './ClaimSheetPage';
import FundDocumentSheetPage from './FundDocumentSheetPage';
import PaymentSheetPage from './PaymentSheetPage';

test('a payment order has the amount in capitals, the masked account, room to sign, and who printed it', async () => {
  serve();
  show(<PaymentSheetPage />, '/print/payments/y1', '/print/payments/:id');
  await screen.findByRole('heading', { level: 1, name: '岳西县扶贫资金拨付单' });
  screen.getByText('壹拾玖万捌仟元整');
  screen.getByText('6228********1234');
  screen.getByText('打印人：县政府 王县长');
  const signatures = within(screen.getByRole('list', { name: '签章' }));
  for (const label of ['经办（出纳）', '审核', '批准', '财政部门']) signatures.getByText(label);
  await screen.findByRole('table', { name: '资金来源' });
  expect(document.title).toBe('岳西县扶贫资金拨付单 ZF2026-00002');
  const print = vi.fn();
  vi.stubGlobal('print', print);
  await userEvent.click(screen.getByRole('button', { name: '打印' }));
  expect(print).toHaveBeenCalledOnce();
});

test('a reversed payment says that it is no voucher', async () => {
  serve((method, address) => {
    const given = answer(method, address);
    return address.pathname === '/v1/payments/y1'
      ? { ...given, body: { ...(given.body as object), state: 'PAYMENT_STATE_REVERSED' } }
      : given;
  });
  show(<PaymentSheetPage />, '/print/payments/y1', '/print/payments/:id');
  await screen.findByText('已冲销，不作凭证');
});

test('a claim has a place for every opinion and those that were given', async () => {
  serve();
  show(<ClaimSheetPage />, '/print/claims/c1', '/print/claims/:id');
  await screen.findByRole('heading', { level: 1, name: '岳西县扶贫项目报账单' });
  const places = within(screen.getByRole('list', { name: '签章' })).getAllByRole('listitem');
  expect(places).toHaveLength(5);
  within(places[0] as HTMLElement).getByText(/李工/);
  within(places[2] as HTMLElement).getByText(/跳过核查/);
  expect(screen.queryByText(/不作凭证/)).toBeNull();
});

test('a document adds its lines up', async () => {
  serve();
  show(<FundDocumentSheetPage />, '/print/fund-documents/d0', '/print/fund-documents/:id');
  await screen.findByText('陆拾万元整');
  const [sum] = within(screen.getByRole('table', { name: '文件各行' })).getAllByText('合计');
  expect(sum?.closest('tfoot')).not.toBeNull();
  expect(sum?.closest('tr')?.textContent).toContain('600,000.00');
});
