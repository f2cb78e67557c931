import { Button } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { formatMoment } from '@/lib/dates';
import { useSession } from '@/lib/session';
import styles from './print.module.css';

interface Props {
  /** What the paper is, as its heading says. */
  title: string;
  /** Its number; the file it is saved as is called so too. */
  number: string;
  /** How the number is told, when it is not the paper's own. */
  numberText?: string;
  /** Beside the number: the unit of the amounts, or a day. */
  side?: ReactNode;
  /** Why it is worth nothing as it stands: a draft, a reversed payment. Told large, so that nobody files it. */
  notInForce?: string | undefined;
  /** The record it is of. */
  back: { to: string; label: string };
  /** What can be done with the paper besides printing it; it is not on it. */
  tools?: ReactNode;
  children: ReactNode;
}

/** A paper of A4: heading, content, who printed it when. What is around it on the screen is not printed. */
export function Sheet({ title, number, numberText, side, notInForce, back, tools, children }: Props) {
  const { t } = useTranslation();
  const { user } = useSession();
  const [printed, setPrinted] = useState(() => new Date());
  useEffect(() => {
    document.title = [title, number].filter(Boolean).join(' ');
  }, [title, number]);
  useEffect(() => {
    // The moment on the paper is that of the printing, not that of the opening of the page.
    const now = () => flushSync(() => setPrinted(new Date()));
    window.addEventListener('beforeprint', now);
    return () => window.removeEventListener('beforeprint', now);
  }, []);
  return (
    <>
      <div className={styles.toolbar}>
        <Link to={back.to}>{back.label}</Link>
        <span className={styles.tools}>
          {tools}
          <Button type="primary" onClick={() => window.print()}>
            {t('print.print')}
          </Button>
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={styles.desk} aria-label={title} tabIndex={0}>
        <article className={styles.sheet}>
          <h1 className={styles.title} tabIndex={-1}>
            {title}
          </h1>
          <div className={styles.under}>
            <span>{numberText ?? (number && t('print.number', { number }))}</span>
            <span>{side}</span>
          </div>
          {notInForce && <p className={styles.notInForce}>{notInForce}</p>}
          {children}
          <footer className={styles.printed}>
            <span>{t('print.printedBy', { name: user.displayName, organization: user.organizationName })}</span>
            <span>{t('print.printedAt', { time: formatMoment(printed.toISOString()) })}</span>
          </footer>
        </article>
      </section>
    </>
  );
}
