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
import { organizationQuery } from '@/lib/api/queries';
import type { Organization } from '@/lib/api/types';
import { notify } from '@/lib/notice';
import { paths } from '@/lib/paths';

const openedOf = ({ etag, name, creditCode }: Organization) => ({ version: etag, values: { name, creditCode } });

/** Changes name or credit code; code, kind and region are for good. */
export default function EditOrganizationPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { id = '' } = useParams();
  const organization = useQuery(organizationQuery(id));
  return (
    <QueryView query={organization}>
      {(of) => (
        <FormPage
          title={t('organization.edit')}
          parent={{ to: paths.organization(id), label: of.name }}
          opened={openedOf(of)}
          draft={`organization.${id}`}
          submitLabel={t('action.save')}
          reload={async () => openedOf(await client.fetchQuery({ ...organizationQuery(id), staleTime: 0 }))}
          shown={{
            name: { label: t('field.name') },
            creditCode: { label: t('organization.creditCode') },
          }}
          submit={({ name, creditCode }, { version }) =>
            call(
              api.PATCH('/v1/organizations/{id}', {
                params: { path: { id } },
                body: { name, creditCode: creditCode.trim().toUpperCase(), etag: version },
              }),
            )
          }
          done={() => {
            notify(t('admin.saved'));
            void navigate(paths.organization(id));
          }}
        >
          <Section title={t('section.facts')} note={t('organization.editNote')}>
            <FieldGrid>
              <Field name="name" label={t('field.name')} required>
                <Input maxLength={100} autoComplete="off" />
              </Field>
              <Field name="creditCode" label={t('organization.creditCode')}>
                <Input maxLength={18} autoComplete="off" spellCheck={false} />
              </Field>
            </FieldGrid>
          </Section>
        </FormPage>
      )}
    </QueryView>
  );
}
