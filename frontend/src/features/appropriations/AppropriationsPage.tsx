import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { MomentText } from '@/components/DateText';
import { ListPage } from '@/components/ListPage';
import { MoneyText } from '@/components/MoneyText';
import { NewButton } from '@/components/NewButton';
import { Stack } from '@/components/Stack';
import { StatusTag } from '@/components/StatusTag';
import { useEnumOptions } from '@/components/useEnumOptions';
import { useYearOptions } from '@/components/useYearOptions';
import { allocationQuery, appropriationsQuery, projectQuery } from '@/lib/api/queries';
import type { Appropriation } from '@/lib/api/types';
import { number, text, useListState } from '@/lib/listState';
import { parseFen } from '@/lib/money';
import { paths } from '@/lib/paths';
import { useListQuery } from '@/lib/useListQuery';

const STATES = [
  'APPROPRIATION_STATE_REQUESTED',
  'APPROPRIATION_STATE_APPROVED',
  'APPROPRIATION_STATE_REFUSED',
  'APPROPRIATION_STATE_WITHDRAWN',
  'APPROPRIATION_STATE_REVERSED',
] as const;

export default function AppropriationsPage() {
  const { t } = useTranslation();
  const state = useListState({
    query: text,
    state: text,
    fiscalYear: number,
    regionCode: text,
    allocationId: text,
    projectId: text,
  });
  const { filters, paging, setFilters } = state;
  const stateOptions = useEnumOptions(STATES);
  const years = useYearOptions(filters.fiscalYear);
  const allocation = useQuery({ ...allocationQuery(filters.allocationId), enabled: filters.allocationId !== '' });
  const project = useQuery({ ...projectQuery(filters.projectId), enabled: filters.projectId !== '' });
  const asked = { ...filters, state: filters.state as Appropriation['state'], orderBy: state.orderBy };
  const appropriations = useListQuery(
    appropriationsQuery({ ...asked, pageSize: paging.pageSize, pageToken: paging.pageToken }),
  );
  return (
    <ListPage
      page="appropriations"
      exported={{ list: 'appropriations', filters: asked }}
      title={t('appropriation.list')}
      sub={t('appropriation.listSub')}
      extra={
        <NewButton
          operation="AppropriationService_CreateAppropriation"
          to={paths.newAppropriation({})}
          label={t('appropriation.new')}
        />
      }
      state={state}
      query={appropriations}
      rows={(answer) => answer.appropriations}
      rowKey={(row) => row.id}
      defaultOrder="create_time desc"
      totals={(answer) => [
        { name: 'totalAmountFen', label: t('export.approved'), fen: parseFen(answer.totalAmountFen) },
        { name: 'totalRequestedFen', label: t('export.waiting'), fen: parseFen(answer.totalRequestedFen) },
      ]}
      filters={[
        {
          key: 'query',
          kind: 'search',
          label: t('filter.query'),
          placeholder: t('appropriation.queryHint'),
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
          key: 'year',
          kind: 'select',
          label: t('field.fiscalYear'),
          options: years,
          value: filters.fiscalYear ? String(filters.fiscalYear) : '',
          onChange: (year) => setFilters({ fiscalYear: Number(year) }),
        },
        {
          key: 'region',
          kind: 'region',
          label: t('field.region'),
          value: filters.regionCode,
          onChange: (regionCode) => setFilters({ regionCode }),
        },
        {
          key: 'allocation',
          kind: 'fixed',
          label: t('field.allocation'),
          value: filters.allocationId,
          text: allocation.data
            ? t('allocation.oneTitle', {
                document: allocation.data.documentNumber,
                number: allocation.data.lineNumber,
              })
            : '…',
          onChange: () => setFilters({ allocationId: '' }),
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
          key: 'project',
          title: t('field.project'),
          heading: true,
          render: (row) => (
            <Stack main={<Link to={paths.appropriation(row.id)}>{row.projectName}</Link>} sub={row.projectNumber} />
          ),
        },
        { key: 'document', title: t('field.documentNumber'), render: (row) => row.documentNumber },
        { key: 'state', title: t('field.state'), render: (row) => <StatusTag value={row.state} /> },
        { key: 'share', title: t('appropriation.share'), render: (row) => t(`enum.${row.share}`) },
        {
          key: 'amount',
          title: t('unit.inYuan', { name: t('field.amount') }),
          sort: 'amount_fen',
          numeric: true,
          render: (row) => <MoneyText fen={row.amountFen} />,
        },
        { key: 'requester', title: t('appropriation.requester'), render: (row) => row.requesterName },
        { key: 'decider', title: t('appropriation.decider'), extra: true, render: (row) => row.deciderName || '--' },
        {
          key: 'created',
          title: t('appropriation.asked'),
          sort: 'create_time',
          render: (row) => <MomentText moment={row.createTime} />,
        },
      ]}
    />
  );
}
