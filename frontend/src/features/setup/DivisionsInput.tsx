import { type AriaAttributes, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './setup.module.css';

const readBase64 = (file: File) =>
  new Promise<string>((done, failed) => {
    const reader = new FileReader();
    reader.onerror = () => failed(reader.error);
    reader.onload = () => done(String(reader.result).replace(/^data:[^,]*,/, ''));
    reader.readAsDataURL(file);
  });

interface Props extends Pick<AriaAttributes, 'aria-invalid' | 'aria-required' | 'aria-describedby'> {
  id?: string;
  value?: string;
  onChange?: (content: string) => void;
}

/** The list of divisions, as the server takes it: the bytes of the file, whatever their encoding. */
export function DivisionsInput({ id, value, onChange, ...aria }: Props) {
  const { t } = useTranslation();
  const [unreadable, setUnreadable] = useState(false);
  const choose = async (file: File | undefined) => {
    setUnreadable(false);
    try {
      onChange?.(file ? await readBase64(file) : '');
    } catch {
      onChange?.('');
      setUnreadable(true);
    }
  };
  return (
    <>
      <input
        id={id}
        {...aria}
        type="file"
        accept=".csv,text/csv"
        className={styles.file}
        onChange={(event) => void choose(event.target.files?.[0])}
      />
      {unreadable && !value && <div role="alert">{t('setup.unreadable')}</div>}
    </>
  );
}
