import { formatDay, formatMoment } from '@/lib/dates';
import styles from './text.module.css';

export const DateText = ({ day }: { day: string | undefined }) => <span className={styles.day}>{formatDay(day)}</span>;

export const MomentText = ({ moment }: { moment: string | undefined }) => (
  <time className={styles.day} dateTime={moment}>
    {formatMoment(moment)}
  </time>
);
