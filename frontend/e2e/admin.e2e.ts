// The three administrations at work: an account is opened by one, given roles and a password by another, used, and seen by the third.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { get } from './support/api';
import {
  account,
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

const as = (role: string, viewport?: { width: number; height: number }) =>
  open(browser, { county, role, ...(viewport ? { viewport } : {}) });

async function choose(page: Page, label: string, typed: string, option: string | RegExp) {
  await page.getByLabel(label).fill(typed);
  await page.getByTitle(option).last().click();
}

async function userId(context: BrowserContext, username: string) {
  const { users } = await get<{ users: { id: string }[] }>(context, `/v1/users?query=${username}`);
  return users[0]?.id ?? '';
}

test('a new colleague: account, roles, password, first log-in, and the trace in the audit log', async () => {
  const admin = await as('admin');
  await visit(admin.page, '/');
  await admin.page.waitForURL('**/admin/users');
  await admin.page.getByRole('button', { name: '新建用户' }).click();
  await admin.page.getByLabel('姓名').fill('测试员');
  await admin.page.getByLabel('用户名').fill('tester');
  await choose(admin.page, '单位', '财政', /财政局/);
  await admin.page.getByRole('button', { name: '建立账号' }).click();
  await admin.page.getByRole('heading', { level: 1, name: '测试员' }).waitFor();
  await admin.page.getByText('还没有角色').waitFor();
  const id = await userId(admin.context, 'tester');
  expectNoComplaints(admin.page);

  const security = await as('security_admin');
  await visit(security.page, `/admin/users/${id}/roles`);
  await security.page.getByRole('checkbox', { name: '财政经办' }).check();
  await security.page.getByRole('checkbox', { name: '出纳' }).check();
  await security.page.getByRole('button', { name: '保存' }).click();
  // What cannot be held together is refused by the server and told at the field.
  await security.page.locator('.ant-form-item-explain-error').getByText('不能由同一人担任').waitFor();
  await expectAccessible(security.page);
  await security.page.getByRole('checkbox', { name: '财政经办' }).uncheck();
  await security.page.getByRole('button', { name: '保存' }).click();
  await security.page.getByRole('heading', { level: 1, name: '测试员' }).waitFor();
  await settled(security.page);
  await security.page.getByRole('button', { name: '重置密码' }).click();
  await security.page
    .getByRole('dialog', { name: '重置测试员的密码？' })
    .getByRole('button', { name: '重置密码' })
    .click();
  const shown = security.page.getByRole('dialog', { name: '测试员的新密码' });
  const given = (await shown.getByLabel('新密码', { exact: true }).textContent()) ?? '';
  expect(given.length).toBeGreaterThanOrEqual(10);
  await security.page.keyboard.press('Escape');
  await expectAccessible(security.page);
  await shown.getByRole('button', { name: '我已记下' }).click();
  await shown.waitFor({ state: 'hidden' });
  expect(await security.page.content()).not.toContain(given);
  expectNoComplaints(security.page);

  const own = await open(browser, {
    county,
    viewport: PHONE,
    as: { username: 'tester', password: given, role: 'ROLE_CASHIER' },
  });
  await visit(own.page, '/payments');
  await own.page.getByRole('heading', { level: 1, name: '请先修改密码' }).waitFor();
  expect(await own.page.getByRole('navigation', { name: '主菜单' }).count()).toBe(0);
  await expectNoSidewaysScroll(own.page);
  await expectAccessible(own.page);
  await own.page.getByLabel('现在的密码').fill(given);
  await own.page.getByLabel('新密码', { exact: true }).fill('短');
  await own.page.getByLabel('再输入一次新密码').fill('短');
  await own.page.getByRole('button', { name: '修改密码' }).click();
  await own.page.locator('.ant-form-item-explain-error').getByText('至少').waitFor();
  await own.page.getByLabel('新密码', { exact: true }).fill('红心猕猴桃 三棵老树');
  await own.page.getByLabel('再输入一次新密码').fill('红心猕猴桃 三棵老树');
  await own.page.getByRole('button', { name: '修改密码' }).click();
  // The page that was asked for.
  await own.page.getByRole('heading', { level: 1, name: '拨付' }).waitFor();
  expectNoComplaints(own.page);

  const audit = await as('audit_admin');
  await visit(audit.page, `/admin/audit?objectId=${id}&action=people.setUserRoles`);
  await audit.page.getByRole('button', { name: /^查看第/ }).click();
  const entry = audit.page.getByRole('dialog');
  await entry.getByText('出纳').first().waitFor();
  await expectAccessible(audit.page);
  expectNoComplaints(audit.page);
  for (const each of [admin, security, own, audit]) await each.context.close();
});

test('a department’s system gets a key, and another one with both working for a week', async () => {
  const { context, page } = await as('security_admin');
  await visit(page, '/admin/api-clients');
  await page.getByRole('button', { name: '新建接口客户' }).click();
  await page.getByLabel('名称').fill('测试系统');
  await choose(page, '单位', '交通', /交通局/);
  await page.getByRole('button', { name: '建立' }).click();
  const first = page.getByRole('dialog', { name: '测试系统的密钥' });
  const key = (await first.getByLabel('密钥', { exact: true }).textContent()) ?? '';
  expect(key).toMatch(/^zk_/);
  await first.getByRole('button', { name: '我已记下' }).click();
  await page.waitForURL(/api-clients\/[0-9a-f-]{36}$/);
  await settled(page);
  // The department calls with it once, so that the old key is seen to be in use after the change.
  const pushed = await context.request.get('/v1/fundDocuments', { headers: { Authorization: `Bearer ${key}` } });
  expect(pushed.status()).toBe(200);
  await page.getByRole('button', { name: '更换密钥' }).click();
  await page.getByLabel('旧密钥再用').fill('31');
  await page.getByRole('button', { name: '生成新密钥' }).click();
  await page.locator('.ant-form-item-explain-error').getByText('0 到 30').waitFor();
  await page.getByLabel('旧密钥再用').fill('7');
  await page.getByRole('button', { name: '生成新密钥' }).click();
  const second = page.getByRole('dialog', { name: '测试系统的密钥' });
  expect(await second.getByLabel('密钥', { exact: true }).textContent()).not.toBe(key);
  await second.getByRole('button', { name: '我已记下' }).click();
  await page.getByText('旧密钥失效').waitFor();
  await expectAccessible(page);
  await page.getByRole('link', { name: '最近 30 天的调用' }).click();
  await page.getByText('FundDocumentService/ListFundDocuments').first().waitFor();
  await page
    .getByRole('button', { name: /的答复$/ })
    .first()
    .click();
  await page.getByRole('dialog', { name: '这次调用和答复' }).waitFor();
  await expectAccessible(page);
  expectNoComplaints(page);
  await context.close();
});

test('the log is verified, and its head found again by the next check', async () => {
  const { context, page } = await as('audit_admin', PHONE);
  await visit(page, '/');
  await page.waitForURL('**/admin/audit');
  await settled(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole('button', { name: '核验日志' }).click();
  await page.getByRole('button', { name: '开始核验' }).click();
  await page.getByText(/^没有发现问题/).waitFor();
  const head = (await page.getByText(/^[0-9a-f]{64}$/).textContent()) ?? '';
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  const field = page.getByLabel(/以前记下的末条哈希/);
  await field.fill('ab'.repeat(32));
  await page.getByRole('button', { name: '开始核验' }).click();
  await page.getByText(/^发现 \d+ 处问题/).waitFor();
  await field.fill(head);
  await page.getByRole('button', { name: '开始核验' }).click();
  await page.getByText(/^没有发现问题/).waitFor();
  expectNoComplaints(page);
  await context.close();
});

test('an organization is opened and shut, and each administration sees its own buttons', async () => {
  const { context, page } = await as('admin');
  await visit(page, '/admin/organizations/new');
  await page.getByLabel('名称').fill('测试合作社');
  await page.getByLabel('类别').click();
  await page.getByTitle('合作社').click();
  await choose(page, '地区', '千佛塔', /千佛塔村/);
  await page.getByLabel('代码', { exact: true }).fill('test-coop');
  await page.getByRole('button', { name: '建立单位' }).click();
  await page.getByRole('heading', { level: 1, name: '测试合作社' }).waitFor();
  await page.getByRole('button', { name: '停用' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '停用' }).click();
  await page.getByRole('button', { name: '启用' }).waitFor();
  expectNoComplaints(page);
  const { username } = account('audit_admin', county);
  const other = await as('audit_admin');
  await visit(other.page, `/admin/users/${await userId(other.context, username)}`);
  expect(await other.page.getByRole('button', { name: /停用|授予角色|重置密码|^修改$/ }).count()).toBe(0);
  await other.context.close();
  await context.close();
});
