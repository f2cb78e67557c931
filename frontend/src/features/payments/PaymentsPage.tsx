import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DateText } from '@/components/DateText';
import { ListPage } from '@/components/ListPage';
import { MoneyText } from '@/components/MoneyText';
import { Stack } from '@/components/Stack';
import { StatusTag } from '@/components/StatusTag';
import { paymentsQuery, projectQuery } from '@/lib/api/queries';
import { text, useListState } from '@/lib/listState';
import { paths } from '@/lib/paths';
import { useListQuery } from '@/lib/useListQuery';

export default function PaymentsPage() {
  const { t } = useTranslation();
  const state = useListState({ query: text, regionCode: text, projectId: text });
  const { filters, paging, setFilters } = state;
  const project = useQuery({ ...projectQuery(filters.projectId), enabled: filters.projectId !== '' });
  const payments = useListQuery(paymentsQuery({ ...filters, pageSize: paging.pageSize, pageToken: paging.pageToken }));
  return (
    <ListPage
      page="payments"
      title={t('payment.list')}
      sub={t('payment.listSub')}
      state={state}
      query={payments}
      rows={(answer) => answer.payments}
      rowKey={(row) => row.id}
      filters={[
        {
          key: 'query',
          kind: 'search',
          label: t('filter.query'),
          placeholder: t('payment.queryHint'),
          value: filters.query,
          onChange: (query) => setFilters({ query }),
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
          title: t('field.paymentNumber'),
          heading: true,
          nowrap: true,
          render: (row) => <Link to={paths.payment(row.id)}>{row.number}</Link>,
        },
        {
          key: 'project',
          title: t('field.project'),
          render: (row) => <Link to={paths.project(row.projectId)}>{row.projectName}</Link>,
        },
        {
          key: 'claim',
          title: t('field.claimNumber'),
          nowrap: true,
          render: (row) => <Link to={paths.claim(row.claimId)}>{row.claimNumber}</Link>,
        },
        {
          key: 'payee',
          title: t('field.payee'),
          render: (row) => <Stack main={row.payeeName} sub={row.payeeAccount} />,
        },
        { key: 'paidOn', title: t('field.paidOn'), render: (row) => <DateText day={row.paidOn} /> },
        { key: 'state', title: t('field.state'), render: (row) => <StatusTag value={row.state} /> },
        {
          key: 'amount',
          title: t('unit.inYuan', { name: t('field.amount') }),
          numeric: true,
          render: (row) => <MoneyText fen={row.amountFen} />,
        },
      ]}
    />
  );
}
