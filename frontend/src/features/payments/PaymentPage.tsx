import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { DateText, MomentText } from '@/components/DateText';
import { MoneyText } from '@/components/MoneyText';
import { Facts, Page, Section } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { PrintLink } from '@/components/PrintLink';
import { QueryView } from '@/components/QueryView';
import { ReverseLink } from '@/components/ReverseLink';
import { StatusTag } from '@/components/StatusTag';
import { TraceSection } from '@/components/trace/TraceSection';
import { paymentQuery } from '@/lib/api/queries';
import { paths } from '@/lib/paths';

export default function PaymentPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const payment = useQuery(paymentQuery(id));
  return (
    <Page>
      <PageHeader
        title={payment.data?.number ?? t('payment.one')}
        sub={payment.data && <StatusTag value={payment.data.state} />}
        parent={{ to: paths.payments(), label: t('payment.list') }}
        extra={
          payment.data && (
            <>
              <PrintLink to={paths.print('payments', id)} />
              <ReverseLink target="REVERSAL_TARGET_PAYMENT" record={payment.data} />
            </>
          )
        }
      />
      <QueryView query={payment}>
        {(answer) => (
          <>
            <Section title={t('section.facts')}>
              <Facts
                facts={[
                  { label: t('field.amount'), value: <MoneyText fen={answer.amountFen} unit /> },
                  { label: t('field.paidOn'), value: <DateText day={answer.paidOn} /> },
                  { label: t('field.payee'), value: answer.payeeName },
                  { label: t('field.payeeAccount'), value: answer.payeeAccount },
                  { label: t('field.bankReference'), value: answer.bankReference },
                  {
                    label: t('field.claimNumber'),
                    value: <Link to={paths.claim(answer.claimId)}>{answer.claimNumber}</Link>,
                  },
                  {
                    label: t('field.project'),
                    value: <Link to={paths.project(answer.projectId)}>{answer.projectName}</Link>,
                  },
                  { label: t('field.createTime'), value: <MomentText moment={answer.createTime} /> },
                ]}
              />
            </Section>
            <TraceSection start={{ paymentId: id }} currentId={id} />
          </>
        )}
      </QueryView>
    </Page>
  );
}
