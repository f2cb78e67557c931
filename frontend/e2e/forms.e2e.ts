// What happens to people while they fill in a form: no mouse, an input method, a colleague who is faster, a session that ends, a page left.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { get, post } from './support/api';
import {
  DESKTOP,
  expectAccessible,
  expectNoComplaints,
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
  [browser, county] = await Promise.all([launch(), startCounty()]);
});
afterAll(async () => {
  await browser?.close();
  await county?.stop();
});

const person = (username: string, viewport = DESKTOP) =>
  open(browser, { county, as: named(username, county), viewport });

const field = (page: Page, name: string) => page.locator(`#form_${name}`);
const focused = (page: Page) => page.evaluate(() => document.activeElement?.id ?? '');

/** Tab after Tab to what is looked for; fails when the keyboard does not get there. */
async function tabTo(page: Page, there: () => Promise<boolean | undefined>, limit = 60) {
  for (let step = 0; step < limit; step++) {
    if (await there()) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(
    `not reached by Tab; the focus is at ${await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200))}`,
  );
}
const tabToField = (page: Page, name: string) => tabTo(page, async () => (await focused(page)) === `form_${name}`);
const tabToText = (page: Page, label: string) =>
  tabTo(page, () => page.evaluate((text) => document.activeElement?.textContent?.replace(/\s/g, '') === text, label));

/** Types into a selection and takes what is marked. */
async function pickByKeys(page: Page, name: string, words: string) {
  await tabToField(page, name);
  await page.keyboard.type(words);
  await page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option-active')
    .filter({ hasText: words })
    .waitFor();
  await page.keyboard.press('Enter');
}

const day = (days: number) => new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);

interface Project {
  id: string;
  etag: string;
  name: string;
  state: string;
  budgetFen: string;
  objective: string;
}

/** A project of the test's own, listed through the API by an officer. */
async function listed(name: string) {
  const { context } = await person('office1');
  const { projects } = await get<{ projects: Record<string, string>[] }>(context, '/v1/projects?pageSize=1');
  const like = projects[0] ?? {};
  const project = await post<Project>(context, '/v1/projects', {
    name,
    regionCode: like.regionCode,
    typeCode: like.typeCode,
    benefit: 'BENEFIT_VILLAGE',
    plannedQuantityMilli: '1000',
    unitId: like.unitId,
    budgetFen: '10000000',
    startDate: day(1),
    endDate: day(30),
    objective: '原来的目标',
  });
  await context.close();
  return project;
}

test('a project is listed and approved without a mouse', async () => {
  const { context, page } = await person('office1');
  const name = '不用鼠标的项目';
  await visit(page, '/projects');
  await tabToText(page, '项目入库');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/projects/new');
  await settled(page);
  // Sent empty, it says what is missing; the summary has the focus and leads to the field.
  await tabToText(page, '入库');
  await page.keyboard.press('Enter');
  const summary = page.getByRole('alert').filter({ hasText: '需要修改' });
  await summary.waitFor();
  await expectAccessible(page);
  await tabTo(
    page,
    () =>
      page.evaluate(() => document.activeElement?.matches('a') && document.activeElement.textContent === '请填写名称'),
    5,
  );
  await page.keyboard.press('Enter');
  expect(await focused(page)).toBe('form_name');
  await page.keyboard.type(name);
  await pickByKeys(page, 'regionCode', '千佛塔');
  await pickByKeys(page, 'typeCode', '乡村道路');
  await tabToField(page, 'plannedQuantityMilli');
  await page.keyboard.type('1.5');
  await pickByKeys(page, 'unitId', '乡村道路工程队');
  for (const [at, days] of [
    ['startDate', 1],
    ['endDate', 30],
  ] as const) {
    await tabToField(page, at);
    const [year, month, date] = day(days).split('-');
    await page.keyboard.type(`${month}${date}${year}`);
    expect(await field(page, at).inputValue()).toBe(day(days));
  }
  await tabToField(page, 'budgetFen');
  await page.keyboard.type('十二万');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('12万');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/projects\/[0-9a-f-]{36}$/);
  await settled(page);
  const path = new URL(page.url()).pathname;
  expectNoComplaints(page);
  await context.close();

  const colleague = await person('office2');
  await visit(colleague.page, path);
  await tabToText(colleague.page, '批准');
  await colleague.page.keyboard.press('Enter');
  const dialog = colleague.page.getByRole('dialog');
  await dialog.waitFor();
  // The dialog has the focus; Escape closes it and gives the focus back.
  await expect.poll(() => colleague.page.evaluate(() => document.activeElement?.closest('dialog') !== null)).toBe(true);
  await colleague.page.keyboard.press('Escape');
  await colleague.page.locator('dialog h2').waitFor({ state: 'detached' });
  await tabToText(colleague.page, '批准');
  await colleague.page.keyboard.press('Enter');
  await dialog.waitFor();
  await tabTo(colleague.page, () =>
    colleague.page.evaluate(
      () =>
        document.activeElement?.closest('dialog') !== null &&
        document.activeElement?.textContent?.replace(/\s/g, '') === '批准',
    ),
  );
  await colleague.page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await colleague.page.getByText('已批准').first().waitFor();
  expectNoComplaints(colleague.page);
  await colleague.context.close();
});

test('pinyin on its way into a village or a search is not taken for words, nor its Enter for a choice', async () => {
  const { context, page } = await person('office1');
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (/\/v1\/(regions|projects)/.test(pathname)) asked.push(searchParams.get('query') ?? '');
  });
  const keyboard = await context.newCDPSession(page);
  /** As an input method does it: letters under composition, Enter or Space of its own, then the characters. */
  const compose = async (pinyin: string, characters: string) => {
    for (let length = 1; length <= pinyin.length; length++)
      await keyboard.send('Input.imeSetComposition', {
        text: pinyin.slice(0, length),
        selectionStart: length,
        selectionEnd: length,
      });
    for (const type of ['rawKeyDown', 'keyUp'] as const)
      await keyboard.send('Input.dispatchKeyEvent', {
        type,
        key: 'Process',
        code: 'Enter',
        windowsVirtualKeyCode: 229,
      });
    await keyboard.send('Input.insertText', { text: characters });
  };
  await visit(page, '/projects/new');
  await field(page, 'regionCode').click();
  await compose('qianfota', '千佛塔');
  const option = page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option')
    .filter({ hasText: '千佛塔' });
  await option.first().waitFor();
  expect(
    asked.filter((query) => /[a-z]/.test(query)),
    'letters under composition were searched',
  ).toEqual([]);
  await page.keyboard.press('Enter');
  await page
    .locator('#form_regionCode')
    .locator('xpath=ancestor::*[contains(@class,"ant-select")][1]')
    .getByText('千佛塔村')
    .waitFor();
  // The initials without an input method find it as well.
  await field(page, 'regionCode').click();
  await field(page, 'regionCode').fill('qft');
  await option.first().click();

  await visit(page, '/projects');
  asked.length = 0;
  const search = page.getByLabel('查找');
  await search.click();
  await compose('gonglu', '公路');
  expect(await search.inputValue()).toBe('公路');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**query=${encodeURIComponent('公路')}*`);
  await settled(page);
  expect(asked.filter((query) => /[a-z]/.test(query))).toEqual([]);
  expectNoComplaints(page);
  await context.close();
});

test('two people change one project: the slower one sees what changed and keeps what he typed', async () => {
  const project = await listed('两个人同时改的项目');
  const slow = await person('office1');
  const quick = await person('office2');
  await Promise.all([slow, quick].map(({ page }) => visit(page, `/projects/${project.id}/edit`)));
  await field(slow.page, 'objective').fill('慢的人写的目标');
  await field(quick.page, 'budgetFen').fill('12万');
  await field(quick.page, 'objective').fill('快的人写的目标');
  await quick.page.getByRole('button', { name: '保存', exact: true }).click();
  await quick.page.waitForURL(new RegExp(`/projects/${project.id}$`));
  await slow.page.getByRole('button', { name: '保存', exact: true }).click();
  const changed = slow.page.getByRole('region', { name: /别人改动了这条记录/ });
  await changed.waitFor();
  for (const words of ['原来的目标', '快的人写的目标', '慢的人写的目标', '120,000.00'])
    await changed.getByText(words).first().waitFor();
  expect(await field(slow.page, 'objective').inputValue()).toBe('慢的人写的目标');
  await expectAccessible(slow.page);
  await changed.getByRole('button', { name: '以最新内容为底，保留我填的' }).click();
  await slow.page.getByRole('button', { name: '保存', exact: true }).click();
  await slow.page.waitForURL(new RegExp(`/projects/${project.id}$`));
  const stored = await get<Project>(slow.context, `/v1/projects/${project.id}`);
  expect(stored).toMatchObject({ objective: '慢的人写的目标', budgetFen: '12000000' });

  // An action on a page that is no longer true is not done, and says what changed.
  await visit(quick.page, `/projects/${project.id}`);
  await visit(slow.page, `/projects/${project.id}/edit`);
  await field(slow.page, 'budgetFen').fill('13万');
  await slow.page.getByRole('button', { name: '保存', exact: true }).click();
  await slow.page.waitForURL(new RegExp(`/projects/${project.id}$`));
  await quick.page.getByRole('main').getByRole('button', { name: '批准', exact: true }).click();
  const dialog = quick.page.getByRole('dialog');
  await dialog.getByRole('button', { name: '批准', exact: true }).click();
  await dialog.getByText('130,000.00').first().waitFor();
  expect((await get<Project>(quick.context, `/v1/projects/${project.id}`)).state).toBe('PROJECT_STATE_LISTED');
  expectNoComplaints(slow.page);
  expectNoComplaints(quick.page);
  await slow.context.close();
  await quick.context.close();
});

test.each([
  ['on a desk', DESKTOP],
  ['on a phone', PHONE],
])('what was typed survives a lost session, a reload, and leaving by mistake, %s', async (size, viewport) => {
  const project = await listed(`登录过期的项目${viewport.width}`);
  const { context, page } = await person('office1', viewport);
  await visit(page, `/projects/${project.id}`);
  await page.getByRole('link', { name: '修改', exact: true }).click();
  await field(page, 'objective').fill('写了一半的话');

  // Back is asked about, and staying keeps the page.
  await page.goBack();
  await page.getByRole('dialog').getByRole('button', { name: '留下继续填' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await field(page, 'objective').inputValue()).toBe('写了一半的话');

  // A reload brings it again and says so.
  page.once('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await settled(page);
  await page.getByText('已恢复上次填写但没有提交的内容').waitFor();
  expect(await field(page, 'objective').inputValue()).toBe('写了一半的话');

  // The session has ended: the password is asked for over the form, which is sent afterwards.
  await context.clearCookies();
  await page.getByRole('button', { name: '保存', exact: true }).click();
  const again = page.getByRole('dialog', { name: '登录已过期' });
  await again.getByLabel('密码', { exact: true }).fill(named('office1', county).password);
  await page.keyboard.press('Enter');
  await again.waitFor({ state: 'hidden' });
  expect(await field(page, 'objective').inputValue()).toBe('写了一半的话');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await page.waitForURL(new RegExp(`/projects/${project.id}$`));
  expect((await get<Project>(context, `/v1/projects/${project.id}`)).objective, size).toBe('写了一半的话');

  // Once stored there is nothing to restore.
  await page.getByRole('link', { name: '修改', exact: true }).click();
  await settled(page);
  expect(await page.getByText('已恢复上次填写但没有提交的内容').count()).toBe(0);
  expectNoComplaints(page);
  await context.close();
});

test('a file whose session ended on the way is sent by itself after the log-in', async () => {
  const project = await listed('上传附件的项目');
  const { context, page } = await person('office1');
  await visit(page, `/projects/${project.id}`);
  const files = page.getByRole('list', { name: '附件' });
  await context.clearCookies();
  await page.getByLabel(/PDF/).setInputFiles({
    name: '施工设计书.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'),
  });
  const again = page.getByRole('dialog', { name: '登录已过期' });
  await again.getByLabel('密码', { exact: true }).fill(named('office1', county).password);
  await page.keyboard.press('Enter');
  await again.waitFor({ state: 'hidden' });
  await files.getByRole('link', { name: '施工设计书.pdf' }).waitFor();
  // What is not what its name says is refused in words, at the file.
  await page
    .getByLabel(/PDF/)
    .setInputFiles({ name: '冒充.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ not a paper') });
  await files.getByRole('listitem').filter({ hasText: '冒充.pdf' }).getByRole('alert').waitFor();
  expect(
    (await get<{ files: unknown[] }>(context, `/v1/files?subject=FILE_SUBJECT_PROJECT&subjectId=${project.id}`)).files,
  ).toHaveLength(1);
  expectNoComplaints(page);
  await context.close();
});

test.each([
  ['1,234.5', '1,234.50', '壹仟贰佰叁拾肆元伍角整'],
  [' 12 000 ', '12,000.00', '壹万贰仟元整'],
  ['１２３４．５６', '1,234.56', '壹仟贰佰叁拾肆元伍角陆分'],
  ['3.5万元', '35,000.00', '叁万伍仟元整'],
  ['￥8，000.00元', '8,000.00', '捌仟元整'],
])('an amount pasted as %s is read as %s yuan', async (pasted, read, capitals) => {
  const { context, page } = await person('office1');
  await visit(page, '/projects/new');
  await field(page, 'budgetFen').click();
  await page.keyboard.insertText(pasted);
  await page.getByText(capitals, { exact: true }).waitFor();
  await page.keyboard.press('Tab');
  expect(await field(page, 'budgetFen').inputValue()).toBe(read);
  await context.close();
});

test('a unit drafts a claim with the account of an earlier one, which never comes or goes in clear', async () => {
  const { context, page } = await person('unit_power');
  const account = '6222 0000 1111 2229';
  const { projects } = await get<{ projects: { id: string }[] }>(
    context,
    '/v1/projects?state=PROJECT_STATE_UNDERWAY&pageSize=50',
  );
  let path = '';
  const draft = async (fill: () => Promise<void>) => {
    await visit(page, path);
    await page.getByRole('radio', { name: '预付款' }).check();
    await fill();
    await field(page, 'lines_0_amountFen').fill('1');
    await page.getByRole('button', { name: '保存草稿' }).click();
    await page.waitForURL(/\/claims\/[0-9a-f-]{36}$/);
    await settled(page);
    return new URL(page.url()).pathname.split('/').pop() ?? '';
  };
  for (const { id } of projects) {
    const { projectLots } = await get<{ projectLots: object[] }>(context, `/v1/projectLots?projectId=${id}`);
    if (projectLots.length > 0) path = `/claims/new?projectId=${id}`;
  }
  expect(path, 'no project of the unit has money').not.toBe('');
  const typed = await draft(async () => {
    await field(page, 'payeeName').fill('岳西县沿用账户公司');
    await field(page, 'payeeAccount').fill(account);
  });

  const wire: string[] = [];
  page.on('request', (request) => wire.push(request.postData() ?? ''));
  page.on('response', async (response) => {
    if (new URL(response.url()).pathname.startsWith('/v1/')) wire.push(await response.text().catch(() => ''));
  });
  const used = await draft(async () => {
    await page.getByLabel('沿用以前的账户').click();
    // The newest is on top.
    const options = page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option');
    await options.first().getByText('岳西县沿用账户公司 ****2229').waitFor();
    await options.first().click();
    expect(await field(page, 'payeeName').inputValue()).toBe('岳西县沿用账户公司');
    expect(await field(page, 'payeeAccount').isDisabled()).toBe(true);
    expect(await field(page, 'payeeAccount').getAttribute('placeholder')).toBe('****2229');
    await expectAccessible(page);
  });
  expect(wire.join()).toContain(`"payeeAccountClaimId":"${typed}"`);
  expect(wire.join().replace(/[ -]/g, '')).not.toContain(account.replace(/ /g, ''));
  const { etag } = await get<{ etag: string }>(context, `/v1/claims/${used}`);
  const shown = await post<{ payeeAccount: string }>(context, `/v1/claims/${used}:revealPayeeAccount`, {
    etag,
    purpose: '核对沿用的账户',
  });
  expect(shown.payeeAccount).toBe(account.replace(/ /g, ''));

  // Of a draft that exists too: the account is another, and cleared again the typed one counts.
  await visit(page, `/claims/${used}/edit`);
  await page.getByLabel('沿用以前的账户').click();
  await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option').last().click();
  const name = await field(page, 'payeeName').inputValue();
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await page.waitForURL(new RegExp(`/claims/${used}$`));
  expect((await get<{ payeeName: string }>(context, `/v1/claims/${used}`)).payeeName).toBe(name);
  expectNoComplaints(page);
  await context.close();
});
