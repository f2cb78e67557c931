import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '@/lib/api/errors';
import { show } from '@/testing/render';
import { type RecordAction, RecordActions } from './RecordActions';

interface Paper {
  etag: string;
  amount: string;
  allowedActions: string[];
}

const run = vi.fn<RecordAction<Paper>['run']>();
const paper: Paper = { etag: '1', amount: '100', allowedActions: ['return'] };
const actions: RecordAction<Paper>[] = [
  { verb: 'return', label: '退回', title: '退回报账', words: 'required', run, done: '已退回' },
  { verb: 'approve', label: '审批', title: '审批', run, done: '已审批' },
];
let latest: Paper;

const page = () =>
  show(
    <RecordActions
      record={paper}
      actions={actions}
      reload={() => Promise.resolve(latest)}
      facts={(record) => [{ label: '金额', text: record.amount }]}
    />,
  );
const dialog = () => screen.findByRole('dialog', { name: '退回报账' });

beforeEach(() => {
  run.mockReset();
  latest = paper;
});

test('only what the server allows is offered', async () => {
  page();
  await screen.findByRole('button', { name: '退回' });
  expect(screen.queryByRole('button', { name: '审批' })).toBeNull();
});

test('a reason that must be given is asked for at its field', async () => {
  const user = userEvent.setup();
  page();
  await user.click(await screen.findByRole('button', { name: '退回' }));
  const box = await dialog();
  await user.click(within(box).getByRole('button', { name: '退回' }));
  expect(run).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(within(box).getByRole('textbox'));
});

test('pressed twice, done once', async () => {
  const user = userEvent.setup();
  run.mockReturnValue(new Promise(() => {}));
  page();
  await user.click(await screen.findByRole('button', { name: '退回' }));
  const box = await dialog();
  await user.type(within(box).getByRole('textbox'), '票据不全');
  await user.dblClick(within(box).getByRole('button', { name: '退回' }));
  expect(run).toHaveBeenCalledTimes(1);
});

test('somebody was faster: what changed is shown, the words stay, the next try goes by what is seen', async () => {
  const user = userEvent.setup();
  page();
  await user.click(await screen.findByRole('button', { name: '退回' }));
  const box = await dialog();
  await user.type(within(box).getByRole('textbox'), '票据不全');
  latest = { ...paper, etag: '2', amount: '90' };
  run.mockRejectedValueOnce(new ApiError(409, 'ETAG_STALE', { 'zh-CN': '刚被别人改动' }, [], 'req', 'stale'));
  await user.click(within(box).getByRole('button', { name: '退回' }));
  await within(box).findByText('90');
  expect((within(box).getByRole('textbox') as HTMLTextAreaElement).value).toBe('票据不全');
  run.mockResolvedValueOnce({});
  await user.click(within(box).getByRole('button', { name: /退回$/ }));
  await waitFor(() => expect(run).toHaveBeenCalledTimes(2));
  expect(run.mock.calls[1]?.[0].etag).toBe('2');
  expect(run.mock.calls[1]?.[2]).not.toBe(run.mock.calls[0]?.[2]);
});

test('when it can no longer be done, that is said and the button goes', async () => {
  const user = userEvent.setup();
  page();
  await user.click(await screen.findByRole('button', { name: '退回' }));
  const box = await dialog();
  await user.type(within(box).getByRole('textbox'), '票据不全');
  latest = { ...paper, etag: '2', allowedActions: [] };
  run.mockRejectedValueOnce(new ApiError(409, 'ETAG_STALE', { 'zh-CN': '刚被别人改动' }, [], 'req', 'stale'));
  await user.click(within(box).getByRole('button', { name: '退回' }));
  await within(box).findByText('刚被别人改动');
  expect(within(box).queryByRole('button', { name: /退回$/ })).toBeNull();
});
