import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Field } from '@/components/form/Field';
import { FieldGrid } from '@/components/form/FieldGrid';
import { FormPage } from '@/components/form/FormPage';
import { RegionPicker } from '@/components/form/pickers';
import { Section } from '@/components/Page';
import { useEnumOptions } from '@/components/useEnumOptions';
import { api, call } from '@/lib/api/client';
import type { OrganizationKind } from '@/lib/api/types';
import { notify } from '@/lib/notice';
import { paths } from '@/lib/paths';
import { KINDS } from './kinds';

interface Values {
  name: string;
  code: string;
  kind?: OrganizationKind;
  regionCode: string;
  creditCode: string;
}

const empty: Values = { name: '', code: '', regionCode: '', creditCode: '' };

export default function NewOrganizationPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const kinds = useEnumOptions(KINDS);
  return (
    <FormPage<Values, { id: string; name: string }>
      title={t('organization.new')}
      parent={{ to: paths.organizations(), label: t('organization.list') }}
      opened={{ values: empty, version: '' }}
      draft="organization.new"
      submitLabel={t('organization.create')}
      submit={({ kind = 'ORGANIZATION_KIND_UNSPECIFIED', ...rest }, { key }) =>
        call(
          api.POST('/v1/organizations', {
            headers: { 'Idempotency-Key': key },
            body: { ...rest, code: rest.code.trim(), creditCode: rest.creditCode.trim().toUpperCase(), kind },
          }),
        )
      }
      done={(organization) => {
        notify(t('organization.created', { name: organization.name }));
        void navigate(paths.organization(organization.id));
      }}
    >
      <Section title={t('section.facts')}>
        <FieldGrid>
          <Field name="name" label={t('field.name')} required>
            <Input maxLength={100} autoComplete="off" />
          </Field>
          <Field name="kind" label={t('organization.kind')} required>
            <Select options={kinds} listHeight={400} placeholder={t('form.choose')} />
          </Field>
          <Field name="regionCode" label={t('field.region')} required help={t('organization.regionHelp')}>
            <RegionPicker />
          </Field>
          <Field name="code" label={t('organization.code')} required help={t('organization.codeHelp')}>
            <Input maxLength={40} autoComplete="off" autoCapitalize="none" spellCheck={false} />
          </Field>
          <Field name="creditCode" label={t('organization.creditCode')}>
            <Input maxLength={18} autoComplete="off" spellCheck={false} />
          </Field>
        </FieldGrid>
      </Section>
    </FormPage>
  );
}
