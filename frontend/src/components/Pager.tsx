import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Paging } from '@/lib/listState';
import { PlainSelect } from './PlainSelect';
import styles from './pager.module.css';

interface Props {
  paging: Paging;
  nextPageToken: string;
  totalSize: number;
}

export function Pager({ paging, nextPageToken, totalSize }: Props) {
  const { t } = useTranslation();
  if (totalSize <= 20 && !paging.pageToken && !nextPageToken) return null;
  return (
    <nav className={styles.pager} aria-label={t('list.pages')}>
      <span className={styles.size}>
        {t('list.totalSize', { count: totalSize })}
        <PlainSelect
          aria-label={t('list.pageSize')}
          value={paging.pageSize}
          options={[...new Set([20, 50, 100, paging.pageSize])].map((size) => ({
            value: size,
            label: t('list.perPage', { count: size }),
          }))}
          onChange={paging.setPageSize}
        />
      </span>
      <span className={styles.buttons}>
        {paging.pageToken && paging.previous === undefined && (
          <Button onClick={paging.first}>{t('list.firstPage')}</Button>
        )}
        <Button disabled={!paging.pageToken || paging.previous === undefined} onClick={paging.back}>
          {t('list.previousPage')}
        </Button>
        <Button disabled={!nextPageToken} onClick={() => paging.next(nextPageToken)}>
          {t('list.nextPage')}
        </Button>
      </span>
    </nav>
  );
}
