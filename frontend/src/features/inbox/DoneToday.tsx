import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DataTable } from '@/components/DataTable';
import { MomentText } from '@/components/DateText';
import { Section } from '@/components/Page';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { doneItemsQuery } from '@/lib/api/queries';
import { recordOf } from './items';

/** 今天办了什么, newest first, by the audit log. */
export function DoneToday() {
  const { t } = useTranslation();
  const done = useInfiniteQuery(doneItemsQuery());
  const items = done.data?.pages.flatMap((page) => page.doneItems) ?? [];
  const total = done.data?.pages[0]?.totalSize ?? 0;
  const word = (key: string, name: string) => String(t(key as never, { defaultValue: name } as never));
  return (
    <Section title={t('inbox.done')} note={total > 0 && t('inbox.doneCount', { count: total })} flush>
      {done.isPending && <Loading rows={2} />}
      {done.isError && <ErrorState error={done.error} onRetry={() => void done.refetch()} />}
      {done.data && items.length === 0 && <EmptyState text={t('inbox.nothingDone')} />}
      {items.length > 0 && (
        <DataTable
          caption={t('inbox.done')}
          rows={items}
          rowKey={(item) => item.seq}
          columns={[
            {
              key: 'action',
              title: t('inbox.did'),
              heading: true,
              render: (item) => word(`did.${item.action.replace('.', '_')}`, item.action),
            },
            {
              key: 'record',
              title: t('inbox.record'),
              render: (item) => {
                const place = recordOf(item);
                const name = item.title || word(`auditObject.${item.objectType}`, item.objectType) || '--';
                return place ? <Link to={place}>{name}</Link> : name;
              },
            },
            { key: 'time', title: t('inbox.time'), render: (item) => <MomentText moment={item.time} /> },
          ]}
        />
      )}
      {done.hasNextPage && (
        <Button block type="link" loading={done.isFetchingNextPage} onClick={() => void done.fetchNextPage()}>
          {t('inbox.moreDone')}
        </Button>
      )}
    </Section>
  );
}
