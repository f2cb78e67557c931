import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DateText, MomentText } from '@/components/DateText';
import { ListPage } from '@/components/ListPage';
import { MoneyText } from '@/components/MoneyText';
import { Stack } from '@/components/Stack';
import { StatusTag } from '@/components/StatusTag';
import { useEnumOptions } from '@/components/useEnumOptions';
import { useYearOptions } from '@/components/useYearOptions';
import { claimsQuery, projectQuery } from '@/lib/api/queries';
import type { Claim } from '@/lib/api/types';
import { number, text, useListState } from '@/lib/listState';
import { parseFen } from '@/lib/money';
import { paths } from '@/lib/paths';
import { useMayCall } from '@/lib/session';
import { useListQuery } from '@/lib/useListQuery';

const STATES = [
  'CLAIM_STATE_DRAFT',
  'CLAIM_STATE_SUBMITTED',
  'CLAIM_STATE_TOWNSHIP_AGREED',
  'CLAIM_STATE_DEPARTMENT_CHECKED',
  'CLAIM_STATE_OFFICE_AGREED',
  'CLAIM_STATE_FINANCE_APPROVED',
  'CLAIM_STATE_PAID',
  'CLAIM_STATE_RETURNED',
  'CLAIM_STATE_REJECTED',
] as const;
const CLAIM_KINDS = ['CLAIM_KIND_ADVANCE', 'CLAIM_KIND_PROGRESS', 'CLAIM_KIND_FINAL', 'CLAIM_KIND_RETENTION'] as const;

export default function ClaimsPage() {
  const { t } = useTranslation();
  const state = useListState({
    query: text,
    state: text,
    kind: text,
    regionCode: text,
    projectId: text,
    fiscalYear: number,
  });
  const { filters, paging, setFilters } = state;
  const stateOptions = useEnumOptions(STATES);
  const kindOptions = useEnumOptions(CLAIM_KINDS);
  const project = useQuery({ ...projectQuery(filters.projectId), enabled: filters.projectId !== '' });
  const mayCall = useMayCall();
  const years = useYearOptions(filters.fiscalYear);
  const asked = {
    ...filters,
    state: filters.state as Claim['state'],
    kind: filters.kind as Claim['kind'],
    orderBy: state.orderBy,
  };
  const claims = useListQuery(
    claimsQuery({
      ...asked,
      pageSize: paging.pageSize,
      pageToken: paging.pageToken,
    }),
  );
  return (
    <ListPage
      page="claims"
      exported={{ list: 'claims', filters: asked }}
      extra={
        mayCall('ClaimService_CreateClaim') && (
          <Link to={paths.newClaim(filters.projectId ? { projectId: filters.projectId } : {})}>
            <Button type="primary" tabIndex={-1}>
              {t('claim.new')}
            </Button>
          </Link>
        )
      }
      totals={(answer) => [
        { name: 'totalAmountFen', label: t('export.claimInForce'), fen: parseFen(answer.totalAmountFen) },
        { name: 'totalSetOffFen', label: t('export.setOffInForce'), fen: parseFen(answer.totalSetOffFen) },
        { name: 'totalPaidFen', label: t('export.claimPaid'), fen: parseFen(answer.totalPaidFen) },
        { name: 'totalRetentionFen', label: t('export.retentionInForce'), fen: parseFen(answer.totalRetentionFen) },
      ]}
      title={t('claim.list')}
      sub={t('claim.listSub')}
      state={state}
      query={claims}
      rows={(answer) => answer.claims}
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
          key: 'kind',
          kind: 'select',
          label: t('field.claimKind'),
          options: kindOptions,
          value: filters.kind,
          onChange: (kind) => setFilters({ kind }),
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
          key: 'number',
          sort: 'number',
          title: t('field.claimNumber'),
          heading: true,
          nowrap: true,
          render: (row) => <Link to={paths.claim(row.id)}>{row.number || t('claim.noNumber')}</Link>,
        },
        {
          key: 'project',
          title: t('field.project'),
          render: (row) => (
            <Stack main={<Link to={paths.project(row.projectId)}>{row.projectName}</Link>} sub={row.projectNumber} />
          ),
        },
        { key: 'kind', title: t('field.claimKind'), render: (row) => t(`enum.${row.kind}`) },
        { key: 'state', title: t('field.state'), render: (row) => <StatusTag value={row.state} /> },
        {
          key: 'claimedOn',
          title: t('field.claimedOn'),
          sort: 'claimed_on',
          render: (row) => <DateText day={row.claimedOn} />,
        },
        { key: 'payee', title: t('field.payee'), render: (row) => row.payeeName },
        {
          key: 'amount',
          title: t('unit.inYuan', { name: t('field.amount') }),
          sort: 'amount_fen',
          numeric: true,
          render: (row) => <MoneyText fen={row.amountFen} />,
        },
        {
          key: 'setOff',
          title: t('unit.inYuan', { name: t('money.setOff') }),
          numeric: true,
          render: (row) => <MoneyText fen={row.setOffFen} />,
        },
        {
          key: 'retention',
          title: t('unit.inYuan', { name: t('money.retention') }),
          numeric: true,
          extra: true,
          render: (row) => <MoneyText fen={row.retentionFen} />,
        },
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
