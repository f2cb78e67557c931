import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { MomentText } from '@/components/DateText';
import { ListPage } from '@/components/ListPage';
import { Stack } from '@/components/Stack';
import { Tag } from '@/components/StatusTag';
import { documentConflictsQuery } from '@/lib/api/queries';
import { flag, useListState } from '@/lib/listState';
import { paths } from '@/lib/paths';
import { useListQuery } from '@/lib/useListQuery';

export default function DocumentConflictsPage() {
  const { t } = useTranslation();
  const state = useListState({ includeResolved: flag });
  const { filters, paging, setFilters } = state;
  const conflicts = useListQuery(
    documentConflictsQuery({
      ...filters,
      orderBy: state.orderBy,
      pageSize: paging.pageSize,
      pageToken: paging.pageToken,
    }),
  );
  return (
    <ListPage
      page="document-conflicts"
      exported={{ list: 'documentConflicts', filters }}
      title={t('conflict.list')}
      sub={t('conflict.listSub')}
      state={state}
      query={conflicts}
      rows={(answer) => answer.documentConflicts}
      rowKey={(row) => row.id}
      defaultOrder="create_time"
      filters={[
        {
          key: 'resolved',
          kind: 'check',
          label: t('conflict.includeResolved'),
          value: filters.includeResolved,
          onChange: (includeResolved) => setFilters({ includeResolved }),
        },
      ]}
      columns={[
        {
          key: 'number',
          title: t('field.documentNumber'),
          heading: true,
          render: (row) => (
            <Stack main={<Link to={paths.documentConflict(row.id)}>{row.stored.number}</Link>} sub={row.stored.title} />
          ),
        },
        { key: 'issuer', title: t('field.issuer'), render: (row) => row.stored.issuerName },
        {
          key: 'source',
          title: t('conflict.refusedSource'),
          render: (row) => <Tag>{t(`enum.${row.refusedSource}`)}</Tag>,
        },
        {
          key: 'time',
          title: t('field.createTime'),
          sort: 'create_time',
          render: (row) => <MomentText moment={row.createTime} />,
        },
        {
          key: 'resolved',
          title: t('field.state'),
          render: (row) => t(row.resolved ? 'conflict.resolved' : 'conflict.open'),
        },
      ]}
    />
  );
}
