import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { MomentText } from '@/components/DateText';
import { ListPage } from '@/components/ListPage';
import { MoneyText } from '@/components/MoneyText';
import { Stack } from '@/components/Stack';
import { StatusTag } from '@/components/StatusTag';
import { useEnumOptions } from '@/components/useEnumOptions';
import { reversalsQuery } from '@/lib/api/queries';
import type { Reversal } from '@/lib/api/types';
import { text, useListState } from '@/lib/listState';
import { paths } from '@/lib/paths';
import { useListQuery } from '@/lib/useListQuery';
import { TARGETS } from './TargetFacts';

const STATES = ['REVERSAL_STATE_REQUESTED', 'REVERSAL_STATE_APPROVED', 'REVERSAL_STATE_REFUSED'] as const;

export default function ReversalsPage() {
  const { t } = useTranslation();
  const state = useListState({ state: text, target: text, targetId: text });
  const { filters, paging, setFilters } = state;
  const asked = {
    ...filters,
    state: filters.state as Reversal['state'],
    target: filters.target as Reversal['target'],
  };
  const reversals = useListQuery(reversalsQuery({ ...asked, pageSize: paging.pageSize, pageToken: paging.pageToken }));
  return (
    <ListPage
      page="reversals"
      exported={{ list: 'reversals', filters: asked }}
      title={t('reversal.list')}
      sub={t('reversal.listSub')}
      state={state}
      query={reversals}
      rows={(answer) => answer.reversals}
      rowKey={(row) => row.id}
      filters={[
        {
          key: 'state',
          kind: 'select',
          label: t('field.state'),
          options: useEnumOptions(STATES),
          value: filters.state,
          onChange: (value) => setFilters({ state: value }),
        },
        {
          key: 'target',
          kind: 'select',
          label: t('reversal.target'),
          options: useEnumOptions(TARGETS),
          value: filters.target,
          onChange: (target) => setFilters({ target }),
        },
        {
          key: 'record',
          kind: 'fixed',
          label: t('reversal.record'),
          value: filters.targetId,
          text: reversals.data?.reversals[0]?.targetTitle ?? t('filter.one'),
          onChange: () => setFilters({ targetId: '' }),
        },
      ]}
      columns={[
        {
          key: 'target',
          title: t('reversal.target'),
          heading: true,
          render: (row) => (
            <Stack main={<Link to={paths.reversal(row.id)}>{row.targetTitle}</Link>} sub={t(`enum.${row.target}`)} />
          ),
        },
        { key: 'state', title: t('field.state'), render: (row) => <StatusTag value={row.state} /> },
        {
          key: 'amount',
          title: t('unit.inYuan', { name: t('field.amount') }),
          numeric: true,
          render: (row) => <MoneyText fen={row.amountFen} />,
        },
        { key: 'reason', title: t('form.reason'), render: (row) => row.reason },
        { key: 'requester', title: t('appropriation.requester'), render: (row) => row.requesterName },
        { key: 'asked', title: t('appropriation.asked'), render: (row) => <MomentText moment={row.createTime} /> },
      ]}
    />
  );
}
