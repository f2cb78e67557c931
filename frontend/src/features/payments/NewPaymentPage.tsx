import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { DateText } from '@/components/DateText';
import { DateField } from '@/components/form/DateField';
import { Field } from '@/components/form/Field';
import { FieldGrid } from '@/components/form/FieldGrid';
import { FormPage } from '@/components/form/FormPage';
import { MoneyText } from '@/components/MoneyText';
import { Facts, Page, Section } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { PayeeAccount } from '@/components/PayeeAccount';
import { QueryView } from '@/components/QueryView';
import { StateBox } from '@/components/states';
import { api, call } from '@/lib/api/client';
import { claimQuery } from '@/lib/api/queries';
import { capitals } from '@/lib/capitals';
import { today } from '@/lib/dates';
import { parseFen } from '@/lib/money';
import { notify } from '@/lib/notice';
import { paths } from '@/lib/paths';

interface Values {
  bankReference: string;
  paidOn: string;
}

/** 拨付: pays an approved claim, whole and once. */
export default function NewPaymentPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const claimId = params.get('claimId') ?? '';
  const claim = useQuery(claimQuery(claimId));
  return (
    <QueryView query={claim}>
      {(of) =>
        // Paid already, or taken back: there is nothing to fill in.
        !of.allowedActions.includes('pay') ? (
          <Page>
            <PageHeader title={t('payment.new')} parent={{ to: paths.claim(claimId), label: of.number }} />
            <StateBox
              title={t('claim.notPayable', { state: t(`enum.${of.state}`) })}
              actions={
                of.paymentId !== '' ? (
                  <Link to={paths.payment(of.paymentId)}>{t('claim.itsPayment')}</Link>
                ) : (
                  <Link to={paths.claim(claimId)}>{of.number}</Link>
                )
              }
            />
          </Page>
        ) : (
          <FormPage<Values, { id: string; number: string }>
            title={t('payment.new')}
            sub={of.number}
            parent={{ to: paths.claim(claimId), label: of.number }}
            opened={{ values: { bankReference: '', paidOn: today() }, version: of.etag }}
            draft={`payment.${claimId}`}
            submitLabel={t('payment.pay')}
            // The payment is of the claim as it was looked at: when it has changed, its facts above are shown anew.
            reload={async () => {
              const { data } = await claim.refetch();
              return { values: { bankReference: '', paidOn: today() }, version: data?.etag ?? of.etag };
            }}
            submit={(values, { key, version }) =>
              call(
                api.POST('/v1/payments', {
                  headers: { 'Idempotency-Key': key },
                  body: {
                    claimId,
                    claimEtag: version,
                    bankReference: values.bankReference.trim(),
                    paidOn: values.paidOn,
                  },
                }),
              )
            }
            done={(payment) => {
              notify(t('payment.paid', { number: payment.number }));
              void navigate(paths.payment(payment.id));
            }}
          >
            <Section title={t('payment.what')}>
              <Facts
                facts={[
                  { label: t('field.amount'), value: <MoneyText fen={of.amountFen} unit /> },
                  { label: t('payment.capitals'), value: capitals(parseFen(of.amountFen)) },
                  { label: t('field.payee'), value: of.payeeName },
                  {
                    label: t('field.payeeAccount'),
                    value: (
                      <>
                        {of.payeeAccount} <PayeeAccount claim={of} />
                      </>
                    ),
                  },
                  { label: t('field.project'), value: of.projectName },
                  { label: t('field.claimedOn'), value: <DateText day={of.claimedOn} /> },
                ]}
              />
            </Section>
            <Section title={t('payment.how')}>
              <FieldGrid>
                <Field name="bankReference" label={t('field.bankReference')} required help={t('payment.referenceHelp')}>
                  <Input autoComplete="off" maxLength={64} />
                </Field>
                <DateField
                  name="paidOn"
                  label={t('field.paidOn')}
                  required
                  notFuture
                  from={{ day: of.claimedOn, name: t('field.claimedOn') }}
                />
              </FieldGrid>
            </Section>
          </FormPage>
        )
      }
    </QueryView>
  );
}
