import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { answer, type FakeAnswer, failure } from '@/testing/fakeApi';
import { serve, show } from '@/testing/render';
import KeyVillagePage from './KeyVillagePage';
import NewKeyVillagePage from './NewKeyVillagePage';

const user = userEvent.setup();
beforeEach(() => sessionStorage.clear());

function asking(given: FakeAnswer) {
  const sent: unknown[] = [];
  serve(async (method, address, request) => {
    if (method !== 'POST' || address.pathname !== '/v1/keyVillages') return answer(method, address);
    sent.push(await request.json());
    return given;
  });
  return { sent, ...show(<NewKeyVillagePage />, '/key-villages/new', '/key-villages/new') };
}

async function fill(deadline: string) {
  const village = await screen.findByRole('combobox', { name: '村' });
  await user.click(village);
  await user.click(await screen.findByTitle('石咀村（来榜镇）'));
  await user.type(screen.getByLabelText('验收期限'), deadline);
  await user.click(screen.getByRole('button', { name: '列入' }));
}
const thisYear = new Date().getFullYear();

test('a village is put on a batch, and its page opens', async () => {
  const { sent, router } = asking({ status: 200, body: { id: 'k1', villageName: '石咀村', batchYear: thisYear } });
  await fill(`${thisYear}-12-20`);
  await waitFor(() => expect(router.state.location.pathname).toBe('/key-villages/k1'));
  expect(sent).toEqual([{ regionCode: '340828101200', batchYear: thisYear, acceptanceDeadline: `${thisYear}-12-20` }]);
});

test('a deadline before the batch begins is told before anything is sent', async () => {
  const { sent } = asking({ status: 200, body: {} });
  await fill(`${thisYear}-01-01`);
  await screen.findByRole('link', { name: `验收期限要晚于 ${thisYear}-01-01` });
  expect(sent).toEqual([]);
});

test('a village that is on a batch already leads to its page', async () => {
  asking(failure(409, 'KEY_VILLAGE_EXISTS', '石咀村已列入 2025 年批次', 'On the batch already'));
  await fill(`${thisYear}-12-20`);
  await screen.findByText('石咀村已列入 2025 年批次');
  expect((await screen.findByRole('link', { name: /^查看/ })).getAttribute('href')).toMatch(/^\/key-villages\/k/);
});

test('its page tells the days that are left, and its projects', async () => {
  serve();
  show(<KeyVillagePage />, '/key-villages/k0', '/key-villages/:id');
  await screen.findByRole('heading', { level: 1, name: '千佛塔村' });
  expect(screen.getAllByText('逾期 15 天').length).toBe(2);
  const all = await screen.findByRole('link', { name: /^全部 \d+ 个项目$/ });
  expect(all.getAttribute('href')).toBe('/projects?regionCode=340828100200&excludeCancelled=true');
});
