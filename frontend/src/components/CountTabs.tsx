import { useTranslation } from 'react-i18next';
import styles from './tabs.module.css';

export interface CountTab {
  value: string;
  label: string;
  count: number;
  /** How many of them are late. */
  late?: number;
}

/** Parts of one list with how many rows each has, the whole first; a phone shows two beside each other. */
export function CountTabs({
  label,
  all,
  tabs,
  value,
  onChange,
}: {
  label: string;
  /** How many there are in all. */
  all: number;
  tabs: readonly CountTab[];
  value: string;
  onChange: (value: string) => void;
}) {
  const { t } = useTranslation();
  const whole: CountTab = { value: '', label: t('tabs.all'), count: all };
  return (
    <fieldset className={styles.tabs} aria-label={label}>
      {[whole, ...tabs].map((tab) => (
        <button
          key={tab.value}
          type="button"
          className={tab.value === value ? `${styles.tab} ${styles.on}` : styles.tab}
          aria-pressed={tab.value === value}
          data-tab={tab.value}
          data-count={tab.count}
          onClick={() => onChange(tab.value)}
        >
          <span>{tab.label}</span> <span className={styles.count}>{tab.count}</span>
          {tab.late ? <span className={styles.late}>{t('tabs.late', { count: tab.late })}</span> : null}
        </button>
      ))}
    </fieldset>
  );
}
