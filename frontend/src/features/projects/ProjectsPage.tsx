import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DateText } from '@/components/DateText';
import { LateText } from '@/components/DaysLeft';
import { ListPage } from '@/components/ListPage';
import { MoneyText } from '@/components/MoneyText';
import { NewButton } from '@/components/NewButton';
import { Stack } from '@/components/Stack';
import { StatusTag } from '@/components/StatusTag';
import { useEnumOptions } from '@/components/useEnumOptions';
import { useYearOptions } from '@/components/useYearOptions';
import { projectsQuery } from '@/lib/api/queries';
import type { Project, ProjectMoney, ProjectState } from '@/lib/api/types';
import { today } from '@/lib/dates';
import { flag, number, text, useListState } from '@/lib/listState';
import { parseFen } from '@/lib/money';
import { useProjectTypeNames } from '@/lib/names';
import { paths } from '@/lib/paths';
import { useListQuery } from '@/lib/useListQuery';

const STATES = [
  'PROJECT_STATE_LISTED',
  'PROJECT_STATE_APPROVED',
  'PROJECT_STATE_UNDERWAY',
  'PROJECT_STATE_COMPLETED',
  'PROJECT_STATE_ACCEPTED',
  'PROJECT_STATE_SETTLED',
  'PROJECT_STATE_SUSPENDED',
  'PROJECT_STATE_FAILED',
  'PROJECT_STATE_CANCELLED',
] as const satisfies ProjectState[];
const PILLARS = ['PILLAR_VILLAGE_WORKS', 'PILLAR_LABOUR_TRAINING', 'PILLAR_ENTERPRISE'] as const;

/** Past its last day and not yet done. */
const late = (project: Project) =>
  project.endDate < today() &&
  ['PROJECT_STATE_LISTED', 'PROJECT_STATE_APPROVED', 'PROJECT_STATE_UNDERWAY'].includes(project.state);

export default function ProjectsPage() {
  const { t } = useTranslation();
  const state = useListState({
    query: text,
    state: text,
    pillar: text,
    typeCode: text,
    regionCode: text,
    fiscalYear: number,
    excludeCancelled: flag,
    lateOnly: flag,
    acceptedOnly: flag,
    figure: text,
  });
  const { filters, orderBy, paging, setFilters } = state;
  const types = useProjectTypeNames();
  const stateOptions = useEnumOptions(STATES);
  const pillarOptions = useEnumOptions(PILLARS);
  const { figure, ...wanted } = filters;
  const years = useYearOptions(filters.fiscalYear);
  const asked = {
    ...wanted,
    // An unknown word in the address is the server's to refuse.
    state: wanted.state as ProjectState,
    pillar: wanted.pillar as (typeof PILLARS)[number],
    orderBy,
  };
  const projects = useListQuery(
    projectsQuery({
      ...asked,
      pageSize: paging.pageSize,
      pageToken: paging.pageToken,
    }),
  );
  const money = (field: keyof ProjectMoney, label: string) => ({
    key: field,
    title: t('unit.inYuan', { name: label }),
    numeric: true,
    render: (row: Project) => <MoneyText fen={row.money[field]} />,
  });
  return (
    <ListPage
      page="projects"
      exported={{ list: 'projects', filters: asked }}
      extra={<NewButton operation="ProjectService_CreateProject" to={paths.newProject()} label={t('project.new')} />}
      title={t('project.list')}
      sub={t('project.listSub')}
      state={state}
      query={projects}
      figure={figure}
      rows={(answer) => answer.projects}
      rowKey={(row) => row.id}
      defaultOrder="number"
      totals={({ totals, totalBudgetFen }) => [
        { name: 'totalBudgetFen', label: t('money.budget'), fen: parseFen(totalBudgetFen) },
        ...(['requested', 'appropriated', 'accepted', 'held', 'paid', 'advance', 'idle'] as const).map((name) => ({
          name: `${name}Fen`,
          label: t(`money.${name}`),
          fen: parseFen(totals[`${name}Fen`]),
        })),
      ]}
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
          key: 'state',
          kind: 'select',
          label: t('field.state'),
          options: stateOptions,
          value: filters.state,
          onChange: (value) => setFilters({ state: value }),
        },
        {
          key: 'pillar',
          kind: 'select',
          label: t('field.pillar'),
          options: pillarOptions,
          value: filters.pillar,
          onChange: (pillar) => setFilters({ pillar }),
        },
        {
          key: 'type',
          kind: 'select',
          label: t('field.projectType'),
          options: types.options,
          value: filters.typeCode,
          onChange: (typeCode) => setFilters({ typeCode }),
        },
        {
          key: 'region',
          kind: 'region',
          label: t('field.region'),
          value: filters.regionCode,
          onChange: (regionCode) => setFilters({ regionCode }),
        },
        {
          key: 'year',
          kind: 'select',
          label: t('filter.moneyOfYear'),
          options: years,
          value: filters.fiscalYear ? String(filters.fiscalYear) : '',
          onChange: (year) => setFilters({ fiscalYear: Number(year) }),
        },
        {
          key: 'lateOnly',
          kind: 'check',
          label: t('project.lateOnly'),
          value: filters.lateOnly,
          onChange: (lateOnly) => setFilters({ lateOnly }),
        },
        {
          key: 'acceptedOnly',
          kind: 'check',
          label: t('project.acceptedOnly'),
          value: filters.acceptedOnly,
          onChange: (acceptedOnly) => setFilters({ acceptedOnly }),
        },
        {
          key: 'excludeCancelled',
          kind: 'check',
          label: t('filter.excludeCancelled'),
          value: filters.excludeCancelled,
          onChange: (excludeCancelled) => setFilters({ excludeCancelled }),
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
        {
          key: 'type',
          title: t('field.projectType'),
          render: (row) => <Stack main={types.of(row.typeCode)} sub={t(`enum.${row.pillar}`)} />,
        },
        { key: 'state', title: t('field.state'), render: (row) => <StatusTag value={row.state} /> },
        {
          key: 'percent',
          title: t('progress.percent'),
          numeric: true,
          render: (row) => (row.lastReportedOn ? `${row.progressPercent}%` : '--'),
        },
        {
          key: 'end',
          title: t('field.endDate'),
          sort: 'end_date',
          render: (row) => (
            <Stack main={<DateText day={row.endDate} />} sub={late(row) && <LateText text={t('days.late')} />} />
          ),
        },
        {
          key: 'budget',
          title: t('unit.inYuan', { name: t('money.budget') }),
          sort: 'budget_fen',
          numeric: true,
          render: (row) => <MoneyText fen={row.budgetFen} />,
        },
        money('appropriatedFen', t('money.appropriated')),
        money('acceptedFen', t('money.accepted')),
        money('paidFen', t('money.paid')),
      ]}
    />
  );
}
