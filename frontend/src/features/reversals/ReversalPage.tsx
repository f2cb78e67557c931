import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { MomentText } from '@/components/DateText';
import { MoneyText } from '@/components/MoneyText';
import { Facts, Page, Section } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { QueryView } from '@/components/QueryView';
import { RecordActions } from '@/components/RecordActions';
import { StatusTag } from '@/components/StatusTag';
import { api, call } from '@/lib/api/client';
import { reversalQuery } from '@/lib/api/queries';
import type { Reversal } from '@/lib/api/types';
import { formatYuan, parseFen } from '@/lib/money';
import { paths } from '@/lib/paths';

const placeOf = (reversal: Reversal) =>
  reversal.target === 'REVERSAL_TARGET_RECEIPT'
    ? paths.receipt(reversal.targetId)
    : reversal.target === 'REVERSAL_TARGET_PAYMENT'
      ? paths.payment(reversal.targetId)
      : paths.appropriation(reversal.targetId);

export default function ReversalPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { id = '' } = useParams();
  const reversal = useQuery(reversalQuery(id));
  return (
    <Page>
      <PageHeader
        title={t('reversal.one')}
        sub={reversal.data && <StatusTag value={reversal.data.state} />}
        parent={{ to: paths.reversals(), label: t('reversal.list') }}
        extra={
          reversal.data && (
            <RecordActions
              record={reversal.data}
              reload={() => client.fetchQuery({ ...reversalQuery(id), staleTime: 0 })}
              facts={(record) => [
                { label: t('field.state'), text: t(`enum.${record.state}`) },
                { label: t('field.amount'), text: formatYuan(parseFen(record.amountFen)) },
              ]}
              actions={[
                {
                  verb: 'approve',
                  label: t('reversal.approve'),
                  title: t('reversal.approveTitle'),
                  text: t('reversal.approveText'),
                  primary: true,
                  done: t('reversal.approveDone'),
                  run: (record, _, key) =>
                    call(
                      api.POST('/v1/reversals/{id}:approve', {
                        params: { path: { id } },
                        headers: { 'Idempotency-Key': key },
                        body: { etag: record.etag },
                      }),
                    ),
                },
                {
                  verb: 'refuse',
                  label: t('reversal.refuse'),
                  title: t('reversal.refuseTitle'),
                  words: 'required',
                  done: t('reversal.refuseDone'),
                  run: (record, reason, key) =>
                    call(
                      api.POST('/v1/reversals/{id}:refuse', {
                        params: { path: { id } },
                        headers: { 'Idempotency-Key': key },
                        body: { etag: record.etag, reason },
                      }),
                    ),
                },
              ]}
            />
          )
        }
      />
      <QueryView query={reversal}>
        {(answer) => (
          <Section title={t('section.facts')}>
            <Facts
              facts={[
                { label: t('reversal.target'), value: t(`enum.${answer.target}`) },
                { label: t('reversal.record'), value: <Link to={placeOf(answer)}>{answer.targetTitle}</Link> },
                { label: t('field.amount'), value: <MoneyText fen={answer.amountFen} unit /> },
                { label: t('form.reason'), value: answer.reason },
                { label: t('appropriation.requester'), value: answer.requesterName },
                { label: t('appropriation.asked'), value: <MomentText moment={answer.createTime} /> },
                { label: t('appropriation.decider'), value: answer.deciderName },
                answer.decisionReason !== '' && { label: t('form.opinion'), value: answer.decisionReason },
              ]}
            />
          </Section>
        )}
      </QueryView>
    </Page>
  );
}
