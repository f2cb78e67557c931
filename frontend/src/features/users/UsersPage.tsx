import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { MomentText } from '@/components/DateText';
import { ListPage } from '@/components/ListPage';
import { NewButton } from '@/components/NewButton';
import { Stack } from '@/components/Stack';
import { useEnumOptions } from '@/components/useEnumOptions';
import { usersQuery } from '@/lib/api/queries';
import type { Role } from '@/lib/api/types';
import { text, useListState } from '@/lib/listState';
import { paths } from '@/lib/paths';
import { useListQuery } from '@/lib/useListQuery';
import { ROLES } from './roles';
import { UserState } from './UserState';

export default function UsersPage() {
  const { t } = useTranslation();
  const state = useListState({ query: text, organizationId: text, role: text, disabled: text });
  const { filters, orderBy, paging, setFilters } = state;
  const roleOptions = useEnumOptions(ROLES);
  const { disabled, ...rest } = filters;
  const asked = {
    ...rest,
    // An unknown word in the address is the server's to refuse.
    role: rest.role as Role,
    ...(disabled ? { disabled: disabled === 'true' } : {}),
    orderBy,
  };
  const users = useListQuery(usersQuery({ ...asked, pageSize: paging.pageSize, pageToken: paging.pageToken }));
  return (
    <ListPage
      page="users"
      exported={{ list: 'users', filters: asked }}
      extra={<NewButton operation="UserService_CreateUser" to={paths.newUser()} label={t('user.new')} />}
      title={t('user.list')}
      sub={t('user.listSub')}
      state={state}
      query={users}
      rows={(answer) => answer.users}
      rowKey={(row) => row.id}
      defaultOrder="username"
      filters={[
        {
          key: 'query',
          kind: 'search',
          label: t('filter.query'),
          placeholder: t('user.queryHint'),
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
        {
          key: 'role',
          kind: 'select',
          label: t('user.role'),
          options: roleOptions,
          value: filters.role,
          onChange: (role) => setFilters({ role }),
        },
        {
          key: 'disabled',
          kind: 'select',
          label: t('field.state'),
          options: [
            { value: 'false', label: t('admin.enabled') },
            { value: 'true', label: t('admin.disabled') },
          ],
          value: filters.disabled,
          onChange: (value) => setFilters({ disabled: value }),
        },
      ]}
      columns={[
        {
          key: 'name',
          title: t('user.displayName'),
          sort: 'display_name',
          heading: true,
          render: (row) => <Link to={paths.user(row.id)}>{row.displayName}</Link>,
        },
        { key: 'username', title: t('user.username'), sort: 'username', render: (row) => row.username },
        {
          key: 'organization',
          title: t('admin.organization'),
          render: (row) => <Stack main={row.organizationName} sub={row.regionName} />,
        },
        {
          key: 'roles',
          title: t('user.role'),
          render: (row) => row.roles.map((role) => t(`enum.${role}`)).join(t('list.comma')) || t('user.noRole'),
        },
        { key: 'state', title: t('field.state'), render: (row) => <UserState user={row} /> },
        { key: 'phone', title: t('user.phone'), extra: true, render: (row) => row.phone || '--' },
        {
          key: 'created',
          title: t('user.createTime'),
          sort: 'create_time',
          extra: true,
          render: (row) => <MomentText moment={row.createTime} />,
        },
      ]}
    />
  );
}
