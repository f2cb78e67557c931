import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { DateField } from '@/components/form/DateField';
import { Field } from '@/components/form/Field';
import { FieldGrid } from '@/components/form/FieldGrid';
import { MoneyInput, useMoneyRules } from '@/components/form/MoneyInput';
import { StepForm } from '@/components/form/StepForm';
import { Section } from '@/components/Page';
import { ApiError } from '@/lib/api/errors';
import { today } from '@/lib/dates';
import { notify } from '@/lib/notice';
import { paths } from '@/lib/paths';
import './words';

interface Values {
  title: string;
  issuedOn: string;
  amountFen: string;
}

/** A form in steps; nothing of it is stored. A day to come is refused as a server would, which leads back to the first step. */
export default function KitStepsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const rules = useMoneyRules();
  return (
    <StepForm<Values, object>
      title="StepForm"
      sub={t('kit.when.StepForm')}
      parent={{ to: paths.kit(), label: t('kit.title') }}
      opened={{ values: { title: '', issuedOn: '', amountFen: '' }, version: '' }}
      draft="kit.steps"
      submitLabel={t('kit.send')}
      submit={async ({ issuedOn }) => {
        if (issuedOn <= today()) return {};
        const sentence = t('kit.sample.tooLate');
        const violation = { field: 'sample.issued_on', description: sentence };
        throw new ApiError(400, 'SAMPLE', { 'zh-CN': sentence, en: sentence }, [violation], '', sentence);
      }}
      done={() => {
        notify(t('kit.sample.done'));
        void navigate(paths.kit());
      }}
      steps={() => [
        {
          title: t('section.facts'),
          fields: ['title', 'issuedOn'],
          content: (
            <Section title={t('section.facts')}>
              <FieldGrid>
                <Field name="title" label={t('field.title')} required>
                  <Input maxLength={40} />
                </Field>
                <DateField name="issuedOn" label={t('field.issuedOn')} required />
              </FieldGrid>
            </Section>
          ),
        },
        {
          title: t('section.money'),
          fields: ['amountFen'],
          content: (
            <Section title={t('section.money')}>
              <Field name="amountFen" label={t('field.amount')} required rules={rules}>
                <MoneyInput />
              </Field>
            </Section>
          ),
        },
      ]}
    />
  );
}
