import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { DataTable } from '@/components/DataTable';
import { DateText } from '@/components/DateText';
import { DaysLeft } from '@/components/DaysLeft';
import { MoneyText } from '@/components/MoneyText';
import { Facts, Page, Section } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { QueryView } from '@/components/QueryView';
import { RecordActions } from '@/components/RecordActions';
import { StatusTag } from '@/components/StatusTag';
import { EmptyState } from '@/components/states';
import { api, call } from '@/lib/api/client';
import { retentionQuery } from '@/lib/api/queries';
import type { Retention, RetentionDefect } from '@/lib/api/types';
import { formatPercent, formatYuan, parseFen } from '@/lib/money';
import { paths } from '@/lib/paths';

/** 质保金 of one claim: what is left, from when, and the defects taken out of it. */
export default function RetentionPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const retention = useQuery(retentionQuery(id));
  return (
    <Page>
      <PageHeader
        title={retention.data ? t('retention.ofNumber', { number: retention.data.claimNumber }) : t('retention.one')}
        sub={retention.data && <StatusTag value={retention.data.state} />}
        parent={{ to: paths.retentions(), label: t('retention.list') }}
        extra={
          retention.data && (
            <>
              {retention.data.allowedActions.includes('claim') && (
                <Link to={paths.newClaim({ projectId: retention.data.projectId, retentionOfId: id })}>
                  <Button type="primary" tabIndex={-1}>
                    {t('retention.claim')}
                  </Button>
                </Link>
              )}
              {retention.data.allowedActions.includes('recordDefect') && (
                <Link to={paths.newRetentionDefect(id)}>
                  <Button tabIndex={-1}>{t('retention.recordDefect')}</Button>
                </Link>
              )}
            </>
          )
        }
      />
      <QueryView query={retention}>
        {(answer) => (
          <>
            <Section title={t('section.facts')}>
              <Facts
                facts={[
                  {
                    label: t('field.project'),
                    value: <Link to={paths.project(answer.projectId)}>{answer.projectName}</Link>,
                  },
                  { label: t('claim.one'), value: <Link to={paths.claim(id)}>{answer.claimNumber}</Link> },
                  { label: t('field.payee'), value: answer.payeeName },
                  {
                    label: t('retention.rate'),
                    value: t('retention.rateText', { rate: formatPercent(answer.retentionBp) }),
                  },
                  { label: t('retention.dueOn'), value: <DateText day={answer.dueOn} /> },
                  (answer.state === 'RETENTION_STATE_RUNNING' || answer.state === 'RETENTION_STATE_DUE') && {
                    label: t('retention.daysLeft'),
                    value: <DaysLeft days={answer.daysLeft} />,
                  },
                  { label: t('retention.withheld'), value: <MoneyText fen={answer.withheldFen} unit /> },
                  { label: t('retention.deducted'), value: <MoneyText fen={answer.deductedFen} unit /> },
                  parseFen(answer.heldFen) > 0n && {
                    label: t('money.held'),
                    value: <MoneyText fen={answer.heldFen} unit />,
                  },
                  { label: t('retention.released'), value: <MoneyText fen={answer.releasedFen} unit /> },
                  { label: t('retention.left'), value: <MoneyText fen={answer.leftFen} unit /> },
                  answer.releaseClaimId !== '' && {
                    label: t('retention.releaseClaim'),
                    value: <Link to={paths.claim(answer.releaseClaimId)}>{t('retention.itsClaim')}</Link>,
                  },
                ]}
              />
            </Section>
            <Section title={t('retention.lots')} flush>
              <DataTable
                caption={t('retention.lots')}
                rows={answer.lots}
                rowKey={(lot) => lot.allocationId}
                columns={[
                  {
                    key: 'document',
                    title: t('field.documentNumber'),
                    heading: true,
                    render: (lot) => lot.documentNumber,
                  },
                  {
                    key: 'withheld',
                    title: t('unit.inYuan', { name: t('retention.kept') }),
                    numeric: true,
                    render: (lot) => <MoneyText fen={lot.withheldFen} />,
                  },
                  {
                    key: 'left',
                    title: t('unit.inYuan', { name: t('retention.left') }),
                    numeric: true,
                    render: (lot) => <MoneyText fen={lot.leftFen} />,
                  },
                ]}
              />
            </Section>
            <Section title={t('retention.defects')} note={t('retention.defectsNote')} flush>
              {answer.defects.length === 0 ? <EmptyState /> : <Defects retention={answer} />}
            </Section>
          </>
        )}
      </QueryView>
    </Page>
  );
}

function Defects({ retention }: { retention: Retention }) {
  const { t } = useTranslation();
  return (
    <DataTable
      caption={t('retention.defects')}
      rows={retention.defects}
      rowKey={(defect) => defect.id}
      columns={[
        { key: 'reason', title: t('retention.what'), heading: true, render: (defect) => defect.reason },
        { key: 'foundOn', title: t('retention.foundOn'), render: (defect) => <DateText day={defect.foundOn} /> },
        {
          key: 'amount',
          title: t('unit.inYuan', { name: t('retention.cost') }),
          numeric: true,
          render: (defect) => <MoneyText fen={defect.amountFen} />,
        },
        { key: 'state', title: t('field.state'), render: (defect) => <StatusTag value={defect.state} /> },
        { key: 'recorder', title: t('retention.recorder'), render: (defect) => defect.recorderName },
        {
          key: 'decider',
          title: t('retention.decider'),
          render: (defect) => [defect.deciderName, defect.decisionReason].filter(Boolean).join(' '),
        },
        {
          key: 'actions',
          title: t('retention.deal'),
          render: (defect) =>
            defect.allowedActions.length > 0 && <DefectActions retention={retention} defect={defect} />,
        },
      ]}
    />
  );
}

function DefectActions({ retention, defect }: { retention: Retention; defect: RetentionDefect }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const about = (
    <p>
      {defect.reason} <MoneyText fen={defect.amountFen} unit />
    </p>
  );
  return (
    <RecordActions
      record={defect}
      reload={async () => {
        const latest = await client.fetchQuery({ ...retentionQuery(retention.id), staleTime: 0 });
        return latest.defects.find((each) => each.id === defect.id) ?? defect;
      }}
      facts={(record) => [
        { label: t('field.state'), text: t(`enum.${record.state}`) },
        { label: t('retention.cost'), text: formatYuan(parseFen(record.amountFen)) },
      ]}
      actions={[
        {
          verb: 'confirm',
          label: t('retention.confirm'),
          title: t('retention.confirmTitle'),
          text: (
            <>
              {about}
              <p>{t('retention.confirmText')}</p>
            </>
          ),
          primary: true,
          done: t('retention.confirmed'),
          run: (record, _, key) =>
            call(
              api.POST('/v1/retentionDefects/{id}:confirm', {
                params: { path: { id: record.id } },
                headers: { 'Idempotency-Key': key },
                body: { etag: record.etag },
              }),
            ),
        },
        {
          verb: 'refuse',
          label: t('retention.refuse'),
          title: t('retention.refuseTitle'),
          text: about,
          words: 'required',
          done: t('retention.refused'),
          run: (record, reason, key) =>
            call(
              api.POST('/v1/retentionDefects/{id}:refuse', {
                params: { path: { id: record.id } },
                headers: { 'Idempotency-Key': key },
                body: { etag: record.etag, reason },
              }),
            ),
        },
      ]}
    />
  );
}
