import { useTranslation } from 'react-i18next';
import { MoneyText } from './MoneyText';
import styles from './text.module.css';

/** What is left of an amount while another is being typed; below zero it is said to be too much. */
export function LeftText({ fen }: { fen: bigint | undefined }) {
  const { t } = useTranslation();
  if (fen === undefined) return <>--</>;
  return (
    <span className={fen < 0n ? styles.late : undefined}>
      <MoneyText fen={fen} unit />
      {fen < 0n && ` ${t('money.tooMuch')}`}
    </span>
  );
}
