import type { ReactNode } from 'react';
import styles from './plain.module.css';

interface Props {
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
  children?: ReactNode;
  'aria-label'?: string;
}

/** A tick outside of forms, by the browser's own box: the lists people begin their day on have nothing to download for it. */
export const CheckBox = ({ onChange, children, ...rest }: Props) => (
  <label className={styles.check}>
    <input type="checkbox" {...rest} onChange={(event) => onChange(event.target.checked)} />
    {children}
  </label>
);
