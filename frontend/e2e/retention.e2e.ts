// 质保金 and 报账材料 on the screens: a defect recorded and confirmed, what is due claimed back, a draft whose papers are
// missing told which.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { get } from './support/api';
import {
  expectAccessible,
  expectNoComplaints,
  expectNoSidewaysScroll,
  launch,
  named,
  open,
  PHONE,
  settled,
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

const person = (username: string, viewport?: { width: number; height: number }) =>
  open(browser, { county, as: named(username, county), ...(viewport ? { viewport } : {}) });

interface Retention {
  id: string;
  state: string;
  leftFen: string;
  deductedFen: string;
  releaseClaimId: string;
  defects: { state: string }[];
}

const looks = async (page: Page) => {
  await settled(page);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
};

test('a defect is recorded by the office and taken out of the retention by finance', async () => {
  const office = await person('office1');
  const { retentions } = await get<{ retentions: Retention[] }>(
    office.context,
    '/v1/retentions?state=RETENTION_STATE_RUNNING&pageSize=100',
  );
  const kept = retentions.find(({ defects }) => defects.length === 0) ?? retentions[0];
  const open = kept?.defects.some(({ state }) => state.endsWith('RECORDED'));
  if (!open) {
    await visit(office.page, `/retentions/${kept?.id}`);
    await office.page.getByRole('link', { name: '登记缺陷' }).click();
    await looks(office.page);
    await office.page.getByLabel('维修金额', { exact: true }).fill('1.23');
    await office.page.getByLabel('缺陷情况', { exact: true }).fill('墙面渗水');
    await office.page.getByRole('button', { name: '登记', exact: true }).click();
    await office.page.waitForURL(`**/retentions/${kept?.id}`);
  }
  const approver = await person('approver', PHONE);
  await visit(approver.page, `/retentions/${kept?.id}`);
  await looks(approver.page);
  await approver.page.getByRole('button', { name: '确认扣减' }).first().click();
  await approver.page.getByRole('dialog').getByRole('button', { name: '确认扣减' }).click();
  await approver.page.getByText('已扣减').first().waitFor();
  const after = await get<Retention>(approver.context, `/v1/retentions/${kept?.id}`);
  expect(BigInt(after.deductedFen)).toBeGreaterThan(BigInt(kept?.deductedFen ?? 0));
  expect(BigInt(after.leftFen) + BigInt(after.deductedFen)).toBe(
    BigInt(kept?.leftFen ?? 0) + BigInt(kept?.deductedFen ?? 0),
  );
  expectNoComplaints(office.page);
  expectNoComplaints(approver.page);
});

test('what is due is claimed back from the inbox, once', async () => {
  for (const { username } of county.accounts.filter(({ role }) => role === 'unit')) {
    const unit = await person(username);
    const { retentions } = await get<{ retentions: Retention[] }>(
      unit.context,
      '/v1/retentions?state=RETENTION_STATE_DUE&pageSize=1',
    );
    const [due] = retentions;
    if (!due) {
      await unit.context.close();
      continue;
    }
    await visit(unit.page, '/retentions?state=RETENTION_STATE_DUE');
    await looks(unit.page);
    await visit(unit.page, `/retentions/${due.id}`);
    await unit.page.getByRole('link', { name: '申请退还' }).click();
    await looks(unit.page);
    await unit.page.getByLabel('收款账号').fill('6222020200001234567');
    await unit.page.getByRole('button', { name: '保存草稿' }).click();
    await unit.page.waitForURL(/\/claims\/[0-9a-f-]{36}$/);
    await unit.page.getByRole('button', { name: '提交' }).click();
    await unit.page.getByRole('dialog').getByRole('button', { name: '提交' }).click();
    await unit.page.getByText('已提交').first().waitFor();
    const after = await get<Retention>(unit.context, `/v1/retentions/${due.id}`);
    expect(after.state).toBe('RETENTION_STATE_CLAIMED');
    expect(after.releaseClaimId).not.toBe('');
    await visit(unit.page, `/retentions/${due.id}`);
    expect(await unit.page.getByRole('link', { name: '申请退还' }).count()).toBe(0);
    expectNoComplaints(unit.page);
    return;
  }
  throw new Error('nothing is due in the demo');
});

test('a draft whose papers are missing says which, and takes what is typed', async () => {
  for (const { username } of county.accounts.filter(({ role }) => role === 'unit')) {
    const unit = await person(username);
    const { claims } = await get<{ claims: { id: string; allowedActions: string[] }[] }>(
      unit.context,
      '/v1/claims?state=CLAIM_STATE_DRAFT&pageSize=50',
    );
    for (const { id } of claims) {
      const list = await get<{ findings: { code: string }[] }>(unit.context, `/v1/claims/${id}:checkList`);
      if (list.findings.length === 0) continue;
      await visit(unit.page, `/claims/${id}`);
      await looks(unit.page);
      await unit.page.getByRole('button', { name: '提交' }).click();
      await unit.page.getByRole('dialog').getByRole('button', { name: '提交' }).click();
      await unit.page
        .getByText(/材料不齐或不符，不能提交/)
        .first()
        .waitFor();
      await unit.page.getByRole('dialog').getByRole('button', { name: '取消' }).click();
      await unit.page.getByRole('link', { name: '填写材料' }).click();
      await looks(unit.page);
      const missing = unit.page.getByLabel(/^号码/).last();
      await missing.fill('E2E-00001');
      await unit.page.getByRole('button', { name: '保存', exact: true }).click();
      await unit.page.waitForURL(`**/claims/${id}`);
      await unit.page.getByText('E2E-00001').first().waitFor();
      return;
    }
    await unit.context.close();
  }
  throw new Error('no draft of the demo lacks a paper');
});
