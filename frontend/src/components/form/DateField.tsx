import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay, today } from '@/lib/dates';
import { DateInput } from './DateInput';
import { Field } from './Field';

interface Props extends Omit<ComponentProps<typeof Field>, 'children' | 'list' | 'valuePropName'> {
  /** Something that has happened: today at the latest. */
  notFuture?: boolean;
  /** Something that is to come: today at the earliest. */
  notPast?: boolean;
  /** Not before another day, and what that day is called; none while it is not known. */
  from?: { day: string | undefined; name: string };
}

/** A day in a form, with what it must not lie before or after: told at the field, before it is sent. */
export function DateField({ notFuture = false, notPast = false, from, rules = [], ...field }: Props) {
  const { t } = useTranslation();
  const now = today();
  const first = from?.day && formatDay(from.day) === from.day ? from.day : undefined;
  const wrong = (day: string) => {
    if (formatDay(day) !== day) return t('form.noDay');
    if (notFuture && day > now) return t('form.dayNotFuture', { day: now });
    if (notPast && day < now) return t('form.dayNotPast', { day: now });
    if (first && day < first) return t('form.dayFrom', { name: from?.name ?? '', day: first });
    return undefined;
  };
  const limits = {
    validator: (_: unknown, day: string | undefined) => {
      const told = day ? wrong(day) : undefined;
      return told ? Promise.reject(new Error(told)) : Promise.resolve();
    },
  };
  const earliest = notPast && !(first && first > now) ? now : first;
  return (
    <Field {...field} rules={[limits, ...rules]}>
      <DateInput {...(earliest ? { min: earliest } : {})} {...(notFuture ? { max: now } : {})} />
    </Field>
  );
}
