import { useTranslation } from 'react-i18next';
import styles from './text.module.css';

export const LateText = ({ text }: { text: string }) => <span className={styles.late}>{text}</span>;

/** 倒计时 in words; colour only helps. */
export function DaysLeft({ days }: { days: number }) {
  const { t } = useTranslation();
  if (days < 0) return <LateText text={t('days.overdue', { count: -days })} />;
  if (days === 0) return <LateText text={t('days.today')} />;
  return <span className={styles.day}>{t('days.left', { count: days })}</span>;
}
