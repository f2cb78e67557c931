import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { DateField } from '@/components/form/DateField';
import { Field } from '@/components/form/Field';
import { FieldGrid } from '@/components/form/FieldGrid';
import { FormPage } from '@/components/form/FormPage';
import { fenOf, MoneyInput, useMoneyRules } from '@/components/form/MoneyInput';
import { AllocationPicker } from '@/components/form/pickers';
import { LeftText } from '@/components/LeftText';
import { MoneyText } from '@/components/MoneyText';
import { Facts, Section } from '@/components/Page';
import { api, call } from '@/lib/api/client';
import { allocationQuery } from '@/lib/api/queries';
import { today } from '@/lib/dates';
import { parseFen } from '@/lib/money';
import { notify } from '@/lib/notice';
import { paths } from '@/lib/paths';

interface Values {
  allocationId: string;
  amountFen: string;
  bankReference: string;
  receivedOn: string;
}

/** 登记到账: money seen in the dedicated account for one allocation. */
export default function NewReceiptPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const rules = useMoneyRules();
  const given = params.get('allocationId') ?? '';
  return (
    <FormPage<Values, { id: string }>
      title={t('receipt.new')}
      parent={{ to: paths.receipts(), label: t('receipt.list') }}
      opened={{
        values: { allocationId: given, amountFen: '', bankReference: '', receivedOn: today() },
        version: '',
      }}
      draft={`receipt.new.${given}`}
      submitLabel={t('receipt.record')}
      submit={(values, { key }) =>
        call(
          api.POST('/v1/receipts', {
            headers: { 'Idempotency-Key': key },
            body: {
              ...values,
              bankReference: values.bankReference.trim(),
              amountFen: String(fenOf(values.amountFen) ?? 0n),
            },
          }),
        )
      }
      done={(made) => {
        notify(t('receipt.recorded'));
        void navigate(paths.receipt(made.id));
      }}
      refused={(error, { bankReference }) =>
        error.reason === 'BANK_REFERENCE_USED' && (
          <Link to={paths.receipts({ query: bankReference.trim() })}>{t('receipt.sameReference')}</Link>
        )
      }
    >
      {(form) => (
        <>
          <Section title={t('section.facts')}>
            <FieldGrid>
              <Field name="allocationId" label={t('field.allocation')} required>
                <AllocationPicker />
              </Field>
              <Field name="amountFen" label={t('field.amount')} required rules={rules}>
                <MoneyInput />
              </Field>
              <Field name="bankReference" label={t('field.bankReference')} required help={t('payment.referenceHelp')}>
                <Input autoComplete="off" maxLength={64} />
              </Field>
              <ReceivedOn allocationId={form.getFieldValue('allocationId') ?? ''} />
            </FieldGrid>
          </Section>
          <Outstanding
            allocationId={form.getFieldValue('allocationId') ?? ''}
            amount={fenOf(form.getFieldValue('amountFen')) ?? 0n}
          />
        </>
      )}
    </FormPage>
  );
}

function ReceivedOn({ allocationId }: { allocationId: string }) {
  const { t } = useTranslation();
  const { data } = useQuery({ ...allocationQuery(allocationId), enabled: allocationId !== '' });
  return (
    <DateField
      name="receivedOn"
      label={t('field.receivedOn')}
      required
      notFuture
      from={{ day: data?.issuedOn, name: t('field.issuedOn') }}
    />
  );
}

function Outstanding({ allocationId, amount }: { allocationId: string; amount: bigint }) {
  const { t } = useTranslation();
  const { data } = useQuery({ ...allocationQuery(allocationId), enabled: allocationId !== '' });
  if (!data) return null;
  const left = parseFen(data.money.promisedFen) - parseFen(data.money.receivedFen) - amount;
  return (
    <Section title={t('receipt.ofAllocation')}>
      <div aria-live="polite">
        <Facts
          facts={[
            { label: t('money.promised'), value: <MoneyText fen={data.money.promisedFen} unit /> },
            { label: t('money.received'), value: <MoneyText fen={data.money.receivedFen} unit /> },
            {
              label: t('receipt.outstanding'),
              value: <LeftText fen={left} />,
            },
          ]}
        />
      </div>
    </Section>
  );
}
