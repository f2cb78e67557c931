import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, open, settled, visit } from './support/browser';

// A network that is slow, fails or answers out of order shows nothing wrong and loses nothing.

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

test('an answer that comes late never stands under a newer filter', async () => {
  const { context, page } = await open(browser, { role: 'leader' });
  await visit(page, '/projects');
  let release: () => void = () => {};
  const held = new Promise<void>((done) => {
    release = done;
  });
  await page.route('**/v1/projects?**query=%E8%B7%AF**', async (route) => {
    await held;
    await route.continue();
  });
  const search = page.getByLabel('查找');
  await search.fill('路');
  await search.press('Enter');
  await page.waitForURL(/query=/);
  await search.fill('没有这样的项目');
  await search.press('Enter');
  await page.getByText('没有符合条件的记录').waitFor();
  release();
  await page.waitForLoadState('networkidle');
  await page.getByText('没有符合条件的记录').waitFor();
  expect(await page.locator('[data-row]').count()).toBe(0);
  await context.close();
});

test('a line that is down is told as such, and trying again goes on where one wanted to go', async () => {
  const { context, page } = await open(browser, { role: 'leader' });
  await visit(page, '/overview');
  await context.setOffline(true);
  await page.getByRole('link', { name: '报账', exact: true }).click();
  await page.getByText('连接不上服务器').first().waitFor();
  expect(await page.getByText('系统刚刚更新').count()).toBe(0);
  // Still down: the words stay, and the browser's own page does not come.
  const again = page.getByRole('main').getByRole('button', { name: '重试' });
  await again.click();
  await page.getByText('连接不上服务器').first().waitFor();
  expect(new URL(page.url()).pathname).toBe('/claims');
  await context.setOffline(false);
  await again.click();
  await page.getByRole('heading', { level: 1, name: '报账' }).waitFor();
  await settled(page);
  expect(await page.locator('[data-row]').count()).toBeGreaterThan(0);
  await context.close();
});

test('a page that an update took away is told as such, and opening it again gets the new one', async () => {
  const { context, page } = await open(browser, { role: 'leader' });
  await visit(page, '/overview');
  await page.route('**/assets/ClaimsPage-*.js', (route) => route.fulfill({ status: 404, body: '' }));
  await page.getByRole('link', { name: '报账', exact: true }).click();
  await page.getByText('系统刚刚更新').waitFor();
  await page.unroute('**/assets/ClaimsPage-*.js');
  await page.getByRole('button', { name: '重新打开' }).click();
  await page.getByRole('heading', { level: 1, name: '报账' }).waitFor();
  await context.close();
});

test('a list whose filters did not come is read all the same, and they come when they are entered', async () => {
  const { context, page } = await open(browser, { role: 'leader' });
  await page.route('**/assets/FilterChoice-*.js', (route) => route.abort());
  await visit(page, '/projects');
  await page.locator('[data-row]').first().waitFor();
  await page.unroute('**/assets/FilterChoice-*.js');
  await page.getByLabel('地区').click();
  await page.locator('.ant-select-item-option').first().waitFor();
  await context.close();
});

test('a server that breaks is told with the number of the request', async () => {
  const { context, page } = await open(browser, { role: 'leader' });
  await page.route('**/v1/claims?**', (route) =>
    route.fulfill({
      status: 500,
      headers: { 'X-Request-Id': 'req-broken' },
      contentType: 'application/json',
      body: '{}',
    }),
  );
  await visit(page, '/claims');
  await page.getByText('req-broken').waitFor();
  await page.unroute('**/v1/claims?**');
  await page.getByRole('button', { name: '重试' }).click();
  await page.locator('[data-row]').first().waitFor();
  await context.close();
});
