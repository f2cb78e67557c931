import { Alert, Button, Input } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { paths } from '@/lib/paths';
import { useLogInAgain, useSession } from '@/lib/session';
import styles from './actions.module.css';
import { Dialog } from './Dialog';
import { errorText } from './errorText';

/** The session has ended while somebody was at work: he logs in again over the page, which nobody can read meanwhile, and goes on. */
export default function ReLogin() {
  const { t, i18n } = useTranslation();
  const { user } = useSession();
  const logIn = useLogInAgain();
  const id = useId();
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The page behind may hold a form of its own.
    event.stopPropagation();
    if (logIn.isPending) return;
    logIn.mutate({ username: user.username, password }, { onSettled: () => setPassword('') });
  };
  return (
    <Dialog open opaque title={t('login.ended')}>
      <form onSubmit={submit} className={styles.words}>
        <p>{t('login.endedText', { name: user.displayName })}</p>
        {logIn.isError && (
          <Alert
            type="error"
            showIcon
            role="alert"
            title={
              logIn.error && 'sentence' in logIn.error
                ? String((logIn.error as { sentence: (language: string) => string }).sentence(i18n.language))
                : errorText(logIn.error, i18n.language, t)
            }
          />
        )}
        <input type="hidden" name="username" autoComplete="username" value={user.username} />
        <label htmlFor={id}>{t('login.password')}</label>
        <Input.Password
          id={id}
          autoFocus
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Button type="primary" htmlType="submit" loading={logIn.isPending}>
          {t('login.goOn')}
        </Button>
        <a href={paths.login()}>{t('login.somebodyElse')}</a>
      </form>
    </Dialog>
  );
}
