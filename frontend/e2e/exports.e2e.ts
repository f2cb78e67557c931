import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { get } from './support/api';
import { expectNoComplaints, launch, named, open, settled, visit } from './support/browser';
import { screens } from './support/screens';
import { type County, startCounty } from './support/server';

// What an export button says, what it says afterwards, and what the file holds are one number: on every screen that has one.

let browser: Browser;
let county: County;
beforeAll(async () => {
  [browser, county] = await Promise.all([launch(), startCounty()]);
});
afterAll(async () => {
  await browser?.close();
  await county?.stop();
});

/** What the button says, what is told when the file is there, and the file's own face. */
async function exportBy(page: Page, index: number) {
  const button = page.locator('[data-export]').nth(index);
  const list = (await button.getAttribute('data-export')) ?? '';
  const said = (await button.textContent()) ?? '';
  const tools = page.locator('div:has(> [data-export])').nth(index);
  const answer = page.waitForResponse((response) => response.url().endsWith('/v1/exports'));
  const saved = page.waitForEvent('download');
  // The other button of the pair: the same export, as text that can be read here.
  await tools.getByRole('button', { name: 'CSV' }).click();
  const response = await answer;
  const chunks: Buffer[] = [];
  for await (const chunk of await (await saved).createReadStream()) chunks.push(chunk as Buffer);
  const file = Buffer.concat(chunks).toString('utf8');
  expect(response.status(), list).toBe(200);
  await tools.getByText(/^已导出/).waitFor();
  const told = (await tools.getByText(/^已导出/).textContent()) ?? '';
  const number = (text: string) => Number(/\d+/.exec(text)?.[0]);
  return { list, said: number(said), told: number(told), holds: Number(/^条数,(\d+)/m.exec(file)?.[1]) };
}

test('the number said and the file are equal, on every screen with an export', { timeout: 400_000 }, async () => {
  const all = await screens(browser);
  const seen = new Set<string>();
  const wrong: string[] = [];
  for (const username of [...new Set(all.map((screen) => screen.as))]) {
    if (!username) continue;
    const { context, page } = await open(browser, { as: named(username) });
    for (const { name, address } of all.filter((screen) => screen.as === username)) {
      await visit(page, address);
      const count = await page.locator('[data-export]').count();
      for (let index = 0; index < count; index++) {
        if (await page.locator('[data-export]').nth(index).isDisabled()) continue;
        const { list, said, told, holds } = await exportBy(page, index);
        seen.add(list);
        // Others log in meanwhile, and that is in the log: its numbers are looked at below, in a county of their own.
        if (list !== 'auditEntries' && (said !== holds || told !== holds))
          wrong.push(`${name}, ${list}: ${said} said, ${told} told, ${holds} in the file`);
      }
    }
    expectNoComplaints(page);
    await context.close();
  }
  expect(wrong).toEqual([]);
  for (const list of [
    'documentConflicts',
    'integration',
    'projectLots',
    'auditEntries',
    'claims',
    'appropriations',
    'projects',
    'inboxItems',
  ])
    expect(seen, 'no screen exports it').toContain(list);
});

test('the audit log exported again and again holds what the button says', async () => {
  const { context, page } = await open(browser, { county, as: named('auditadmin', county) });
  await visit(page, '/admin/audit');
  let last = 0;
  for (let round = 0; round < 3; round++) {
    const { said, told, holds } = await exportBy(page, 0);
    expect({ said, told }).toEqual({ said: holds, told: holds });
    expect(holds, 'an export is in the log, and in the next one').toBe(last ? last + 1 : holds);
    last = holds;
    await expect.poll(() => page.locator('[data-export]').getAttribute('data-count')).toBe(String(holds + 1));
    await settled(page);
  }
  await context.close();
});

/** What a list tells of all its rows. */
const told = (context: BrowserContext, path: string) => get<Record<string, string>>(context, `${path}?pageSize=1`);

test('the sums of the lists are those of the overview', async () => {
  const { context } = await open(browser, { role: 'leader' });
  const { totals, projectStates } = await get<{
    totals: Record<string, string>;
    projectStates: { count: number; budgetFen: string }[];
  }>(context, '/v1/reports/overview');
  const [receipts, appropriations, payments, claims, projects] = await Promise.all(
    ['receipts', 'appropriations', 'payments', 'claims', 'projects'].map((list) => told(context, `/v1/${list}`)),
  );
  // What was recalled had come: it left as a document, not as a receipt undone.
  const { fundDocuments } = await get<{ fundDocuments: { takenOffFen: string }[] }>(
    context,
    '/v1/fundDocuments?kind=DOCUMENT_KIND_RECALL&pageSize=1000',
  );
  const recalled = fundDocuments.reduce((sum, document) => sum + BigInt(document.takenOffFen), 0n);
  expect(recalled).toBeGreaterThan(0n);
  expect(BigInt(receipts?.totalAmountFen ?? 0) - recalled).toBe(BigInt(totals.receivedFen ?? 0));
  expect(appropriations?.totalAmountFen).toBe(totals.appropriatedFen);
  expect(appropriations?.totalRequestedFen).toBe(totals.requestedFen);
  expect(payments?.totalAmountFen).toBe(totals.paidFen);
  expect(claims?.totalPaidFen).toBe(totals.paidFen);
  const budgets = projectStates.reduce((sum, row) => sum + BigInt(row.budgetFen), 0n);
  expect(projects?.totalBudgetFen).toBe(budgets.toString());
  await context.close();
});
