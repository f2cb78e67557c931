import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DateText } from '@/components/DateText';
import { MoneyText } from '@/components/MoneyText';
import { type Fact, Facts, Section } from '@/components/Page';
import { QueryView } from '@/components/QueryView';
import { StatusTag } from '@/components/StatusTag';
import { appropriationQuery, paymentQuery, receiptQuery } from '@/lib/api/queries';
import { capitals } from '@/lib/capitals';
import { parseFen } from '@/lib/money';
import { paths } from '@/lib/paths';

export const TARGETS = ['REVERSAL_TARGET_RECEIPT', 'REVERSAL_TARGET_APPROPRIATION', 'REVERSAL_TARGET_PAYMENT'] as const;

/** The record that is to be reversed, so that nobody asks for the wrong one. */
export function TargetFacts({ target, id }: { target: (typeof TARGETS)[number]; id: string }) {
  if (target === 'REVERSAL_TARGET_RECEIPT') return <OfReceipt id={id} />;
  if (target === 'REVERSAL_TARGET_APPROPRIATION') return <OfAppropriation id={id} />;
  return <OfPayment id={id} />;
}

interface Recorded {
  amountFen: string;
  state: string;
}

function Of<R extends Recorded>({ query, facts }: { query: UseQueryResult<R>; facts: (record: R) => Fact[] }) {
  const { t } = useTranslation();
  return (
    <Section title={t('reversal.record')}>
      <QueryView query={query} rows={2}>
        {(record) => (
          <Facts
            facts={[
              { label: t('field.amount'), value: <MoneyText fen={record.amountFen} unit /> },
              { label: t('payment.capitals'), value: capitals(parseFen(record.amountFen)) },
              { label: t('field.state'), value: <StatusTag value={record.state} /> },
              ...facts(record),
            ]}
          />
        )}
      </QueryView>
    </Section>
  );
}

function OfReceipt({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <Of
      query={useQuery(receiptQuery(id))}
      facts={(record) => [
        {
          label: t('field.bankReference'),
          value: <Link to={paths.receipt(record.id)}>{record.bankReference}</Link>,
        },
        {
          label: t('field.allocation'),
          value: t('allocation.oneTitle', { document: record.documentNumber, number: record.lineNumber }),
        },
        { label: t('field.receivedOn'), value: <DateText day={record.receivedOn} /> },
      ]}
    />
  );
}

function OfAppropriation({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <Of
      query={useQuery(appropriationQuery(id))}
      facts={(record) => [
        { label: t('field.project'), value: <Link to={paths.appropriation(record.id)}>{record.projectName}</Link> },
        { label: t('field.documentNumber'), value: record.documentNumber },
        { label: t('appropriation.requester'), value: record.requesterName },
        { label: t('appropriation.decider'), value: record.deciderName },
      ]}
    />
  );
}

function OfPayment({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <Of
      query={useQuery(paymentQuery(id))}
      facts={(record) => [
        { label: t('field.paymentNumber'), value: <Link to={paths.payment(record.id)}>{record.number}</Link> },
        { label: t('field.claimNumber'), value: record.claimNumber },
        { label: t('field.project'), value: record.projectName },
        { label: t('field.payee'), value: record.payeeName },
        { label: t('field.bankReference'), value: record.bankReference },
        { label: t('field.paidOn'), value: <DateText day={record.paidOn} /> },
      ]}
    />
  );
}
