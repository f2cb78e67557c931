import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { answer, badFields, type FakeAnswer, failure } from '@/testing/fakeApi';
import { serve, show } from '@/testing/render';
import NewFundDocumentPage from './NewFundDocumentPage';

beforeEach(() => sessionStorage.clear());

const user = userEvent.setup();

/** The form before a server that answers each document typed in turn; the last answer is given again and again. */
function typing(answers: (FakeAnswer | Promise<FakeAnswer>)[], others: typeof answer = answer) {
  const sent: { body: Record<string, unknown>; key: string | null }[] = [];
  const seen = serve(async (method, address, request) => {
    if (method !== 'POST' || address.pathname !== '/v1/fundDocuments') return others(method, address);
    sent.push({ body: await request.json(), key: request.headers.get('Idempotency-Key') });
    return answers[Math.min(sent.length, answers.length) - 1] as FakeAnswer;
  });
  const view = show(<NewFundDocumentPage />, '/fund-documents/new', '/fund-documents/new');
  return { sent, seen, ...view };
}

const pick = async (field: HTMLElement, option: string) => {
  await user.click(field);
  await user.click((await screen.findAllByTitle(option)).at(-1) as HTMLElement);
};
const paste = async (field: HTMLElement, text: string) => {
  await user.click(field);
  await user.paste(text);
};
const row = (number: number) => within(screen.getByRole('group', { name: `第 ${number} 行` }));

async function fillHead() {
  await pick(await screen.findByLabelText('发文机关'), '岳西县交通局');
  await paste(screen.getByLabelText('文号'), ' 岳交计〔2026〕12号 ');
  await paste(screen.getByLabelText('标题'), '关于下达资金的通知');
}
async function fillLine(number: number, amount: string) {
  await pick(row(number).getByLabelText('渠道'), '交通专项资金');
  await pick(row(number).getByLabelText('用途'), '通村公路');
  await paste(row(number).getByLabelText('金额'), amount);
}
const store = () => user.click(screen.getByRole('button', { name: '录入' }));

test('amounts are pasted as they come; the sum follows in figures and capitals; it is sent once', async () => {
  let done: (stored: FakeAnswer) => void = () => {};
  const { sent, router } = typing([
    new Promise<FakeAnswer>((resolve) => {
      done = resolve;
    }),
  ]);
  await fillHead();
  await fillLine(1, '１２万元');
  await user.click(screen.getByRole('button', { name: '增加一行' }));
  await fillLine(2, '￥1,234.50');
  await waitFor(() => expect(document.body.textContent).toContain('121,234.50 元 壹拾贰万壹仟贰佰叁拾肆元伍角'));
  const button = screen.getByRole('button', { name: '录入' });
  await user.dblClick(button);
  await user.click(button);
  await waitFor(() => expect(sent).toHaveLength(1));
  done({ status: 200, body: { id: 'd7', number: '岳交计〔2026〕12号' } });
  await waitFor(() => expect(router.state.location.pathname).toBe('/fund-documents/d7'));
  expect(sent).toHaveLength(1);
  expect(sent[0]?.body).toMatchObject({
    issuerCode: 'YX-JT',
    number: '岳交计〔2026〕12号',
    lines: [
      { lineNumber: 1, channelCode: 'D-ROAD', purposeCode: 'rural-road', amountFen: '12000000' },
      { lineNumber: 2, channelCode: 'D-ROAD', purposeCode: 'rural-road', amountFen: '123450' },
    ],
  });
});

test('what is no amount is told at its field and never sent', async () => {
  const { sent } = typing([badFields({})]);
  await fillHead();
  await fillLine(1, '三十万');
  await store();
  await screen.findByRole('link', { name: /第 1 行 金额.*不是有效的金额/ });
  expect((row(1).getByLabelText('金额') as HTMLInputElement).value).toBe('三十万');
  expect(sent).toEqual([]);
});

test('what the server finds wrong with a line stands at the line’s field', async () => {
  const { sent } = typing([
    badFields({
      'fund_document.lines[1].channel_code': '没有这个资金渠道',
      'fund_document.issued_on': '日期不能晚于今天',
    }),
  ]);
  await fillHead();
  await fillLine(1, '1');
  await user.click(screen.getByRole('button', { name: '增加一行' }));
  await fillLine(2, '2');
  await store();
  const summary = await screen.findByRole('link', { name: '第 2 行 渠道：没有这个资金渠道' });
  expect(await row(2).findByText('没有这个资金渠道')).toBeTruthy();
  expect(row(1).queryByText('没有这个资金渠道')).toBeNull();
  await user.click(summary);
  expect(document.activeElement).toBe(row(2).getByLabelText('渠道'));
  screen.getByRole('link', { name: '发文日期：日期不能晚于今天' });
  // A refused try is over: the next one is another.
  await store();
  await waitFor(() => expect(sent).toHaveLength(2));
  expect(sent[0]?.key).not.toBe(sent[1]?.key);
});

const differs = failure(409, 'DOCUMENT_DIFFERS', '已入库，但内容不同', 'stored with other content');

test('the same number with other content leads to both, and to the stored one', async () => {
  const { seen } = typing([differs], (method, address) =>
    address.pathname === '/v1/documentConflicts'
      ? { status: 200, body: { documentConflicts: [{ id: 'x1' }, { id: 'x2' }], nextPageToken: '', totalSize: 2 } }
      : answer(method, address),
  );
  await fillHead();
  await fillLine(1, '1');
  await store();
  const link = await screen.findByRole('link', { name: '两份并排核对' });
  expect(link.getAttribute('href')).toBe('/document-conflicts/x2');
  const there = screen.getByRole('link', { name: /查看已入库的/ });
  expect(there.getAttribute('href')).toBe('/fund-documents/d0');
  const asked = (path: string) => seen.map((each) => new URL(each.url)).filter((each) => each.pathname === path);
  expect(Object.fromEntries(asked('/v1/fundDocuments').at(-1)?.searchParams ?? [])).toMatchObject({
    issuerCode: 'YX-JT',
    number: '岳交计〔2026〕12号',
  });
  expect(asked('/v1/documentConflicts')[0]?.searchParams.get('fundDocumentId')).toBe('d0');
  // What was typed stays.
  expect((screen.getByLabelText('标题') as HTMLInputElement).value).toBe('关于下达资金的通知');
});

test('two typed papers make no conflict: only the stored one is named', async () => {
  typing([differs], (method, address) =>
    address.pathname === '/v1/documentConflicts'
      ? { status: 200, body: { documentConflicts: [], nextPageToken: '', totalSize: 0 } }
      : answer(method, address),
  );
  await fillHead();
  await fillLine(1, '1');
  await store();
  await screen.findByRole('link', { name: /查看已入库的/ });
  expect(screen.queryByRole('link', { name: '两份并排核对' })).toBeNull();
});
