import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './print.module.css';

export interface Signature {
  /** Whose it is: 经办人, 乡镇意见. */
  label: string;
  /** What the system knows of it: who acted, when, with which words. */
  known?: ReactNode;
  /** A seal goes with it. */
  seal?: boolean;
}

/** Room to sign and to seal by hand, never torn from one another over two pages. */
export function Signatures({ signatures }: { signatures: readonly Signature[] }) {
  const { t } = useTranslation();
  return (
    <ul className={styles.signatures} aria-label={t('print.signatures')}>
      {signatures.map(({ label, known, seal }) => (
        <li key={label} className={styles.signature}>
          <span className={styles.signer}>{label}</span>
          <div className={styles.known}>{known}</div>
          <div className={styles.sign}>
            <span>{t(seal ? 'print.signAndSeal' : 'print.sign')}</span>
            <span className={styles.day}>{t('print.day')}</span>
          </div>
        </li>
      ))}
    </ul>
  );
}
