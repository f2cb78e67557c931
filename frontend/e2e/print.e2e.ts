// Papers: A4, the head of a table on every page, nothing of the screen on them; and each is one click from its record.
import { inflateSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { get, post } from './support/api';
import {
  expectAccessible,
  expectNoComplaints,
  expectNoSidewaysScroll,
  launch,
  open,
  PHONE,
  settled,
  visit,
} from './support/browser';
import { type County, startCounty } from './support/server';

let browser: Browser;
let county: County;
beforeAll(async () => {
  browser = await launch();
  county = await startCounty();
});
afterAll(async () => {
  await browser?.close();
  await county?.stop();
});

/** The sizes of the pages of a PDF, and what is drawn on each of them. */
function read(pdf: Buffer) {
  const text = pdf.toString('latin1');
  const boxes = [...text.matchAll(/\/MediaBox \[([\d. ]+)\]/g)].map((match) => match[1]);
  const drawn: string[] = [];
  for (const match of text.matchAll(/stream\r?\n/g)) {
    const start = match.index + match[0].length;
    const end = text.indexOf('endstream', start);
    try {
      const content = inflateSync(pdf.subarray(start, end)).toString('latin1');
      // Fonts and maps are streams as well; a page draws text.
      if (/\bBT\b/.test(content)) drawn.push(content);
    } catch {
      // Not a compressed stream.
    }
  }
  return { boxes, drawn };
}

/** The ground of a table's head, as a PDF has it: the one place on a paper that is not white. */
const HEAD = /\.9137 \.9294 \.949 rg/;

test('a long document fills A4 pages, each with the head of its table, and the screen is not on them', async () => {
  const { context, page } = await open(browser, { county, role: 'finance_officer' });
  const { fundDocuments } = await get<{
    fundDocuments: {
      issuerCode: string;
      lines: { channelCode: string; purposeCode: string; fiscalYear: number }[];
    }[];
  }>(context, '/v1/fundDocuments?source=DOCUMENT_SOURCE_TYPED&pageSize=10');
  const [like] = fundDocuments as [(typeof fundDocuments)[number]];
  const [{ channelCode, purposeCode, fiscalYear }] = like.lines as [(typeof like.lines)[number]];
  const made = await post<{ id: string }>(context, '/v1/fundDocuments', {
    issuerCode: like.issuerCode,
    number: '打印〔2026〕1号',
    title: '关于下达许多行资金的通知',
    issuedOn: '2026-03-01',
    lines: Array.from({ length: 120 }, (_, index) => ({
      lineNumber: index + 1,
      channelCode,
      purposeCode,
      fiscalYear,
      amountFen: String(100 * (index + 1)),
    })),
  });
  await visit(page, `/fund-documents/${made.id}`);
  await page.getByRole('link', { name: '打印', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: /指标文件单$/ }).waitFor();
  await page.getByText('柒仟贰佰陆拾元整').waitFor();
  await expectAccessible(page);
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('button', { name: '打印' }).isVisible()).toBe(false);
  await page.emulateMedia({ media: null });
  const { boxes, drawn } = read(await page.pdf({ preferCSSPageSize: true }));
  expect(boxes.length).toBeGreaterThan(2);
  expect(drawn).toHaveLength(boxes.length);
  for (const box of boxes) {
    const [, , width, height] = (box ?? '').split(' ').map(Number);
    expect(Math.round(width ?? 0)).toBe(595);
    expect(Math.round(height ?? 0)).toBe(842);
  }
  // The table goes over all pages, unless only the signatures stand on the last.
  const heads = drawn.map((content) => HEAD.test(content));
  expect(heads.slice(0, -1)).toEqual(Array(boxes.length - 1).fill(true));
  expectNoComplaints(page);
  await context.close();
});

test('claim, payment and acceptance are printed from their pages, on a phone too', async () => {
  const { context, page } = await open(browser, { county, role: 'poverty_office', viewport: PHONE });
  await context.addInitScript(() => {
    window.print = () => document.documentElement.setAttribute('data-printed', 'true');
  });
  const { payments } = await get<{ payments: { id: string; claimId: string }[] }>(
    context,
    '/v1/payments?state=PAYMENT_STATE_PAID&pageSize=1',
  );
  const { acceptances } = await get<{ acceptances: { id: string }[] }>(
    context,
    '/v1/acceptances?state=ACCEPTANCE_STATE_CONFIRMED&pageSize=1',
  );
  for (const [address, title] of [
    [`/claims/${payments[0]?.claimId}`, /报账单$/],
    [`/payments/${payments[0]?.id}`, /拨付单$/],
    [`/acceptances/${acceptances[0]?.id}`, /验收单$/],
  ] as const) {
    await visit(page, address);
    await page.getByRole('link', { name: '打印', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await settled(page);
    expect(await page.getByText('不作凭证').count()).toBe(0);
    await page.getByText(/^打印时间：2/).waitFor();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await page.getByRole('button', { name: '打印' }).click();
    expect(await page.locator('html').getAttribute('data-printed')).toBe('true');
    const { boxes } = read(await page.pdf({ preferCSSPageSize: true }));
    expect(boxes).toHaveLength(1);
    await page.getByRole('link').first().click();
    await page.waitForURL(`**${address}`);
  }
  expectNoComplaints(page);
  await context.close();
});

test('a draft says that it is no voucher', async () => {
  const { context, page } = await open(browser, { county, role: 'poverty_office' });
  const { acceptances } = await get<{ acceptances: { id: string }[] }>(
    context,
    '/v1/acceptances?state=ACCEPTANCE_STATE_DRAFT&pageSize=1',
  );
  await visit(page, `/print/acceptances/${acceptances[0]?.id}`);
  await page.getByText(/不作凭证$/).waitFor();
  await context.close();
});

test('who may see the account whole prints it whole; nobody else is offered it', async () => {
  const cashier = await open(browser, { county, role: 'cashier' });
  const { payments } = await get<{ payments: { id: string; claimId: string; payeeAccount: string }[] }>(
    cashier.context,
    '/v1/payments?state=PAYMENT_STATE_PAID&pageSize=1',
  );
  const [paid] = payments as [(typeof payments)[number]];
  const office = await open(browser, { county, role: 'poverty_office' });
  const auditor = await open(browser, { county, role: 'auditor' });
  const sheets = [
    [`/print/payments/${paid.id}`, '拨付单存档'],
    [`/print/claims/${paid.claimId}`, '报账单存档'],
  ] as const;
  for (const [address, purpose] of sheets) {
    const { page } = cashier;
    await visit(page, address);
    await page.getByText(paid.payeeAccount, { exact: true }).waitFor();
    await page.getByRole('button', { name: '显示完整账号' }).click();
    const dialog = page.getByRole('dialog', { name: '查看收款账号' });
    await dialog.getByLabel('查看用途').fill(purpose);
    await expectAccessible(page);
    await dialog.getByRole('button', { name: '查看账号' }).click();
    const whole = page.locator('article').getByText(/^(\d{4} )+\d{1,4}$/);
    await whole.waitFor();
    const digits = ((await whole.textContent()) ?? '').replace(/ /g, '');
    expect(digits.slice(-4)).toBe(paid.payeeAccount.slice(-4));
    expect(await page.getByText(paid.payeeAccount, { exact: true }).count()).toBe(0);
    expect(await dialog.count()).toBe(0);
    // On the paper there is the number and no button.
    await page.emulateMedia({ media: 'print' });
    expect(await whole.isVisible()).toBe(true);
    expect(await page.getByRole('button').count()).toBe(0);
    expect(read(await page.pdf({ preferCSSPageSize: true })).boxes).toHaveLength(1);
    await page.emulateMedia({ media: null });
    // It is in nothing the browser keeps, and gone with the page, even when one comes back without loading anew.
    const kept = await page.evaluate(async () =>
      JSON.stringify([
        { ...localStorage },
        { ...sessionStorage },
        (await indexedDB.databases?.()) ?? [],
        history.state,
      ]),
    );
    expect(kept).not.toContain(digits);
    await page.locator('main, body').getByRole('link').first().click();
    await page.getByRole('link', { name: '打印', exact: true }).click();
    await page.getByText(paid.payeeAccount, { exact: true }).waitFor();
    await page.getByRole('button', { name: '显示完整账号' }).waitFor();

    await visit(office.page, address);
    await office.page.getByText(paid.payeeAccount, { exact: true }).waitFor();
    await office.page.getByRole('table').waitFor();
    expect(await office.page.getByRole('button', { name: '显示完整账号' }).count()).toBe(0);
  }
  const { auditEntries } = await get<{ auditEntries: { objectId: string; purpose: string }[] }>(
    auditor.context,
    `/v1/auditEntries?action=funds.revealClaimPayeeAccount&objectId=${paid.claimId}`,
  );
  expect(auditEntries.map((entry) => entry.purpose).sort()).toEqual(sheets.map(([, purpose]) => purpose).sort());
  for (const { context, page } of [cashier, office, auditor]) {
    expectNoComplaints(page);
    await context.close();
  }
});
