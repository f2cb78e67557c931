import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { DataTable } from '@/components/DataTable';
import { DateText } from '@/components/DateText';
import { FileField } from '@/components/form/FileField';
import { MoneyText } from '@/components/MoneyText';
import { Facts, Page, Section } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { PrintLink } from '@/components/PrintLink';
import { QueryView } from '@/components/QueryView';
import { StatusTag } from '@/components/StatusTag';
import { StatusTimeline } from '@/components/StatusTimeline';
import { TraceSection } from '@/components/trace/TraceSection';
import { claimQuery } from '@/lib/api/queries';
import { formatPercent, parseFen } from '@/lib/money';
import { useChannelNames } from '@/lib/names';
import { paths } from '@/lib/paths';
import { useMayCall } from '@/lib/session';
import { CheckList } from './CheckList';
import { ClaimActions } from './ClaimActions';
import { stepsOf } from './steps';

export default function ClaimPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const claim = useQuery(claimQuery(id));
  const channels = useChannelNames();
  const mayCall = useMayCall();
  return (
    <Page>
      <PageHeader
        title={claim.data ? claim.data.number || t('claim.noNumber') : t('claim.one')}
        sub={claim.data && <StatusTag value={claim.data.state} />}
        parent={{ to: paths.claims(), label: t('claim.list') }}
        extra={
          claim.data && (
            <>
              <PrintLink to={paths.print('claims', id)} />
              <ClaimActions claim={claim.data} />
              {claim.data.history.some(({ action }) => action === 'CLAIM_ACTION_PAY') && (
                <Link to={paths.payments({ claimId: id })}>{t('claim.itsPayments')}</Link>
              )}
            </>
          )
        }
      />
      <QueryView query={claim}>
        {(answer) => (
          <>
            <Section title={t('section.facts')}>
              <Facts
                facts={[
                  {
                    label: t('field.project'),
                    value: <Link to={paths.project(answer.projectId)}>{answer.projectName}</Link>,
                  },
                  { label: t('field.claimKind'), value: t(`enum.${answer.kind}`) },
                  { label: t('field.claimedOn'), value: <DateText day={answer.claimedOn} /> },
                  { label: t('field.payee'), value: answer.payeeName },
                  { label: t('field.payeeAccount'), value: answer.payeeAccount },
                  { label: t('field.amount'), value: <MoneyText fen={answer.amountFen} unit /> },
                  { label: t('money.setOff'), value: <MoneyText fen={answer.setOffFen} unit /> },
                  ...(parseFen(answer.retentionFen) > 0n
                    ? [
                        { label: t('money.retention'), value: <MoneyText fen={answer.retentionFen} unit /> },
                        answer.retentionBp > 0 && {
                          label: t('retention.rate'),
                          value: t('retention.rateText', { rate: formatPercent(answer.retentionBp) }),
                        },
                        answer.retentionDueOn !== '' && {
                          label: t('retention.dueOn'),
                          value:
                            answer.state === 'CLAIM_STATE_PAID' ? (
                              <Link to={paths.retention(id)}>{answer.retentionDueOn}</Link>
                            ) : (
                              answer.retentionDueOn
                            ),
                        },
                      ]
                    : []),
                  answer.retentionOfId !== '' && {
                    label: t('retention.of'),
                    value: <Link to={paths.retention(answer.retentionOfId)}>{answer.retentionOfNumber}</Link>,
                  },
                  answer.acceptanceId !== '' && {
                    label: t('acceptance.one'),
                    value: <Link to={paths.acceptance(answer.acceptanceId)}>{t('claim.itsAcceptance')}</Link>,
                  },
                  answer.paymentId !== '' && {
                    label: t('payment.one'),
                    value: <Link to={paths.payment(answer.paymentId)}>{t('claim.itsPayment')}</Link>,
                  },
                  { label: t('field.remark'), value: answer.remark },
                ]}
              />
            </Section>
            <Section title={t('claim.lines')} note={t('claim.linesNote')} flush>
              <DataTable
                caption={t('claim.lines')}
                rows={answer.lines}
                rowKey={(line) => line.allocationId}
                columns={[
                  {
                    key: 'document',
                    title: t('field.documentNumber'),
                    heading: true,
                    render: (line) =>
                      mayCall('AllocationService_GetAllocation') ? (
                        <Link to={paths.allocation(line.allocationId)}>{line.documentNumber}</Link>
                      ) : (
                        line.documentNumber
                      ),
                  },
                  { key: 'channel', title: t('field.channel'), render: (line) => channels.of(line.channelCode) },
                  {
                    key: 'amount',
                    title: t('unit.inYuan', { name: t('field.amount') }),
                    numeric: true,
                    render: (line) => <MoneyText fen={line.amountFen} />,
                  },
                  {
                    key: 'setOff',
                    title: t('unit.inYuan', { name: t('money.setOff') }),
                    numeric: true,
                    render: (line) => <MoneyText fen={line.setOffFen} />,
                  },
                  {
                    key: 'retention',
                    title: t('unit.inYuan', { name: t('money.retention') }),
                    numeric: true,
                    render: (line) => <MoneyText fen={line.retentionFen} />,
                  },
                ]}
              />
            </Section>
            <CheckList claimId={id} />
            <Section title={t('claim.history')}>
              <StatusTimeline steps={stepsOf(answer, t as never)} />
            </Section>
            <FileField
              subject="FILE_SUBJECT_CLAIM"
              subjectId={id}
              title={t('claim.files')}
              note={t('claim.filesNote')}
            />
            <TraceSection start={{ claimId: id }} currentId={id} />
          </>
        )}
      </QueryView>
    </Page>
  );
}
