import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ListPage } from '@/components/ListPage';
import { NewButton } from '@/components/NewButton';
import { Stack } from '@/components/Stack';
import { Tag } from '@/components/StatusTag';
import { apiClientsQuery } from '@/lib/api/queries';
import { text, useListState } from '@/lib/listState';
import { paths } from '@/lib/paths';
import { useListQuery } from '@/lib/useListQuery';
import { oldKeyInUse } from './clientState';
import { Expiry, LastUse } from './Expiry';

export default function ApiClientsPage() {
  const { t } = useTranslation();
  const state = useListState({ query: text, organizationId: text });
  const { filters, paging, setFilters } = state;
  const clients = useListQuery(apiClientsQuery({ ...filters, pageSize: paging.pageSize, pageToken: paging.pageToken }));
  return (
    <ListPage
      page="api-clients"
      exported={{ list: 'apiClients', filters }}
      extra={
        <NewButton operation="ApiClientService_CreateApiClient" to={paths.newApiClient()} label={t('apiClient.new')} />
      }
      title={t('apiClient.list')}
      sub={t('apiClient.listSub')}
      state={state}
      query={clients}
      rows={(answer) => answer.apiClients}
      rowKey={(row) => row.id}
      filters={[
        {
          key: 'query',
          kind: 'search',
          label: t('filter.query'),
          placeholder: t('apiClient.queryHint'),
          value: filters.query,
          onChange: (query) => setFilters({ query }),
        },
        {
          key: 'organization',
          kind: 'organization',
          label: t('admin.organization'),
          value: filters.organizationId,
          onChange: (organizationId) => setFilters({ organizationId }),
        },
      ]}
      columns={[
        {
          key: 'name',
          title: t('field.name'),
          heading: true,
          render: (row) => (
            <Stack main={<Link to={paths.apiClient(row.id)}>{row.name}</Link>} sub={row.organizationName} />
          ),
        },
        {
          key: 'state',
          title: t('field.state'),
          render: (row) =>
            row.disabled ? <Tag tone="red">{t('admin.disabled')}</Tag> : <Tag tone="green">{t('admin.enabled')}</Tag>,
        },
        { key: 'lastUse', title: t('apiClient.lastUse'), render: (row) => <LastUse moment={row.lastUseTime} /> },
        { key: 'expiry', title: t('apiClient.expiry'), render: (row) => <Expiry client={row} /> },
        { key: 'key', title: t('apiClient.keyPrefix'), render: (row) => row.keyPrefix },
        {
          key: 'previous',
          title: t('apiClient.previousKey'),
          render: (row) =>
            row.previousKeyPrefix === '' ? (
              '--'
            ) : (
              <Stack
                main={row.previousKeyPrefix}
                sub={
                  oldKeyInUse(row) ? <Tag tone="amber">{t('apiClient.stillUsed')}</Tag> : t('apiClient.worksNotUsed')
                }
              />
            ),
        },
        { key: 'scopes', title: t('apiClient.scopes'), extra: true, render: (row) => row.scopes.join(t('list.comma')) },
      ]}
    />
  );
}
