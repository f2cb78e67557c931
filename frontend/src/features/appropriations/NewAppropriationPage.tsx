import { Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { Field } from '@/components/form/Field';
import { FieldGrid } from '@/components/form/FieldGrid';
import { FormPage } from '@/components/form/FormPage';
import { fenOf, MoneyInput, useMoneyRules } from '@/components/form/MoneyInput';
import { AllocationPicker, ProjectPicker } from '@/components/form/pickers';
import { Section } from '@/components/Page';
import { api, call } from '@/lib/api/client';
import { notify } from '@/lib/notice';
import { paths } from '@/lib/paths';
import { LeftAfter } from './LeftAfter';

interface Values {
  allocationId: string;
  projectId: string;
  amountFen: string;
  share: 'SHARE_STABLE' | 'SHARE_FLEXIBLE';
}

/** 资金安排: sets part of an allocation aside for a project, seeing what both have left as one types. */
export default function NewAppropriationPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const rules = useMoneyRules();
  return (
    <FormPage<Values, { id: string }>
      title={t('appropriation.new')}
      parent={{ to: paths.appropriations(), label: t('appropriation.list') }}
      opened={{
        values: {
          allocationId: params.get('allocationId') ?? '',
          projectId: params.get('projectId') ?? '',
          amountFen: '',
          share: 'SHARE_FLEXIBLE',
        },
        version: '',
      }}
      draft={`appropriation.new.${params.get('allocationId') ?? ''}.${params.get('projectId') ?? ''}`}
      submitLabel={t('appropriation.request')}
      submit={(values, { key }) =>
        call(
          api.POST('/v1/appropriations', {
            headers: { 'Idempotency-Key': key },
            body: { ...values, amountFen: String(fenOf(values.amountFen) ?? 0n) },
          }),
        )
      }
      done={(made) => {
        notify(t('appropriation.requested'));
        void navigate(paths.appropriation(made.id));
      }}
    >
      {(form) => (
        <>
          <Section title={t('section.facts')}>
            <FieldGrid>
              <Field name="allocationId" label={t('field.allocation')} required>
                <AllocationPicker />
              </Field>
              <Field name="projectId" label={t('field.project')} required>
                <ProjectPicker />
              </Field>
              <Field name="amountFen" label={t('field.amount')} required rules={rules}>
                <MoneyInput />
              </Field>
              <Field name="share" label={t('appropriation.share')} required>
                <Radio.Group
                  options={(['SHARE_FLEXIBLE', 'SHARE_STABLE'] as const).map((value) => ({
                    value,
                    label: t(`enum.${value}`),
                  }))}
                />
              </Field>
            </FieldGrid>
          </Section>
          <LeftAfter
            allocationId={form.getFieldValue('allocationId') ?? ''}
            projectId={form.getFieldValue('projectId') ?? ''}
            amount={fenOf(form.getFieldValue('amountFen')) ?? 0n}
            note={t('appropriation.leftNote')}
          />
        </>
      )}
    </FormPage>
  );
}
