import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { capitals } from '@/lib/capitals';
import { formatYuan, readYuan } from '@/lib/money';
import styles from './form.module.css';

interface Props {
  id?: string;
  /** What is typed, in yuan; the form reads it with fenOf. */
  value?: string;
  onChange?: (value: string) => void;
  /** No capitals beneath: for tables with many amounts. */
  plain?: boolean;
  disabled?: boolean;
  'aria-label'?: string;
  'aria-invalid'?: boolean | 'true' | 'false';
  'aria-describedby'?: string;
}

/**
 * An amount in yuan. Takes what people type and paste (1,234.5, １２万元, ￥600000.00), shows it grouped once the field is left and, while
 * typing, in capitals. Nothing typed is ever thrown away: what is no amount stays and is told.
 */
export function MoneyInput({ value = '', onChange, plain = false, ...rest }: Props) {
  const { t } = useTranslation();
  const fen = value.trim() === '' ? undefined : readYuan(value);
  return (
    <span className={styles.moneyField}>
      <Input
        {...rest}
        value={value}
        inputMode="decimal"
        autoComplete="off"
        maxLength={40}
        className={styles.moneyInput ?? ''}
        suffix={t('unit.yuan')}
        onChange={(event) => onChange?.(event.target.value)}
        onBlur={() => {
          if (fen !== undefined && fen !== null) onChange?.(formatYuan(fen));
        }}
      />
      {!plain && (
        <span className={styles.capitals} aria-live="polite">
          {fen === undefined ? '' : fen === null ? t('form.noAmount') : capitals(fen)}
        </span>
      )}
    </span>
  );
}

/** Fen of what stands in a money field; undefined when it is empty or no amount. */
export const fenOf = (typed: string | undefined): bigint | undefined =>
  typed ? (readYuan(typed) ?? undefined) : undefined;

/** An amount of the API for a money field. */
export const yuanText = (fen: string | undefined): string => (fen && fen !== '0' ? formatYuan(BigInt(fen)) : '');

/** The rules of a money field: an amount, positive unless zero is allowed, at most so much. */
export function useMoneyRules({ zero = false, max }: { zero?: boolean; max?: bigint | undefined } = {}) {
  const { t } = useTranslation();
  return [
    {
      validator: (_: unknown, typed: string | undefined) => {
        if (!typed?.trim()) return Promise.resolve();
        const fen = readYuan(typed);
        if (fen === null) return Promise.reject(new Error(t('form.noAmount')));
        if (fen === 0n && !zero) return Promise.reject(new Error(t('form.notZero')));
        if (max !== undefined && fen > max)
          return Promise.reject(new Error(t('form.atMost', { amount: formatYuan(max) })));
        return Promise.resolve();
      },
    },
  ];
}
