import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { get, post } from './support/api';
import { expectNoComplaints, expectNoSidewaysScroll, launch, open, PHONE, settled, visit } from './support/browser';
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
