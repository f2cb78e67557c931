import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { get } from './support/api';
import { expectNoComplaints, launch, open, PHONE, settled, visit } from './support/browser';

interface Trace {
  nodes: { key: string; kind: string; id: string; label: string; number: string }[];
  links: { from: string; to: string; amountFen: string }[];
}

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

const KINDS = ['DOCUMENT', 'ALLOCATION', 'RECEIPT', 'PROJECT_LOT', 'CLAIM', 'PAYMENT', 'PAYEE'];

async function paidDocument(context: Awaited<ReturnType<typeof open>>['context']) {
  const { payments } = await get<{ payments: { id: string; number: string }[] }>(context, '/v1/payments?pageSize=1');
  const payment = payments[0];
  expect(payment, 'the demo has no payment').toBeTruthy();
  const trace = await get<Trace>(context, `/v1/funds:trace?paymentId=${payment?.id}`);
  return { payment, document: trace.nodes.find((node) => node.kind === 'TRACE_NODE_KIND_DOCUMENT') };
}

test('a document shows where its money went, and a box opens its record', async () => {
  const { context, page } = await open(browser, { role: 'leader' });
  const { document } = await paidDocument(context);
  const trace = await get<Trace>(context, `/v1/funds:trace?fundDocumentId=${document?.id}`);
  await visit(page, `/fund-documents/${document?.id}`);
  const flow = page.getByRole('list', { name: '资金经过的地方' });
  await flow.waitFor();
  expect(await flow.locator('[data-kind]').count()).toBe(trace.nodes.length);
  for (const kind of KINDS)
    expect(await flow.locator(`[data-kind="TRACE_NODE_KIND_${kind}"]`).count(), kind).toBeGreaterThan(0);

  await page.getByText('表格', { exact: true }).click();
  const table = page.getByRole('table', { name: '资金流向表' });
  await table.waitFor();
  expect(await table.getByRole('row').count()).toBe(trace.links.length + 1);
  await page.getByText('流向图', { exact: true }).click();

  // By keyboard: the boxes are links.
  const project = flow.locator('[data-kind="TRACE_NODE_KIND_PROJECT_LOT"] a').first();
  await project.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/projects/*');
  await settled(page);
  await page.getByRole('list', { name: '资金经过的地方' }).waitFor();
  expectNoComplaints(page);
  await context.close();
});

test('the search traces back from a payment and forward from a document number, however it is typed', async () => {
  const { context, page } = await open(browser, { role: 'leader' });
  const { payment, document } = await paidDocument(context);
  await visit(page, '/trace');
  await page.getByText('拨付单号', { exact: true }).click();
  await page.getByRole('textbox', { name: '拨付单号' }).fill(payment?.number ?? '');
  await page.getByRole('button', { name: '追踪' }).click();
  await page.waitForURL('**/trace?paymentNumber=*');
  await page.getByRole('list', { name: '资金经过的地方' }).waitFor();

  await page.getByText('文号', { exact: true }).first().click();
  const number = (document?.number ?? '').replace('〔', '[').replace('〕', ']');
  await page.getByRole('textbox', { name: '文号' }).fill(` ${number} `);
  await page.getByRole('button', { name: '追踪' }).click();
  await page.waitForURL('**/trace?documentNumber=*');
  await page.getByRole('list', { name: '资金经过的地方' }).waitFor();
  await page.goBack();
  await page.waitForURL('**/trace?paymentNumber=*');
  await expect.poll(() => page.getByRole('textbox', { name: '拨付单号' }).inputValue()).toBe(payment?.number);
  expectNoComplaints(page);
  await context.close();
});

test('a number nobody knows is answered in words', async () => {
  const { context, page } = await open(browser, { role: 'leader' });
  await visit(page, `/trace?documentNumber=${encodeURIComponent('没有这个文号〔1999〕1号')}`);
  await page.getByRole('alert').waitFor();
  await context.close();
});

test('on a phone the trace runs from top to bottom', async () => {
  const { context, page } = await open(browser, { viewport: PHONE, role: 'leader' });
  const { document } = await paidDocument(context);
  await visit(page, `/fund-documents/${document?.id}`);
  const places = await page
    .locator('[data-kind]')
    .evaluateAll((all) =>
      all.map((each) => ({ kind: each.getAttribute('data-kind'), y: each.getBoundingClientRect().top })),
    );
  expect([...places].sort((a, b) => a.y - b.y)).toEqual(places);
  await context.close();
});
