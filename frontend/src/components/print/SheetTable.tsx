import type { ReactNode } from 'react';
import styles from './print.module.css';

export interface SheetColumn<T> {
  key: string;
  title: string;
  render: (row: T) => ReactNode;
  numeric?: boolean;
  /** Room to sign in. */
  wide?: boolean;
}

/** A table on paper: the head stands on every page, no row is torn apart, the sum stands once at the end. */
export function SheetTable<T>({
  caption,
  columns,
  rows,
  rowKey,
  sum,
}: {
  caption: string;
  columns: readonly SheetColumn<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
  /** By the key of the column; the first column names it. */
  sum?: Record<string, ReactNode>;
}) {
  return (
    <table className={styles.table}>
      <caption className={styles.caption}>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.key} scope="col" className={classOf(column)}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)}>
            {columns.map((column) => (
              <td key={column.key} className={classOf(column)}>
                {column.render(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      {sum && (
        <tfoot>
          <tr>
            {columns.map((column) => (
              <td key={column.key} className={classOf(column)}>
                {sum[column.key]}
              </td>
            ))}
          </tr>
        </tfoot>
      )}
    </table>
  );
}

const classOf = ({ numeric, wide }: Pick<SheetColumn<unknown>, 'numeric' | 'wide'>) =>
  [numeric && styles.numeric, wide && styles.wide].filter(Boolean).join(' ') || undefined;
