import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsPhone } from '@/lib/media';
import styles from './table.module.css';

export interface Column<T> {
  key: string;
  title: string;
  /** Null where the row has nothing of the kind: an empty cell, and no line of its card. */
  render: (row: T) => ReactNode;
  /** Money and counts stand on the right. */
  numeric?: boolean;
  /** Name of the sort in the API's orderBy. */
  sort?: string;
  /** Heads the card on a phone. */
  heading?: boolean;
  /** Not shown until its reader asks for it. */
  extra?: boolean;
  /** Always shown, first, and not for choosing: a box to tick. */
  fixed?: boolean;
  /** Keeps the cell on one line. */
  nowrap?: boolean;
}

interface Props<T> {
  /** What the table shows, for those who cannot see it. */
  caption: string;
  columns: Column<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
  orderBy?: string;
  onOrderBy?: (orderBy: string) => void;
  /** Older rows are still shown while newer ones are on their way. */
  busy?: boolean;
  /** Shows so many rows at first and the rest on request. */
  initialRows?: number;
}

/** A plain semantic table; under 768 px the same columns as cards. Paging and sorting are the server's. */
export function DataTable<T>({ caption, columns, rows, rowKey, orderBy, onOrderBy, busy, initialRows }: Props<T>) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  const [all, setAll] = useState(false);
  // Cards are taller than rows, so a phone begins with half as many.
  const first = initialRows && phone ? Math.ceil(initialRows / 2) : initialRows;
  const shown = first && !all ? rows.slice(0, first) : rows;
  const more = rows.length > shown.length && (
    <button type="button" className={styles.more} onClick={() => setAll(true)}>
      {t('list.showAll', { count: rows.length })}
    </button>
  );

  if (phone) {
    const heading = columns.filter((column) => column.heading);
    const rest = columns.filter((column) => !column.heading);
    return (
      <>
        <ul className={styles.cards} aria-label={caption} aria-busy={busy}>
          {shown.map((row) => (
            <li key={rowKey(row)} className={styles.card} data-row={rowKey(row)}>
              {heading.map((column) => (
                <div key={column.key} className={styles.cardHeading}>
                  {column.render(row)}
                </div>
              ))}
              <dl className={styles.cardFacts}>
                {rest.map((column) => {
                  const told = column.render(row);
                  return told === null ? null : (
                    <div key={column.key} className={styles.cardFact}>
                      <dt>{column.title}</dt>
                      <dd>{told}</dd>
                    </div>
                  );
                })}
              </dl>
            </li>
          ))}
        </ul>
        {more}
      </>
    );
  }

  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={styles.scroll} aria-label={caption} tabIndex={0} aria-busy={busy}>
        <table className={styles.table}>
          <caption className="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th
                  key={column.key}
                  scope="col"
                  className={cellClass(column, columns)}
                  aria-sort={ariaSort(column.sort, orderBy)}
                >
                  {column.sort && onOrderBy ? (
                    <button
                      type="button"
                      className={styles.sort}
                      onClick={() => onOrderBy(nextOrder(column.sort ?? '', orderBy))}
                    >
                      {column.title}
                      <span aria-hidden="true" className={styles.arrow}>
                        {orderBy === column.sort ? '▲' : orderBy === `${column.sort} desc` ? '▼' : '↕'}
                      </span>
                    </button>
                  ) : (
                    column.title
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={rowKey(row)} data-row={rowKey(row)}>
                {columns.map((column) => (
                  <td key={column.key} className={cellClass(column, columns)}>
                    {column.render(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {more}
    </>
  );
}

/** What a row is called stays in sight when the table is wider than the screen. */
const cellClass = <T,>(column: Column<T>, columns: Column<T>[]) =>
  [
    column.numeric && styles.numeric,
    column.nowrap && styles.nowrap,
    column.heading && column === columns[0] && styles.named,
  ]
    .filter(Boolean)
    .join(' ') || undefined;

function ariaSort(sort: string | undefined, orderBy: string | undefined) {
  if (!sort) return undefined;
  if (orderBy === sort) return 'ascending';
  if (orderBy === `${sort} desc`) return 'descending';
  return 'none';
}

export const nextOrder = (sort: string, orderBy: string | undefined) =>
  orderBy === `${sort} desc` ? sort : orderBy === sort ? `${sort} desc` : `${sort} desc`;
