// What finance does at the end of a year: reductions and recalls typed, a year closed by two people and opened again by two.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { get } from './support/api';
import {
  expectAccessible,
  expectNoComplaints,
  expectNoSidewaysScroll,
  launch,
  named,
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

interface Allocation {
  id: string;
  documentNumber: string;
  money: { promisedFen: string; receivedFen: string; availableFen: string; reducedFen: string };
}

const person = (username: string, viewport?: { width: number; height: number }) =>
  open(browser, { county, as: named(username, county), ...(viewport ? { viewport } : {}) });

test('a recall is refused for more than is free, and typed for what is', async () => {
  const { context, page } = await person('finance1');
  const { allocations } = await get<{ allocations: Allocation[] }>(
    context,
    '/v1/allocations?availableOnly=true&pageSize=1000',
  );
  const { id, money } = allocations.find((each) => BigInt(each.money.availableFen) >= 10_000n) as Allocation;
  await visit(page, `/allocations/${id}`);
  await page.getByRole('button', { name: '录入调减、收回文件' }).click();
  await page.getByRole('heading', { level: 1, name: '录入调减、收回文件' }).waitFor();
  await expectAccessible(page);
  await page.getByLabel('收回', { exact: true }).check();
  await page.getByLabel('发文机关', { exact: true }).fill('财政');
  await page.keyboard.press('Enter');
  await page.getByLabel('文号').fill('测试〔2026〕收1号');
  await page.getByLabel('标题').fill('关于收回部分资金的通知');
  const tooMuch = (BigInt(money.availableFen) + 100n) / 100n;
  await page.getByLabel('金额', { exact: false }).last().fill(String(tooMuch));
  await page.getByRole('button', { name: '录入', exact: true }).click();
  await page
    .getByText(/收回金额超过可收回的资金/)
    .first()
    .waitFor();
  await page.getByLabel('金额', { exact: false }).last().fill('100');
  await page.getByRole('button', { name: '录入', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: '测试〔2026〕收1号' }).waitFor();
  await settled(page);
  const after = await get<Allocation>(context, `/v1/allocations/${id}`);
  expect(BigInt(after.money.promisedFen)).toBe(BigInt(money.promisedFen) - 10_000n);
  expect(BigInt(after.money.receivedFen)).toBe(BigInt(money.receivedFen) - 10_000n);
  await visit(page, `/allocations/${id}`);
  await page.getByRole('link', { name: '测试〔2026〕收1号' }).first().waitFor();
  await expectAccessible(page);
  await expectNoComplaints(page);
  await context.close();
});

test('what stands in the way of closing a year leads to its list', async () => {
  const { context, page } = await person('finance1', PHONE);
  await visit(page, '/fiscal-years');
  await expectNoSidewaysScroll(page);
  const { fiscalYears } = await get<{ fiscalYears: { fiscalYear: number }[] }>(context, '/v1/fiscalYears');
  const year = (fiscalYears[0]?.fiscalYear ?? 0) - 1;
  await page.getByRole('link', { name: `${year} 年度` }).click();
  await page.getByRole('heading', { level: 1, name: `${year} 年度` }).waitFor();
  await settled(page);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  const answer = await get<{ obstacles: { kind: string; count: number }[] }>(context, `/v1/fiscalYears/${year}`);
  const claims = answer.obstacles.find((each) => each.kind === 'FISCAL_YEAR_OBSTACLE_KIND_CLAIM');
  expect(claims, 'the demo has a year with claims on the way').toBeTruthy();
  expect(await page.getByRole('button', { name: '申请结账' }).count()).toBe(0);
  await page.getByRole('link', { name: '报账未办结' }).first().click();
  await page.getByRole('heading', { level: 1, name: '报账' }).waitFor();
  await settled(page);
  expect(await page.locator('[data-row]').count()).toBe(claims?.count);
  await expectNoComplaints(page);
  await context.close();
});

test('a year is opened again, corrected and closed again, each by two people', async () => {
  const finance = await person('finance1');
  const approver = await person('approver');
  const { fiscalYears } = await get<{ fiscalYears: { fiscalYear: number; state: string }[] }>(
    finance.context,
    '/v1/fiscalYears',
  );
  const year = fiscalYears.find((each) => each.state === 'FISCAL_YEAR_STATE_REOPENING_REQUESTED')?.fiscalYear;
  await visit(approver.page, '/inbox?kind=INBOX_KIND_FISCAL_YEAR_APPROVE');
  await approver.page.getByRole('link', { name: String(year), exact: true }).click();
  await approver.page.getByRole('button', { name: '同意重开' }).click();
  await approver.page.getByRole('dialog').getByRole('button', { name: '同意重开' }).click();
  await approver.page.getByText('未结账').first().waitFor();

  await visit(finance.page, `/fiscal-years/${year}`);
  await finance.page.getByRole('button', { name: '申请结账' }).click();
  await finance.page.getByRole('dialog').getByRole('button', { name: '申请结账' }).click();
  await finance.page.getByText('结账待审批').first().waitFor();

  await visit(approver.page, `/fiscal-years/${year}`);
  await approver.page.getByRole('button', { name: '同意结账' }).click();
  await approver.page.getByRole('dialog').getByRole('button', { name: '同意结账' }).click();
  await approver.page.getByText('已结账').first().waitFor();
  await expectAccessible(approver.page);
  await visit(approver.page, `/print/fiscal-years/${year}`);
  await approver.page.getByText('年终结账单').first().waitFor();
  for (const { page, context } of [finance, approver]) {
    await expectNoComplaints(page);
    await context.close();
  }
});
