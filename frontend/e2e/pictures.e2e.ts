import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  complaints,
  DESKTOP,
  expectAccessible,
  expectNoComplaints,
  expectNoSidewaysScroll,
  type Language,
  launch,
  named,
  open,
  PHONE,
  settled,
  visit,
} from './support/browser';
import { matches, routes, type Screen, screens } from './support/screens';

// A picture of every screen, in both languages, on a desk and on a phone; each is checked while it is there:
// axe finds nothing (asked in Chinese), nothing scrolls sideways, the browser has nothing to complain about (content policy included).

const folder = 'e2e/pictures';
let browser: Browser;
let all: Screen[];

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  browser = await launch();
  all = await screens(browser);
});
afterAll(() => browser?.close());

test('every address of the router is among the pictures', () => {
  expect(routes().length).toBeGreaterThan(50);
  expect(routes().filter((route) => !all.some(({ address }) => matches(route, address)))).toEqual([]);
  expect(new Set(all.map(({ name }) => name)).size, 'two pictures of one name').toBe(all.length);
});

async function take(page: Page, name: string, language: Language) {
  // A canvas that was never on the screen is not in the picture.
  for (const canvas of await page.locator('[data-drawn] canvas').all()) {
    await canvas.scrollIntoViewIfNeeded();
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  await expectNoSidewaysScroll(page);
  // The structure is the same in both languages; axe is slow enough to ask it once.
  if (language === 'zh-CN') await expectAccessible(page);
  expectNoComplaints(page);
}

const sizes = { 1440: DESKTOP, 360: PHONE };

describe.each(['zh-CN', 'en'] satisfies Language[])('pictures in %s', { timeout: 400_000 }, (language) => {
  test.each(['1440', '360'] as const)('at %s', async (size) => {
    const viewport = sizes[size];
    const wrong: string[] = [];
    const people = [...new Set(all.map(({ as }) => as))];
    for (const username of people) {
      const { context, page } = await open(browser, {
        viewport,
        language,
        ...(username ? { as: named(username) } : {}),
      });
      for (const { name, address } of all.filter(({ as }) => as === username)) {
        try {
          await visit(page, address);
          await take(page, `${name}-${size}-${language}`, language);
        } catch (error) {
          // Every screen is looked at, and all that is wrong told at once.
          wrong.push(`${address} as ${username}: ${error instanceof Error ? error.message : error}`);
          complaints.get(page)?.splice(0);
        }
      }
      await context.close();
    }
    expect(wrong).toEqual([]);
    if (size === '360') {
      const { context, page } = await open(browser, { viewport, language, role: 'leader' });
      await visit(page, '/overview');
      await page.getByRole('button', { name: language === 'en' ? 'Menu' : '菜单' }).click();
      await page.getByRole('navigation', { name: language === 'en' ? 'Main menu' : '主菜单' }).waitFor();
      await page.screenshot({ path: `${folder}/menu-${size}-${language}.png` });
      await expectAccessible(page);
      expectNoComplaints(page);
      await settled(page);
      await context.close();
    }
  });
});
