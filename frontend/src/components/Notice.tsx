import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { notify, useNotice } from '@/lib/notice';
import styles from './notice.module.css';

/** Says what has just been done, where a reader who cannot see the page hears it too. It goes with the page after the next. */
export function Notice() {
  const { t } = useTranslation();
  const text = useNotice();
  const { pathname } = useLocation();
  const told = useRef({ text, pathname, moves: 0 });
  useEffect(() => {
    if (told.current.text !== text) {
      told.current = { text, pathname, moves: 0 };
      return;
    }
    if (told.current.pathname === pathname) return;
    // The first move may be the one to the record that was just made.
    told.current = { text, pathname, moves: told.current.moves + 1 };
    if (text && told.current.moves > 1) notify('');
  }, [text, pathname]);
  return (
    <div role="status" className={text ? styles.notice : 'visually-hidden'}>
      {text && (
        <>
          <span>{text}</span>
          <button type="button" className={styles.close} onClick={() => notify('')} aria-label={t('action.close')}>
            ×
          </button>
        </>
      )}
    </div>
  );
}
