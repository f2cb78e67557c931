import type { ReactNode } from 'react';
import styles from './form.module.css';

/** Fields beside each other where there is room. */
export const FieldGrid = ({ children }: { children: ReactNode }) => <div className={styles.grid}>{children}</div>;

/** A field that takes the whole width of its grid. */
export const FullWidth = ({ children }: { children: ReactNode }) => <div className={styles.full}>{children}</div>;
