import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import styles from './page.module.css';

interface Props {
  title: string;
  sub?: ReactNode;
  parent?: { to: string; label: string };
  extra?: ReactNode;
}

export function PageHeader({ title, sub, parent, extra }: Props) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${title} - ${t('app.name')}`;
  }, [title, t]);
  return (
    <header className={styles.header}>
      <div className={styles.headerText}>
        {parent && (
          <nav aria-label={t('nav.breadcrumb')} className={styles.crumb}>
            <Link to={parent.to}>{parent.label}</Link>
            <span aria-hidden="true"> / </span>
          </nav>
        )}
        <h1 className={styles.title} tabIndex={-1}>
          {title}
        </h1>
        {sub && <div className={styles.sub}>{sub}</div>}
      </div>
      {extra && <div className={styles.extra}>{extra}</div>}
    </header>
  );
}
