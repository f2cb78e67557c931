import { useTranslation } from 'react-i18next';
import { formatShort, formatYuan, parseFen } from '@/lib/money';
import styles from './text.module.css';

/** An amount in yuan; the unit stands in the header unless asked for. */
export function MoneyText({ fen, unit = false }: { fen: bigint | string; unit?: boolean }) {
  const { t } = useTranslation();
  const value = typeof fen === 'string' ? parseFen(fen) : fen;
  return (
    <span className={styles.money}>
      {formatYuan(value)}
      {unit && ` ${t('unit.yuan')}`}
    </span>
  );
}

/** The short form for cards, 40.00万元. */
export function ShortMoney({ fen }: { fen: bigint }) {
  const { t, i18n } = useTranslation();
  const { number, unit } = formatShort(fen, i18n.language);
  return (
    <span className={styles.money}>
      {number}
      <span className={styles.unit}> {t(`unit.${unit}`)}</span>
    </span>
  );
}
