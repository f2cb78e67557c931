import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { DataTable } from '@/components/DataTable';
import { DateText, MomentText } from '@/components/DateText';
import { FileField } from '@/components/form/FileField';
import { MoneyText } from '@/components/MoneyText';
import { Facts, Page, Section } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { PrintLink } from '@/components/PrintLink';
import { QueryView } from '@/components/QueryView';
import { RecordActions } from '@/components/RecordActions';
import { StatusTag } from '@/components/StatusTag';
import { api, call } from '@/lib/api/client';
import { acceptanceQuery, projectQuery } from '@/lib/api/queries';
import { formatMilli, formatYuan, parseFen } from '@/lib/money';
import { useChannelNames } from '@/lib/names';
import { paths } from '@/lib/paths';
import { useMayCall } from '@/lib/session';
import { ItsClaims } from './ItsClaims';

export default function AcceptancePage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { id = '' } = useParams();
  const acceptance = useQuery(acceptanceQuery(id));
  const projectId = acceptance.data?.projectId ?? '';
  const project = useQuery({ ...projectQuery(projectId), enabled: projectId !== '' });
  const channels = useChannelNames();
  const mayCall = useMayCall();
  return (
    <Page>
      <PageHeader
        title={t('acceptance.one')}
        sub={
          acceptance.data && (
            <>
              {acceptance.data.projectName} <StatusTag value={acceptance.data.state} />
            </>
          )
        }
        parent={{ to: paths.acceptances({}), label: t('acceptance.list') }}
        extra={
          acceptance.data && (
            <>
              <PrintLink to={paths.print('acceptances', id)} />
              {acceptance.data.allowedActions.includes('edit') && (
                <Link to={paths.editAcceptance(id)}>
                  <Button tabIndex={-1}>{t('action.edit')}</Button>
                </Link>
              )}
              <RecordActions
                record={acceptance.data}
                reload={() => client.fetchQuery({ ...acceptanceQuery(id), staleTime: 0 })}
                facts={(record) => [
                  { label: t('field.state'), text: t(`enum.${record.state}`) },
                  { label: t('acceptance.verdict'), text: t(`enum.${record.verdict}`) },
                  { label: t('acceptance.measured'), text: formatMilli(record.measuredQuantityMilli) },
                  { label: t('money.accepted'), text: formatYuan(parseFen(record.acceptedFen)) },
                ]}
                actions={[
                  {
                    verb: 'confirm',
                    label: t('acceptance.confirm'),
                    title: t('acceptance.confirmTitle'),
                    text: t('acceptance.confirmText'),
                    primary: true,
                    done: t('acceptance.confirmDone'),
                    run: (record, _, key) =>
                      call(
                        api.POST('/v1/acceptances/{id}:confirm', {
                          params: { path: { id } },
                          headers: { 'Idempotency-Key': key },
                          body: { etag: record.etag },
                        }),
                      ),
                  },
                  {
                    verb: 'revoke',
                    label: t('acceptance.revoke'),
                    title: t('acceptance.revokeTitle'),
                    text: t('acceptance.revokeText'),
                    words: 'required',
                    danger: true,
                    done: t('acceptance.revokeDone'),
                    run: (record, reason, key) =>
                      call(
                        api.POST('/v1/acceptances/{id}:revoke', {
                          params: { path: { id } },
                          headers: { 'Idempotency-Key': key },
                          body: { etag: record.etag, reason },
                        }),
                      ),
                  },
                ]}
              />
            </>
          )
        }
      />
      <QueryView query={acceptance}>
        {(answer) => {
          const planned = project.data?.plannedQuantityMilli;
          const quantity = (milli: string) =>
            t('project.quantity', { quantity: formatMilli(milli), unit: project.data?.scaleUnit ?? '' });
          return (
            <>
              <Section title={t('section.facts')}>
                <Facts
                  facts={[
                    {
                      label: t('field.project'),
                      value: <Link to={paths.project(answer.projectId)}>{answer.projectName}</Link>,
                    },
                    { label: t('field.village'), value: answer.villageName },
                    { label: t('acceptance.acceptedOn'), value: <DateText day={answer.acceptedOn} /> },
                    { label: t('acceptance.verdict'), value: t(`enum.${answer.verdict}`) },
                    planned !== undefined && { label: t('field.plannedQuantity'), value: quantity(planned) },
                    { label: t('acceptance.measured'), value: quantity(answer.measuredQuantityMilli) },
                    planned !== undefined && {
                      label: t('acceptance.difference'),
                      value: quantity((parseFen(answer.measuredQuantityMilli) - parseFen(planned)).toString()),
                    },
                    { label: t('money.accepted'), value: <MoneyText fen={answer.acceptedFen} unit /> },
                    { label: t('acceptance.drafter'), value: answer.drafterName },
                    { label: t('field.createTime'), value: <MomentText moment={answer.createTime} /> },
                    { label: t('acceptance.confirmer'), value: answer.confirmerName },
                    answer.confirmTime !== undefined && {
                      label: t('acceptance.confirmTime'),
                      value: <MomentText moment={answer.confirmTime} />,
                    },
                    { label: t('field.remark'), value: answer.remark },
                    answer.revokerName !== '' && { label: t('acceptance.revoker'), value: answer.revokerName },
                    answer.revokeTime !== undefined && {
                      label: t('acceptance.revokeTime'),
                      value: <MomentText moment={answer.revokeTime} />,
                    },
                    answer.revokeReason !== '' && { label: t('acceptance.revokeReason'), value: answer.revokeReason },
                  ]}
                />
              </Section>
              <Section title={t('acceptance.splits')} flush>
                <DataTable
                  caption={t('acceptance.splits')}
                  rows={answer.splits}
                  rowKey={(split) => split.allocationId}
                  columns={[
                    {
                      key: 'document',
                      title: t('field.documentNumber'),
                      heading: true,
                      render: (split) =>
                        mayCall('AllocationService_GetAllocation') ? (
                          <Link to={paths.allocation(split.allocationId)}>{split.documentNumber}</Link>
                        ) : (
                          split.documentNumber
                        ),
                    },
                    { key: 'channel', title: t('field.channel'), render: (split) => channels.of(split.channelCode) },
                    {
                      key: 'accepted',
                      title: t('unit.inYuan', { name: t('money.accepted') }),
                      numeric: true,
                      render: (split) => <MoneyText fen={split.acceptedFen} />,
                    },
                  ]}
                />
              </Section>
              {answer.state !== 'ACCEPTANCE_STATE_DRAFT' && <ItsClaims acceptance={answer} />}
              <Section title={t('acceptance.team')} flush>
                <DataTable
                  caption={t('acceptance.team')}
                  rows={answer.team}
                  rowKey={(member) => `${member.name} ${member.organization}`}
                  columns={[
                    { key: 'name', title: t('acceptance.member'), heading: true, render: (member) => member.name },
                    {
                      key: 'organization',
                      title: t('acceptance.organization'),
                      render: (member) => member.organization || '--',
                    },
                    {
                      key: 'villagers',
                      title: t('acceptance.villagers'),
                      render: (member) => (member.villagersRepresentative ? t('acceptance.isRepresentative') : '--'),
                    },
                  ]}
                />
              </Section>
              <FileField
                subject="FILE_SUBJECT_ACCEPTANCE"
                subjectId={id}
                title={t('claim.files')}
                note={t('acceptance.filesNote')}
              />
            </>
          );
        }}
      </QueryView>
    </Page>
  );
}
