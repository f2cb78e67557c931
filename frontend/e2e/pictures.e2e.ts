import { mkdirSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { get } from './support/api';
import {
  DESKTOP,
  expectAccessible,
  expectNoComplaints,
  expectNoSidewaysScroll,
  type Language,
  launch,
  open,
  PHONE,
  settled,
  visit,
} from './support/browser';

// A picture of every screen, in both languages, on a desk and on a phone; each is checked while it is there:
// axe finds nothing (asked in Chinese), nothing scrolls sideways, the browser has nothing to complain about (content policy included).

const folder = 'e2e/pictures';
let browser: Browser;
let addresses: Record<string, string>;

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  browser = await launch();
  const { context } = await open(browser, { role: 'leader' });
  addresses = await screens(context);
  await context.close();
});
afterAll(() => browser?.close());

async function screens(context: BrowserContext): Promise<Record<string, string>> {
  const first = async (path: string, list: string) => {
    const answer = await get<Record<string, { id: string }[]>>(context, `${path}?pageSize=1`);
    const id = answer[list]?.[0]?.id;
    expect(id, `the demo has no ${list}`).toBeTruthy();
    return id;
  };
  const payments = await get<{ payments: { id: string; number: string; claimId: string; projectId: string }[] }>(
    context,
    '/v1/payments?pageSize=1',
  );
  const payment = payments.payments[0];
  expect(payment, 'the demo has no payment').toBeTruthy();
  const trace = await get<{ nodes: { kind: string; id: string }[] }>(
    context,
    `/v1/funds:trace?paymentId=${payment?.id}`,
  );
  const traced = (kind: string) => trace.nodes.find((node) => node.kind === `TRACE_NODE_KIND_${kind}`)?.id;
  return {
    overview: '/overview',
    'fund-documents': '/fund-documents',
    'fund-document': `/fund-documents/${traced('DOCUMENT')}`,
    allocations: '/allocations?idleOnly=true&figure=idleFen',
    allocation: `/allocations/${traced('ALLOCATION')}`,
    receipts: '/receipts',
    receipt: `/receipts/${await first('/v1/receipts', 'receipts')}`,
    projects: '/projects',
    project: `/projects/${payment?.projectId}`,
    'key-villages': '/key-villages',
    claims: '/claims',
    claim: `/claims/${payment?.claimId}`,
    payments: '/payments',
    payment: `/payments/${payment?.id}`,
    trace: `/trace?paymentNumber=${payment?.number}`,
    'not-found': '/nowhere',
  };
}

async function take(page: Page, name: string, language: Language) {
  if (name.startsWith('overview')) {
    // A canvas that was never on the screen is not in the picture.
    await page.locator('[data-drawn] canvas').scrollIntoViewIfNeeded();
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await page.evaluate(() => window.scrollTo(0, 0));
  }
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  await expectNoSidewaysScroll(page);
  // The structure is the same in both languages; axe is slow enough to ask it once.
  if (language === 'zh-CN') await expectAccessible(page);
  expectNoComplaints(page);
}

const sizes = { 1440: DESKTOP, 360: PHONE };

describe.each(['zh-CN', 'en'] satisfies Language[])('pictures in %s', { timeout: 170_000 }, (language) => {
  test.each(['1440', '360'] as const)('at %s', async (size) => {
    const viewport = sizes[size];
    const out = await open(browser, { viewport, language });
    await visit(out.page, '/login');
    await take(out.page, `login-${size}-${language}`, language);
    await out.context.close();

    const { context, page } = await open(browser, { viewport, language, role: 'leader' });
    for (const [name, address] of Object.entries(addresses)) {
      await visit(page, address);
      await take(page, `${name}-${size}-${language}`, language);
    }
    if (size === '360') {
      await visit(page, '/overview');
      await page.getByRole('button', { name: language === 'en' ? 'Menu' : '菜单' }).click();
      await page.getByRole('navigation', { name: language === 'en' ? 'Main menu' : '主菜单' }).waitFor();
      await page.screenshot({ path: `${folder}/menu-${size}-${language}.png` });
      await expectAccessible(page);
      expectNoComplaints(page);
      await settled(page);
    }
    await context.close();
  });
});
