import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './secret.module.css';

/** On plain http inside a county network there is no clipboard to write to; what is selected can be copied all the same. */
function copySelected(text: string, beside: HTMLElement): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'visually-hidden';
  // Beside the button: outside an open dialog nothing can be selected.
  beside.after(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  beside.focus();
  return done;
}

/** Puts a text on the clipboard and says whether it is there. */
export function CopyButton({ text, name }: { text: string; name: string }) {
  const { t } = useTranslation();
  const button = useRef<HTMLButtonElement>(null);
  const [told, setTold] = useState('');
  const copy = async () => {
    let done = false;
    try {
      await navigator.clipboard.writeText(text);
      done = true;
    } catch {
      done = button.current !== null && copySelected(text, button.current);
    }
    setTold(done ? t('copy.done') : t('copy.failed'));
  };
  return (
    <span className={styles.copy}>
      <Button ref={button} onClick={() => void copy()} aria-label={t('copy.named', { name })}>
        {t('copy.copy')}
      </Button>
      <span role="status">{told}</span>
    </span>
  );
}
