import { Buffer } from 'node:buffer';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, expectNoComplaints, launch, open, PHONE, settled } from './support/browser';
import { type County, startBare } from './support/server';

let browser: Browser;
let county: County & { code: string };
beforeAll(async () => {
  [browser, county] = await Promise.all([launch(), startBare()]);
});
afterAll(async () => {
  await browser?.close();
  await county?.stop();
});

const list = 'code,name\n331125000000,云和县\n331125206000,云坛乡\n331125206201,包山村委会\n331125206202,沈村村委会\n';

test('a program without a county: code, county, list, and the first administrator logs in', async () => {
  const { context, page } = await open(browser, { county, viewport: PHONE });
  await page.goto('/');
  await page.waitForURL('**/setup');
  await page.getByRole('textbox', { name: '一次性代码' }).fill('abcd-efgh-jkmn-pqrs');
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByRole('textbox', { name: '县级区划代码' }).fill('331125');
  await page.getByRole('textbox', { name: /所属地级市/ }).fill('丽水市');
  await expectAccessible(page);
  await page.getByRole('button', { name: '下一步' }).click();
  const file = page.getByLabel('区划表（CSV）');
  const wrong = Buffer.from(`${list}331125207201,某村委会\n`);
  await file.setInputFiles({ name: 'yunhe.csv', mimeType: 'text/csv', buffer: wrong });
  // A wrong code is told before anything else is looked at.
  await page.getByRole('button', { name: '建县' }).click();
  await page
    .getByRole('alert')
    .getByText(/一次性代码不对/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: '上一步' }).click();
  await page.getByRole('button', { name: '上一步' }).click();
  await page.getByRole('textbox', { name: '一次性代码' }).fill(county.code);
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByRole('button', { name: '建县' }).click();
  await page
    .getByText(/第 6 行/)
    .first()
    .waitFor();
  await file.setInputFiles({ name: 'yunhe.csv', mimeType: 'text/csv', buffer: Buffer.from(list) });
  await page.getByText('云和县：1 个乡镇，2 个村（居）').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: '建县' }).click();
  await page.getByText('云和县已建立').waitFor();
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
  const password = (await page.getByLabel('admin 的密码', { exact: true }).textContent()) ?? '';
  expect(password).toMatch(/^[a-z0-9]{16}$/);
  page.on('dialog', (dialog) => void dialog.accept());
  await page.getByRole('button', { name: '我已记下，去登录' }).click();
  await page.waitForURL('**/login');
  await page.getByLabel('用户名').fill('admin');
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  // The first thing is a password of one's own.
  await page.getByRole('heading', { name: /密码/ }).first().waitFor();
  await settled(page);
  expect((await context.request.get('/v1/setup')).ok()).toBe(true);
  // Nobody sets it up again.
  await page.goto('/setup');
  await page.waitForURL((url) => url.pathname !== '/setup');
  expectNoComplaints(page);
  await context.close();
});
