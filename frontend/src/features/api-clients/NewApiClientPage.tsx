import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DateField } from '@/components/form/DateField';
import { Field } from '@/components/form/Field';
import { FieldGrid } from '@/components/form/FieldGrid';
import { FormPage } from '@/components/form/FormPage';
import { OrganizationPicker } from '@/components/form/pickers';
import { Section } from '@/components/Page';
import { api, call } from '@/lib/api/client';
import { endOfDay } from '@/lib/dates';
import { notify } from '@/lib/notice';
import { paths } from '@/lib/paths';
import { KeyDialog, type Made } from './KeyDialog';
import { ScopeChoice } from './ScopeChoice';

interface Values {
  name: string;
  organizationId: string;
  scopes: string[];
  expireTime: string;
}

const empty: Values = { name: '', organizationId: '', scopes: ['funds.read'], expireTime: '' };

/** A department's system gets a key of its own. */
export default function NewApiClientPage() {
  const { t } = useTranslation();
  const [made, setMade] = useState<Made | null>(null);
  return (
    <>
      <FormPage<Values, Made>
        title={t('apiClient.new')}
        parent={{ to: paths.apiClients(), label: t('apiClient.list') }}
        opened={{ values: empty, version: '' }}
        draft="apiClient.new"
        submitLabel={t('apiClient.create')}
        submit={async ({ expireTime, ...values }, { key }) => {
          const answer = await call(
            api.POST('/v1/apiClients', {
              headers: { 'Idempotency-Key': key },
              body: { ...values, ...(expireTime ? { expireTime: endOfDay(expireTime) } : {}) },
            }),
          );
          return { id: answer.apiClient.id, name: answer.apiClient.name, key: answer.key };
        }}
        done={(answer) => {
          notify(t('apiClient.created', { name: answer.name }));
          setMade(answer);
        }}
      >
        <Section title={t('section.facts')}>
          <FieldGrid>
            <Field name="name" label={t('field.name')} required help={t('apiClient.nameHelp')}>
              <Input maxLength={100} autoComplete="off" />
            </Field>
            <Field
              name="organizationId"
              label={t('admin.organization')}
              required
              help={t('apiClient.organizationHelp')}
            >
              <OrganizationPicker kind="ORGANIZATION_KIND_DEPARTMENT" />
            </Field>
            <Field name="scopes" label={t('apiClient.scopes')} required list>
              <ScopeChoice />
            </Field>
            <DateField name="expireTime" label={t('apiClient.expiry')} help={t('apiClient.expiryHelp')} notPast />
          </FieldGrid>
        </Section>
      </FormPage>
      {made && <KeyDialog made={made} />}
    </>
  );
}
