import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './year.module.css';

/** The year a whole page is about. The browser's own list: the first screen has nothing to download for it. */
export function YearSelect({
  years,
  value,
  onChange,
}: {
  /** Fiscal years there is money of. */
  years: readonly number[];
  /** 0 for all of them. */
  value: number;
  onChange: (year: number) => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  // A year from an old link stays in the selection even when there is no money of it.
  const options = [...new Set([...(value ? [value] : []), ...years])].sort((a, b) => b - a);
  return (
    <span className={styles.year}>
      <label htmlFor={id}>{t('overview.fiscalYear')}</label>
      <select
        id={id}
        className={styles.select}
        value={value}
        onChange={(event) => onChange(Number(event.target.value))}
      >
        <option value={0}>{t('overview.allYears')}</option>
        {options.map((year) => (
          <option key={year} value={year}>
            {t('overview.year', { year })}
          </option>
        ))}
      </select>
    </span>
  );
}
