// What waits: the badge, the way to each item, agreeing to several at once, where each role's day begins, a department's own money.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { get, post } from './support/api';
import {
  DESKTOP,
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

const person = (username: string, viewport = DESKTOP) =>
  open(browser, { county, as: named(username, county), viewport });

const badge = async (page: Page) => Number(await page.locator('header [data-badge]').getAttribute('data-badge'));
const total = async (page: Page) =>
  Number(await page.locator('[data-total="totalSize"]').first().getAttribute('data-value'));

test.each([
  ['finance_officer', '/fund-documents'],
  ['finance_approver', '/inbox'],
  ['cashier', '/inbox'],
  ['poverty_office', '/inbox'],
  ['unit', '/projects'],
  ['department', '/our-money'],
  ['township', '/inbox'],
  ['village', '/projects'],
  ['leader', '/overview'],
  ['statistics', '/overview'],
])('the day of %s begins at %s', async (role, path) => {
  const { context, page } = await open(browser, { county, role });
  await page.goto('/');
  await page.waitForURL(`**${path}`);
  await settled(page);
  expectNoComplaints(page);
  await context.close();
});

test('the badge says what the list says, tabs add up, and an item is one click away', async () => {
  const { context, page } = await person('office1');
  await visit(page, '/inbox');
  const all = await total(page);
  expect(all).toBeGreaterThan(5);
  await expect.poll(() => badge(page)).toBe(all);
  const counts = await page
    .locator('[data-tab]:not([data-tab=""])')
    .evaluateAll((tabs) => tabs.map((tab) => Number(tab.getAttribute('data-count'))));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(all);
  await expectAccessible(page);
  await page.getByRole('button', { name: /^完工项目待验收/ }).click();
  await page.waitForURL('**kind=INBOX_KIND_PROJECT_INSPECT*');
  await settled(page);
  // The badge is of everything that waits, whatever one looks at.
  expect(await badge(page)).toBe(all);
  const first = page.locator('tbody tr').first().getByRole('link').first();
  const name = (await first.textContent()) ?? '';
  await first.click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
  await page.goBack();
  await page.waitForURL('**kind=INBOX_KIND_PROJECT_INSPECT*');
  await settled(page);
  await page.getByLabel('只看逾期的').check();
  await page.waitForURL('**lateOnly=true*');
  expectNoComplaints(page);
  await context.close();
});

test('several are agreed to at once; one that a colleague was faster with is told', async () => {
  const { context, page } = await person('office1');
  const { inboxItems } = await get<{ inboxItems: { objectId: string; number: string; etag: string }[] }>(
    context,
    '/v1/inboxItems?kind=INBOX_KIND_CLAIM_AGREE_BY_OFFICE',
  );
  expect(inboxItems.length).toBeGreaterThan(1);
  const [taken, mine] = inboxItems as [(typeof inboxItems)[number], (typeof inboxItems)[number]];
  await visit(page, '/inbox?kind=INBOX_KIND_CLAIM_AGREE_BY_OFFICE');
  const before = await badge(page);
  await page.getByRole('button', { name: /^全选本页可选的/ }).click();
  await page.getByRole('button', { name: /^同意选中的/ }).click();
  await expectAccessible(page);
  const colleague = await person('office2');
  await post(colleague.context, `/v1/claims/${taken.objectId}:agreeByOffice`, { etag: taken.etag });
  await colleague.context.close();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^同意选中的/ })
    .dblclick();
  await page.getByText(`已同意 ${inboxItems.length - 1} 条。`).waitFor();
  await page.getByRole('alert').getByText(taken.number).waitFor();
  await expect.poll(() => badge(page)).toBe(before - inboxItems.length);
  const history = await get<{ history: { action: string }[] }>(context, `/v1/claims/${mine.objectId}`);
  expect(history.history.filter((step) => step.action === 'CLAIM_ACTION_AGREE_BY_OFFICE')).toHaveLength(1);
  // And it stands under what was done today.
  await page.getByRole('table', { name: '今天办了什么' }).getByRole('link', { name: mine.number }).waitFor();
  expectNoComplaints(page);
  await context.close();
});

test('a cashier pays from a phone, one by one, and over the end of his session', async () => {
  const { context, page } = await person('cashier', PHONE);
  await visit(page, '/');
  await page.waitForURL('**/inbox');
  await settled(page);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  expect(await page.getByRole('checkbox', { name: /^选择/ }).count()).toBe(0);
  const before = await badge(page);
  await page.getByRole('list', { name: '待办' }).getByRole('link').first().click();
  await page.getByRole('heading', { level: 1, name: '拨付' }).waitFor();
  await page.getByLabel('银行流水号').fill('DB-20260001');
  await context.clearCookies();
  await page.getByRole('button', { name: '确认拨付' }).click();
  const dialog = page.getByRole('dialog', { name: '登录已过期' });
  await dialog.getByLabel('密码', { exact: true }).fill(named('cashier', county).password);
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  expect(await page.getByLabel('银行流水号').inputValue()).toBe('DB-20260001');
  await page.getByRole('button', { name: '确认拨付' }).dblclick();
  await page.getByRole('heading', { level: 1, name: /^ZF2026-/ }).waitFor();
  await expect.poll(() => badge(page)).toBe(before - 1);
  expectNoComplaints(page);
  await context.close();
});

test.each([
  ['on a desk', DESKTOP],
  ['on a phone', PHONE],
])('a department sees what became of its money, %s, and every figure opens its list', async (_, viewport) => {
  const { context, page } = await person('transport', viewport);
  await visit(page, '/our-money');
  const flow = page.getByRole('region', { name: '本部门资金总体情况' });
  await flow.getByRole('heading', { name: '验收认定' }).waitFor();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  const figures = await flow.locator('[data-figure]').evaluateAll((links) =>
    links.map((link) => ({
      href: link.getAttribute('href') ?? '',
      value: link.getAttribute('data-figure'),
      total: link.getAttribute('data-figure-total') ?? '',
    })),
  );
  expect(figures).toHaveLength(7);
  // What was set aside and paid by project is what was set aside and paid.
  for (const name of ['appropriatedFen', 'paidFen'])
    expect(await page.locator(`[data-total="${name}"]`).getAttribute('data-value')).toBe(
      figures.find((figure) => figure.total === name)?.value,
    );
  for (const { href, value, total: name } of figures) {
    await visit(page, href);
    expect(await page.locator(`[data-total="${name}"]`).getAttribute('data-value'), href).toBe(value);
  }
  expectNoComplaints(page);
  await context.close();
});

test('finance reads over its documents what waits', async () => {
  const { context, page } = await person('finance1');
  await visit(page, '/');
  await page
    .getByRole('navigation', { name: '待办' })
    .getByRole('link', { name: /不一致/ })
    .click();
  await page.waitForURL('**/inbox?kind=INBOX_KIND_DOCUMENT_CONFLICT');
  await expect.poll(() => total(page)).toBe(1);
  await context.close();
});
