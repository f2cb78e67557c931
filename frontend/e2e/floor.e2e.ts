// Browsers: too old for the screens, without scripts, and the oldest that is let in.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  baseUrl,
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

test('a browser below the floor reads a notice, and the screens do not start', async () => {
  const { context, page } = await open(browser, { viewport: PHONE });
  await context.addInitScript(() => {
    Reflect.deleteProperty(HTMLDialogElement.prototype, 'showModal');
  });
  await page.goto('/projects');
  await page.getByRole('heading', { level: 1, name: '浏览器太旧' }).waitFor();
  await page.waitForLoadState('networkidle');
  expect(await page.locator('#root').count()).toBe(0);
  expect(await page.getByRole('heading').count()).toBe(2);
  await expectAccessible(page);
  expectNoComplaints(page);
  await context.close();
});

test('without scripts it is told what to allow', async () => {
  // A driven browser needs scripts itself: what it would show is read as it is sent.
  const page = await (await fetch(baseUrl, { headers: { Accept: 'text/html' } })).text();
  expect(/<noscript>([\s\S]*)<\/noscript>/.exec(page)?.[1]).toContain('浏览器没有开启脚本');
  expect(page).toContain('<div id="too-old" hidden');
});

test('what came after Chromium 90 is not called', async () => {
  const { context, page } = await open(browser, { role: 'finance_officer' });
  await context.addInitScript(() => {
    const gone: [object, string[]][] = [
      [Array.prototype, ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with']],
      [String.prototype, ['at', 'isWellFormed', 'toWellFormed']],
      [Object, ['hasOwn', 'groupBy']],
      [Map, ['groupBy']],
      [Promise, ['withResolvers', 'try']],
      [Array, ['fromAsync']],
      [Set.prototype, ['union', 'intersection', 'difference', 'isSubsetOf']],
      [AbortSignal, ['any', 'timeout']],
      [AbortSignal.prototype, ['throwIfAborted', 'reason']],
      [URL, ['canParse', 'parse']],
      [Crypto.prototype, ['randomUUID']],
      [Intl, ['supportedValuesOf']],
      [Document.prototype, ['startViewTransition']],
      [Element.prototype, ['checkVisibility', 'getHTML', 'setHTMLUnsafe']],
      [HTMLElement.prototype, ['showPopover', 'hidePopover', 'togglePopover', 'popover', 'inert']],
      [window, ['structuredClone', 'scheduler', 'navigation', 'reportError']],
    ];
    for (const [where, names] of gone) for (const name of names) Reflect.deleteProperty(where, name);
  });
  for (const address of [
    '/overview',
    '/fund-documents',
    '/fund-documents/new',
    '/allocations?idleOnly=true',
    '/projects',
    '/claims',
    '/payments',
    '/inbox',
    '/trace',
    '/kit/form',
    '/kit/paper',
  ]) {
    await visit(page, address);
    expect(await page.getByText('出错了').count(), address).toBe(0);
  }
  // The gallery shows for ever what loading looks like.
  await page.goto('/kit');
  await page.locator('[data-drawn]').waitFor();
  await page.goto('/fund-documents');
  await settled(page);
  await page.locator('tbody').getByRole('link').first().click();
  await page.locator('[data-trace-nodes]').waitFor();
  expectNoComplaints(page);
  await context.close();
});

test.each([
  ['on a desk', DESKTOP],
  ['on a phone', PHONE],
])('the gallery of the page kit is as fit as its pieces, %s', { timeout: 120_000 }, async (_, viewport) => {
  const { context, page } = await open(browser, { viewport, role: 'poverty_office' });
  await page.goto('/kit');
  await page.locator('[data-drawn]').waitFor();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await page.getByLabel('金额').fill('12万元');
  await page.getByText('壹拾贰万元整').waitFor();
  await page.getByRole('region', { name: 'RecordActions' }).getByRole('button', { name: '退回' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '退回' }).click();
  await dialog.getByText('请填写理由').waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  for (const address of ['/kit/list', '/kit/form', '/kit/paper']) {
    await visit(page, address);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  }
  expectNoComplaints(page);
  await context.close();
});
