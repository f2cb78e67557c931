import { ConfigProvider } from 'antd';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import styles from './dialog.module.css';

interface Props {
  title: string;
  open: boolean;
  /** Without it the dialog cannot be closed by Esc or button: something has to be answered. */
  onClose?: () => void;
  /** Nothing behind it may be read. */
  opaque?: boolean;
  wide?: boolean;
  footer?: ReactNode;
  children: ReactNode;
}

/**
 * The browser's own dialog: focus, Esc and the inert page behind it come with it. antd's Modal writes styles without a nonce.
 * Selections open inside it, because nothing outside can be reached.
 */
export function Dialog({ title, open, onClose, opaque = false, wide = false, footer, children }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const inside = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open && dialog.current?.open) dialog.current.close();
  }, [open]);
  // Outside of whatever opened it: in a form, Enter in the dialog would send the form.
  return createPortal(
    <dialog
      ref={dialog}
      className={[styles.dialog, opaque && styles.opaque, wide && styles.wide].filter(Boolean).join(' ')}
      aria-labelledby={id}
      onCancel={(event) => {
        if (!onClose) event.preventDefault();
      }}
      onClose={onClose}
    >
      {open && (
        <div ref={inside} className={styles.inside}>
          <div className={styles.head}>
            <h2 id={id} className={styles.title}>
              {title}
            </h2>
            {onClose && (
              <button type="button" className={styles.close} onClick={onClose} aria-label={t('action.close')}>
                ×
              </button>
            )}
          </div>
          <ConfigProvider getPopupContainer={() => inside.current ?? document.body}>
            <div className={styles.body}>{children}</div>
          </ConfigProvider>
          {footer && <div className={styles.foot}>{footer}</div>}
        </div>
      )}
    </dialog>,
    document.body,
  );
}
