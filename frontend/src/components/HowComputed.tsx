import { Popover } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './how.module.css';

/** 这个数怎么来的: the definition behind a figure, in words. */
export function HowComputed({ figure, text }: { figure: string; text: string }) {
  const { t } = useTranslation();
  return (
    <Popover
      trigger="click"
      title={t('how.title', { figure })}
      content={<p className={styles.text}>{text}</p>}
      placement="bottom"
    >
      <button type="button" className={styles.button} aria-label={t('how.title', { figure })}>
        ?
      </button>
    </Popover>
  );
}
