import { useTranslation } from 'react-i18next';
import { formatYuan } from '@/lib/money';
import styles from './totals.module.css';

export interface Total {
  name: string;
  label: string;
  fen: bigint;
}

/** Totals of everything the filter finds, whatever the page; the one the reader came for is marked. */
export function Totals({
  totals,
  totalSize,
  figure,
}: {
  totals: Total[];
  totalSize: number;
  figure?: string | undefined;
}) {
  const { t } = useTranslation();
  if (totals.length === 0)
    return (
      <p className={styles.only} data-total="totalSize" data-value={totalSize}>
        {t('list.totalSize', { count: totalSize })}
      </p>
    );
  return (
    <dl className={styles.totals} aria-label={t('list.totalsOfAll')}>
      <div className={styles.total} data-total="totalSize" data-value={totalSize}>
        <dt>{t('list.totalSizeLabel')}</dt>
        <dd>{totalSize}</dd>
      </div>
      {totals.map((total) => (
        <div
          key={total.name}
          className={total.name === figure ? `${styles.total} ${styles.marked}` : styles.total}
          data-total={total.name}
          data-value={total.fen.toString()}
        >
          <dt>
            {t('unit.inYuan', { name: total.label })}
            {total.name === figure && <span className={styles.from}>{t('list.figureYouCameFor')}</span>}
          </dt>
          <dd>{formatYuan(total.fen)}</dd>
        </div>
      ))}
    </dl>
  );
}
