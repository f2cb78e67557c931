import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Field } from '@/components/form/Field';
import { FieldGrid } from '@/components/form/FieldGrid';
import { FormPage } from '@/components/form/FormPage';
import { OrganizationPicker } from '@/components/form/pickers';
import { Section } from '@/components/Page';
import { api, call } from '@/lib/api/client';
import { notify } from '@/lib/notice';
import { paths } from '@/lib/paths';

interface Values {
  username: string;
  displayName: string;
  organizationId: string;
  phone: string;
}

const empty: Values = { username: '', displayName: '', organizationId: '', phone: '' };

/** Opens an account; roles and password are the security administrator's to give. */
export default function NewUserPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <FormPage<Values, { id: string; displayName: string }>
      title={t('user.new')}
      sub={t('user.newSub')}
      parent={{ to: paths.users(), label: t('user.list') }}
      opened={{ values: empty, version: '' }}
      draft="user.new"
      secret={['phone']}
      submitLabel={t('user.create')}
      submit={(values, { key }) =>
        call(
          api.POST('/v1/users', {
            headers: { 'Idempotency-Key': key },
            body: { ...values, username: values.username.trim().toLowerCase() },
          }),
        )
      }
      done={(user) => {
        notify(t('user.created', { name: user.displayName }));
        void navigate(paths.user(user.id));
      }}
    >
      <Section title={t('section.facts')}>
        <FieldGrid>
          <Field name="displayName" label={t('user.displayName')} required>
            <Input maxLength={60} autoComplete="off" />
          </Field>
          <Field name="username" label={t('user.username')} required help={t('user.usernameHelp')}>
            <Input maxLength={32} autoComplete="off" autoCapitalize="none" spellCheck={false} />
          </Field>
          <Field name="organizationId" label={t('admin.organization')} required help={t('user.organizationHelp')}>
            <OrganizationPicker />
          </Field>
          <Field name="phone" label={t('user.phone')}>
            <Input maxLength={30} inputMode="tel" autoComplete="off" />
          </Field>
        </FieldGrid>
      </Section>
    </FormPage>
  );
}
