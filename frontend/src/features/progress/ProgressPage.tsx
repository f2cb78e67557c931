import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DateText } from '@/components/DateText';
import { LateText } from '@/components/DaysLeft';
import { ListPage } from '@/components/ListPage';
import { NewButton } from '@/components/NewButton';
import { Stack } from '@/components/Stack';
import { StatusTag } from '@/components/StatusTag';
import { useEnumOptions } from '@/components/useEnumOptions';
import { projectsQuery } from '@/lib/api/queries';
import type { Project, ProjectState } from '@/lib/api/types';
import { today } from '@/lib/dates';
import { text, useListState } from '@/lib/listState';
import { paths } from '@/lib/paths';
import { useListQuery } from '@/lib/useListQuery';

const LAGS = ['PROJECT_LAG_NOT_BEGUN', 'PROJECT_LAG_NOT_COMPLETED', 'PROJECT_LAG_NOT_REPORTED'] as const;
const STATES = [
  'PROJECT_STATE_APPROVED',
  'PROJECT_STATE_UNDERWAY',
  'PROJECT_STATE_SUSPENDED',
  'PROJECT_STATE_COMPLETED',
] as const satisfies ProjectState[];

const notBegun = ({ state, startDate }: Project) =>
  (state === 'PROJECT_STATE_LISTED' || state === 'PROJECT_STATE_APPROVED') && startDate < today();
const notCompleted = ({ state, endDate }: Project) => state === 'PROJECT_STATE_UNDERWAY' && endDate < today();

/** 进度: how far the work on projects is, and which lag behind. */
export default function ProgressPage() {
  const { t } = useTranslation();
  const state = useListState({ query: text, lag: text, state: text, regionCode: text });
  const { filters, orderBy, paging, setFilters } = state;
  const lags = useEnumOptions(LAGS);
  const states = useEnumOptions(STATES);
  const asked = {
    ...filters,
    // An unknown word in the address is the server's to refuse.
    lag: filters.lag as (typeof LAGS)[number],
    state: filters.state as ProjectState,
    excludeCancelled: true,
    orderBy: orderBy || 'end_date',
  };
  const projects = useListQuery(projectsQuery({ ...asked, pageSize: paging.pageSize, pageToken: paging.pageToken }));
  return (
    <ListPage
      page="progress"
      exported={{ list: 'projects', filters: asked }}
      extra={
        <NewButton
          operation="ProgressReportService_CreateProgressReport"
          to={paths.newProgressReport()}
          label={t('progress.new')}
        />
      }
      title={t('progress.list')}
      sub={t('progress.listSub')}
      state={state}
      query={projects}
      rows={(answer) => answer.projects}
      rowKey={(row) => row.id}
      defaultOrder="end_date"
      filters={[
        {
          key: 'query',
          kind: 'search',
          label: t('filter.query'),
          placeholder: t('project.queryHint'),
          value: filters.query,
          onChange: (query) => setFilters({ query }),
        },
        {
          key: 'lag',
          kind: 'select',
          label: t('progress.lag'),
          options: lags,
          value: filters.lag,
          onChange: (lag) => setFilters({ lag }),
        },
        {
          key: 'state',
          kind: 'select',
          label: t('field.state'),
          options: states,
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
      ]}
      columns={[
        {
          key: 'name',
          title: t('field.project'),
          sort: 'number',
          heading: true,
          render: (row) => <Stack main={<Link to={paths.project(row.id)}>{row.name}</Link>} sub={row.number} />,
        },
        {
          key: 'village',
          title: t('field.village'),
          render: (row) => <Stack main={row.villageName} sub={row.townshipName} />,
        },
        { key: 'state', title: t('field.state'), render: (row) => <StatusTag value={row.state} /> },
        {
          key: 'percent',
          title: t('progress.percent'),
          numeric: true,
          render: (row) => (row.lastReportedOn ? `${row.progressPercent}%` : '--'),
        },
        {
          key: 'reported',
          title: t('progress.lastReportedOn'),
          render: (row) => (row.lastReportedOn ? <DateText day={row.lastReportedOn} /> : t('progress.never')),
        },
        {
          key: 'start',
          title: t('field.startDate'),
          render: (row) => (
            <Stack
              main={<DateText day={row.startDate} />}
              sub={notBegun(row) && <LateText text={t('enum.PROJECT_LAG_NOT_BEGUN')} />}
            />
          ),
        },
        {
          key: 'end',
          title: t('field.endDate'),
          sort: 'end_date',
          render: (row) => (
            <Stack
              main={<DateText day={row.endDate} />}
              sub={notCompleted(row) && <LateText text={t('enum.PROJECT_LAG_NOT_COMPLETED')} />}
            />
          ),
        },
        { key: 'unit', title: t('field.unit'), render: (row) => row.unitName },
      ]}
    />
  );
}
