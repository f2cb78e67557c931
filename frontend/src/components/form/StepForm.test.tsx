import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Checkbox, Input } from 'antd';
import { beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '@/lib/api/errors';
import { show } from '@/testing/render';
import { Field } from './Field';
import { FormLines } from './FormLines';
import { StepForm } from './StepForm';

interface Values {
  title: string;
  short: boolean;
  team: { name: string }[];
  remark: string;
}

const submit = vi.fn<(values: Values) => Promise<string>>();
const done = vi.fn();

function Example() {
  return (
    <StepForm<Values, string>
      title="例"
      opened={{ values: { title: '', short: false, team: [{ name: '' }], remark: '' }, version: '' }}
      draft="steps"
      submit={submit}
      done={done}
      submitLabel="提交"
      aside={(values) => `共 ${values.team.length} 人`}
      steps={(values) => [
        {
          title: '事由',
          fields: ['title', 'short'],
          content: (
            <>
              <Field name="title" label="标题" required>
                <Input />
              </Field>
              <Field name="short" label="从简" valuePropName="checked">
                <Checkbox>是</Checkbox>
              </Field>
            </>
          ),
        },
        {
          title: '人员',
          fields: ['team'],
          content: (
            <FormLines name="team" label="人员" fresh={() => ({ name: '' })}>
              {() => (
                <Field name="name" label="姓名" required>
                  <Input />
                </Field>
              )}
            </FormLines>
          ),
        },
        ...(values.short
          ? []
          : [
              {
                title: '附言',
                fields: ['remark'] as const,
                content: (
                  <Field name="remark" label="备注">
                    <Input />
                  </Field>
                ),
              },
            ]),
      ]}
    />
  );
}

const user = userEvent.setup();
beforeEach(() => {
  sessionStorage.clear();
  submit.mockReset();
  done.mockReset();
});

// The mark of loading never leaves here: nothing moves.
const press = async (name: string) => user.click(await screen.findByRole('button', { name: new RegExp(`${name}$`) }));
const step = () => screen.findByRole('region', { name: /^第 \d 步/ });
const stepName = async () => (await step()).getAttribute('aria-label');

test('a step is looked at before the next one; nothing is sent before the last', async () => {
  show(<Example />);
  expect(await stepName()).toBe('第 1 步，共 3 步：事由');
  await press('下一步');
  await screen.findByRole('link', { name: '请填写标题' });
  expect(await stepName()).toMatch(/^第 1 步/);
  // Enter leads on as the button does.
  await user.type(screen.getByLabelText('标题'), '修路{Enter}');
  await waitFor(async () => expect(await stepName()).toMatch(/^第 2 步/));
  expect(document.activeElement).toBe(await step());
  expect(screen.queryByRole('alert')).toBeNull();
  await user.type(screen.getByLabelText('姓名'), '储村民');
  await press('下一步');
  await waitFor(async () => expect(await stepName()).toMatch(/^第 3 步/));
  screen.getByText('共 1 人');
  expect(submit).not.toHaveBeenCalled();
  submit.mockResolvedValue('id');
  await press('提交');
  await waitFor(() => expect(done).toHaveBeenCalledWith('id'));
  expect(submit.mock.calls[0]?.[0]).toEqual({ title: '修路', short: false, team: [{ name: '储村民' }], remark: '' });
});

async function toTheLast() {
  await user.type(await screen.findByLabelText('标题'), '修路');
  await press('下一步');
  await user.type(await screen.findByLabelText('姓名'), '储村民');
  await press('下一步');
  await screen.findByLabelText(/备注/);
}

test('going back keeps everything, and what a later step still lacks does not hold one up', async () => {
  show(<Example />);
  await toTheLast();
  await user.type(screen.getByLabelText(/备注/), '先通车');
  await press('上一步');
  await user.clear(screen.getByLabelText('姓名'));
  await press('上一步');
  expect(await stepName()).toMatch(/^第 1 步/);
  expect((screen.getByLabelText('标题') as HTMLInputElement).value).toBe('修路');
  await press('下一步');
  await waitFor(async () => expect(await stepName()).toMatch(/^第 2 步/));
  await press('下一步');
  await screen.findByRole('link', { name: /请填写姓名/ });
  await user.type(screen.getByLabelText('姓名'), '储村民');
  await press('下一步');
  await waitFor(async () => expect(await stepName()).toMatch(/^第 3 步/));
  expect((screen.getByLabelText(/备注/) as HTMLInputElement).value).toBe('先通车');
});

test('what the server refuses leads back to its step, and the sentence to its field', async () => {
  show(<Example />);
  await toTheLast();
  const refused = (fields: [string, string][]) =>
    new ApiError(
      400,
      'X',
      { 'zh-CN': '没有办成' },
      fields.map(([field, description]) => ({ field, description })),
      'req-7',
      'x',
    );
  submit.mockRejectedValueOnce(
    refused([
      ['paper.team[0].name', '查无此人'],
      ['paper.title', '太短'],
    ]),
  );
  await press('提交');
  await waitFor(async () => expect(await stepName()).toMatch(/^第 1 步/));
  const summary = within(screen.getByRole('alert'));
  expect(screen.getAllByText('太短')).toHaveLength(1);
  await user.click(summary.getByRole('link', { name: /查无此人/ }));
  expect(await stepName()).toMatch(/^第 2 步/);
  expect(document.activeElement).toBe(screen.getByLabelText('姓名'));
  await press('下一步');
  // A list as a whole has no control of its own; its step is found all the same.
  submit.mockRejectedValueOnce(refused([['paper.team', '少一名村民代表']]));
  await press('提交');
  await screen.findByText('少一名村民代表');
  expect(await stepName()).toMatch(/^第 2 步/);
});

test('what was typed comes back; one begins anew at the first step', async () => {
  const first = show(<Example />);
  await toTheLast();
  await user.type(screen.getByLabelText(/备注/), '先通车');
  first.unmount();
  show(<Example />);
  await screen.findByText(/已恢复/);
  expect(await stepName()).toMatch(/^第 1 步/);
  await press('下一步');
  await press('下一步');
  await waitFor(() => expect((screen.getByLabelText(/备注/) as HTMLInputElement).value).toBe('先通车'));
  await press('清空，重新填写');
  expect(await stepName()).toMatch(/^第 1 步/);
  expect((screen.getByLabelText('标题') as HTMLInputElement).value).toBe('');
});

test('what is filled in may spare a step; a double click passes over none', async () => {
  submit.mockResolvedValue('id');
  show(<Example />);
  await user.type(await screen.findByLabelText('标题'), '修路');
  await user.click(screen.getByRole('checkbox', { name: /从简/ }));
  await user.dblClick(screen.getByRole('button', { name: '下一步' }));
  expect(await stepName()).toBe('第 2 步，共 2 步：人员');
  expect(screen.queryByRole('alert')).toBeNull();
  await user.type(screen.getByLabelText('姓名'), '储村民');
  await press('提交');
  await waitFor(() => expect(done).toHaveBeenCalled());
  expect(submit.mock.calls[0]?.[0].remark).toBe('');
});
