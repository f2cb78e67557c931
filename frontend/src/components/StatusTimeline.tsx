import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MomentText } from './DateText';
import styles from './timeline.module.css';

export interface TimelineStep {
  key: string;
  title: ReactNode;
  /** By whom, for which organization. */
  who?: ReactNode;
  /** Moment; or a day already written out. */
  time?: string;
  when?: ReactNode;
  comment?: ReactNode;
  /** What it is: done, being waited for, still to come, or gone wrong (returned, refused). */
  state: 'done' | 'now' | 'next' | 'bad';
}

/** What has happened to a record and what is still to come: who, when, with which words. */
export function StatusTimeline({ steps }: { steps: readonly TimelineStep[] }) {
  const { t } = useTranslation();
  return (
    <ol className={styles.timeline}>
      {steps.map((step) => (
        <li
          key={step.key}
          className={`${styles.step} ${styles[step.state]}`}
          aria-current={step.state === 'now' ? 'step' : undefined}
        >
          <div className={styles.head}>
            <span className={styles.title}>{step.title}</span>
            {step.state === 'now' && <span className={styles.waits}>{t('timeline.now')}</span>}
            {step.state === 'next' && <span className="visually-hidden">{t('timeline.next')}</span>}
            {step.time && <MomentText moment={step.time} />}
            {step.when}
          </div>
          {step.who && <div className={styles.who}>{step.who}</div>}
          {step.comment && <div className={styles.comment}>{step.comment}</div>}
        </li>
      ))}
    </ol>
  );
}
