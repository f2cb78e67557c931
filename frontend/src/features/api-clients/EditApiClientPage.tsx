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
import { apiClientQuery } from '@/lib/api/queries';
import type { ApiClient } from '@/lib/api/types';
import { notify } from '@/lib/notice';
import { paths } from '@/lib/paths';
import { ScopeChoice, useScopeText } from './ScopeChoice';

const openedOf = ({ etag, name, scopes }: ApiClient) => ({ version: etag, values: { name, scopes } });

/** Changes name or scopes; the key stays as it is. */
export default function EditApiClientPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { id = '' } = useParams();
  const apiClient = useQuery(apiClientQuery(id));
  const scopeText = useScopeText();
  return (
    <QueryView query={apiClient}>
      {(of) => (
        <FormPage
          title={t('apiClient.edit')}
          parent={{ to: paths.apiClient(id), label: of.name }}
          opened={openedOf(of)}
          draft={`apiClient.${id}`}
          submitLabel={t('action.save')}
          reload={async () => openedOf(await client.fetchQuery({ ...apiClientQuery(id), staleTime: 0 }))}
          shown={{
            name: { label: t('field.name') },
            scopes: { label: t('apiClient.scopes'), text: (scopes) => scopes.map(scopeText).join(t('list.comma')) },
          }}
          submit={(values, { version }) =>
            call(api.PATCH('/v1/apiClients/{id}', { params: { path: { id } }, body: { ...values, etag: version } }))
          }
          done={() => {
            notify(t('admin.saved'));
            void navigate(paths.apiClient(id));
          }}
        >
          <Section title={t('section.facts')}>
            <FieldGrid>
              <Field name="name" label={t('field.name')} required>
                <Input maxLength={100} autoComplete="off" />
              </Field>
              <Field name="scopes" label={t('apiClient.scopes')} required list>
                <ScopeChoice />
              </Field>
            </FieldGrid>
          </Section>
        </FormPage>
      )}
    </QueryView>
  );
}
