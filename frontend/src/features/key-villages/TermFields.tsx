import { type FormInstance, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { DaysLeft } from '@/components/DaysLeft';
import { DateField } from '@/components/form/DateField';
import { Field } from '@/components/form/Field';
import { daysUntil, formatDay } from '@/lib/dates';
import { batchYears, firstDay } from './batches';

/** When the work in a key village is done. */
export interface Term {
  batchYear: string;
  acceptanceDeadline: string;
}

/** Batch and deadline; the deadline lies after the batch's first day. */
export function TermFields({ form, chosen }: { form: FormInstance; chosen?: number }) {
  const { t } = useTranslation();
  return (
    <>
      <Field name="batchYear" label={t('field.batch')} required>
        <Select
          options={batchYears(chosen).map((year) => ({
            value: String(year),
            label: t('keyVillage.batchYear', { year }),
          }))}
        />
      </Field>
      <DateField
        name="acceptanceDeadline"
        label={t('field.acceptanceDeadline')}
        required
        rules={[
          {
            validator: (_, deadline: string) => {
              const day = firstDay(form.getFieldValue('batchYear'));
              return deadline && deadline <= day
                ? Promise.reject(new Error(t('keyVillage.tooEarly', { day })))
                : Promise.resolve();
            },
          },
        ]}
      />
    </>
  );
}

/** How long it is to a deadline while it is being typed. */
export function TimeLeft({ deadline }: { deadline: string }) {
  const { t } = useTranslation();
  if (formatDay(deadline) !== deadline) return null;
  return (
    <>
      {t('field.acceptanceDeadline')} <DaysLeft days={daysUntil(deadline)} />
    </>
  );
}
