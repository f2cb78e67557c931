import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DateText } from '@/components/DateText';
import { ListPage } from '@/components/ListPage';
import { MoneyText } from '@/components/MoneyText';
import { Stack } from '@/components/Stack';
import { StatusTag } from '@/components/StatusTag';
import { useEnumOptions } from '@/components/useEnumOptions';
import { useYearOptions } from '@/components/useYearOptions';
import { claimQuery, paymentsQuery, projectQuery } from '@/lib/api/queries';
import type { Payment } from '@/lib/api/types';
import { number, text, useListState } from '@/lib/listState';
import { parseFen } from '@/lib/money';
import { paths } from '@/lib/paths';
import { useListQuery } from '@/lib/useListQuery';

const STATES = ['PAYMENT_STATE_PAID', 'PAYMENT_STATE_REVERSED'] as const;

export default function PaymentsPage() {
  const { t } = useTranslation();
  const state = useListState({
    query: text,
    state: text,
    fiscalYear: number,
    fromDate: text,
    toDate: text,
    regionCode: text,
    projectId: text,
    claimId: text,
  });
  const { filters, paging, setFilters } = state;
  const project = useQuery({ ...projectQuery(filters.projectId), enabled: filters.projectId !== '' });
  const claim = useQuery({ ...claimQuery(filters.claimId), enabled: filters.claimId !== '' });
  const years = useYearOptions(filters.fiscalYear);
  const stateOptions = useEnumOptions(STATES);
  const asked = { ...filters, state: filters.state as Payment['state'], orderBy: state.orderBy };
  const payments = useListQuery(paymentsQuery({ ...asked, pageSize: paging.pageSize, pageToken: paging.pageToken }));
  return (
    <ListPage
      page="payments"
      exported={{ list: 'payments', filters: asked }}
      totals={(answer) => [{ name: 'totalAmountFen', label: t('money.paid'), fen: parseFen(answer.totalAmountFen) }]}
      title={t('payment.list')}
      sub={t('payment.listSub')}
      state={state}
      query={payments}
      rows={(answer) => answer.payments}
      rowKey={(row) => row.id}
      defaultOrder="paid_on desc"
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
          key: 'from',
          kind: 'date',
          label: t('filter.from'),
          value: filters.fromDate,
          onChange: (fromDate) => setFilters({ fromDate }),
        },
        {
          key: 'to',
          kind: 'date',
          label: t('filter.to'),
          value: filters.toDate,
          onChange: (toDate) => setFilters({ toDate }),
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
        {
          key: 'claim',
          kind: 'fixed',
          label: t('claim.one'),
          value: filters.claimId,
          text: claim.data?.number ?? '…',
          onChange: () => setFilters({ claimId: '' }),
        },
      ]}
      columns={[
        {
          key: 'number',
          title: t('field.paymentNumber'),
          sort: 'number',
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
        { key: 'paidOn', title: t('field.paidOn'), sort: 'paid_on', render: (row) => <DateText day={row.paidOn} /> },
        { key: 'state', title: t('field.state'), render: (row) => <StatusTag value={row.state} /> },
        {
          key: 'amount',
          title: t('unit.inYuan', { name: t('field.amount') }),
          sort: 'amount_fen',
          numeric: true,
          render: (row) => <MoneyText fen={row.amountFen} />,
        },
      ]}
    />
  );
}
