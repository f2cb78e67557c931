import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DateText, MomentText } from '@/components/DateText';
import { ListPage } from '@/components/ListPage';
import { MoneyText } from '@/components/MoneyText';
import { NewButton } from '@/components/NewButton';
import { Stack } from '@/components/Stack';
import { StatusTag } from '@/components/StatusTag';
import { useEnumOptions } from '@/components/useEnumOptions';
import { acceptancesQuery } from '@/lib/api/queries';
import type { Acceptance } from '@/lib/api/types';
import { text, useListState } from '@/lib/listState';
import { formatMilli, parseFen } from '@/lib/money';
import { paths } from '@/lib/paths';
import { useListQuery } from '@/lib/useListQuery';

const STATES = ['ACCEPTANCE_STATE_DRAFT', 'ACCEPTANCE_STATE_CONFIRMED', 'ACCEPTANCE_STATE_REVOKED'] as const;
const VERDICTS = ['VERDICT_PASSED', 'VERDICT_PARTLY', 'VERDICT_FAILED'] as const;

export default function AcceptancesPage() {
  const { t } = useTranslation();
  const state = useListState({ query: text, state: text, verdict: text, regionCode: text, projectId: text });
  const { filters, paging, setFilters } = state;
  const stateOptions = useEnumOptions(STATES);
  const verdictOptions = useEnumOptions(VERDICTS);
  const asked = {
    ...filters,
    state: filters.state as Acceptance['state'],
    verdict: filters.verdict as Acceptance['verdict'],
    orderBy: state.orderBy,
  };
  const acceptances = useListQuery(
    acceptancesQuery({ ...asked, pageSize: paging.pageSize, pageToken: paging.pageToken }),
  );
  return (
    <ListPage
      page="acceptances"
      exported={{ list: 'acceptances', filters: asked }}
      title={t('acceptance.list')}
      sub={t('acceptance.listSub')}
      extra={
        <NewButton
          operation="AcceptanceService_CreateAcceptance"
          to={paths.newAcceptance({})}
          label={t('acceptance.new')}
        />
      }
      state={state}
      query={acceptances}
      rows={(answer) => answer.acceptances}
      rowKey={(row) => row.id}
      defaultOrder="create_time desc"
      totals={(answer) => [
        { name: 'totalAcceptedFen', label: t('acceptance.confirmedSum'), fen: parseFen(answer.totalAcceptedFen) },
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
          key: 'verdict',
          kind: 'select',
          label: t('acceptance.verdict'),
          options: verdictOptions,
          value: filters.verdict,
          onChange: (verdict) => setFilters({ verdict }),
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
          text: t('filter.one'),
          onChange: () => setFilters({ projectId: '' }),
        },
      ]}
      columns={[
        {
          key: 'project',
          title: t('field.project'),
          heading: true,
          render: (row) => (
            <Stack main={<Link to={paths.acceptance(row.id)}>{row.projectName}</Link>} sub={row.projectNumber} />
          ),
        },
        { key: 'village', title: t('field.village'), render: (row) => row.villageName },
        { key: 'state', title: t('field.state'), render: (row) => <StatusTag value={row.state} /> },
        { key: 'verdict', title: t('acceptance.verdict'), render: (row) => t(`enum.${row.verdict}`) },
        {
          key: 'acceptedOn',
          title: t('acceptance.acceptedOn'),
          sort: 'accepted_on',
          render: (row) => <DateText day={row.acceptedOn} />,
        },
        {
          key: 'measured',
          title: t('acceptance.measured'),
          numeric: true,
          render: (row) => formatMilli(row.measuredQuantityMilli),
        },
        {
          key: 'accepted',
          title: t('unit.inYuan', { name: t('money.accepted') }),
          sort: 'accepted_fen',
          numeric: true,
          render: (row) => <MoneyText fen={row.acceptedFen} />,
        },
        { key: 'drafter', title: t('acceptance.drafter'), extra: true, render: (row) => row.drafterName || '--' },
        {
          key: 'created',
          title: t('field.createTime'),
          sort: 'create_time',
          extra: true,
          render: (row) => <MomentText moment={row.createTime} />,
        },
      ]}
    />
  );
}
