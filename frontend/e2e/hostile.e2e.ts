import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { get, post } from './support/api';
import {
  DESKTOP,
  expectNoComplaints,
  expectNoSidewaysScroll,
  launch,
  open,
  PHONE,
  settled,
  visit,
} from './support/browser';
import { type County, startCounty } from './support/server';

// What people type is shown as they typed it, and never run: names of one character, of forty without a break, and scripts.

let browser: Browser;
let county: County;
beforeAll(async () => {
  [browser, county] = await Promise.all([launch(), startCounty()]);
});
afterAll(async () => {
  await browser?.close();
  await county?.stop();
});

const names = [
  '路',
  '千佛塔村至来榜镇三级公路改建及沿线排水沟挡土墙桥涵附属设施配套工程二期第一标段',
  'x'.repeat(40),
  '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>',
  '{{constructor.constructor("window.hacked=1")()}}',
];

test('hostile and odd names are shown as text, on a phone too', async () => {
  const { context, page } = await open(browser, { county, role: 'poverty_office', viewport: PHONE });
  const { projects } = await get<{ projects: { regionCode: string; unitId: string; typeCode: string }[] }>(
    context,
    '/v1/projects?pageSize=1',
  );
  const like = projects[0];
  for (const name of names) {
    const made = await post<{ id: string }>(context, '/v1/projects', {
      name,
      regionCode: like?.regionCode,
      unitId: like?.unitId,
      typeCode: like?.typeCode,
      benefit: 'BENEFIT_VILLAGE',
      plannedQuantityMilli: '1000',
      budgetFen: '100',
      startDate: '2026-01-01',
      endDate: '2026-12-31',
      objective: name,
    });
    await visit(page, `/projects/${made.id}`);
    await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
    await expectNoSidewaysScroll(page);
  }
  await visit(page, '/projects?orderBy=number desc');
  for (const name of names) await page.getByRole('link', { name, exact: true }).waitFor();
  await expectNoSidewaysScroll(page);
  await settled(page);
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  expectNoComplaints(page);
  await context.close();
});

// A person's name has 60 characters at most.
const people = [
  '丁',
  '阿卜杜热西提买买提江吐尔逊'.repeat(4).slice(0, 40),
  'x'.repeat(40),
  '<script>window.hacked=1</script>',
];

test('people of such names stand in lists, on their page and in the header as text, on both sizes', async () => {
  for (const viewport of [DESKTOP, PHONE]) {
    const { context, page } = await open(browser, { county, role: 'admin', viewport });
    for (const [at, name] of people.entries()) {
      const username = `odd${at}`;
      if (viewport === DESKTOP) {
        await visit(page, '/admin/users/new');
        await page.getByLabel('姓名').fill(name);
        await page.getByLabel('用户名').fill(username);
        await page.getByRole('combobox', { name: '单位' }).click();
        await page.keyboard.type('caizheng');
        await page.locator('.ant-select-item-option', { hasText: '财政局' }).first().click();
        await page.getByRole('button', { name: '建立账号' }).click();
      } else {
        await visit(page, `/admin/users?query=${username}`);
        await page.getByRole('link', { name, exact: true }).click();
      }
      await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
      await expectNoSidewaysScroll(page);
    }
    // The header of such a person, without one's having to be him.
    await page.route('**/v1/sessions/current', async (route) => {
      const answer = await route.fetch();
      const session = await answer.json();
      session.user.displayName = people[1];
      await route.fulfill({ response: answer, json: session });
    });
    await visit(page, '/admin/users?query=odd');
    for (const name of people) await page.getByRole('link', { name, exact: true }).waitFor();
    await expectNoSidewaysScroll(page);
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    expectNoComplaints(page);
    await context.close();
  }
});
