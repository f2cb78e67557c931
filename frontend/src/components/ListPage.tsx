import type { UseQueryResult } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListState } from '@/lib/listState';
import { useIsPhone } from '@/lib/media';
import { usePageSetting } from '@/lib/pageSettings';
import { type Column, DataTable } from './DataTable';
import type { Exported } from './ExportBar';
import { type Filter, FilterBar } from './FilterBar';
import { ListTools } from './ListTools';
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
  /** The record the list belongs to. */
  parent?: { to: string; label: string };
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
  /** Name its columns are kept under, for each person. */
  page: string;
  /** The list as the contract's exports name it, with the filters and order it now has. */
  exported?: Exported;
  /** Beside the title: the button for a new record. */
  extra?: ReactNode;
  /** Over the table: selection and what is done with it. */
  above?: (answer: A) => ReactNode;
  /** Between the title and the filters. */
  before?: ReactNode;
  /** Sections under the list. */
  after?: ReactNode;
}

/** Every list: filters, totals, table or cards, pages; all of it in the address. */
export function ListPage<A extends Answer, T, F>(props: Props<A, T, F>) {
  const {
    title,
    sub,
    parent,
    state,
    filters,
    query,
    rows,
    rowKey,
    columns,
    defaultOrder,
    totals,
    figure,
    note,
    page,
    exported,
    extra,
    above,
    before,
    after,
  } = props;
  const { t } = useTranslation();
  const phone = useIsPhone();
  const setting = usePageSetting(page);
  const choosable = columns.filter((column) => !column.fixed);
  const wanted = setting.columns.flatMap((key) => choosable.filter((column) => column.key === key));
  const chosen = wanted.length > 0 ? wanted : choosable.filter((column) => !column.extra);
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

  const tools = (answer: A) => (
    <ListTools page={page} columns={choosable} shown={chosen} totalSize={answer.totalSize} exported={exported} />
  );

  return (
    <Page>
      <PageHeader title={title} sub={sub} extra={extra} {...(parent ? { parent } : {})} />
      {before}
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
              {!phone && tools(answer)}
              {above?.(answer)}
              <Totals totals={totals?.(answer) ?? []} totalSize={answer.totalSize} figure={figure} />
              {rows(answer).length === 0 ? (
                <EmptyState text={filters.some((filter) => filter.value) ? t('state.emptyFiltered') : ''} />
              ) : (
                <DataTable
                  caption={title}
                  columns={[...columns.filter((column) => column.fixed), ...chosen]}
                  rows={rows(answer)}
                  rowKey={rowKey}
                  orderBy={state.orderBy || (defaultOrder ?? '')}
                  onOrderBy={state.setOrderBy}
                  busy={query.isPlaceholderData}
                />
              )}
              {note && <div className={styles.sectionBody}>{note}</div>}
              <Pager paging={state.paging} nextPageToken={answer.nextPageToken} totalSize={answer.totalSize} />
              {/* What one came for is first on a small screen. */}
              {phone && tools(answer)}
            </>
          )}
        </QueryView>
      </div>
      {after}
    </Page>
  );
}
