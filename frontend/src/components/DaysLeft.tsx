import { useTranslation } from 'react-i18next';
import styles from './text.module.css';

/** 倒计时 in words; colour only helps. */
export function DaysLeft({ days }: { days: number }) {
  const { t } = useTranslation();
  if (days < 0) return <span className={styles.late}>{t('days.overdue', { count: -days })}</span>;
  if (days === 0) return <span className={styles.late}>{t('days.today')}</span>;
  return <span className={styles.day}>{t('days.left', { count: days })}</span>;
}
