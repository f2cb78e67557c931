// Money on its way in, typed by the people who do it: a document, its receipt, its appropriation, a conflict, a reversal.
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

interface FundDocument {
  id: string;
  number: string;
  title: string;
  issuerName: string;
  sources: string[];
  lines: { allocationId: string; channelCode: string; purposeCode: string; fiscalYear: number; amountFen: string }[];
}

interface Project {
  id: string;
  name: string;
  typeCode: string;
  budgetFen: string;
  money: { appropriatedFen: string; requestedFen: string };
}

const as = (role: string, viewport?: { width: number; height: number }) =>
  open(browser, { county, role, ...(viewport ? { viewport } : {}) });

/** Who is signed in by name: two people of one office decide about each other's requests. */
const person = (username: string, viewport?: { width: number; height: number }) =>
  open(browser, { county, as: named(username, county), ...(viewport ? { viewport } : {}) });

async function choose(page: Page, label: string, option: string, within: { getByLabel: Page['getByLabel'] } = page) {
  await within.getByLabel(label, { exact: true }).fill(option);
  await page.getByTitle(option, { exact: true }).last().click();
}

const id = (page: Page) => new URL(page.url()).pathname.split('/').at(-1) ?? '';

test('a document is typed, its money recorded, set aside by the office and decided by a colleague', async () => {
  const finance = await as('finance_officer');
  const { page } = finance;
  await visit(page, '/fund-documents');
  await page.getByRole('button', { name: '录入文件' }).click();
  await page.getByRole('heading', { level: 1, name: '录入文件' }).waitFor();
  const { issuers } = await get<{ issuers: { name: string }[] }>(finance.context, '/v1/issuers');
  await choose(page, '发文机关', issuers[0]?.name ?? '');
  await page.getByLabel('文号').fill('测试〔2026〕1号');
  await page.getByLabel('标题').fill('关于下达测试资金的通知');
  // A line whose purpose fits an open project that has room in its budget.
  const { projects } = await get<{ projects: Project[] }>(
    finance.context,
    '/v1/projects?state=PROJECT_STATE_APPROVED&pageSize=1000',
  );
  const project = projects.find(
    ({ budgetFen, money }) =>
      BigInt(budgetFen) - BigInt(money.appropriatedFen) - BigInt(money.requestedFen) >= 10_000_000n,
  ) as Project;
  const { purposes } = await get<{ purposes: { name: string; projectTypeCodes: string[] }[] }>(
    finance.context,
    '/v1/purposes',
  );
  const { channels } = await get<{ channels: { name: string; kind: string }[] }>(finance.context, '/v1/channels');
  const row = page.getByRole('group', { name: '第 1 行' });
  await choose(page, '渠道', channels.find((each) => each.kind === 'CHANNEL_KIND_FISCAL_POVERTY')?.name ?? '', row);
  await choose(
    page,
    '用途',
    purposes.find((each) => each.projectTypeCodes.includes(project.typeCode))?.name ?? '',
    row,
  );
  await row.getByLabel('金额').fill('十万');
  await page.getByRole('button', { name: '录入', exact: true }).click();
  await page.getByRole('link', { name: /第 1 行 金额/ }).waitFor();
  await expectAccessible(page);
  await row.getByLabel('金额').fill('１０万元');
  await page.getByText('100,000.00 元 壹拾万元整').waitFor();
  await page.getByRole('button', { name: '录入', exact: true }).dblclick();
  await page.getByRole('heading', { level: 1, name: '测试〔2026〕1号' }).waitFor();
  const { totalSize } = await get<{ totalSize: number }>(finance.context, '/v1/fundDocuments?query=测试〔2026〕1号');
  expect(totalSize).toBe(1);
  await settled(page);
  // Under the pointer the trace would dim all but one way of the money.
  await page.mouse.move(0, 0);
  await expectAccessible(page);

  await page.getByRole('link', { name: '登记到账' }).click();
  await page.getByRole('heading', { level: 1, name: '登记到账' }).waitFor();
  await page.getByText('100,000.00 元').first().waitFor();
  await page.getByLabel('金额').fill('4万');
  await page.getByText('60,000.00 元').waitFor();
  await page.getByLabel('银行流水号').fill('CS-20260001');
  await expectAccessible(page);
  await page.getByRole('button', { name: '登记', exact: true }).dblclick();
  await page.getByRole('heading', { level: 1, name: '到账 CS-20260001' }).waitFor();
  const receipts = await get<{ totalSize: number; receipts: { allocationId: string }[] }>(
    finance.context,
    '/v1/receipts?query=CS-20260001',
  );
  expect(receipts.totalSize).toBe(1);
  expectNoComplaints(page);

  const office = await person('office1', PHONE);
  await visit(office.page, `/allocations/${receipts.receipts[0]?.allocationId}`);
  await office.page.getByRole('button', { name: '安排资金' }).click();
  await office.page.getByRole('heading', { level: 1, name: '安排资金' }).waitFor();
  await choose(office.page, '项目', project.name);
  await office.page.getByLabel('金额').fill('4.1万');
  await office.page.getByText('-1,000.00 元 超出了').waitFor();
  await office.page.getByRole('button', { name: '提交审批' }).click();
  await office.page.getByRole('link', { name: /金额：可用资金不足/ }).waitFor();
  await expectNoSidewaysScroll(office.page);
  await expectAccessible(office.page);
  await office.page.getByLabel('金额').fill('100');
  await office.page.getByRole('button', { name: '提交审批' }).dblclick();
  await office.page.waitForURL(/appropriations\/[0-9a-f-]{36}$/);
  await settled(office.page);
  // Nobody decides about his own request.
  expect(await office.page.getByRole('button', { name: '同意安排' }).count()).toBe(0);
  await office.page.getByRole('button', { name: '撤回' }).waitFor();
  await expectNoSidewaysScroll(office.page);
  const asked = id(office.page);
  expectNoComplaints(office.page);

  const colleague = await person('office2');
  await visit(colleague.page, `/appropriations/${asked}`);
  await colleague.page.getByRole('button', { name: '同意安排' }).click();
  await colleague.page.getByRole('dialog').getByRole('button', { name: '同意安排' }).dblclick();
  await colleague.page.getByText('已安排').first().waitFor();
  await expectAccessible(colleague.page);
  expectNoComplaints(colleague.page);
  for (const each of [finance, office, colleague]) await each.context.close();
});

test('typed otherwise than pushed: both are seen side by side, and finance says what was found', async () => {
  const { context, page } = await as('finance_officer', PHONE);
  const { fundDocuments } = await get<{ fundDocuments: FundDocument[] }>(
    context,
    '/v1/fundDocuments?source=DOCUMENT_SOURCE_PUSHED&pageSize=100',
  );
  const pushed = fundDocuments.find((each) => each.sources.length === 1) as FundDocument;
  const [line] = pushed.lines as [FundDocument['lines'][number]];
  const nameOf = async (list: 'channels' | 'purposes', code: string) =>
    (await get<Record<string, { code: string; name: string }[]>>(context, `/v1/${list}`))[list]?.find(
      (each) => each.code === code,
    )?.name ?? '';
  await visit(page, '/fund-documents/new');
  await choose(page, '发文机关', pushed.issuerName);
  await page.getByLabel('文号').fill(pushed.number);
  await page.getByLabel('标题').fill(pushed.title);
  const row = page.getByRole('group', { name: '第 1 行' });
  await choose(page, '渠道', await nameOf('channels', line.channelCode), row);
  await choose(page, '用途', await nameOf('purposes', line.purposeCode), row);
  await row.getByLabel('金额').fill('7.77');
  await page.getByRole('button', { name: '录入', exact: true }).click();
  const there = page.getByRole('link', { name: `查看已入库的 ${pushed.number}` });
  await there.waitFor();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await page.getByRole('link', { name: '两份并排核对' }).click();
  // What was typed has not been stored: leaving is asked about.
  await page.getByRole('dialog').getByRole('button', { name: '离开' }).click();
  await page.getByRole('heading', { level: 1, name: '文件核对' }).waitFor();
  await settled(page);
  await page.getByText('7.77 元').first().waitFor();
  await page.getByText('不一致').first().waitFor();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  const conflict = page.url();

  await visit(page, `/fund-documents/${pushed.id}`);
  await page.getByRole('link', { name: '两份并排核对' }).click();
  await page.waitForURL(conflict);
  await settled(page);
  await page.getByRole('button', { name: '处理完毕' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '处理完毕' }).click();
  await dialog.getByText('请填写核对结果').waitFor();
  await dialog.getByLabel(/核对结果/).fill('以推送件为准，录入时看错');
  await dialog.getByRole('button', { name: '处理完毕' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.locator('dd').getByText('以推送件为准，录入时看错').waitFor();
  expect(await page.getByRole('button', { name: '处理完毕' }).count()).toBe(0);
  await visit(page, `/fund-documents/${pushed.id}`);
  expect(await page.getByRole('link', { name: '两份并排核对' }).count()).toBe(0);
  expectNoComplaints(page);
  await context.close();
});

test('a receipt recorded by mistake is reversed by two people, and leads to its reversal', async () => {
  const finance = await as('finance_officer');
  const { page } = finance;
  const { allocations } = await get<{
    allocations: { id: string; money: { promisedFen: string; receivedFen: string } }[];
  }>(finance.context, '/v1/allocations?pageSize=200');
  const short = allocations.find((each) => BigInt(each.money.promisedFen) > BigInt(each.money.receivedFen) + 100n);
  await visit(page, `/receipts/new?allocationId=${short?.id}`);
  await page.getByLabel('金额').fill('1');
  await page.getByLabel('银行流水号').fill('CS-20260002');
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: '到账 CS-20260002' }).waitFor();
  await settled(page);
  const receipt = id(page);

  // The same reference again is refused and leads to the receipt that has it.
  await visit(page, `/receipts/new?allocationId=${short?.id}`);
  await page.getByLabel('金额').fill('1');
  await page.getByLabel('银行流水号').fill('CS-20260002');
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await page.getByRole('link', { name: '查看用过这个流水号的到账' }).waitFor();

  await visit(page, `/receipts/${receipt}`);
  await page.getByRole('button', { name: '申请冲销' }).click();
  await page.getByRole('heading', { level: 1, name: '申请冲销' }).waitFor();
  await page.getByText('壹元整').waitFor();
  await page.getByRole('link', { name: 'CS-20260002' }).waitFor();
  await page.getByLabel('理由').fill('登记到了别的指标');
  await expectAccessible(page);
  await page.getByRole('button', { name: '提交申请' }).dblclick();
  await page.waitForURL(/reversals\/[0-9a-f-]{36}$/);
  await settled(page);
  const reversal = id(page);
  expect(await page.getByRole('button', { name: '同意冲销' }).count()).toBe(0);
  expectNoComplaints(page);

  const approver = await as('finance_approver', PHONE);
  await visit(approver.page, `/reversals/${reversal}`);
  await expectNoSidewaysScroll(approver.page);
  await approver.page.getByRole('button', { name: '同意冲销' }).click();
  await approver.page.getByRole('dialog').getByRole('button', { name: '同意冲销' }).dblclick();
  await approver.page.getByText('已冲销').first().waitFor();
  await expectAccessible(approver.page);
  expectNoComplaints(approver.page);

  await visit(page, `/receipts/${receipt}`);
  await page.getByRole('link', { name: '查看冲销' }).click();
  await page.getByRole('heading', { level: 1, name: '冲销' }).waitFor();
  await settled(page);
  expect(await page.locator('tbody tr').count()).toBe(1);
  for (const each of [finance, approver]) await each.context.close();
});
