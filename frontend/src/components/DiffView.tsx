import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from './DataTable';
import { Tag } from './StatusTag';
import styles from './text.module.css';

/** One field as it was and as it is; values are ready to be read. */
export interface Difference {
  label: string;
  before: string;
  after: string;
  /** What the reader has typed himself, when he has. */
  typed?: string;
}

/** The differences between two records' facts, in the order of the second. */
export function differences(before: readonly Shown[], after: readonly Shown[]): Difference[] {
  return after.flatMap(({ label, text }) => {
    const old = before.find((fact) => fact.label === label)?.text ?? '';
    return old === text ? [] : [{ label, before: old, after: text }];
  });
}

/** A fact as plain words, so that two of them can be compared. */
export interface Shown {
  label: string;
  text: string;
}

/** Field by field what was, what is, and what has been typed: for a record that changed meanwhile, an audit entry, a document told twice. */
export function DiffView({
  caption,
  rows,
  before,
  after,
  peers = false,
}: {
  caption: string;
  rows: readonly Difference[];
  /** Two records of equal standing: nothing is struck out, what is alike is shown too, and what differs is marked. */
  peers?: boolean;
  /** Heads of the columns; was and is now, when not given. */
  before?: string;
  after?: string;
}) {
  const { t } = useTranslation();
  const columns: Column<Difference>[] = [
    {
      key: 'label',
      title: t('diff.field'),
      heading: true,
      render: (row) => (
        <>
          {row.label}
          {peers && row.before !== row.after && (
            <>
              {' '}
              <Tag tone="amber">{t('diff.differs')}</Tag>
            </>
          )}
        </>
      ),
    },
    {
      key: 'before',
      title: before ?? t('diff.before'),
      render: (row) => (peers ? side(row, row.before) : <del className={styles.before}>{row.before || '--'}</del>),
    },
    {
      key: 'after',
      title: after ?? t('diff.after'),
      render: (row) => (peers ? side(row, row.after) : <ins className={styles.after}>{row.after || '--'}</ins>),
    },
  ];
  if (rows.some((row) => row.typed !== undefined))
    columns.push({ key: 'typed', title: t('diff.typed'), render: (row) => row.typed ?? '--' });
  return <DataTable caption={caption} columns={columns} rows={rows} rowKey={(row) => row.label} />;
}

const side = (row: Difference, text: string) =>
  row.before === row.after ? text || '--' : <strong className={styles.after}>{text || '--'}</strong>;
