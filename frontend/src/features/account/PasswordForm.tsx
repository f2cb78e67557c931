import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { Field } from '@/components/form/Field';
import { FieldGrid } from '@/components/form/FieldGrid';
import { FormPage } from '@/components/form/FormPage';
import { Section } from '@/components/Page';
import { api, call } from '@/lib/api/client';
import { notify } from '@/lib/notice';
import { useSession } from '@/lib/session';

interface Values {
  oldPassword: string;
  newPassword: string;
  again: string;
}

const empty: Values = { oldPassword: '', newPassword: '', again: '' };

/** One's own password, changed with the present one at hand. */
export function PasswordForm({ title, sub, done }: { title: string; sub: string; done?: () => void }) {
  const { t } = useTranslation();
  const { user } = useSession();
  return (
    <FormPage<Values, unknown>
      title={title}
      sub={sub}
      opened={{ values: empty, version: '' }}
      draft="account.password"
      secret={['oldPassword', 'newPassword', 'again']}
      submitLabel={t('account.change')}
      submit={({ oldPassword, newPassword }, { key }) =>
        call(
          api.POST('/v1/users:changePassword', {
            headers: { 'Idempotency-Key': key },
            body: { oldPassword, newPassword },
          }),
        )
      }
      done={() => {
        notify(t('account.changed'));
        done?.();
      }}
    >
      <Section title={t('account.password')} note={t('account.rule')}>
        {/* So that the browser keeps the new password for the right account. */}
        <input type="hidden" name="username" autoComplete="username" value={user.username} />
        <FieldGrid>
          <Field name="oldPassword" label={t('account.old')} required>
            <Input.Password autoComplete="current-password" maxLength={200} />
          </Field>
          <Field name="newPassword" label={t('account.new')} required help={t('account.newHelp')}>
            <Input.Password autoComplete="new-password" maxLength={200} />
          </Field>
          <Field
            name="again"
            label={t('account.again')}
            required
            rules={[
              ({ getFieldValue }) => ({
                validator: (_, value) =>
                  !value || value === getFieldValue('newPassword')
                    ? Promise.resolve()
                    : Promise.reject(new Error(t('account.differs'))),
              }),
            ]}
          >
            <Input.Password autoComplete="new-password" maxLength={200} />
          </Field>
        </FieldGrid>
      </Section>
    </FormPage>
  );
}
