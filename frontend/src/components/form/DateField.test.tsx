import { fireEvent, screen, waitFor } from '@testing-library/react';
import { Form } from 'antd';
import type { ComponentProps } from 'react';
import { expect, test } from 'vitest';
import { today } from '@/lib/dates';
import { showLanguage } from '@/lib/i18n';
import { show } from '@/testing/render';
import { DateField } from './DateField';

const set = (limits: Partial<ComponentProps<typeof DateField>>) => {
  show(
    <Form>
      <DateField name="day" label="日期" {...limits} />
    </Form>,
  );
  return screen.findByLabelText('日期') as Promise<HTMLInputElement>;
};
const now = today();
const from = { day: '2026-03-05', name: '请款日期' };

const cases: [string, Partial<ComponentProps<typeof DateField>>, string, RegExp | null][] = [
  ['the future', { notFuture: true }, '9000-01-01', /不能晚于今天/],
  ['today is not the future', { notFuture: true }, now, null],
  ['the past', { notPast: true }, '2000-01-01', /不能早于今天/],
  ['today is not the past', { notPast: true }, now, null],
  ['before another day', { from }, '2026-03-04', /不能早于请款日期（2026-03-05）/],
  ['on the other day', { from }, '2026-03-05', null],
  ['another day that is not known', { from: { ...from, day: undefined } }, '1999-01-01', null],
  ['another day that is half typed', { from: { ...from, day: 'incomplete' } }, '1999-01-01', null],
];
test.each(cases)('%s', async (_, limits, day, told) => {
  const field = await set(limits);
  fireEvent.change(field, { target: { value: day } });
  fireEvent.blur(field);
  if (told) {
    await screen.findByText(told);
    expect(field.getAttribute('aria-invalid')).toBe('true');
  } else {
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(field.getAttribute('aria-invalid')).not.toBe('true');
  }
});

test('a day of which a part is typed is told as such, and is gone again when the field is emptied', async () => {
  const field = await set({});
  const typed = { value: true };
  Object.defineProperty(field, 'validity', { get: () => ({ badInput: typed.value }) });
  fireEvent.blur(field);
  await screen.findByText(/请填写完整的日期/);
  typed.value = false;
  fireEvent.blur(field);
  await waitFor(() => expect(field.getAttribute('aria-invalid')).not.toBe('true'));
});

test('in English as well', async () => {
  await showLanguage('en');
  const field = await set({ notFuture: true });
  fireEvent.change(field, { target: { value: '9000-01-01' } });
  await screen.findByText(/Not after today/);
  await showLanguage('zh-CN');
});
