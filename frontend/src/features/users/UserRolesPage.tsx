import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { Field } from '@/components/form/Field';
import { FormPage } from '@/components/form/FormPage';
import { Section } from '@/components/Page';
import { QueryView } from '@/components/QueryView';
import { api, call } from '@/lib/api/client';
import { userQuery } from '@/lib/api/queries';
import type { Role, User } from '@/lib/api/types';
import { notify } from '@/lib/notice';
import { paths } from '@/lib/paths';
import { RoleChoice } from './RoleChoice';

const openedOf = (user: User) => ({ version: user.etag, values: { roles: user.roles } });

/** Gives and takes roles. */
export default function UserRolesPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { id = '' } = useParams();
  const user = useQuery(userQuery(id));
  const words = (roles: Role[]) => roles.map((role) => t(`enum.${role}`)).join(t('list.comma')) || t('user.noRole');
  return (
    <QueryView query={user}>
      {(of) => (
        <FormPage
          title={t('user.setRoles')}
          sub={`${of.displayName} · ${of.organizationName}`}
          parent={{ to: paths.user(id), label: of.displayName }}
          opened={openedOf(of)}
          draft={`user.${id}.roles`}
          submitLabel={t('action.save')}
          reload={async () => openedOf(await client.fetchQuery({ ...userQuery(id), staleTime: 0 }))}
          shown={{ roles: { label: t('user.role'), text: words } }}
          submit={({ roles }, { key, version }) =>
            call(
              api.POST('/v1/users/{id}:setRoles', {
                params: { path: { id } },
                headers: { 'Idempotency-Key': key },
                body: { roles, etag: version },
              }),
            )
          }
          done={() => {
            notify(t('user.rolesDone', { name: of.displayName }));
            void navigate(paths.user(id));
          }}
          aside={({ roles = [] }) => t('user.willHold', { roles: words(roles) })}
        >
          <Section title={t('user.role')} note={t('user.rolesNote')}>
            <Field name="roles" label={t('user.role')} hideLabel required={false}>
              <RoleChoice />
            </Field>
          </Section>
        </FormPage>
      )}
    </QueryView>
  );
}
