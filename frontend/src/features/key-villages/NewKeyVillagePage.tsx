import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { DaysLeft } from '@/components/DaysLeft';
import { DateInput } from '@/components/form/DateInput';
import { Field } from '@/components/form/Field';
import { FieldGrid } from '@/components/form/FieldGrid';
import { FormPage } from '@/components/form/FormPage';
import { RegionPicker } from '@/components/form/pickers';
import { Section } from '@/components/Page';
import { api, call } from '@/lib/api/client';
import type { KeyVillage } from '@/lib/api/types';
import { daysUntil, formatDay, today } from '@/lib/dates';
import { notify } from '@/lib/notice';
import { paths } from '@/lib/paths';
import { batchYears, firstDay } from './batches';
import { OnBatchAlready } from './OnBatchAlready';

interface Values {
  regionCode: string;
  batchYear: string;
  acceptanceDeadline: string;
}

/** Puts a village on a batch: it stays there, and is on none other. */
export default function NewKeyVillagePage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <FormPage<Values, KeyVillage>
      title={t('keyVillage.new')}
      sub={t('keyVillage.newSub')}
      parent={{ to: paths.keyVillages(), label: t('keyVillage.list') }}
      opened={{ values: { regionCode: '', batchYear: today().slice(0, 4), acceptanceDeadline: '' }, version: '' }}
      draft="keyVillage.new"
      submitLabel={t('keyVillage.add')}
      submit={({ regionCode, batchYear, acceptanceDeadline }, { key }) =>
        call(
          api.POST('/v1/keyVillages', {
            headers: { 'Idempotency-Key': key },
            body: { regionCode, batchYear: Number(batchYear), acceptanceDeadline },
          }),
        )
      }
      done={(made) => {
        notify(t('keyVillage.added', { village: made.villageName, year: made.batchYear }));
        void navigate(paths.keyVillage(made.id));
      }}
      refused={(error, { regionCode }) =>
        error.reason === 'KEY_VILLAGE_EXISTS' && <OnBatchAlready regionCode={regionCode} />
      }
      aside={({ acceptanceDeadline }) =>
        formatDay(acceptanceDeadline) === acceptanceDeadline && (
          <>
            {t('field.acceptanceDeadline')} <DaysLeft days={daysUntil(acceptanceDeadline)} />
          </>
        )
      }
    >
      {(form) => (
        <Section title={t('section.facts')}>
          <FieldGrid>
            <Field name="regionCode" label={t('field.village')} required help={t('keyVillage.villageHelp')}>
              <RegionPicker level="REGION_LEVEL_VILLAGE" />
            </Field>
            <Field name="batchYear" label={t('field.batch')} required>
              <Select
                options={batchYears().map((year) => ({
                  value: String(year),
                  label: t('keyVillage.batchYear', { year }),
                }))}
              />
            </Field>
            <Field
              name="acceptanceDeadline"
              label={t('field.acceptanceDeadline')}
              required
              rules={[
                {
                  validator: (_, day: string) =>
                    day && day <= firstDay(form.getFieldValue('batchYear'))
                      ? Promise.reject(
                          new Error(t('keyVillage.tooEarly', { day: firstDay(form.getFieldValue('batchYear')) })),
                        )
                      : Promise.resolve(),
                },
              ]}
            >
              <DateInput />
            </Field>
          </FieldGrid>
        </Section>
      )}
    </FormPage>
  );
}
