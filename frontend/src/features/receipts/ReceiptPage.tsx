import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { DateText, MomentText } from '@/components/DateText';
import { MoneyText } from '@/components/MoneyText';
import { Facts, Page, Section } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { QueryView } from '@/components/QueryView';
import { ReverseLink } from '@/components/ReverseLink';
import { StatusTag } from '@/components/StatusTag';
import { TraceSection } from '@/components/trace/TraceSection';
import { receiptQuery } from '@/lib/api/queries';
import { capitals } from '@/lib/capitals';
import { parseFen } from '@/lib/money';
import { useChannelNames } from '@/lib/names';
import { paths } from '@/lib/paths';

export default function ReceiptPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const receipt = useQuery(receiptQuery(id));
  const channels = useChannelNames();
  return (
    <Page>
      <PageHeader
        title={receipt.data ? t('receipt.oneTitle', { reference: receipt.data.bankReference }) : t('receipt.one')}
        parent={{ to: paths.receipts(), label: t('receipt.list') }}
        extra={receipt.data && <ReverseLink target="REVERSAL_TARGET_RECEIPT" record={receipt.data} />}
      />
      <QueryView query={receipt}>
        {(answer) => (
          <>
            <Section title={t('section.facts')}>
              <Facts
                facts={[
                  { label: t('field.amount'), value: <MoneyText fen={answer.amountFen} unit /> },
                  { label: t('payment.capitals'), value: capitals(parseFen(answer.amountFen)) },
                  { label: t('field.state'), value: <StatusTag value={answer.state} /> },
                  { label: t('field.receivedOn'), value: <DateText day={answer.receivedOn} /> },
                  { label: t('field.bankReference'), value: answer.bankReference },
                  {
                    label: t('field.allocation'),
                    value: (
                      <Link to={paths.allocation(answer.allocationId)}>
                        {t('allocation.oneTitle', { document: answer.documentNumber, number: answer.lineNumber })}
                      </Link>
                    ),
                  },
                  { label: t('field.channel'), value: channels.of(answer.channelCode) },
                  { label: t('field.createTime'), value: <MomentText moment={answer.createTime} /> },
                ]}
              />
            </Section>
            <TraceSection start={{ allocationId: answer.allocationId }} currentId={id} />
          </>
        )}
      </QueryView>
    </Page>
  );
}
