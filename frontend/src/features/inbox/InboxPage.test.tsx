import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { InboxBadge } from '@/app/layout/InboxBadge';
import enums from '@/gen/enums.json';
import en from '@/i18n/en.json';
import zh from '@/i18n/zh-CN.json';
import type { InboxItem } from '@/lib/api/types';
import { answer, failure } from '@/testing/fakeApi';
import { serve, show } from '@/testing/render';
import InboxPage from './InboxPage';
import { placeOf, recordOf } from './items';

const item = (id: string, kind: InboxItem['kind'], patch: Partial<InboxItem> = {}): InboxItem => ({
  key: `${kind}:${id}`,
  kind,
  objectId: id,
  number: `BZ-${id}`,
  title: `项目${id}`,
  villageName: '千佛塔村',
  amountFen: '100',
  waitSince: '2026-11-20T02:30:00Z',
  dueOn: '2026-11-28',
  daysLeft: 3,
  fromName: '李工',
  comment: '',
  reminderCount: 0,
  batchAllowed: kind === 'INBOX_KIND_CLAIM_AGREE_BY_OFFICE',
  etag: '4',
  ...patch,
});

/** A server with items that leave when they are agreed to, unless it is told otherwise. */
function county(refuse: Record<string, ReturnType<typeof failure> | 'broken'> = {}) {
  let items = [
    item('1', 'INBOX_KIND_CLAIM_AGREE_BY_OFFICE'),
    item('2', 'INBOX_KIND_CLAIM_AGREE_BY_OFFICE', { daysLeft: -2, dueOn: '2026-11-23' }),
    item('3', 'INBOX_KIND_CLAIM_AGREE_BY_OFFICE'),
    item('4', 'INBOX_KIND_CLAIM_PAY', { dueOn: '', daysLeft: 0 }),
  ];
  const seen = serve((method, address) => {
    if (address.pathname === '/v1/inboxItems') {
      const kinds = [...new Set(items.map((each) => each.kind))].map((kind) => {
        const own = items.filter((each) => each.kind === kind);
        return { kind, count: own.length, lateCount: own.filter((each) => each.daysLeft < 0).length };
      });
      const kind = address.searchParams.get('kind');
      const left = items.filter((each) => !kind || each.kind === kind);
      return { status: 200, body: { inboxItems: left, nextPageToken: '', totalSize: left.length, kinds } };
    }
    if (address.pathname === '/v1/doneItems')
      return { status: 200, body: { doneItems: [], nextPageToken: '', totalSize: 0 } };
    const agreed = /^\/v1\/claims\/(\d):agreeByOffice$/.exec(address.pathname)?.[1];
    if (method === 'POST' && agreed) {
      const refusal = refuse[agreed];
      if (refusal === 'broken') throw new TypeError('no network');
      if (refusal) return refusal;
      items = items.filter((each) => each.objectId !== agreed);
      return { status: 200, body: {} };
    }
    return answer(method, address);
  });
  return { posts: () => seen.filter((request) => request.method === 'POST') };
}

async function agreeToAll() {
  await userEvent.click(await screen.findByRole('button', { name: '全选本页可选的 3 条' }));
  await userEvent.click(screen.getByRole('button', { name: '同意选中的 3 条' }));
  const dialog = within(await screen.findByRole('dialog'));
  dialog.getByText('3.00 元');
  await userEvent.dblClick(dialog.getByRole('button', { name: '同意选中的 3 条' }));
}

test('each item answers by itself: the refused one stays with its sentence, the others are done', async () => {
  const { posts } = county({ 2: failure(409, 'STALE', '已被别人改动', 'Changed by somebody else') });
  show(
    <>
      <InboxBadge />
      <InboxPage />
    </>,
    '/inbox',
    '/inbox',
  );
  await agreeToAll();
  await waitFor(() => expect(screen.queryByText('项目1')).toBeNull());
  const row = screen.getByText('项目2').closest('tr') as HTMLElement;
  within(row).getByText('已被别人改动');
  within(row).getByText('逾期 2 天');
  expect(screen.queryByText('项目3')).toBeNull();
  expect(posts().map((request) => new URL(request.url).pathname)).toEqual([
    '/v1/claims/1:agreeByOffice',
    '/v1/claims/2:agreeByOffice',
    '/v1/claims/3:agreeByOffice',
  ]);
  expect(new Set(posts().map((request) => request.headers.get('Idempotency-Key'))).size).toBe(3);
  // The badge, the tabs and the list say the same.
  await waitFor(() => expect(document.querySelector('[data-badge]')?.getAttribute('data-badge')).toBe('2'));
  expect(document.querySelector('[data-tab=""]')?.getAttribute('data-count')).toBe('2');
  expect(document.querySelector('[data-total="totalSize"]')?.getAttribute('data-value')).toBe('2');
});

test('where the server is not reached nothing more is sent, and the same key is used when it is tried again', async () => {
  const refuse: Parameters<typeof county>[0] = { 1: 'broken' };
  const { posts } = county(refuse);
  show(<InboxPage />, '/inbox', '/inbox');
  await agreeToAll();
  await screen.findByText('请检查网络，然后重试。');
  expect(posts()).toHaveLength(1);
  delete refuse[1];
  await userEvent.click(await screen.findByRole('button', { name: /同意选中的 3 条$/ }));
  await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '同意选中的 3 条' }));
  await waitFor(() => expect(screen.queryByText('项目3')).toBeNull());
  const keys = posts().map((request) => request.headers.get('Idempotency-Key'));
  expect(keys).toHaveLength(4);
  expect(keys[1]).toBe(keys[0]);
});

test('payments are never ticked, and no term is told where there is none', async () => {
  county();
  show(<InboxPage />, '/inbox?kind=INBOX_KIND_CLAIM_PAY', '/inbox');
  const row = (await screen.findByText('项目4')).closest('tr') as HTMLElement;
  expect(within(row).queryByRole('checkbox')).toBeNull();
  expect(screen.queryByRole('button', { name: /同意选中/ })).toBeNull();
  expect(within(row).queryByText('今天到期')).toBeNull();
  expect(within(row).getByRole('link').getAttribute('href')).toBe('/payments/new?claimId=4');
});

test('every kind leads somewhere, and what was done leads to its record', () => {
  const kinds = Object.values(enums)
    .flat()
    .filter((name) => name.startsWith('INBOX_KIND_')) as InboxItem['kind'][];
  expect(kinds.length).toBeGreaterThan(14);
  for (const kind of kinds) expect(placeOf({ kind, objectId: '2025', number: '2025' })).toMatch(/[/=]2025$/);
  const done = { seq: '1', time: '', action: '', objectType: 'claim', objectId: 'x', title: 'BZ-1' };
  expect(recordOf(done)).toBe('/claims/x');
  expect(recordOf({ ...done, title: '' })).toBeNull();
  expect(recordOf({ ...done, objectType: 'session' })).toBeNull();
});

test('every step the program writes into the log has its words in both languages', () => {
  const root = join(import.meta.dirname, '../../../../internal');
  const steps = new Set(
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.go') && !file.endsWith('_test.go') && !/countytest|bench|tools/.test(file))
      .flatMap((file) =>
        [
          ...readFileSync(join(root, file), 'utf8').matchAll(
            /"((?:app|files|funds|inspections|people|plans|projects|reports|rules)\.[a-z][A-Za-z]+)"/g,
          ),
        ].map((match) => match[1] ?? ''),
      ),
  );
  // Scopes of keys look alike.
  for (const scope of ['funds.read', 'funds.write']) steps.delete(scope);
  expect(steps.size).toBeGreaterThan(40);
  const key = (step: string) => step.replace('.', '_');
  expect([...steps].filter((step) => !(key(step) in zh.did) || !(key(step) in en.did))).toEqual([]);
});
