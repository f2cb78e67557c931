import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DateText } from '@/components/DateText';
import { DaysLeft } from '@/components/DaysLeft';
import { ListPage } from '@/components/ListPage';
import { MoneyText } from '@/components/MoneyText';
import { Stack } from '@/components/Stack';
import { StatusTag } from '@/components/StatusTag';
import { useEnumOptions } from '@/components/useEnumOptions';
import { projectQuery, retentionsQuery } from '@/lib/api/queries';
import type { Retention } from '@/lib/api/types';
import { text, useListState } from '@/lib/listState';
import { parseFen } from '@/lib/money';
import { paths } from '@/lib/paths';
import { useListQuery } from '@/lib/useListQuery';

const STATES = [
  'RETENTION_STATE_RUNNING',
  'RETENTION_STATE_DUE',
  'RETENTION_STATE_CLAIMED',
  'RETENTION_STATE_RELEASED',
] as const;

/** 质保金: what is kept back, with the days left. */
export default function RetentionsPage() {
  const { t } = useTranslation();
  const state = useListState({ query: text, state: text, regionCode: text, projectId: text, toDate: text });
  const { filters, paging, setFilters } = state;
  const stateOptions = useEnumOptions(STATES);
  const project = useQuery({ ...projectQuery(filters.projectId), enabled: filters.projectId !== '' });
  const asked = { ...filters, state: filters.state as Retention['state'] };
  const retentions = useListQuery(
    retentionsQuery({ ...asked, pageSize: paging.pageSize, pageToken: paging.pageToken }),
  );
  const money = (key: keyof Retention & `${string}Fen`, label: string, extra = false) => ({
    key,
    title: t('unit.inYuan', { name: label }),
    numeric: true,
    extra,
    render: (row: Retention) => <MoneyText fen={row[key]} />,
  });
  return (
    <ListPage
      page="retentions"
      exported={{ list: 'retentions', filters: asked }}
      totals={(answer) => [
        { name: 'totalWithheldFen', label: t('retention.withheld'), fen: parseFen(answer.totalWithheldFen) },
        { name: 'totalLeftFen', label: t('retention.left'), fen: parseFen(answer.totalLeftFen) },
      ]}
      title={t('retention.list')}
      sub={t('retention.listSub')}
      state={state}
      query={retentions}
      rows={(answer) => answer.retentions}
      rowKey={(row) => row.id}
      filters={[
        {
          key: 'query',
          kind: 'search',
          label: t('filter.query'),
          placeholder: t('claim.queryHint'),
          value: filters.query,
          onChange: (query) => setFilters({ query }),
        },
        {
          key: 'state',
          kind: 'select',
          label: t('field.state'),
          options: stateOptions,
          value: filters.state,
          onChange: (value) => setFilters({ state: value }),
        },
        {
          key: 'region',
          kind: 'region',
          label: t('field.region'),
          value: filters.regionCode,
          onChange: (regionCode) => setFilters({ regionCode }),
        },
        {
          key: 'project',
          kind: 'fixed',
          label: t('field.project'),
          value: filters.projectId,
          text: project.data?.name ?? '…',
          onChange: () => setFilters({ projectId: '' }),
        },
      ]}
      columns={[
        {
          key: 'claim',
          title: t('field.claimNumber'),
          heading: true,
          nowrap: true,
          render: (row) => <Link to={paths.retention(row.id)}>{row.claimNumber}</Link>,
        },
        {
          key: 'project',
          title: t('field.project'),
          render: (row) => (
            <Stack main={<Link to={paths.project(row.projectId)}>{row.projectName}</Link>} sub={row.projectNumber} />
          ),
        },
        { key: 'state', title: t('field.state'), render: (row) => <StatusTag value={row.state} /> },
        { key: 'due', title: t('retention.dueOn'), render: (row) => <DateText day={row.dueOn} /> },
        {
          key: 'days',
          title: t('retention.daysLeft'),
          render: (row) =>
            row.state === 'RETENTION_STATE_RUNNING' || row.state === 'RETENTION_STATE_DUE' ? (
              <DaysLeft days={row.daysLeft} />
            ) : null,
        },
        money('withheldFen', t('retention.withheld')),
        money('deductedFen', t('retention.deducted')),
        money('releasedFen', t('retention.released')),
        money('leftFen', t('retention.left')),
        { key: 'payee', title: t('field.payee'), extra: true, render: (row) => row.payeeName },
        { key: 'village', title: t('field.village'), extra: true, render: (row) => row.villageName },
      ]}
    />
  );
}
