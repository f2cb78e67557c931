import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ListPage } from '@/components/ListPage';
import { NewButton } from '@/components/NewButton';
import { Stack } from '@/components/Stack';
import { Tag } from '@/components/StatusTag';
import { useEnumOptions } from '@/components/useEnumOptions';
import { organizationsQuery } from '@/lib/api/queries';
import type { OrganizationKind } from '@/lib/api/types';
import { flag, text, useListState } from '@/lib/listState';
import { paths } from '@/lib/paths';
import { useListQuery } from '@/lib/useListQuery';
import { KINDS } from './kinds';

export default function OrganizationsPage() {
  const { t } = useTranslation();
  const state = useListState({ query: text, kind: text, regionCode: text, excludeDisabled: flag });
  const { filters, paging, setFilters } = state;
  const kinds = useEnumOptions(KINDS);
  const asked = { ...filters, kind: filters.kind as OrganizationKind };
  const organizations = useListQuery(
    organizationsQuery({ ...asked, pageSize: paging.pageSize, pageToken: paging.pageToken }),
  );
  return (
    <ListPage
      page="organizations"
      exported={{ list: 'organizations', filters: asked }}
      extra={
        <NewButton
          operation="OrganizationService_CreateOrganization"
          to={paths.newOrganization()}
          label={t('organization.new')}
        />
      }
      title={t('organization.list')}
      sub={t('organization.listSub')}
      state={state}
      query={organizations}
      rows={(answer) => answer.organizations}
      rowKey={(row) => row.id}
      filters={[
        {
          key: 'query',
          kind: 'search',
          label: t('filter.query'),
          placeholder: t('organization.queryHint'),
          value: filters.query,
          onChange: (query) => setFilters({ query }),
        },
        {
          key: 'kind',
          kind: 'select',
          label: t('organization.kind'),
          options: kinds,
          value: filters.kind,
          onChange: (kind) => setFilters({ kind }),
        },
        {
          key: 'region',
          kind: 'region',
          label: t('field.region'),
          value: filters.regionCode,
          onChange: (regionCode) => setFilters({ regionCode }),
        },
        {
          key: 'excludeDisabled',
          kind: 'check',
          label: t('organization.excludeDisabled'),
          value: filters.excludeDisabled,
          onChange: (excludeDisabled) => setFilters({ excludeDisabled }),
        },
      ]}
      columns={[
        {
          key: 'name',
          title: t('field.name'),
          heading: true,
          render: (row) => <Stack main={<Link to={paths.organization(row.id)}>{row.name}</Link>} sub={row.code} />,
        },
        { key: 'kind', title: t('organization.kind'), render: (row) => t(`enum.${row.kind}`) },
        { key: 'region', title: t('field.region'), render: (row) => row.regionName },
        {
          key: 'creditCode',
          title: t('organization.creditCode'),
          extra: true,
          render: (row) => row.creditCode || '--',
        },
        {
          key: 'state',
          title: t('field.state'),
          render: (row) =>
            row.disabled ? <Tag tone="red">{t('admin.disabled')}</Tag> : <Tag tone="green">{t('admin.enabled')}</Tag>,
        },
      ]}
    />
  );
}
