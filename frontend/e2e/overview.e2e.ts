import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { get } from './support/api';
import { DESKTOP, expectNoComplaints, launch, open, PHONE, settled, visit } from './support/browser';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

interface Figure {
  href: string;
  value: string;
  total: string;
  text: string;
}

const figuresOn = (page: Page): Promise<Figure[]> =>
  page.locator('[data-figure]').evaluateAll((links) =>
    links.map((link) => ({
      href: link.getAttribute('href') ?? '',
      value: link.getAttribute('data-figure') ?? '',
      total: link.getAttribute('data-figure-total') ?? '',
      text: link.textContent ?? '',
    })),
  );

async function showEverything(page: Page) {
  const more = page.getByRole('button', { name: /显示全部/ });
  while (await more.count()) await more.first().click();
}

/** The list on the screen says this total. */
const totalShown = (page: Page, name: string) => page.locator(`[data-total="${name}"]`).getAttribute('data-value');

describe.each([
  ['on a desk', DESKTOP],
  ['on a phone', PHONE],
])('%s', (_, viewport) => {
  test('the headline figures open their lists, and the lists say the same', async () => {
    const { context, page } = await open(browser, { viewport, role: 'leader' });
    await visit(page, '/overview');
    const headline = page.getByRole('region', { name: '资金总体情况' });
    const count = await headline.locator('[data-figure]').count();
    expect(count).toBe(7);
    for (let index = 0; index < count; index++) {
      const link = headline.locator('[data-figure]').nth(index);
      const [value, total] = [await link.getAttribute('data-figure'), await link.getAttribute('data-figure-total')];
      await link.click();
      await page.waitForURL('**/allocations*');
      await settled(page);
      expect(await totalShown(page, total ?? ''), total ?? '').toBe(value);
      await page.goBack();
      await page.waitForURL('**/overview*');
      await settled(page);
    }
    expectNoComplaints(page);
    await context.close();
  });
});

test('the cards show the figures the API gives', async () => {
  const { context, page } = await open(browser, { role: 'leader' });
  const { totals } = await get<{ totals: Record<string, string> }>(context, '/v1/reports/overview');
  await visit(page, '/overview');
  for (const name of ['promisedFen', 'receivedFen', 'appropriatedFen', 'paidFen']) {
    const fen = BigInt(totals[name] ?? '');
    const yuan = `${(fen / 100n).toLocaleString('en-US')}.${(fen % 100n).toString().padStart(2, '0')} 元`;
    await page.locator(`[data-figure-total="${name}"]`).first().getByText(yuan, { exact: true }).waitFor();
  }
  await context.close();
});

test.each([
  ['every year', 'leader'],
  ['one year', 'leader'],
  ['every year', 'department'],
  ['every year', 'township'],
  ['every year', 'unit'],
  ['one year', 'township'],
])('all figures of %s equal the totals of the lists they open, for a %s', async (span, role) => {
  const { context, page } = await open(browser, { role });
  const { fiscalYears } = await get<{ fiscalYears: number[] }>(context, '/v1/reports/overview');
  expect(fiscalYears.length).toBeGreaterThan(0);
  await visit(page, span === 'one year' ? `/overview?fiscalYear=${fiscalYears[0]}` : '/overview');
  await showEverything(page);
  const figures = await figuresOn(page);
  expect(figures.length).toBeGreaterThan(3);

  // One visit for each list; the figures that lead to it are all compared there.
  const lists = new Map<string, Figure[]>();
  for (const figure of figures) {
    const address = new URL(figure.href, 'http://x');
    address.searchParams.delete('figure');
    const list = address.pathname + address.search;
    lists.set(list, [...(lists.get(list) ?? []), figure]);
  }
  const wrong: string[] = [];
  const walk = async (own: Page, mine: [string, Figure[]][]) => {
    for (const [list, expected] of mine) {
      // Inside the application, as a click would; the overview has no totals, so the list's are not mistaken.
      await own.evaluate((address) => {
        window.history.pushState(null, '', address);
        window.dispatchEvent(new PopStateEvent('popstate'));
      }, list);
      await own.locator('[data-total="totalSize"], h1:text-is("没有权限查看")').first().waitFor();
      for (const { value, total, text, href } of expected) {
        const found = await totalShown(own, total);
        if (found !== value) wrong.push(`${text} (${total}=${value}) → ${href} says ${found}`);
      }
      await own.goBack();
      await own.locator('[data-figure]').first().waitFor();
    }
  };
  const all = [...lists];
  const other = await context.newPage();
  await visit(other, '/overview');
  const pages = [page, other];
  await Promise.all(
    pages.map((own, index) =>
      walk(
        own,
        all.filter((_, at) => at % pages.length === index),
      ),
    ),
  );
  expect(wrong).toEqual([]);
  expectNoComplaints(page);
  await context.close();
});

test('the year is in the address and survives back and forward', async () => {
  const { context, page } = await open(browser, { role: 'leader' });
  const { fiscalYears } = await get<{ fiscalYears: number[] }>(context, '/v1/reports/overview');
  const year = fiscalYears[0];
  await visit(page, '/overview');
  await page.getByLabel('年度', { exact: true }).selectOption({ label: `${year}年` });
  await page.waitForURL(`**/overview?fiscalYear=${year}`);
  await page.goBack();
  await page.waitForURL((address) => !address.search);
  await page.goForward();
  await page.waitForURL(`**/overview?fiscalYear=${year}`);
  await context.close();
});

test('where a figure comes from is told, by keyboard too', async () => {
  const { context, page } = await open(browser, { role: 'leader' });
  await visit(page, '/overview');
  const button = page.getByRole('button', { name: '“闲置”这个数怎么来的' });
  await button.focus();
  await page.keyboard.press('Enter');
  await page.getByText(/到账超过 90 天还没有付出去/).waitFor();
  expectNoComplaints(page);
  await context.close();
});
