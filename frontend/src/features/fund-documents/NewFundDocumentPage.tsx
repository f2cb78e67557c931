import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { DateField } from '@/components/form/DateField';
import { Field } from '@/components/form/Field';
import { FieldGrid } from '@/components/form/FieldGrid';
import { FormLines } from '@/components/form/FormLines';
import { FormPage } from '@/components/form/FormPage';
import { fenOf, MoneyInput, useMoneyRules } from '@/components/form/MoneyInput';
import { FundDocumentPicker, ProjectPicker, RegionPicker } from '@/components/form/pickers';
import { MoneyText } from '@/components/MoneyText';
import { Section } from '@/components/Page';
import { api, call } from '@/lib/api/client';
import { issuersQuery } from '@/lib/api/queries';
import { capitals } from '@/lib/capitals';
import { today } from '@/lib/dates';
import { sum } from '@/lib/money';
import { useChannelNames, usePurposeNames } from '@/lib/names';
import { notify } from '@/lib/notice';
import { paths } from '@/lib/paths';
import { AlreadyThere } from './AlreadyThere';

interface Values {
  issuerCode: string;
  number: string;
  title: string;
  issuedOn: string;
  refersToId: string;
  lines: {
    channelCode: string;
    purposeCode: string;
    fiscalYear: string;
    amountFen: string;
    regionCode: string;
    projectId: string;
  }[];
}

const line = () => ({
  channelCode: '',
  purposeCode: '',
  fiscalYear: today().slice(0, 4),
  amountFen: '',
  regionCode: '',
  projectId: '',
});

/** 录入文件: types a document that came on paper, with its lines. */
export default function NewFundDocumentPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const issuers = useQuery(issuersQuery);
  return (
    <FormPage<Values, { id: string; number: string }>
      title={t('fundDocument.new')}
      parent={{ to: paths.fundDocuments(), label: t('fundDocument.list') }}
      opened={{
        values: { issuerCode: '', number: '', title: '', issuedOn: today(), refersToId: '', lines: [line()] },
        version: '',
      }}
      draft="fundDocument.new"
      submitLabel={t('fundDocument.store')}
      submit={(values, { key }) =>
        call(
          api.POST('/v1/fundDocuments', {
            headers: { 'Idempotency-Key': key },
            body: {
              issuerCode: values.issuerCode,
              number: values.number.trim(),
              title: values.title.trim(),
              issuedOn: values.issuedOn,
              refersToId: values.refersToId,
              lines: values.lines.map((each, index) => ({
                lineNumber: index + 1,
                channelCode: each.channelCode,
                purposeCode: each.purposeCode,
                fiscalYear: Number(each.fiscalYear),
                amountFen: String(fenOf(each.amountFen) ?? 0n),
                regionCode: each.regionCode,
                projectId: each.projectId,
              })),
            },
          }),
        )
      }
      done={(made) => {
        notify(t('fundDocument.stored', { number: made.number }));
        void navigate(paths.fundDocument(made.id));
      }}
      refused={(error, values) =>
        error.reason === 'DOCUMENT_DIFFERS' && (
          <AlreadyThere issuerCode={values.issuerCode} number={values.number.trim()} />
        )
      }
      aside={(values) => {
        const total = sum((values.lines ?? []).map((each) => fenOf(each?.amountFen) ?? 0n));
        return (
          <>
            {t('claim.total')} <MoneyText fen={total} unit /> {capitals(total)}
          </>
        );
      }}
    >
      <Section title={t('section.facts')} note={t('fundDocument.asPrinted')}>
        <FieldGrid>
          <Field name="issuerCode" label={t('field.issuer')} required>
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              options={(issuers.data ?? []).map((each) => ({ value: each.code, label: each.name }))}
            />
          </Field>
          <Field name="number" label={t('field.documentNumber')} required>
            <Input autoComplete="off" maxLength={100} />
          </Field>
          <Field name="title" label={t('field.title')} required>
            <Input autoComplete="off" maxLength={200} />
          </Field>
          <DateField name="issuedOn" label={t('field.issuedOn')} required notFuture />
          <Field name="refersToId" label={t('fundDocument.refersTo')} help={t('fundDocument.refersToHelp')}>
            <FundDocumentPicker />
          </Field>
        </FieldGrid>
      </Section>
      <Section title={t('fundDocument.lines')} note={t('fundDocument.linesNote')}>
        <FormLines name="lines" label={t('fundDocument.lines')} fresh={line} max={100}>
          {() => <Line />}
        </FormLines>
      </Section>
    </FormPage>
  );
}

function Line() {
  const { t } = useTranslation();
  const channels = useChannelNames();
  const purposes = usePurposeNames();
  const rules = useMoneyRules();
  return (
    <>
      <Field name="channelCode" label={t('field.channel')} required>
        <Select options={channels.options} showSearch={{ optionFilterProp: 'label' }} />
      </Field>
      <Field name="purposeCode" label={t('field.purpose')} required>
        <Select options={purposes.options} showSearch={{ optionFilterProp: 'label' }} />
      </Field>
      <Field
        name="fiscalYear"
        label={t('field.fiscalYear')}
        required
        rules={[{ pattern: /^\d{4}$/, message: t('form.wholeNumber') }]}
      >
        <Input inputMode="numeric" autoComplete="off" maxLength={4} />
      </Field>
      <Field name="amountFen" label={t('field.amount')} required rules={rules}>
        <MoneyInput />
      </Field>
      <Field name="regionCode" label={t('field.region')}>
        <RegionPicker />
      </Field>
      <Field name="projectId" label={t('field.project')}>
        <ProjectPicker />
      </Field>
    </>
  );
}
