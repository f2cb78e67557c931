import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { DateField } from '@/components/form/DateField';
import { Field } from '@/components/form/Field';
import { FieldGrid, FullWidth } from '@/components/form/FieldGrid';
import { FormLines } from '@/components/form/FormLines';
import { FormPage } from '@/components/form/FormPage';
import { fenOf, MoneyInput, useMoneyRules } from '@/components/form/MoneyInput';
import { RegionPicker } from '@/components/form/pickers';
import { LeftText } from '@/components/LeftText';
import { Section } from '@/components/Page';
import { ApiError } from '@/lib/api/errors';
import { sum } from '@/lib/money';
import { notify } from '@/lib/notice';
import { paths } from '@/lib/paths';
import './words';

interface Values {
  title: string;
  regionCode: string;
  issuedOn: string;
  remark: string;
  lines: { amountFen: string }[];
}

/** What the lines of the sample may come to, in fen. */
const MOST = 10_000_000n;

const total = (values: Values) => sum((values.lines ?? []).map((line) => fenOf(line?.amountFen) ?? 0n));

/** A form as every form is; nothing of it is stored. More than the lines may come to is refused as a server would. */
export default function KitFormPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const rules = useMoneyRules();
  return (
    <FormPage<Values, object>
      title="FormPage"
      sub={t('kit.when.FormPage')}
      parent={{ to: paths.kit(), label: t('kit.title') }}
      opened={{
        values: { title: '', regionCode: '', issuedOn: '', remark: '', lines: [{ amountFen: '' }] },
        version: '',
      }}
      draft="kit"
      submitLabel={t('kit.send')}
      submit={async (values) => {
        if (total(values) <= MOST) return {};
        const sentence = t('money.tooMuch');
        const violation = { field: `sample.lines[${values.lines.length - 1}].amount_fen`, description: sentence };
        throw new ApiError(400, 'SAMPLE', { 'zh-CN': sentence, en: sentence }, [violation], '', sentence);
      }}
      done={() => {
        notify(t('kit.sample.done'));
        void navigate(paths.kit());
      }}
      aside={(values) => (
        <>
          {t('kit.sample.left')} <LeftText fen={MOST - total(values)} />
        </>
      )}
    >
      <Section title={t('section.facts')}>
        <FieldGrid>
          <Field name="title" label={t('field.title')} required>
            <Input maxLength={40} />
          </Field>
          <Field name="regionCode" label={t('field.region')}>
            <RegionPicker />
          </Field>
          <DateField name="issuedOn" label={t('field.issuedOn')} required />
          <FullWidth>
            <Field name="remark" label={t('field.remark')}>
              <Input.TextArea rows={2} maxLength={200} />
            </Field>
          </FullWidth>
        </FieldGrid>
      </Section>
      <Section title={t('fundDocument.lines')}>
        <FormLines name="lines" label={t('fundDocument.lines')} fresh={() => ({ amountFen: '' })} max={5}>
          {() => (
            <Field name="amountFen" label={t('field.amount')} required rules={rules}>
              <MoneyInput />
            </Field>
          )}
        </FormLines>
      </Section>
    </FormPage>
  );
}
