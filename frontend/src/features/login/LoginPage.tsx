import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Input, type InputRef } from 'antd';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useSearchParams } from 'react-router';
import { LanguageSwitch } from '@/components/LanguageSwitch';
import { ApiError } from '@/lib/api/errors';
import { sessionQuery, setupQuery } from '@/lib/api/queries';
import { paths, safeReturnTo } from '@/lib/paths';
import { useLogIn } from '@/lib/session';
import styles from './login.module.css';

export default function LoginPage() {
  const { t, i18n } = useTranslation();
  const [params] = useSearchParams();
  const session = useQuery(sessionQuery);
  const setup = useQuery(setupQuery);
  const logIn = useLogIn();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const passwordField = useRef<InputRef>(null);

  useEffect(() => {
    document.title = `${t('login.title')} - ${t('app.name')}`;
  }, [t]);

  if (setup.data?.countyMissing) return <Navigate to={paths.setup()} replace />;
  if (session.data) return <Navigate to={safeReturnTo(params.get('returnTo'))} replace />;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (logIn.isPending) return;
    logIn.mutate(
      { username: username.trim(), password },
      {
        onError: () => {
          // The name stays; the password is typed again.
          setPassword('');
          passwordField.current?.focus();
        },
      },
    );
  };

  return (
    <div className={styles.screen}>
      <header className={styles.top}>
        <LanguageSwitch />
      </header>
      <main className={styles.card}>
        <h1 className={styles.title}>{t('app.name')}</h1>
        <p className={styles.sub}>{t('app.subtitle')}</p>
        {params.has('returnTo') && !logIn.isError && <p className={styles.sub}>{t('login.again')}</p>}
        <form onSubmit={submit} className={styles.form} aria-label={t('login.title')}>
          {logIn.isError && (
            <Alert type="error" showIcon role="alert" title={errorSentence(logIn.error, i18n.language, t)} />
          )}
          <div>
            <label htmlFor="username">{t('login.username')}</label>
            <Input
              id="username"
              name="username"
              size="large"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              required
              autoFocus
              value={username}
              onChange={(event) => setUsername(event.target.value)}
            />
          </div>
          <div>
            <label htmlFor="password">{t('login.password')}</label>
            <Input.Password
              id="password"
              name="password"
              size="large"
              ref={passwordField}
              autoComplete="current-password"
              required
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          </div>
          <Button type="primary" htmlType="submit" size="large" block loading={logIn.isPending}>
            {t('login.submit')}
          </Button>
        </form>
      </main>
      <footer className={styles.foot}>{t('app.motto')}</footer>
    </div>
  );
}

function errorSentence(error: unknown, language: string, t: (key: 'error.unreachable' | 'error.server') => string) {
  if (!(error instanceof ApiError)) return t('error.server');
  const sentence = error.sentence(language) ?? t(error.unreachable ? 'error.unreachable' : 'error.server');
  return error.violations.length > 0
    ? `${sentence} ${error.violations.map((violation) => violation.description).join(' ')}`
    : sentence;
}
