// A change of a project after its approval: a unit asks, the office compares and decides.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { get } from './support/api';
import {
  DESKTOP,
  expectAccessible,
  expectNoComplaints,
  expectNoSidewaysScroll,
  launch,
  named,
  open,
  PHONE,
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

interface Found {
  projects: { id: string; allowedActions: string[]; termsVersion: number }[];
}

test('a unit asks for a larger budget, the office sees both versions and agrees', async () => {
  let opened: Awaited<ReturnType<typeof open>> | undefined;
  let id = '';
  for (const { username } of inject('accounts').filter((each) => each.role === 'unit')) {
    opened = await open(browser, { county, as: named(username, county), viewport: PHONE });
    const { projects } = await get<Found>(opened.context, '/v1/projects?state=PROJECT_STATE_UNDERWAY&pageSize=50');
    id = projects.find((each) => each.allowedActions.includes('amend') && each.termsVersion === 1)?.id ?? '';
    if (id) break;
    await opened.context.close();
  }
  if (!opened || !id) throw new Error('no unit of the demo has a project to change');
  const { context, page } = opened;
  await visit(page, `/project-changes/new?projectId=${id}`);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await page.getByRole('textbox', { name: '预算' }).fill('1');
  await page.getByLabel('理由', { exact: false }).first().fill('物价上涨，增加护坡');
  await page.getByRole('button', { name: '提交申请' }).click();
  // The server's words stand at the field inside the terms.
  await page.getByText('预算不能低于').last().waitFor();
  await page.getByRole('textbox', { name: '预算' }).fill('900万');
  await page.getByRole('button', { name: '提交申请' }).click();
  await page.waitForURL(/\/project-changes\/[0-9a-f-]{36}$/);
  const address = new URL(page.url()).pathname;

  await context.close();

  const office = await open(browser, { county, as: named('office1', county), viewport: DESKTOP });
  await visit(office.page, address);
  await office.page.getByText('9,000,000.00').waitFor();
  await expectAccessible(office.page);
  await office.page.getByRole('button', { name: '同意变更' }).click();
  await office.page.getByRole('dialog').getByRole('button', { name: '同意变更' }).click();
  await office.page.getByText('第 2 版').waitFor();
  await visit(office.page, `/projects/${id}`);
  await office.page.getByText('现行第 2 版').waitFor();
  await expectNoSidewaysScroll(office.page);
  await expectAccessible(office.page);
  await visit(office.page, '/project-changes');
  expect(await office.page.getByText('调整').count()).toBeGreaterThan(0);
  await expectAccessible(office.page);
  expectNoComplaints(office.page);
  await office.context.close();
});
