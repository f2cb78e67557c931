import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Field } from '@/components/form/Field';
import { FieldGrid } from '@/components/form/FieldGrid';
import { FormPage } from '@/components/form/FormPage';
import { RegionPicker } from '@/components/form/pickers';
import { Section } from '@/components/Page';
import { api, call } from '@/lib/api/client';
import type { KeyVillage } from '@/lib/api/types';
import { today } from '@/lib/dates';
import { notify } from '@/lib/notice';
import { paths } from '@/lib/paths';
import { OnBatchAlready } from './OnBatchAlready';
import { type Term, TermFields, TimeLeft } from './TermFields';

interface Values extends Term {
  regionCode: string;
}

/** Puts a village on a batch, and on none other. */
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
      aside={({ acceptanceDeadline }) => <TimeLeft deadline={acceptanceDeadline} />}
    >
      {(form) => (
        <Section title={t('section.facts')}>
          <FieldGrid>
            <Field name="regionCode" label={t('field.village')} required help={t('keyVillage.villageHelp')}>
              <RegionPicker level="REGION_LEVEL_VILLAGE" />
            </Field>
            <TermFields form={form} />
          </FieldGrid>
        </Section>
      )}
    </FormPage>
  );
}
