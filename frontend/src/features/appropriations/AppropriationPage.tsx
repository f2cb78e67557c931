import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { MomentText } from '@/components/DateText';
import { MoneyText } from '@/components/MoneyText';
import { Facts, Page, Section } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { QueryView } from '@/components/QueryView';
import { type RecordAction, RecordActions } from '@/components/RecordActions';
import { ReverseLink } from '@/components/ReverseLink';
import { StatusTag } from '@/components/StatusTag';
import { api, call } from '@/lib/api/client';
import { appropriationQuery } from '@/lib/api/queries';
import type { Appropriation } from '@/lib/api/types';
import { capitals } from '@/lib/capitals';
import { formatYuan, parseFen } from '@/lib/money';
import { paths } from '@/lib/paths';
import { useMayCall } from '@/lib/session';
import { LeftAfter } from './LeftAfter';

export default function AppropriationPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const mayCall = useMayCall();
  const { id = '' } = useParams();
  const appropriation = useQuery(appropriationQuery(id));
  const simple = (verb: 'approve' | 'withdraw', primary: boolean): RecordAction<Appropriation> => ({
    verb,
    label: t(`appropriation.${verb}`),
    title: t(`appropriation.${verb}Title`),
    primary,
    done: t(`appropriation.${verb}Done`),
    run: (record, _, key) =>
      call(
        api.POST(`/v1/appropriations/{id}:${verb}`, {
          params: { path: { id: record.id } },
          headers: { 'Idempotency-Key': key },
          body: { etag: record.etag },
        }),
      ),
  });
  return (
    <Page>
      <PageHeader
        title={t('appropriation.one')}
        sub={appropriation.data && <StatusTag value={appropriation.data.state} />}
        parent={{ to: paths.appropriations(), label: t('appropriation.list') }}
        extra={
          appropriation.data && (
            <>
              <ReverseLink target="REVERSAL_TARGET_APPROPRIATION" record={appropriation.data} />
              <RecordActions
                record={appropriation.data}
                reload={() => client.fetchQuery({ ...appropriationQuery(id), staleTime: 0 })}
                facts={(record) => [
                  { label: t('field.state'), text: t(`enum.${record.state}`) },
                  { label: t('field.amount'), text: formatYuan(parseFen(record.amountFen)) },
                ]}
                actions={[
                  simple('approve', true),
                  {
                    verb: 'refuse',
                    label: t('appropriation.refuse'),
                    title: t('appropriation.refuseTitle'),
                    words: 'required',
                    done: t('appropriation.refuseDone'),
                    run: (record, reason, key) =>
                      call(
                        api.POST('/v1/appropriations/{id}:refuse', {
                          params: { path: { id: record.id } },
                          headers: { 'Idempotency-Key': key },
                          body: { etag: record.etag, reason },
                        }),
                      ),
                  },
                  simple('withdraw', false),
                ]}
              />
            </>
          )
        }
      />
      <QueryView query={appropriation}>
        {(answer) => (
          <>
            <Section title={t('section.facts')}>
              <Facts
                facts={[
                  {
                    label: t('field.project'),
                    value: <Link to={paths.project(answer.projectId)}>{answer.projectName}</Link>,
                  },
                  {
                    label: t('field.allocation'),
                    value: mayCall('AllocationService_GetAllocation') ? (
                      <Link to={paths.allocation(answer.allocationId)}>{answer.documentNumber}</Link>
                    ) : (
                      answer.documentNumber
                    ),
                  },
                  { label: t('field.amount'), value: <MoneyText fen={answer.amountFen} unit /> },
                  { label: t('payment.capitals'), value: capitals(parseFen(answer.amountFen)) },
                  { label: t('appropriation.share'), value: t(`enum.${answer.share}`) },
                  { label: t('appropriation.requester'), value: answer.requesterName },
                  { label: t('appropriation.asked'), value: <MomentText moment={answer.createTime} /> },
                  { label: t('appropriation.decider'), value: answer.deciderName },
                  answer.reason !== '' && { label: t('form.reason'), value: answer.reason },
                ]}
              />
            </Section>
            {answer.allowedActions.includes('approve') && (
              <LeftAfter allocationId={answer.allocationId} projectId={answer.projectId} />
            )}
          </>
        )}
      </QueryView>
    </Page>
  );
}
