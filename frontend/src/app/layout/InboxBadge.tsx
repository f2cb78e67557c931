import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { inboxQuery } from '@/lib/api/queries';
import styles from './layout.module.css';

/** How much waits: the count of the very list the entry leads to. */
export function InboxBadge() {
  const { t } = useTranslation();
  const { data } = useQuery({ ...inboxQuery({ pageSize: 1 }), refetchInterval: 60_000 });
  if (!data?.totalSize) return null;
  return (
    <span className={styles.badge} data-badge={data.totalSize}>
      <span className="visually-hidden">{t('inbox.waiting', { count: data.totalSize })}</span>
      <span aria-hidden="true">{data.totalSize > 999 ? '999+' : data.totalSize}</span>
    </span>
  );
}
