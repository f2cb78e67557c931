import { useQuery } from '@tanstack/react-query';
import { Input, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { DateField } from '@/components/form/DateField';
import { Field } from '@/components/form/Field';
import { FieldGrid } from '@/components/form/FieldGrid';
import { FormLines } from '@/components/form/FormLines';
import { FormPage } from '@/components/form/FormPage';
import { fenOf, MoneyInput, useMoneyRules } from '@/components/form/MoneyInput';
import { AllocationPicker } from '@/components/form/pickers';
import { MoneyText } from '@/components/MoneyText';
import { Section } from '@/components/Page';
import { api, call } from '@/lib/api/client';
import { issuersQuery } from '@/lib/api/queries';
import { capitals } from '@/lib/capitals';
import { today } from '@/lib/dates';
import { sum } from '@/lib/money';
import { notify } from '@/lib/notice';
import { paths } from '@/lib/paths';
import { AlreadyThere } from './AlreadyThere';

const KINDS = ['DOCUMENT_KIND_REDUCTION', 'DOCUMENT_KIND_RECALL'] as const;

interface Values {
  kind: (typeof KINDS)[number];
  issuerCode: string;
  number: string;
  title: string;
  issuedOn: string;
  /** Changes: id of the allocation. */
  lines: { changes: string; amountFen: string }[];
}

/** A line says of its allocation what the paper says: the same channel, purpose and year. */
async function lineOf({ changes, amountFen }: Values['lines'][number], index: number) {
  const allocation = await call(api.GET('/v1/allocations/{id}', { params: { path: { id: changes } } }));
  return {
    lineNumber: index + 1,
    channelCode: allocation.channelCode,
    purposeCode: allocation.purposeCode,
    fiscalYear: allocation.fiscalYear,
    amountFen: String(fenOf(amountFen) ?? 0n),
    changes: { allocationId: changes },
  };
}

/** 录入调减、收回文件: a paper that takes something off earlier promises. */
export default function NewChangePage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const issuers = useQuery(issuersQuery);
  const line = () => ({ changes: '', amountFen: '' });
  return (
    <FormPage<Values, { id: string; number: string }>
      title={t('fundDocument.newChange')}
      parent={{ to: paths.fundDocuments(), label: t('fundDocument.list') }}
      opened={{
        values: {
          kind: 'DOCUMENT_KIND_REDUCTION',
          issuerCode: '',
          number: '',
          title: '',
          issuedOn: today(),
          lines: [{ ...line(), changes: params.get('allocationId') ?? '' }],
        },
        version: '',
      }}
      draft={`fundDocument.change.${params.get('allocationId') ?? ''}`}
      submitLabel={t('fundDocument.store')}
      submit={async (values, { key }) => {
        const lines = await Promise.all(values.lines.map(lineOf));
        return call(
          api.POST('/v1/fundDocuments', {
            headers: { 'Idempotency-Key': key },
            body: {
              kind: values.kind,
              issuerCode: values.issuerCode,
              number: values.number.trim(),
              title: values.title.trim(),
              issuedOn: values.issuedOn,
              lines,
            },
          }),
        );
      }}
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
          <Field name="kind" label={t('field.documentKind')} required help={t('fundDocument.kindHelp')}>
            <Radio.Group options={KINDS.map((kind) => ({ value: kind, label: t(`enum.${kind}`) }))} />
          </Field>
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
        </FieldGrid>
      </Section>
      <Section title={t('fundDocument.lines')} note={t('fundDocument.changedNote')}>
        <FormLines name="lines" label={t('fundDocument.lines')} fresh={line} max={100}>
          {() => <Line />}
        </FormLines>
      </Section>
    </FormPage>
  );
}

function Line() {
  const { t } = useTranslation();
  const rules = useMoneyRules();
  return (
    <>
      <Field name="changes" label={t('field.changedLine')} required>
        <AllocationPicker />
      </Field>
      <Field name="amountFen" label={t('field.amount')} required rules={rules}>
        <MoneyInput />
      </Field>
    </>
  );
}
