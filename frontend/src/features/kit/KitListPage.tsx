import { useTranslation } from 'react-i18next';
import { DateText } from '@/components/DateText';
import { ListPage } from '@/components/ListPage';
import { MoneyText } from '@/components/MoneyText';
import { Stack } from '@/components/Stack';
import { StatusTag } from '@/components/StatusTag';
import { text, useListState } from '@/lib/listState';
import { parseFen, sum } from '@/lib/money';
import { paths } from '@/lib/paths';
import { useListQuery } from '@/lib/useListQuery';
import { useSampleRows } from './sample';
import './words';

/** A list as every list is, of made-up rows. */
export default function KitListPage() {
  const { t } = useTranslation();
  const state = useListState({ query: text });
  const { filters, orderBy, paging, setFilters } = state;
  const all = useSampleRows(45);
  const asked = { ...filters, orderBy, pageSize: paging.pageSize, pageToken: paging.pageToken };
  const query = useListQuery({
    queryKey: ['kit', asked, all[0]?.name],
    queryFn: () => {
      const found = all.filter((row) => `${row.name} ${row.number}`.includes(filters.query));
      if (orderBy === 'number desc') found.reverse();
      const start = Number(paging.pageToken || 0);
      const end = start + paging.pageSize;
      return Promise.resolve({
        rows: found.slice(start, end),
        nextPageToken: end < found.length ? String(end) : '',
        totalSize: found.length,
        totalFen: sum(found.map((row) => parseFen(row.amountFen))),
      });
    },
  });
  return (
    <ListPage
      page="kit"
      title="ListPage"
      sub={t('kit.when.ListPage')}
      parent={{ to: paths.kit(), label: t('kit.title') }}
      state={state}
      query={query}
      rows={(answer) => answer.rows}
      rowKey={(row) => row.number}
      totals={({ totalFen }) => [{ name: 'totalFen', label: t('field.amount'), fen: totalFen }]}
      filters={[
        {
          key: 'query',
          kind: 'search',
          label: t('filter.query'),
          value: filters.query,
          onChange: (value) => setFilters({ query: value }),
        },
      ]}
      columns={[
        {
          key: 'name',
          title: t('field.project'),
          sort: 'number',
          heading: true,
          render: (row) => <Stack main={row.name} sub={row.number} />,
        },
        { key: 'state', title: t('field.state'), render: (row) => <StatusTag value={row.state} /> },
        { key: 'day', title: t('field.endDate'), extra: true, render: (row) => <DateText day={row.day} /> },
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
