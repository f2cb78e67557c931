import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account, expectAccessible, expectNoComplaints, launch, open, settled, visit } from './support/browser';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

test('a wrong password is told in the server’s words; the user name stays', async () => {
  const { context, page } = await open(browser);
  await visit(page, '/login');
  const { username } = account('leader');
  await page.getByLabel('用户名').fill(username);
  await page.getByLabel('密码', { exact: true }).fill('wrong-password-1');
  const answered = page.waitForResponse((response) => response.url().endsWith('/v1/sessions'));
  await page.getByRole('button', { name: '登录' }).click();
  const response = await answered;
  const status = (await response.json()) as { details: { locale?: string; message?: string }[] };
  const sentence = status.details.find((detail) => detail.locale === 'zh-CN')?.message ?? '';
  expect(sentence).not.toBe('');
  await page.getByRole('alert').getByText(sentence).waitFor();
  expect(await page.getByLabel('用户名').inputValue()).toBe(username);
  expect(await page.getByLabel('密码', { exact: true }).inputValue()).toBe('');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('password');
  await expectAccessible(page);
  expectNoComplaints(page);
  await context.close();
});

test('log in, come to the page that was asked for, log out', async () => {
  const { context, page } = await open(browser);
  await page.goto('/projects?state=PROJECT_STATE_ACCEPTED');
  await page.waitForURL('**/login?returnTo=*');
  const { username, password } = account('leader');
  await page.getByLabel('用户名').fill(username);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/projects?state=PROJECT_STATE_ACCEPTED');
  await settled(page);
  await page.getByRole('button', { name: '退出' }).click();
  await page.waitForURL('**/login*');
  // What was seen is gone: asking for it leads to the log-in again.
  await page.goBack();
  await page.waitForURL('**/login?returnTo=*');
  expect((await context.request.get('/v1/sessions/current')).status()).toBe(401);
  expectNoComplaints(page);
  await context.close();
});

test('a session that ended asks for the password over the page, and the page goes on', async () => {
  const { context, page } = await open(browser, { role: 'leader' });
  await visit(page, '/overview');
  await context.clearCookies();
  await page.getByRole('link', { name: '项目资料库' }).click();
  const dialog = page.getByRole('dialog', { name: '登录已过期' });
  await dialog.waitFor();
  await expectAccessible(page);
  const { password } = account('leader');
  await dialog.getByLabel('密码', { exact: true }).fill('wrong-password-1');
  await page.keyboard.press('Enter');
  await dialog.getByRole('alert').waitFor();
  await dialog.getByLabel('密码', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('heading', { level: 1, name: '项目资料库' }).waitFor();
  await settled(page);
  await context.close();
});

test('when somebody else logs in in another tab, this tab becomes theirs', async () => {
  const { context, page } = await open(browser, { role: 'leader' });
  await visit(page, '/projects');
  const { username, password } = account('unit');
  await context.request.post('/v1/sessions', { data: { username, password, delivery: 'TOKEN_DELIVERY_COOKIE' } });
  await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
  await page.getByText('实施单位', { exact: false }).first().waitFor();
  await page.getByRole('navigation', { name: '主菜单' }).getByText('指标文件').waitFor({ state: 'detached' });
  await context.close();
});

test('the language is switched at once, kept, and told to the browser', async () => {
  const { context, page } = await open(browser, { role: 'leader' });
  await visit(page, '/overview');
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  expect(await page.title()).toContain('Overview');
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  await page.getByRole('button', { name: '中文' }).click();
  await page.getByRole('heading', { level: 1, name: '总览' }).waitFor();
  expectNoComplaints(page);
  await context.close();
});

test('a role sees its own menu, and a page that is not its own says so', async () => {
  const { context, page } = await open(browser, { role: 'unit' });
  await visit(page, '/projects');
  expect(await page.getByRole('navigation', { name: '主菜单' }).getByText('指标文件').count()).toBe(0);
  await visit(page, '/fund-documents');
  await page.getByRole('heading', { level: 1, name: '没有权限查看' }).waitFor();
  await expectAccessible(page);
  expectNoComplaints(page);
  await context.close();
});
