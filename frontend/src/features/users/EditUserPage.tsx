import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { Field } from '@/components/form/Field';
import { FieldGrid } from '@/components/form/FieldGrid';
import { FormPage } from '@/components/form/FormPage';
import { Section } from '@/components/Page';
import { QueryView } from '@/components/QueryView';
import { api, call } from '@/lib/api/client';
import { userQuery } from '@/lib/api/queries';
import type { User } from '@/lib/api/types';
import { notify } from '@/lib/notice';
import { paths } from '@/lib/paths';

// What is shown of the phone is masked; an empty field leaves it as it is.
const openedOf = (user: User) => ({ version: user.etag, values: { displayName: user.displayName, phone: '' } });

/** Changes name or phone. */
export default function EditUserPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { id = '' } = useParams();
  const user = useQuery(userQuery(id));
  return (
    <QueryView query={user}>
      {(of) => (
        <FormPage
          title={t('user.edit')}
          parent={{ to: paths.user(id), label: of.displayName }}
          opened={openedOf(of)}
          draft={`user.${id}`}
          secret={['phone']}
          submitLabel={t('action.save')}
          reload={async () => openedOf(await client.fetchQuery({ ...userQuery(id), staleTime: 0 }))}
          shown={{ displayName: { label: t('user.displayName') } }}
          submit={({ displayName, phone }, { version }) =>
            call(
              api.PATCH('/v1/users/{id}', {
                params: { path: { id } },
                body: { displayName, ...(phone.trim() ? { phone } : {}), etag: version },
              }),
            )
          }
          done={() => {
            notify(t('admin.saved'));
            void navigate(paths.user(id));
          }}
        >
          <Section title={t('section.facts')}>
            <FieldGrid>
              <Field name="displayName" label={t('user.displayName')} required>
                <Input maxLength={60} autoComplete="off" />
              </Field>
              <Field
                name="phone"
                label={t('user.phone')}
                help={of.phone ? t('user.phoneKept', { phone: of.phone }) : undefined}
              >
                <Input maxLength={30} inputMode="tel" autoComplete="off" />
              </Field>
            </FieldGrid>
          </Section>
        </FormPage>
      )}
    </QueryView>
  );
}
