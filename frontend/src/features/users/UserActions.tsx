import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type RecordAction, RecordActions } from '@/components/RecordActions';
import { SecretDialog } from '@/components/SecretDialog';
import { api, call } from '@/lib/api/client';
import { userQuery } from '@/lib/api/queries';
import type { User } from '@/lib/api/types';
import { paths } from '@/lib/paths';
import { useMayCall, useSession } from '@/lib/session';

/** What the reader's administration may do with an account. Nobody shuts his own, gives himself roles, or resets his own password. */
export function UserActions({ user }: { user: User }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const mayCall = useMayCall();
  const { user: reader } = useSession();
  const [password, setPassword] = useState<string | null>(null);
  const others = (record: User) => record.id !== reader.id;
  const withActions = (record: User) => ({
    ...record,
    allowedActions: others(record)
      ? [
          mayCall('UserService_DisableUser') && !record.disabled && 'disable',
          mayCall('UserService_EnableUser') && record.disabled && 'enable',
          mayCall('UserService_ResetUserPassword') && 'resetPassword',
        ].filter((verb) => verb !== false)
      : [],
  });
  const actions: RecordAction<User>[] = [
    {
      verb: 'disable',
      label: t('admin.disable'),
      title: t('user.disableTitle', { name: user.displayName }),
      text: t('user.disableText'),
      danger: true,
      done: t('user.disableDone', { name: user.displayName }),
      run: ({ id, etag }, _, key) =>
        call(
          api.POST('/v1/users/{id}:disable', {
            params: { path: { id } },
            headers: { 'Idempotency-Key': key },
            body: { etag },
          }),
        ),
    },
    {
      verb: 'enable',
      label: t('admin.enable'),
      title: t('user.enableTitle', { name: user.displayName }),
      text: t('user.enableText'),
      done: t('user.enableDone', { name: user.displayName }),
      run: ({ id, etag }, _, key) =>
        call(
          api.POST('/v1/users/{id}:enable', {
            params: { path: { id } },
            headers: { 'Idempotency-Key': key },
            body: { etag },
          }),
        ),
    },
    {
      verb: 'resetPassword',
      label: t('user.resetPassword'),
      title: t('user.resetTitle', { name: user.displayName }),
      text: t('user.resetText'),
      done: t('user.resetDone', { name: user.displayName }),
      run: async ({ id, etag }, _, key) => {
        const answer = await call(
          api.POST('/v1/users/{id}:resetPassword', {
            params: { path: { id } },
            headers: { 'Idempotency-Key': key },
            body: { etag },
          }),
        );
        setPassword(answer.password);
      },
    },
  ];
  return (
    <>
      {mayCall('UserService_UpdateUser') && (
        <Link to={paths.editUser(user.id)}>
          <Button tabIndex={-1}>{t('action.edit')}</Button>
        </Link>
      )}
      {mayCall('UserService_SetUserRoles') && others(user) && (
        <Link to={paths.userRoles(user.id)}>
          <Button type="primary" tabIndex={-1}>
            {t('user.setRoles')}
          </Button>
        </Link>
      )}
      <RecordActions
        record={withActions(user)}
        actions={actions}
        reload={async () => withActions(await client.fetchQuery({ ...userQuery(user.id), staleTime: 0 }))}
        facts={(record) => [
          { label: t('user.displayName'), text: record.displayName },
          { label: t('field.state'), text: record.disabled ? t('admin.disabled') : t('admin.enabled') },
          { label: t('user.role'), text: record.roles.map((role) => t(`enum.${role}`)).join(t('list.comma')) },
        ]}
      />
      {password !== null && (
        <SecretDialog
          title={t('user.passwordTitle', { name: user.displayName })}
          name={t('user.newPassword')}
          value={password}
          text={t('user.passwordText')}
          onClose={() => setPassword(null)}
        />
      )}
    </>
  );
}
