import { Alert, Button } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from './CopyButton';
import { Dialog } from './Dialog';
import styles from './secret.module.css';

interface Props {
  title: string;
  /** What the secret is called: the new password, the key. */
  name: string;
  /** Empty when an earlier answer to the same request has already shown it. */
  value: string;
  /** What to do with it. */
  text: ReactNode;
  onClose: () => void;
}

/** Something the server shows once: it is closed on purpose only, by somebody who says that he has it. */
export function SecretDialog({ title, name, value, text, onClose }: Props) {
  const { t } = useTranslation();
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, []);
  return (
    <Dialog
      open
      title={title}
      footer={
        <Button type="primary" onClick={onClose}>
          {value ? t('secret.kept') : t('action.close')}
        </Button>
      }
    >
      {value ? (
        <>
          <Alert type="warning" showIcon title={t('secret.once')} />
          <div className={styles.secret}>
            <output className={styles.value} aria-label={name}>
              {value}
            </output>
            <CopyButton text={value} name={name} />
          </div>
          <div>{text}</div>
        </>
      ) : (
        <Alert type="warning" showIcon title={t('secret.gone', { name })} />
      )}
    </Dialog>
  );
}
