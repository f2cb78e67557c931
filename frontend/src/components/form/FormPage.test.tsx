import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Input } from 'antd';
import { beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '@/lib/api/errors';
import { show } from '@/testing/render';
import { Field } from './Field';
import { FormLines } from './FormLines';
import { FormPage, fieldPath, type Opened } from './FormPage';
import { MoneyInput, useMoneyRules } from './MoneyInput';

interface Values {
  title: string;
  account: string;
  lines: { amountFen: string }[];
}

const opened: Opened<Values> = { values: { title: '', account: '', lines: [{ amountFen: '' }] }, version: '1' };
const submit = vi.fn<(values: Values, sent: { key: string; version: string }) => Promise<string>>();
const done = vi.fn();

function Example({ reload }: { reload?: () => Promise<Opened<Values>> }) {
  return (
    <FormPage<Values, string>
      title="例"
      parent={{ to: '/', label: '上页' }}
      opened={opened}
      draft="example"
      secret={['account']}
      submit={submit}
      done={done}
      submitLabel="提交"
      shown={{ title: { label: '标题' }, account: { label: '账号' } }}
      {...(reload ? { reload } : {})}
    >
      <Field name="title" label="标题" required>
        <Input />
      </Field>
      <Field name="account" label="账号">
        <Input />
      </Field>
      <FormLines name="lines" label="明细" fresh={() => ({ amountFen: '' })}>
        {() => <Amount />}
      </FormLines>
    </FormPage>
  );
}

function Amount() {
  return (
    <Field name="amountFen" label="金额" required rules={useMoneyRules()}>
      <MoneyInput />
    </Field>
  );
}

const refused = (status: number, reason: string, fields: Record<string, string> = {}) =>
  new ApiError(
    status,
    reason,
    { 'zh-CN': '没有办成' },
    Object.entries(fields).map(([field, description]) => ({ field, description })),
    'req-7',
    'refused',
  );

beforeEach(() => {
  sessionStorage.clear();
  submit.mockReset();
  done.mockReset();
});

const fill = async (user: ReturnType<typeof userEvent.setup>) => {
  await user.type(await screen.findByLabelText(/标题/), '一号文');
  await user.type(screen.getByLabelText(/金额/), '12万元');
};

test('names of the API’s fields lead to the form’s', () => {
  expect(fieldPath('fund_document.lines[1].amount_fen')).toEqual(['lines', 1, 'amountFen']);
  expect(fieldPath('claim.payee_account')).toEqual(['payeeAccount']);
});

test('nothing is sent while something is missing; the summary takes the focus and leads to the field', async () => {
  const user = userEvent.setup();
  show(<Example />);
  await user.click(await screen.findByRole('button', { name: '提交' }));
  const summary = (await screen.findByRole('alert')).closest('[tabindex="-1"]') as HTMLElement;
  await waitFor(() => expect(document.activeElement).toBe(summary));
  await user.click(within(summary).getByRole('link', { name: /标题/ }));
  expect(document.activeElement).toBe(screen.getByLabelText(/标题/));
  expect(submit).not.toHaveBeenCalled();
});

test('however often the button is pressed, it is sent once', async () => {
  const user = userEvent.setup();
  let answer: (value: string) => void = () => {};
  submit.mockReturnValue(
    new Promise<string>((resolve) => {
      answer = resolve;
    }),
  );
  show(<Example />);
  await fill(user);
  await user.dblClick(screen.getByRole('button', { name: '提交' }));
  await user.click(screen.getByRole('button', { name: /提交/ }));
  await waitFor(() => expect(submit).toHaveBeenCalledTimes(1));
  answer('id');
  await waitFor(() => expect(done).toHaveBeenCalledWith('id'));
  expect(submit.mock.calls[0]?.[0].lines[0]?.amountFen).toBe('120,000.00');
});

test('an answer that comes between two presses does not have it sent again', async () => {
  const user = userEvent.setup();
  submit.mockResolvedValue('id');
  show(<Example />);
  await fill(user);
  await user.click(screen.getByRole('button', { name: '提交' }));
  await waitFor(() => expect(done).toHaveBeenCalledTimes(1));
  await user.click(screen.getByRole('button', { name: /提交/ }));
  await user.keyboard('{Enter}');
  expect(submit).toHaveBeenCalledTimes(1);
  expect(done).toHaveBeenCalledTimes(1);
});

test('a try without an answer is repeated under its key; a refused one gets a new key', async () => {
  const user = userEvent.setup();
  show(<Example />);
  await fill(user);
  submit.mockRejectedValueOnce(new ApiError(0, 'UNREACHABLE', {}, [], '', 'network'));
  await user.click(screen.getByRole('button', { name: '提交' }));
  await screen.findByText(/请检查网络/);
  submit.mockRejectedValueOnce(refused(400, 'X', { 'example.lines[0].amount_fen': '金额太大' }));
  await user.click(screen.getByRole('button', { name: '提交' }));
  await waitFor(() => expect(screen.getAllByText(/金额太大/).length).toBe(2));
  submit.mockResolvedValueOnce('id');
  await user.click(screen.getByRole('button', { name: '提交' }));
  await waitFor(() => expect(done).toHaveBeenCalled());
  const keys = submit.mock.calls.map(([, sent]) => sent.key);
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[1]);
});

test('what was typed comes back, what is secret does not', async () => {
  const user = userEvent.setup();
  const first = show(<Example />);
  await fill(user);
  await user.type(screen.getByLabelText(/账号/), '6222000011112222');
  expect(JSON.stringify({ ...sessionStorage })).not.toContain('6222');
  first.unmount();
  show(<Example />);
  expect(await screen.findByText(/已恢复/)).toBeTruthy();
  expect((screen.getByLabelText(/标题/) as HTMLInputElement).value).toBe('一号文');
  expect((screen.getByLabelText(/账号/) as HTMLInputElement).value).toBe('');
  await user.click(screen.getByRole('button', { name: /重新填写/ }));
  expect((screen.getByLabelText(/标题/) as HTMLInputElement).value).toBe('');
  expect({ ...sessionStorage }).toEqual({});
});

test('somebody else was faster: the change is shown and what was typed is kept', async () => {
  const user = userEvent.setup();
  const latest = { values: { ...opened.values, account: '别人改的' }, version: '2' };
  show(<Example reload={() => Promise.resolve(latest)} />);
  await fill(user);
  submit.mockRejectedValueOnce(refused(409, 'ETAG_STALE'));
  await user.click(screen.getByRole('button', { name: '提交' }));
  expect(await screen.findByText('别人改的')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: /保留我填的/ }));
  expect((screen.getByLabelText(/标题/) as HTMLInputElement).value).toBe('一号文');
  expect((screen.getByLabelText(/账号/) as HTMLInputElement).value).toBe('别人改的');
  submit.mockResolvedValueOnce('id');
  await user.click(screen.getByRole('button', { name: '提交' }));
  await waitFor(() => expect(done).toHaveBeenCalled());
  expect(submit.mock.calls[1]?.[1].version).toBe('2');
});

test('a conflict that is no change of the record by others only says what it is', async () => {
  const user = userEvent.setup();
  const reload = vi.fn();
  show(<Example reload={reload} />);
  await fill(user);
  submit.mockRejectedValueOnce(refused(409, 'BANK_REFERENCE_USED'));
  await user.click(screen.getByRole('button', { name: '提交' }));
  await screen.findByRole('alert');
  expect(reload).not.toHaveBeenCalled();
  expect((screen.getByRole('button', { name: '提交' }) as HTMLButtonElement).disabled).toBe(false);
});

test('leaving a half-filled form is asked about', async () => {
  const user = userEvent.setup();
  const { router } = show(<Example />, '/form', '/form');
  await fill(user);
  void router.navigate('/elsewhere');
  const dialog = await screen.findByRole('dialog', { hidden: true, name: /要离开吗/ });
  await user.click(within(dialog).getByRole('button', { name: /留下/, hidden: true }));
  expect((screen.getByLabelText(/标题/) as HTMLInputElement).value).toBe('一号文');
});
