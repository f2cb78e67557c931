import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { inboxQuery } from '@/lib/api/queries';
import { paths } from '@/lib/paths';
import styles from './layout.module.css';

/** How much waits: the count of the very list the entry leads to. Asked anew every minute and after each change. */
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

/** The way to what waits, from every page and on every screen. */
export function InboxLink() {
  const { t } = useTranslation();
  return (
    <Link to={paths.inbox()} className={styles.inbox}>
      {t('nav.inbox')}
      <InboxBadge />
    </Link>
  );
}
