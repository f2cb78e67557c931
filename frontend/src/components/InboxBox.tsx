import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { inboxQuery } from '@/lib/api/queries';
import { paths } from '@/lib/paths';
import styles from './tabs.module.css';

/** What waits for the reader, in one line over a page he begins his day on; nothing when nothing waits. */
export function InboxBox() {
  const { t } = useTranslation();
  const { data } = useQuery(inboxQuery({ pageSize: 1 }));
  if (!data?.kinds.length) return null;
  return (
    <nav className={styles.box} aria-label={t('nav.inbox')}>
      <span className={styles.boxTitle}>{t('inbox.boxTitle')}</span>
      <ul className={styles.boxList}>
        {data.kinds.map(({ kind, count, lateCount }) => (
          <li key={kind}>
            <Link to={paths.inbox({ kind })}>
              {t(`enum.${kind}`)} <span className={styles.count}>{count}</span>
              {lateCount > 0 && <span className={styles.late}> {t('tabs.late', { count: lateCount })}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
