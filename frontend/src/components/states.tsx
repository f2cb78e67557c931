import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ApiError } from '@/lib/api/errors';
import styles from './page.module.css';

interface StateProps {
  title: string;
  text?: ReactNode;
  detail?: ReactNode;
  actions?: ReactNode;
  alert?: boolean;
}

export function StateBox({ title, text, detail, actions, alert = false }: StateProps) {
  return (
    <div className={styles.state} role={alert ? 'alert' : undefined}>
      <p className={styles.stateTitle}>{title}</p>
      {text && <p className={styles.stateText}>{text}</p>}
      {detail && <p className={styles.stateId}>{detail}</p>}
      {actions && <div className={styles.stateActions}>{actions}</div>}
    </div>
  );
}

export function EmptyState({ text }: { text?: string }) {
  const { t } = useTranslation();
  return <StateBox title={t('state.empty')} text={text} />;
}

/** The server's own sentence, the request id to name on the phone, and a way on. */
export function ErrorState({ error, onRetry, actions }: { error: unknown; onRetry?: () => void; actions?: ReactNode }) {
  const { t, i18n } = useTranslation();
  const api = error instanceof ApiError ? error : null;
  if (api?.status === 403) return <ForbiddenState text={api.sentence(i18n.language)} requestId={api.requestId} />;
  const title = api?.unreachable
    ? t('error.unreachable')
    : api?.status === 404
      ? t('error.notFound')
      : api && api.status < 500
        ? t('error.refused')
        : t('error.server');
  const text = api?.sentence(i18n.language) ?? (api?.unreachable ? t('error.unreachableText') : t('error.serverText'));
  return (
    <StateBox
      alert
      title={title}
      text={text}
      detail={api?.requestId ? t('error.requestId', { id: api.requestId }) : undefined}
      actions={
        <>
          {onRetry && (
            <Button type="primary" onClick={onRetry}>
              {t('action.retry')}
            </Button>
          )}
          {actions}
        </>
      }
    />
  );
}

export function ForbiddenState({ text, requestId }: { text?: string | undefined; requestId?: string }) {
  const { t } = useTranslation();
  return (
    <StateBox
      title={t('error.forbidden')}
      text={text ?? t('error.forbiddenText')}
      detail={requestId ? t('error.requestId', { id: requestId }) : undefined}
      actions={<Link to="/">{t('action.home')}</Link>}
    />
  );
}

export function Loading({ rows = 6 }: { rows?: number }) {
  const { t } = useTranslation();
  return (
    <div className={styles.skeleton} role="status" aria-busy="true">
      <span className="visually-hidden">{t('state.loading')}</span>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} className={styles.bone} aria-hidden="true" />
      ))}
    </div>
  );
}
