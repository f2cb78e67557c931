import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { answer, type FakeAnswer, failure } from '@/testing/fakeApi';
import { serve, show } from '@/testing/render';
import EditKeyVillagePage from './EditKeyVillagePage';
import KeyVillagePage from './KeyVillagePage';

const user = userEvent.setup();
beforeEach(() => sessionStorage.clear());

/** Opens k1; each change is answered by the next of these. */
function changing(...given: FakeAnswer[]) {
  const sent: { body: unknown; key: string | null }[] = [];
  let now: Record<string, unknown> = {};
  serve(async (method, address, request) => {
    if (address.pathname !== '/v1/keyVillages/k1') return answer(method, address);
    if (method === 'PATCH') {
      sent.push({ body: await request.json(), key: request.headers.get('Idempotency-Key') });
      return given[sent.length - 1] ?? { status: 500, body: {} };
    }
    const { status, body } = answer(method, address);
    return { status, body: { ...(body as object), ...now } };
  });
  const meanwhile = (change: Record<string, unknown>) => {
    now = change;
  };
  return { sent, meanwhile, ...show(<EditKeyVillagePage />, '/key-villages/k1/edit', '/key-villages/:id/edit') };
}

async function deadline(day: string) {
  const field = await screen.findByLabelText('验收期限');
  await user.clear(field);
  await user.type(field, day);
  await user.click(screen.getByRole('button', { name: '保存' }));
}

test('the deadline of a key village is put off', async () => {
  const { sent, router } = changing({ status: 200, body: { id: 'k1' } });
  await deadline('2027-03-31');
  await waitFor(() => expect(router.state.location.pathname).toBe('/key-villages/k1'));
  expect(sent.map((each) => each.body)).toEqual([{ batchYear: 2026, acceptanceDeadline: '2027-03-31', etag: '1' }]);
  expect(sent[0]?.key).toBeTruthy();
});

test('a deadline before the batch begins is told before anything is sent', async () => {
  const { sent } = changing();
  await deadline('2026-01-01');
  await screen.findByRole('link', { name: '验收期限要晚于 2026-01-01' });
  expect(sent).toEqual([]);
});

test('what somebody else has changed meanwhile is shown, and what was typed is kept', async () => {
  const { sent, meanwhile, router } = changing(failure(409, 'ETAG_STALE', '该记录已被他人修改', 'Changed'), {
    status: 200,
    body: { id: 'k1' },
  });
  await screen.findByLabelText('验收期限');
  meanwhile({ batchYear: 2025, etag: '2' });
  await deadline('2027-03-31');
  await screen.findByText('2025年批次');
  await user.click(await screen.findByRole('button', { name: /保留我填的/ }));
  await user.click(screen.getByRole('button', { name: '保存' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/key-villages/k1'));
  expect(sent[1]?.body).toEqual({ batchYear: 2025, acceptanceDeadline: '2027-03-31', etag: '2' });
});

test('its page leads there those who may change it', async () => {
  serve();
  show(<KeyVillagePage />, '/key-villages/k1', '/key-villages/:id');
  const link = await screen.findByRole('link', { name: '修改' });
  expect(link.getAttribute('href')).toBe('/key-villages/k1/edit');
});
