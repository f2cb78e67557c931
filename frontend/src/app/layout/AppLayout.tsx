import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { LanguageSwitch } from '@/components/LanguageSwitch';
import { Notice } from '@/components/Notice';
import { SideDrawer } from '@/components/SideDrawer';
import { Loading } from '@/components/states';
import { countyQuery } from '@/lib/api/queries';
import { useIsNarrow } from '@/lib/media';
import { paths } from '@/lib/paths';
import { useLogOut, useSession } from '@/lib/session';
import { useSessionLost } from '@/lib/sessionLost';
import { InboxLink } from './InboxBadge';
import styles from './layout.module.css';
import { MainMenu } from './MainMenu';
import { SignedIn } from './SignedIn';

// Few sessions end while somebody is at work; the first screen does not wait for what mends them.
const ReLogin = lazy(() => import('@/components/ReLogin'));
const FirstPasswordPage = lazy(() => import('@/features/account/FirstPasswordPage'));

/** Every page but log-in and papers: menu and header around it. */
export function AppLayout() {
  return (
    <SignedIn>
      <Shell />
    </SignedIn>
  );
}

function Shell() {
  const { t } = useTranslation();
  const { demo, user } = useSession();
  const lost = useSessionLost();
  const owner = useRef(user.id);
  const narrow = useIsNarrow();
  const { pathname } = useLocation();
  const [open, setOpen] = useState(false);
  // Nothing else is answered before a password that an administrator gave is changed.
  const locked = user.mustChangePassword;
  const county = useQuery({ ...countyQuery, enabled: !locked });
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);

  useEffect(() => {
    // What the one has seen is not for the other: begin anew.
    if (owner.current !== user.id) window.location.reload();
  }, [user.id]);

  useEffect(() => {
    setOpen(false);
    if (first.current) {
      first.current = false;
      return;
    }
    // A reader who cannot see the page hears that another one has come.
    if (pathname) main.current?.querySelector('h1')?.focus({ preventScroll: true });
  }, [pathname]);

  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
        {t('nav.skip')}
      </a>
      {demo && (
        <div className={styles.demo} role="note">
          {t('app.demo')}
        </div>
      )}
      <header className={styles.header}>
        {narrow && !locked && (
          <Button className={styles.menuButton} aria-expanded={open} onClick={() => setOpen(true)}>
            {t('nav.menu')}
          </Button>
        )}
        <div className={styles.brand}>
          <span className={styles.name}>{t('app.name')}</span>
          {county.data && <span className={styles.county}>{county.data.shortName || county.data.name}</span>}
        </div>
        {!locked && <InboxLink />}
        {!narrow && <UserBar />}
      </header>
      <div className={styles.body}>
        {!narrow && !locked && (
          <aside className={styles.sider}>
            <MainMenu />
          </aside>
        )}
        <main id="main" ref={main} className={styles.main} tabIndex={-1}>
          {narrow && locked && (
            <div className={styles.drawerUser}>
              <UserBar />
            </div>
          )}
          <Notice />
          {locked ? (
            <Suspense fallback={<Loading />}>
              <FirstPasswordPage />
            </Suspense>
          ) : (
            <Outlet />
          )}
        </main>
      </div>
      {narrow && !locked && (
        <SideDrawer title={t('nav.menu')} open={open} onClose={() => setOpen(false)}>
          <div className={styles.drawerUser}>
            <UserBar />
          </div>
          <MainMenu />
        </SideDrawer>
      )}
      {lost && (
        <Suspense>
          <ReLogin />
        </Suspense>
      )}
      <ScrollRestoration />
    </div>
  );
}

function UserBar() {
  const { t } = useTranslation();
  const { user } = useSession();
  const logOut = useLogOut();
  return (
    <div className={styles.userBar}>
      <span className={styles.user}>
        <span className={styles.userName} title={user.displayName}>
          {user.displayName}
        </span>
        <span className={styles.userRoles}>
          {[user.organizationName, ...user.roles.map((role) => t(`enum.${role}`))].filter(Boolean).join(' · ')}
        </span>
      </span>
      {!user.mustChangePassword && <Link to={paths.account()}>{t('nav.account')}</Link>}
      <LanguageSwitch />
      <Button onClick={() => logOut.mutate()} loading={logOut.isPending}>
        {t('nav.logOut')}
      </Button>
      {logOut.isError && (
        <span role="alert" className={styles.userError}>
          {t('nav.logOutFailed')}
        </span>
      )}
    </div>
  );
}
