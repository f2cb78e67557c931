import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DateText } from '@/components/DateText';
import { ListPage } from '@/components/ListPage';
import { MoneyText } from '@/components/MoneyText';
import { NewButton } from '@/components/NewButton';
import { Stack } from '@/components/Stack';
import { StatusTag } from '@/components/StatusTag';
import { useEnumOptions } from '@/components/useEnumOptions';
import { useYearOptions } from '@/components/useYearOptions';
import { allocationQuery, fundDocumentQuery, receiptsQuery } from '@/lib/api/queries';
import type { Receipt } from '@/lib/api/types';
import { number, text, useListState } from '@/lib/listState';
import { parseFen } from '@/lib/money';
import { useChannelNames } from '@/lib/names';
import { paths } from '@/lib/paths';
import { useListQuery } from '@/lib/useListQuery';

const STATES = ['RECEIPT_STATE_RECORDED', 'RECEIPT_STATE_REVERSED'] as const;

export default function ReceiptsPage() {
  const { t } = useTranslation();
  const state = useListState({
    query: text,
    state: text,
    fromDate: text,
    toDate: text,
    channelCode: text,
    fiscalYear: number,
    fundDocumentId: text,
    allocationId: text,
  });
  const { filters, paging, setFilters } = state;
  const channels = useChannelNames();
  const years = useYearOptions(filters.fiscalYear);
  const document = useQuery({ ...fundDocumentQuery(filters.fundDocumentId), enabled: filters.fundDocumentId !== '' });
  const allocation = useQuery({ ...allocationQuery(filters.allocationId), enabled: filters.allocationId !== '' });
  const stateOptions = useEnumOptions(STATES);
  const asked = { ...filters, state: filters.state as Receipt['state'], orderBy: state.orderBy };
  const receipts = useListQuery(receiptsQuery({ ...asked, pageSize: paging.pageSize, pageToken: paging.pageToken }));
  return (
    <ListPage
      page="receipts"
      exported={{ list: 'receipts', filters: asked }}
      extra={<NewButton operation="ReceiptService_CreateReceipt" to={paths.newReceipt()} label={t('receipt.new')} />}
      totals={(answer) => [
        { name: 'totalAmountFen', label: t('money.received'), fen: parseFen(answer.totalAmountFen) },
      ]}
      title={t('receipt.list')}
      sub={t('receipt.listSub')}
      state={state}
      query={receipts}
      rows={(answer) => answer.receipts}
      rowKey={(row) => row.id}
      defaultOrder="received_on desc"
      filters={[
        {
          key: 'query',
          kind: 'search',
          label: t('filter.query'),
          placeholder: t('receipt.queryHint'),
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
          key: 'channel',
          kind: 'select',
          label: t('field.channel'),
          options: channels.options,
          value: filters.channelCode,
          onChange: (channelCode) => setFilters({ channelCode }),
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
          key: 'document',
          kind: 'fixed',
          label: t('field.document'),
          value: filters.fundDocumentId,
          text: document.data?.number ?? '…',
          onChange: () => setFilters({ fundDocumentId: '' }),
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
      ]}
      columns={[
        {
          key: 'reference',
          title: t('field.bankReference'),
          sort: 'bank_reference',
          heading: true,
          render: (row) => <Link to={paths.receipt(row.id)}>{row.bankReference}</Link>,
        },
        {
          key: 'document',
          title: t('field.documentNumber'),
          render: (row) => (
            <Stack
              main={<Link to={paths.allocation(row.allocationId)}>{row.documentNumber}</Link>}
              sub={t('allocation.lineNumber', { number: row.lineNumber })}
            />
          ),
        },
        { key: 'channel', title: t('field.channel'), render: (row) => channels.of(row.channelCode) },
        {
          key: 'receivedOn',
          title: t('field.receivedOn'),
          sort: 'received_on',
          render: (row) => <DateText day={row.receivedOn} />,
        },
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
