import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { get } from './support/api';
import {
  DESKTOP,
  expectAccessible,
  expectNoComplaints,
  launch,
  named,
  open,
  PHONE,
  settled,
  visit,
} from './support/browser';
import { screens } from './support/screens';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

test('filters are in the address; back and forward bring them again', async () => {
  const { context, page } = await open(browser, { role: 'leader' });
  const { projects } = await get<{ projects: { name: string }[] }>(context, '/v1/projects?pageSize=1');
  const word = projects[0]?.name.slice(0, 3) ?? '';
  await visit(page, '/projects');
  const search = page.getByLabel('查找');
  await search.fill(word);
  await search.press('Enter');
  await page.waitForURL(`**/projects?query=${encodeURIComponent(word)}`);
  await settled(page);
  await page.getByLabel('状态').click();
  await page.getByTitle('已验收').click();
  await page.waitForURL('**state=PROJECT_STATE_ACCEPTED*');
  await settled(page);
  await page.goBack();
  await page.waitForURL((address) => !address.searchParams.has('state'));
  await settled(page);
  await expect.poll(() => search.inputValue()).toBe(word);
  await page.goBack();
  await page.waitForURL((address) => address.search === '');
  await expect.poll(() => search.inputValue()).toBe('');
  await page.goForward();
  await page.goForward();
  await page.waitForURL('**state=PROJECT_STATE_ACCEPTED*');
  await settled(page);
  await expect.poll(() => search.inputValue()).toBe(word);
  expectNoComplaints(page);
  await context.close();
});

describe.each([
  ['on a desk', DESKTOP],
  ['on a phone', PHONE],
])('%s', (_, viewport) => {
  test('every filter can be used', async () => {
    const { context, page } = await open(browser, { viewport, role: 'leader' });
    const { channels } = await get<{ channels: { code: string; name: string }[] }>(context, '/v1/channels');
    await visit(page, '/allocations');
    if (viewport === PHONE) await page.getByRole('button', { name: '筛选' }).click();
    await page.getByLabel('渠道').click();
    await page.getByTitle(channels[0]?.name ?? '').click();
    await page.waitForURL(`**channelCode=${channels[0]?.code}*`);
    await settled(page);
    await page.getByRole('checkbox', { name: /还可安排/ }).check();
    await page.waitForURL('**availableOnly=true*');
    await settled(page);
    const asked = `/v1/allocations?channelCode=${channels[0]?.code}&availableOnly=true`;
    const { totalSize } = await get<{ totalSize: number }>(context, asked);
    expect(await page.locator('[data-total="totalSize"]').getAttribute('data-value')).toBe(String(totalSize));
    await page.getByRole('button', { name: '清除条件' }).click();
    await page.waitForURL((address) => address.search === '');
    expectNoComplaints(page);
    await context.close();
  });
});

test('a village is found by a part of its name', async () => {
  const { context, page } = await open(browser, { role: 'leader' });
  const { villages } = await get<{ villages: { regionCode: string; villageName: string }[] }>(
    context,
    '/v1/reports/overview',
  );
  const village = villages[0];
  await visit(page, '/projects');
  await page.getByLabel('地区').click();
  await page.getByLabel('地区').fill(village?.villageName.slice(0, 2) ?? '');
  await page
    .getByTitle(new RegExp(`^${village?.villageName}`))
    .first()
    .click();
  await page.waitForURL(`**regionCode=${village?.regionCode}*`);
  await settled(page);
  await context.close();
});

test('pages lead on and back', async () => {
  const { context, page } = await open(browser, { role: 'leader' });
  const list = await get<{ totalSize: number }>(context, '/v1/projects?pageSize=1');
  expect(list.totalSize, 'the demo has too few projects to turn a page').toBeGreaterThan(20);
  await visit(page, '/projects');
  const rows = () => page.locator('[data-row]').evaluateAll((all) => all.map((row) => row.getAttribute('data-row')));
  const first = await rows();
  await page.getByRole('button', { name: '下一页' }).click();
  await page.waitForURL('**pageToken=*');
  await settled(page);
  const second = await rows();
  expect(second.some((row) => first.includes(row))).toBe(false);
  await page.getByRole('button', { name: '上一页' }).click();
  await page.waitForURL((address) => !address.searchParams.has('pageToken'));
  await settled(page);
  expect(await rows()).toEqual(first);
  await context.close();
});

test('an answer that comes late does not overwrite a newer filter', async () => {
  const { context, page } = await open(browser, { role: 'leader' });
  await visit(page, '/projects');
  let release: () => void = () => {};
  const held = new Promise<void>((done) => {
    release = done;
  });
  let late = false;
  await page.route(/\/v1\/projects\?.*state=PROJECT_STATE_ACCEPTED/, async (route) => {
    const response = await route.fetch();
    late = true;
    await held;
    await route.fulfill({ response }).catch(() => {
      // The page has given this question up, which is as good.
    });
  });
  await page.getByLabel('状态').click();
  await page.getByTitle('已验收').click();
  await page.waitForURL('**state=PROJECT_STATE_ACCEPTED*');
  await expect.poll(() => late).toBe(true);
  await page.getByLabel('状态').click();
  await page.getByTitle('实施中').click();
  await page.waitForURL('**state=PROJECT_STATE_UNDERWAY*');
  await settled(page);
  const shown = await page.locator('[data-row]').allTextContents();
  release();
  await page.unrouteAll({ behavior: 'wait' });
  expect(await page.locator('[data-row]').allTextContents()).toEqual(shown);
  expect(shown.every((row) => row.includes('实施中'))).toBe(true);
  await context.close();
});

test('a fault of the server is told in its words, with the request id and another try', async () => {
  const { context, page } = await open(browser, { role: 'leader' });
  await page.route('**/v1/payments?*', (route) =>
    route.fulfill({
      status: 500,
      headers: { 'X-Request-Id': 'req-e2e-1' },
      json: {
        code: 13,
        message: 'internal',
        details: [
          {
            '@type': 'type.googleapis.com/google.rpc.LocalizedMessage',
            locale: 'zh-CN',
            message: '系统出错，请稍后再试',
          },
        ],
      },
    }),
  );
  await visit(page, '/payments');
  const alert = page.getByRole('alert');
  await alert.getByText('系统出错，请稍后再试').waitFor();
  await alert.getByText('req-e2e-1').waitFor();
  await expectAccessible(page);
  await page.unrouteAll();
  await alert.getByRole('button', { name: '重试' }).click();
  await page.locator('[data-total="totalSize"]').waitFor();
  await context.close();
});

test('a server that is not reached is said to be so', async () => {
  const { context, page } = await open(browser, { role: 'leader' });
  await visit(page, '/overview');
  await page.route('**/v1/receipts?*', (route) => route.abort('connectionrefused'));
  await page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name: '到账' }).click();
  await page.getByRole('alert').getByText('连接不上服务器').waitFor();
  await context.close();
});

test('the menu can be walked by keyboard, and the focus is seen', async () => {
  const { context, page } = await open(browser, { role: 'leader' });
  await visit(page, '/overview');
  await page.keyboard.press('Tab');
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('跳到正文');
  const link = page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name: '重点村' });
  await link.focus();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  await expect.poll(() => link.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/key-villages');
  await settled(page);
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  await context.close();
});

test('no list asks once for each row', { timeout: 120_000 }, async () => {
  const lists = new Map<string, number[]>();
  const all = (await screens(browser)).filter(({ as, address }) => as && !/\d|\/new|\/kit/.test(address));
  for (const username of new Set(all.map(({ as }) => as ?? ''))) {
    const { context, page } = await open(browser, { as: named(username) });
    let asked = 0;
    page.on('request', (request) => {
      if (new URL(request.url()).pathname.startsWith('/v1/')) asked++;
    });
    for (const { address } of all.filter(({ as }) => as === username)) {
      const counts: number[] = [];
      for (const pageSize of [1, 50]) {
        asked = 0;
        await visit(page, `${address}${address.includes('?') ? '&' : '?'}pageSize=${pageSize}`);
        counts.push(asked);
        if (pageSize === 50 && (await page.locator('[data-row]').count()) > 4) lists.set(address, counts);
      }
    }
    await context.close();
  }
  expect(lists.size, `${[...lists.keys()]}`).toBeGreaterThan(12);
  // A badge may be asked for anew; five rows or more would show.
  for (const [address, [few = 0, many = 0]] of lists) expect(many, address).toBeLessThanOrEqual(few + 2);
});

test('payments are sorted by number, day and amount and filtered by state, on the server', async () => {
  const { context, page } = await open(browser, { role: 'leader' });
  await visit(page, '/payments');
  const shown = () => page.locator('[data-row]').evaluateAll((all) => all.map((row) => row.getAttribute('data-row')));
  for (const orderBy of ['number', 'paid_on', 'amount_fen', 'amount_fen desc']) {
    const { payments } = await get<{ payments: { id: string }[] }>(
      context,
      `/v1/payments?pageSize=20&orderBy=${encodeURIComponent(orderBy)}`,
    );
    await visit(page, `/payments?orderBy=${encodeURIComponent(orderBy)}`);
    expect(await shown(), orderBy).toEqual(payments.map(({ id }) => id));
  }
  await page.getByRole('columnheader', { name: '拨付日期' }).getByRole('button').click();
  await page.waitForURL(/orderBy=paid_on/);
  await page.getByLabel('状态').click();
  await page.getByTitle('已冲销').click();
  await page.waitForURL('**state=PAYMENT_STATE_REVERSED*');
  await settled(page);
  const { totalSize } = await get<{ totalSize: number }>(context, '/v1/payments?state=PAYMENT_STATE_REVERSED');
  expect(await page.locator('[data-total="totalSize"]').getAttribute('data-value')).toBe(String(totalSize));
  expectNoComplaints(page);
  await context.close();
});
