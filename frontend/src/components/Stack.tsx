import type { ReactNode } from 'react';
import styles from './text.module.css';

/** Two lines in one cell: what it is, and a softer second line. */
export function Stack({ main, sub, nowrap = false }: { main: ReactNode; sub?: ReactNode; nowrap?: boolean }) {
  return (
    <span className={nowrap ? `${styles.stack} ${styles.oneLine}` : styles.stack}>
      <span>{main}</span>
      {sub ? <span className={styles.sub}>{sub}</span> : null}
    </span>
  );
}
