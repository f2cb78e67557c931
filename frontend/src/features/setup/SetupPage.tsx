import { useQuery } from '@tanstack/react-query';
import { type FormInstance, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate } from 'react-router';
import { errorText } from '@/components/errorText';
import { Field } from '@/components/form/Field';
import { FieldGrid, FullWidth } from '@/components/form/FieldGrid';
import { StepForm } from '@/components/form/StepForm';
import { LanguageSwitch } from '@/components/LanguageSwitch';
import { Section } from '@/components/Page';
import { QueryView } from '@/components/QueryView';
import { api, call } from '@/lib/api/client';
import { ApiError } from '@/lib/api/errors';
import { setupCheckQuery, setupQuery } from '@/lib/api/queries';
import type { County } from '@/lib/api/types';
import { paths } from '@/lib/paths';
import { DivisionsInput } from './DivisionsInput';
import { FirstAccounts } from './FirstAccounts';
import { hasBuiltIn, isCountyCode, messageOf, type SetupValues } from './message';
import styles from './setup.module.css';

const empty: SetupValues = { setupCode: '', regionCode: '', name: '', city: '', divisions: '' };

/** 建县: all that a program without a county shows. Who has its one-time code says which county it is, and gets the first passwords. */
export default function SetupPage() {
  const { t } = useTranslation();
  const setup = useQuery(setupQuery);
  const [made, setMade] = useState<County | null>(null);
  useEffect(() => {
    document.title = `${t('setup.title')} - ${t('app.name')}`;
  }, [t]);
  return (
    <div className={styles.screen}>
      <header className={styles.top}>
        <LanguageSwitch />
      </header>
      <main className={styles.main}>
        {made ? (
          <FirstAccounts county={made} />
        ) : (
          <QueryView query={setup}>
            {({ countyMissing }) =>
              countyMissing ? <SetupForm done={setMade} /> : <Navigate to={paths.login()} replace />
            }
          </QueryView>
        )}
      </main>
    </div>
  );
}

function SetupForm({ done }: { done: (county: County) => void }) {
  const { t } = useTranslation();
  return (
    <StepForm<SetupValues, County>
      title={t('setup.title')}
      sub={t('setup.text')}
      opened={{ values: empty, version: '' }}
      draft="setup"
      secret={['setupCode', 'divisions']}
      submit={(values, { key }) =>
        call(api.POST('/v1/setup/county', { body: messageOf(values), headers: { 'Idempotency-Key': key } }))
      }
      done={done}
      submitLabel={t('setup.submit')}
      aside={(values) => <Found values={values} />}
      steps={() => [
        { title: t('setup.code'), fields: ['setupCode'], content: <Code /> },
        { title: t('setup.county'), fields: ['regionCode', 'name', 'city'], content: <Place /> },
        { title: t('setup.divisions'), fields: ['divisions'], content: (form) => <Divisions form={form} /> },
      ]}
    />
  );
}

function Code() {
  const { t } = useTranslation();
  return (
    <Section title={t('setup.code')}>
      <Field name="setupCode" label={t('setup.code')} required help={t('setup.codeHelp')}>
        <Input autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={40} />
      </Field>
    </Section>
  );
}

function Place() {
  const { t } = useTranslation();
  return (
    <Section title={t('setup.county')}>
      <FieldGrid>
        <Field
          name="regionCode"
          label={t('setup.regionCode')}
          required
          help={t('setup.regionCodeHelp')}
          rules={[
            {
              validator: (_, typed: string) =>
                !typed || isCountyCode(typed) ? Promise.resolve() : Promise.reject(new Error(t('setup.noCode'))),
            },
          ]}
        >
          <Input inputMode="numeric" autoComplete="off" maxLength={12} />
        </Field>
        <Field name="name" label={t('setup.name')} help={t('setup.nameHelp')}>
          <Input autoComplete="off" maxLength={100} />
        </Field>
        <Field name="city" label={t('setup.city')} help={t('setup.cityHelp')}>
          <Input autoComplete="off" maxLength={100} />
        </Field>
      </FieldGrid>
    </Section>
  );
}

function Divisions({ form }: { form: FormInstance<SetupValues> }) {
  const { t } = useTranslation();
  const builtIn = hasBuiltIn(form.getFieldValue('regionCode') ?? '');
  return (
    <Section title={t('setup.divisions')}>
      <FullWidth>
        <Field
          name="divisions"
          label={t('setup.file')}
          required={!builtIn}
          help={builtIn ? t('setup.builtIn') : t('setup.fileHelp')}
        >
          <DivisionsInput />
        </Field>
      </FullWidth>
    </Section>
  );
}

/** What the server makes of the list, before anything is made. */
function Found({ values }: { values: SetupValues }) {
  const { t, i18n } = useTranslation();
  const ready = values.divisions !== '' || hasBuiltIn(values.regionCode);
  const check = useQuery({ ...setupCheckQuery(messageOf(values)), enabled: ready });
  if (!ready) return null;
  if (check.isError) {
    const told = check.error instanceof ApiError ? check.error.violations.map((each) => each.description) : [];
    return <span role="status">{told.join(' ') || errorText(check.error, i18n.language, t)}</span>;
  }
  if (!check.data) return null;
  const { name, townships, villages } = check.data;
  return <span role="status">{t('setup.found', { name, townships, villages })}</span>;
}
