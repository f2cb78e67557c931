import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account, launch, open, visit } from './support/browser';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

// 1.6 Mbit/s with 150 ms each way, and a processor four times as slow: a township's old machine on a bad day.
const SLOW = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1024 * 1024) / 8,
  uploadThroughput: (750 * 1024) / 8,
};
const LIMIT = 2_500;

test('the first screen after the log-in is there within 2.5 s on a slow line and a slow machine', async () => {
  const times: number[] = [];
  for (let run = 0; run < 3; run++) {
    const { context, page } = await open(browser);
    const devtools = await context.newCDPSession(page);
    await visit(page, '/login');
    await devtools.send('Network.enable');
    await devtools.send('Network.emulateNetworkConditions', SLOW);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    const { username, password } = account('leader');
    await page.getByLabel('用户名').fill(username);
    await page.getByLabel('密码', { exact: true }).fill(password);
    const begin = Date.now();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: '总览' }).waitFor();
    await page.locator('[data-figure], [data-row], dd').first().waitFor();
    times.push(Date.now() - begin);
    await context.close();
  }
  // Of three, so that a machine busy with other tests does not decide.
  console.log(`first screen after log-in: ${times.join(', ')} ms`);
  expect(Math.min(...times)).toBeLessThanOrEqual(LIMIT);
}, 120_000);
