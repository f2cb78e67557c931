import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  DESKTOP,
  expectAccessible,
  expectNoComplaints,
  expectNoSidewaysScroll,
  launch,
  open,
  PHONE,
  settled,
  visit,
} from './support/browser';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

test.each([
  ['on a desk', DESKTOP],
  ['on a phone', PHONE],
])('which channels’ money comes together in a village, each cell with its list, %s', async (_, viewport) => {
  const { context, page } = await open(browser, { role: 'leader', viewport });
  await visit(page, '/integration');
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  const figures = await page.locator('[data-figure]').evaluateAll((links) =>
    links.map((link) => ({
      href: link.getAttribute('href') ?? '',
      value: link.getAttribute('data-figure'),
      total: link.getAttribute('data-figure-total') ?? '',
    })),
  );
  expect(figures.length).toBeGreaterThan(5);
  for (const { href, value, total } of figures.slice(0, 5)) {
    await visit(page, href);
    await expect.poll(() => page.locator(`[data-total="${total}"]`).getAttribute('data-value')).toBe(value);
  }
  // What is shown is in the address, and back leads to it.
  await visit(page, '/integration');
  await page.getByText('下达和到账', { exact: true }).click();
  await page.waitForURL('**measure=promised');
  await settled(page);
  await page.getByLabel('年度').selectOption({ index: 1 });
  await page.waitForURL('**fiscalYear=*');
  await page.goBack();
  await page.waitForURL((address) => !address.searchParams.has('fiscalYear'));
  expect(new URL(page.url()).searchParams.get('measure')).toBe('promised');
  expectNoComplaints(page);
  await context.close();
});
