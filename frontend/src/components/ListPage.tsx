import type { UseQueryResult } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListState } from '@/lib/listState';
import { type Column, DataTable } from './DataTable';
import { type Filter, FilterBar } from './FilterBar';
import { Page } from './Page';
import { PageHeader } from './PageHeader';
import { Pager } from './Pager';
import styles from './page.module.css';
import { QueryView } from './QueryView';
import { EmptyState } from './states';
import { type Total, Totals } from './Totals';

interface Answer {
  nextPageToken: string;
  totalSize: number;
}

interface Props<A extends Answer, T, F> {
  title: string;
  sub?: string;
  state: ListState<F>;
  filters: Filter[];
  query: UseQueryResult<A>;
  rows: (answer: A) => readonly T[];
  rowKey: (row: T) => string;
  columns: Column<T>[];
  /** The order the server uses when none is asked for. */
  defaultOrder?: string;
  totals?: (answer: A) => Total[];
  figure?: string;
  /** Under the table, such as what a mark means. */
  note?: ReactNode;
}

/** Every list: filters, totals, table or cards, pages; all of it in the address. */
export function ListPage<A extends Answer, T, F>(props: Props<A, T, F>) {
  const { title, sub, state, filters, query, rows, rowKey, columns, defaultOrder, totals, figure, note } = props;
  const { t } = useTranslation();
  const sortable = columns.filter((column) => column.sort);
  const sort = sortable.length
    ? {
        value: state.orderBy,
        onChange: state.setOrderBy,
        options: sortable.flatMap((column) => [
          { value: `${column.sort} desc`, label: t('filter.descending', { name: column.title }) },
          { value: column.sort ?? '', label: t('filter.ascending', { name: column.title }) },
        ]),
      }
    : undefined;

  return (
    <Page>
      <PageHeader title={title} sub={sub} />
      <FilterBar filters={filters} onClear={state.clearFilters} sort={sort} />
      <div className={styles.section}>
        <QueryView
          query={query}
          errorActions={
            state.paging.pageToken ? <Button onClick={state.paging.first}>{t('list.firstPage')}</Button> : undefined
          }
        >
          {(answer) => (
            <>
              <Totals totals={totals?.(answer) ?? []} totalSize={answer.totalSize} figure={figure} />
              {rows(answer).length === 0 ? (
                <EmptyState text={filters.some((filter) => filter.value) ? t('state.emptyFiltered') : ''} />
              ) : (
                <DataTable
                  caption={title}
                  columns={columns}
                  rows={rows(answer)}
                  rowKey={rowKey}
                  orderBy={state.orderBy || (defaultOrder ?? '')}
                  onOrderBy={state.setOrderBy}
                  busy={query.isPlaceholderData}
                />
              )}
              {note && <div className={styles.sectionBody}>{note}</div>}
              <Pager paging={state.paging} nextPageToken={answer.nextPageToken} totalSize={answer.totalSize} />
            </>
          )}
        </QueryView>
      </div>
    </Page>
  );
}
