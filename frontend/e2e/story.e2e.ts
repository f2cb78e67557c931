import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
  settled,
  visit,
} from './support/browser';
import { type County, startCounty } from './support/server';

// The demo's story, clicked through by the people who would do it, with nothing but the screen: a document of 600,000 yuan, 400,000 arrive,
// 380,000 are set aside, 152,000 advanced, 350,000 accepted, 198,000 paid after set-off.

let browser: Browser;
let county: County;
beforeAll(async () => {
  [browser, county] = await Promise.all([launch(), startCounty()]);
});
afterAll(async () => {
  await browser?.close();
  await county?.stop();
});

interface Person {
  context: BrowserContext;
  page: Page;
}

const field = (page: Page, name: string) => page.locator(`#form_${name}`);

/** Chooses in a selection: types a part of the words where one may type, takes the first that is offered. */
async function pick(page: Page, name: string, words: string) {
  await field(page, name).click();
  if (await field(page, name).isEditable()) await field(page, name).fill(words);
  await page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option')
    .filter({ hasText: words })
    .first()
    .click();
}

/** Presses the button of an action and confirms it, with words where they are asked for. */
async function act(page: Page, label: string, words?: string) {
  await page.getByRole('main').getByRole('button', { name: label, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  if (words) await dialog.getByRole('textbox').fill(words);
  await dialog.getByRole('button', { name: label, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await settled(page);
}

/** A form as it is filled in: nothing for axe to say, nothing to scroll sideways. */
async function expectInOrder(page: Page) {
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
}

const narrow = (page: Page) => (page.viewportSize()?.width ?? 0) < 768;

/** Opens what waits for a person as he does: his inbox, the words typed, the one item clicked. */
async function takeUp(page: Page, words: string, kind: string) {
  await visit(page, '/inbox');
  const search = page.getByRole('main').getByLabel('查找');
  if (narrow(page)) await page.getByRole('button', { name: '筛选' }).click();
  await search.fill(words);
  await search.press('Enter');
  await page.waitForURL((address) => address.searchParams.get('query') === words);
  await settled(page);
  const item = page.getByRole(narrow(page) ? 'listitem' : 'row').filter({ hasText: kind });
  await item.getByRole('link').first().click();
  await page.waitForURL((address) => address.pathname !== '/inbox');
  await settled(page);
}

const shanghai = (days = 0) => new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);

describe.each([
  ['on a desk', DESKTOP],
  ['on a phone', PHONE],
])('%s', (size, viewport) => {
  test('the story is told by its people', async () => {
    const people = new Map<string, Person>();
    const as = async (username: string) => {
      const known = people.get(username);
      if (known) return known.page;
      const opened = await open(browser, { county, viewport, as: named(username, county) });
      people.set(username, opened);
      return opened.page;
    };
    const mark = viewport === PHONE ? '乙' : '甲';
    const name = `千佛塔村组级公路${mark}`;

    // Finance types the document and records what arrives.
    let page = await as('finance1');
    await visit(page, '/fund-documents');
    await page.getByRole('link', { name: '录入文件' }).click();
    await pick(page, 'issuerCode', '交通');
    await field(page, 'number').fill(`岳交计【２０２６】${viewport.width}号`);
    await field(page, 'title').fill(`关于下达${name}建设资金的通知`);
    await field(page, 'issuedOn').fill(shanghai(-10));
    await pick(page, 'lines_0_channelCode', '交通');
    await pick(page, 'lines_0_purposeCode', '乡村道路');
    await field(page, 'lines_0_amountFen').fill('６０万元');
    await page.getByText('陆拾万元整').first().waitFor();
    await expectInOrder(page);
    await page.getByRole('button', { name: '录入', exact: true }).click();
    await page.waitForURL(/\/fund-documents\/[0-9a-f-]{36}$/);
    await settled(page);
    await page.getByRole('link', { name: '第1行' }).first().click();
    await page.waitForURL(/\/allocations\/[0-9a-f-]{36}$/);
    await settled(page);
    const allocationId = page.url().split('/').pop() ?? '';
    await page.getByRole('link', { name: '登记到账' }).click();
    await field(page, 'amountFen').fill('400,000');
    await page.getByText('肆拾万元整').waitFor();
    await field(page, 'bankReference').fill(`SK-${viewport.width}`);
    await field(page, 'receivedOn').fill(shanghai(-8));
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await page.waitForURL(/\/receipts\/[0-9a-f-]{36}$/);

    // The office lists the project; a colleague approves it; money is set aside, again by two.
    page = await as('office1');
    await visit(page, '/projects/new');
    await field(page, 'name').fill(name);
    await pick(page, 'regionCode', '千佛塔');
    await pick(page, 'typeCode', '乡村道路');
    await field(page, 'plannedQuantityMilli').fill('3.5');
    await pick(page, 'unitId', '乡村道路工程队');
    await pick(page, 'departmentId', '交通');
    await field(page, 'startDate').fill(shanghai(-6));
    await field(page, 'endDate').fill(shanghai(60));
    await field(page, 'budgetFen').fill('45万');
    await expectInOrder(page);
    await page.getByRole('button', { name: '入库', exact: true }).click();
    await page.waitForURL(/\/projects\/[0-9a-f-]{36}$/);
    await settled(page);
    await page.getByRole('link', { name: '修改', exact: true }).click();
    await field(page, 'budgetFen').fill('40万');
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.waitForURL(/\/projects\/[0-9a-f-]{36}$/);
    await page.getByText('400,000.00').first().waitFor();
    const projectPath = new URL(page.url()).pathname;
    const projectId = projectPath.split('/').pop() ?? '';
    const { unitName } = await get<{ unitName: string }>(
      people.get('office1')?.context as BrowserContext,
      `/v1/projects/${projectId}`,
    );

    page = await as('office2');
    await takeUp(page, name, '待批准');
    await act(page, '批准');
    await page.getByText('已批准').first().waitFor();
    await visit(page, `/appropriations/new?projectId=${projectId}&allocationId=${allocationId}`);
    await field(page, 'amountFen').fill('38万元');
    await page.getByText('20,000.00').first().waitFor();
    await expectInOrder(page);
    await page.getByRole('button', { name: '提交审批' }).click();
    await page.waitForURL(/\/appropriations\/[0-9a-f-]{36}$/);
    page = await as('office1');
    await takeUp(page, name, '资金安排');
    // Who decides sees what is left on both sides.
    await page.getByRole('heading', { name: '安排以后还剩' }).waitFor();
    await page.getByText('20,000.00').first().waitFor();
    await act(page, '同意安排');

    // The unit begins, claims its advance, and the claim goes its way.
    expect(unitName).toContain('响肠镇乡村道路工程队');
    page = await as('unit_xiangchang');
    await visit(page, projectPath);
    await act(page, '开工');
    const claimed = async (kind: '预付款' | '结算款') => {
      const unitPage = await as('unit_xiangchang');
      await visit(unitPage, projectPath);
      await unitPage.getByRole('link', { name: '新建报账' }).click();
      await unitPage.getByRole('radio', { name: kind }).check();
      await field(unitPage, 'payeeAccount').fill('6222 0000 1111 2222');
      // Too much is told while it is typed, not only when the claim is handed in.
      const proposed = await field(unitPage, 'lines_0_amountFen').inputValue();
      await field(unitPage, 'lines_0_amountFen').fill('99万');
      await unitPage.getByText(/超出了/).waitFor();
      await field(unitPage, 'lines_0_amountFen').fill(proposed);
      await unitPage.getByText(/超出了/).waitFor({ state: 'detached' });
      await expectInOrder(unitPage);
      await unitPage.getByRole('button', { name: '保存草稿' }).click();
      await unitPage.waitForURL(/\/claims\/[0-9a-f-]{36}$/);
      await settled(unitPage);
      await act(unitPage, '提交');
      return new URL(unitPage.url()).pathname;
    };
    const reviewed = async (claim: string, reference: string) => {
      for (const [who, label] of [
        ['xiangchang', '同意'],
        ['transport', '核查通过'],
        ['office3', '同意'],
        ['approver', '审批通过'],
      ] as const) {
        const reviewer = await as(who);
        await takeUp(reviewer, name, '报账');
        expect(new URL(reviewer.url()).pathname).toBe(claim);
        await act(reviewer, label, '情况属实');
      }
      const cashier = await as('cashier');
      await takeUp(cashier, name, '拨付');
      await field(cashier, 'bankReference').fill(reference);
      await expectInOrder(cashier);
      await cashier.getByRole('button', { name: '确认拨付' }).dblclick();
      await cashier.waitForURL(/\/payments\/[0-9a-f-]{36}$/);
      await settled(cashier);
      return cashier;
    };
    const advance = await claimed('预付款');
    await (await as('unit_xiangchang')).getByText('152,000.00').first().waitFor();
    // The township finds a fault and sends it back; the unit mends it where it waits for it.
    page = await as('xiangchang');
    await takeUp(page, name, '报账');
    await act(page, '退回', '收款户名请写全称');
    page = await as('unit_xiangchang');
    await takeUp(page, name, '报账');
    await page.getByText('收款户名请写全称').first().waitFor();
    await page.getByRole('link', { name: '修改', exact: true }).click();
    await field(page, 'remark').fill('户名已改为全称');
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.waitForURL(/\/claims\/[0-9a-f-]{36}$/);
    await settled(page);
    await act(page, '提交');
    await reviewed(advance, `FK-A-${viewport.width}`);

    // Done, inspected and confirmed by two; the final claim sets the advance off.
    page = await as('unit_xiangchang');
    await visit(page, projectPath);
    await act(page, '完工');
    page = await as('office1');
    await takeUp(page, name, '验收');
    await page.getByRole('link', { name: '起草验收' }).click();
    await field(page, 'measuredQuantityMilli').fill('3.2');
    await page.getByText(/相差 -0.3/).waitFor();
    await pick(page, 'verdict', '部分合格');
    await expectInOrder(page);
    await page.getByRole('button', { name: '下一步' }).click();
    await field(page, 'team_0_name').fill('储村民');
    await field(page, 'team_0_villagersRepresentative').check();
    await expectInOrder(page);
    await page.getByRole('button', { name: '下一步' }).click();
    await field(page, 'acceptedFen').fill('34万');
    await page.getByText(/还差/).waitFor();
    await expectInOrder(page);
    await page.getByRole('button', { name: '按安排比例分摊' }).click();
    await page.getByText(/还差/).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '保存草稿' }).click();
    await page.waitForURL(/\/acceptances\/[0-9a-f-]{36}$/);
    await settled(page);
    await page.getByRole('link', { name: '修改', exact: true }).click();
    await field(page, 'acceptedFen').fill('35万');
    await page.getByRole('button', { name: '按安排比例分摊' }).click();
    await page.getByText(/还差/).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.waitForURL(/\/acceptances\/[0-9a-f-]{36}$/);
    page = await as('office2');
    await takeUp(page, name, '验收');
    await act(page, '确认验收');
    const final = await claimed('结算款');
    await (await as('unit_xiangchang')).getByText('198,000.00').first().waitFor();
    page = await reviewed(final, `FK-F-${viewport.width}`);
    await page.getByText('198,000.00').first().waitFor();

    const { money } = await get<{ money: Record<string, string> }>(
      people.get('office1')?.context as BrowserContext,
      `/v1/projects/${projectId}`,
    );
    expect(money).toMatchObject({
      appropriatedFen: '38000000',
      acceptedFen: '35000000',
      paidFen: '35000000',
      advanceFen: '0',
    });
    const payments = await get<{ totalSize: number }>(
      people.get('cashier')?.context as BrowserContext,
      `/v1/payments?projectId=${projectId}`,
    );
    expect(payments.totalSize, `pressed twice, paid once ${size}`).toBe(2);
    for (const { page: seen, context } of people.values()) {
      expectNoComplaints(seen);
      await context.close();
    }
  }, 170_000);
});
