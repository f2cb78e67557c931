import { Alert, Button } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { CopyButton } from '@/components/CopyButton';
import { Facts, Page, Section } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import type { County } from '@/lib/api/types';
import { paths } from '@/lib/paths';
import styles from './setup.module.css';

/** The first passwords, shown this once: the page is left on purpose only, by somebody who says that he has them. */
export function FirstAccounts({ county }: { county: County }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const head = useRef<HTMLDivElement>(null);
  useEffect(() => {
    head.current?.focus();
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, []);
  return (
    <Page>
      <div ref={head} tabIndex={-1}>
        <PageHeader
          title={t('setup.done', { name: county.name })}
          sub={t('setup.found', { name: county.name, townships: county.townships, villages: county.villages })}
        />
      </div>
      <Section title={t('setup.accounts')}>
        <Alert type="warning" showIcon title={t('secret.once')} />
        <p className={styles.text}>{t('setup.accountsText')}</p>
        <Facts
          facts={county.accounts.map(({ username, role, password }) => ({
            label: t(`enum.${role}`),
            value: (
              <span className={styles.account}>
                <span>{username}</span>
                <output className={styles.password} aria-label={t('setup.passwordOf', { username })}>
                  {password}
                </output>
                <CopyButton text={password} name={t('setup.passwordOf', { username })} />
              </span>
            ),
          }))}
        />
      </Section>
      <Section title={t('setup.next')}>
        <ol className={styles.next}>
          <li>{t('setup.nextKeys')}</li>
          <li>{t('setup.nextAdmin')}</li>
          <li>{t('setup.nextSecurity')}</li>
        </ol>
        <Button type="primary" size="large" onClick={() => void navigate(paths.login())}>
          {t('setup.kept')}
        </Button>
      </Section>
    </Page>
  );
}
