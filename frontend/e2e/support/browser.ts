import AxeBuilder from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import type { Account, County } from './server';

export const baseUrl = inject('baseUrl');

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 360, height: 740 };
export type Language = 'zh-CN' | 'en';

export function account(role: string, county?: County): Account {
  const found = (county?.accounts ?? inject('accounts')).find(
    (each) => each.role.toLowerCase().replace(/^role_/, '') === role,
  );
  if (!found) throw new Error(`the demo has no account of role ${role}`);
  return found;
}

/** Who is signed in by his user name: two people of one office decide about each other's work. */
export function named(username: string, county?: County): Account {
  const found = (county?.accounts ?? inject('accounts')).find((each) => each.username === username);
  if (!found) throw new Error(`the demo has no ${username}`);
  return found;
}

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

interface Options {
  viewport?: { width: number; height: number };
  language?: Language;
  /** Role to be signed in as; nobody when left out. */
  role?: string;
  /** A county of the test's own; the shared one when left out. */
  county?: County;
  /** Who exactly is signed in, when the role is not enough. */
  as?: Account;
}

/** What the browser complained about: a page is only right without any. */
export const complaints = new WeakMap<Page, string[]>();

export async function open(browser: Browser, options: Options = {}): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({
    baseURL: options.county?.baseUrl ?? baseUrl,
    viewport: options.viewport ?? DESKTOP,
    reducedMotion: 'reduce',
    locale: 'zh-CN',
  });
  context.setDefaultTimeout(15_000);
  const language = options.language ?? 'zh-CN';
  await context.addInitScript((chosen) => {
    if (!localStorage.getItem('zhengcun.language')) localStorage.setItem('zhengcun.language', chosen);
  }, language);
  const person = options.as ?? (options.role ? account(options.role, options.county) : undefined);
  if (person) {
    const { username, password } = person;
    const answer = await context.request.post('/v1/sessions', {
      data: { username, password, delivery: 'TOKEN_DELIVERY_COOKIE' },
    });
    expect(answer.status(), await answer.text()).toBe(200);
  }
  const page = await context.newPage();
  const heard: string[] = [];
  complaints.set(page, heard);
  page.on('pageerror', (error) => heard.push(`error: ${error.message}`));
  page.on('console', (message) => {
    // A refused call is an answer, shown on the screen; everything else is a fault, the content policy's reports among them.
    if (message.type() === 'error' && !message.text().includes('Failed to load resource')) heard.push(message.text());
  });
  return { context, page };
}

/** Waits until the page has its heading and nothing is on its way; the gallery shows for ever what loading looks like. */
export async function settled(page: Page) {
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(
    () => document.querySelector('h1') && !document.querySelector('[aria-busy="true"]:not([data-gallery] *)'),
    undefined,
    { polling: 50 },
  );
}

export async function visit(page: Page, address: string) {
  await page.goto(address, { waitUntil: 'commit' });
  await settled(page);
}

export async function expectNoSidewaysScroll(page: Page) {
  const { inside, window } = await page.evaluate(() => ({
    inside: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }));
  expect(inside, 'the page scrolls sideways').toBeLessThanOrEqual(window);
}

export async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  expect(
    violations.map(
      (violation) => `${violation.id}: ${violation.nodes.map((node) => node.html.slice(0, 200)).join(' | ')}`,
    ),
  ).toEqual([]);
}

export const expectNoComplaints = (page: Page) => expect(complaints.get(page)).toEqual([]);
