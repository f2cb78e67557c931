// Progress: reported on a phone beside the work, with a photo whose position is offered and kept only when that is agreed to.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { get } from './support/api';
import {
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

/** A grey JPEG of 8 × 8 pixels that says it was taken at 30°50′54″ N, 116°21′36″ E. */
function photo(): Buffer {
  const plain = Buffer.from(
    '/9j/2wCEAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDIBCQkJDAsMGA0NGDIhHCEyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMv/AAAsIAAgACAEBEQD/xADSAAABBQEBAQEBAQAAAAAAAAAAAQIDBAUGBwgJCgsQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAAgBAQAAPwD5/r//2Q==',
    'base64',
  );
  const u16 = (value: number) => [value >> 8, value & 255];
  const u32 = (value: number) => [...u16(value >>> 16), ...u16(value & 65535)];
  const row = (tag: number, kind: number, count: number, value: number[]) => [
    ...u16(tag),
    ...u16(kind),
    ...u32(count),
    ...value,
    ...Array(4 - value.length).fill(0),
  ];
  const tiff = [
    ...Buffer.from('MM\0*'),
    ...u32(8),
    ...u16(1),
    ...row(0x8825, 4, 1, u32(26)),
    ...u32(0),
    ...u16(4),
    ...row(1, 2, 2, [0x4e]),
    ...row(2, 5, 3, u32(80)),
    ...row(3, 2, 2, [0x45]),
    ...row(4, 5, 3, u32(104)),
    ...u32(0),
    ...[30, 50, 54, 116, 21, 36].flatMap((part) => [...u32(part), ...u32(1)]),
  ];
  const block = [...Buffer.from('Exif\0\0'), ...tiff];
  return Buffer.concat([
    plain.subarray(0, 2),
    Buffer.from([0xff, 0xe1, ...u16(block.length + 2), ...block]),
    plain.subarray(2),
  ]);
}

test('a unit reports from its phone, adds a photo and lets its position be kept', async () => {
  let opened: Awaited<ReturnType<typeof open>> | undefined;
  let objectId = '';
  for (const { username } of inject('accounts').filter((each) => each.role === 'unit')) {
    opened = await open(browser, { county, as: named(username, county), viewport: PHONE });
    const { inboxItems } = await get<{ inboxItems: { objectId: string }[] }>(
      opened.context,
      '/v1/inboxItems?kind=INBOX_KIND_PROGRESS_REPORT&pageSize=1',
    );
    objectId = inboxItems[0]?.objectId ?? '';
    if (objectId) break;
    await opened.context.close();
  }
  if (!opened || !objectId) throw new Error('no unit of the demo is to report');
  const { context, page } = opened;
  await visit(page, '/inbox?kind=INBOX_KIND_PROGRESS_REPORT');
  await visit(page, `/progress/new?projectId=${objectId}`);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  // Less than before asks for a reason, and is not sent without one.
  await page.getByLabel('完成比例').fill('1');
  await page.getByLabel('回退原因').waitFor();
  await page.getByRole('button', { name: '提交' }).click();
  expect(page.url()).toContain('/progress/new');
  await page.getByLabel('完成比例').fill('90');
  await page.getByLabel('已完成数量').fill('2');
  await page.getByLabel('已用资金').fill('3万');
  await page.getByRole('button', { name: '提交' }).click();
  await page.waitForURL(/\/progress\/[0-9a-f-]{36}$/);
  await page.locator('input[type=file]').setInputFiles({ name: '工地.jpg', mimeType: 'image/jpeg', buffer: photo() });
  await page.getByRole('button', { name: '记下位置' }).click();
  await page.getByText('30.84833°N 116.36000°E', { exact: false }).first().waitFor();
  await expect
    .poll(() => page.locator('img[alt="照片 工地.jpg"]').evaluate((img: HTMLImageElement) => img.naturalWidth))
    .toBe(8);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  await visit(page, `/projects/${objectId}`);
  await page.getByText('完成 90%').waitFor();
  await page.locator('img[alt="照片 工地.jpg"]').first().waitFor();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await visit(page, '/progress?lag=PROJECT_LAG_NOT_COMPLETED');
  await expectNoSidewaysScroll(page);
  expectNoComplaints(page);
  await context.close();
});
