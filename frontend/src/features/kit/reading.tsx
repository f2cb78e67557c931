import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '@/components/DataTable';
import { DateText, MomentText } from '@/components/DateText';
import { DaysLeft as Days } from '@/components/DaysLeft';
import { DiffView as Diff } from '@/components/DiffView';
import { JsonText as Json } from '@/components/JsonText';
import { MoneyText } from '@/components/MoneyText';
import { QueryView as View } from '@/components/QueryView';
import { RegionName as Region } from '@/components/RegionName';
import { Stack as Lines } from '@/components/Stack';
import { StatusTag as Tag } from '@/components/StatusTag';
import { StatusTimeline as Timeline } from '@/components/StatusTimeline';
import { EmptyState, Loading, StateBox } from '@/components/states';
import { countyQuery } from '@/lib/api/queries';
import { daysUntil } from '@/lib/dates';
import { paths } from '@/lib/paths';
import styles from './kit.module.css';
import { Seen } from './Seen';
import { sampleDay, sampleMoment, useSampleRows } from './sample';

function QueryView() {
  const { t } = useTranslation();
  const county = useQuery(countyQuery);
  return <View query={county}>{(answer) => <p>{answer?.name ?? t('state.empty')}</p>}</View>;
}

function States() {
  const { t } = useTranslation();
  return (
    <>
      <EmptyState text={t('state.emptyFiltered')} />
      <StateBox title={t('error.unreachable')} text={t('error.unreachableText')} />
      <Loading rows={2} />
    </>
  );
}

function Table() {
  const { t } = useTranslation();
  const rows = useSampleRows(3);
  const columns: Column<(typeof rows)[number]>[] = [
    {
      key: 'name',
      title: t('field.project'),
      heading: true,
      render: (row) => <Lines main={row.name} sub={row.number} />,
    },
    { key: 'state', title: t('field.state'), render: (row) => <Tag value={row.state} /> },
    { key: 'day', title: t('field.endDate'), render: (row) => <DateText day={row.day} /> },
    {
      key: 'amount',
      title: t('unit.inYuan', { name: t('field.amount') }),
      numeric: true,
      render: (row) => <MoneyText fen={row.amountFen} />,
    },
  ];
  return <DataTable caption={t('kit.sample.table')} columns={columns} rows={rows} rowKey={(row) => row.number} />;
}

function Stack() {
  const { t } = useTranslation();
  return <Lines main={t('kit.sample.project')} sub={t('kit.sample.number')} />;
}

const StatusTag = () => (
  <div className={styles.row}>
    <Tag value="CLAIM_STATE_DRAFT" />
    <Tag value="CLAIM_STATE_SUBMITTED" />
    <Tag value="CLAIM_STATE_FINANCE_APPROVED" />
    <Tag value="CLAIM_STATE_PAID" />
    <Tag value="CLAIM_STATE_RETURNED" />
    <Tag value="CLAIM_STATE_REJECTED" />
  </div>
);

function StatusTimeline() {
  const { t } = useTranslation();
  return (
    <Timeline
      steps={[
        {
          key: 'done',
          title: t('enum.CLAIM_ACTION_SUBMIT'),
          who: t('kit.sample.person'),
          time: sampleMoment,
          state: 'done',
        },
        {
          key: 'bad',
          title: t('enum.CLAIM_ACTION_RETURN'),
          who: t('kit.sample.person'),
          time: sampleMoment,
          comment: t('kit.sample.reason'),
          state: 'bad',
        },
        { key: 'now', title: t('enum.CLAIM_ACTION_AGREE_BY_TOWNSHIP'), who: t('enum.ROLE_TOWNSHIP'), state: 'now' },
        { key: 'next', title: t('enum.CLAIM_ACTION_APPROVE'), who: t('enum.ROLE_FINANCE_APPROVER'), state: 'next' },
      ]}
    />
  );
}

function DiffView() {
  const { t } = useTranslation();
  return (
    <Diff
      caption={t('kit.sample.diff')}
      rows={[
        { label: t('field.payee'), before: t('kit.sample.village'), after: t('kit.sample.person') },
        { label: t('field.claimedOn'), before: sampleDay, after: '2026-10-28', typed: '2026-10-29' },
      ]}
    />
  );
}

const Dates = () => (
  <div className={styles.row}>
    <DateText day={sampleDay} />
    <MomentText moment={sampleMoment} />
    <DateText day="" />
  </div>
);

const DaysLeft = () => (
  <div className={styles.row}>
    <Days days={12} />
    <Days days={0} />
    <Days days={daysUntil(sampleMoment) - 1} />
  </div>
);

function RegionName() {
  const county = useQuery(countyQuery);
  return <Region code={county.data?.code ?? ''} />;
}

const JsonText = () => <Json text={JSON.stringify({ number: 'BZ2026-00001', amountFen: '19800000' })} />;

export const reading = {
  QueryView,
  states: States,
  DataTable: Table,
  Stack,
  StatusTag,
  StatusTimeline,
  DiffView,
  DateText: Dates,
  DaysLeft,
  RegionName,
  JsonText,
  PhotoStrip: () => <Seen to={paths.progress()} />,
};
