import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { answer, type FakeAnswer, failure } from '@/testing/fakeApi';
import { serve, show } from '@/testing/render';
import NewAcceptancePage from './NewAcceptancePage';

const user = userEvent.setup();
beforeEach(() => sessionStorage.clear());

function drafting(given: FakeAnswer) {
  const sent: Record<string, unknown>[] = [];
  serve(async (method, address, request) => {
    if (method !== 'POST' || address.pathname !== '/v1/acceptances') return answer(method, address);
    sent.push((await request.json()) as Record<string, unknown>);
    return given;
  });
  return { sent, ...show(<NewAcceptancePage />, '/acceptances/new?projectId=p0', '/acceptances/new') };
}
const press = async (name: string) => user.click(await screen.findByRole('button', { name: new RegExp(`${name}$`) }));
const stepName = async () => (await screen.findByRole('region', { name: /^第 \d 步/ })).getAttribute('aria-label');

async function toTheTeam() {
  await user.type(await screen.findByLabelText('实测规模'), '3.2');
  await press('下一步');
  await user.type(await screen.findByLabelText('姓名'), '储村民');
  await user.click(screen.getByLabelText(/村民代表/));
}

test('result, team and money are three steps', async () => {
  const { sent } = drafting(failure(400, 'X', '没有办成', 'Refused'));
  await toTheTeam();
  await press('下一步');
  await user.type(await screen.findByLabelText('验收认定'), '10万');
  await press('按安排比例分摊');
  await press('保存草稿');
  await screen.findByText('没有办成');
  expect(await stepName()).toBe('第 3 步，共 3 步：认定金额');
  expect(sent[0]).toMatchObject({
    projectId: 'p0',
    measuredQuantityMilli: '3200',
    verdict: 'VERDICT_PASSED',
    acceptedFen: '10000000',
    team: [{ name: '储村民', organization: '', villagersRepresentative: true }],
  });
});

test('of work that has failed no money is asked', async () => {
  const { sent, router } = drafting({ status: 200, body: { id: 'y1' } });
  await user.click(await screen.findByRole('combobox', { name: '结论' }));
  await user.click(await screen.findByTitle('不合格'));
  await toTheTeam();
  expect(await stepName()).toBe('第 2 步，共 2 步：验收组');
  await press('保存草稿');
  await waitFor(() => expect(router.state.location.pathname).toBe('/acceptances/y1'));
  expect(sent[0]).toMatchObject({ verdict: 'VERDICT_FAILED', acceptedFen: '0', splits: [] });
});
