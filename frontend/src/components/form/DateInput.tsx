import type { InputHTMLAttributes } from 'react';
import { formatDay } from '@/lib/dates';
import styles from '../plain.module.css';

/** Stands for a day of which only a part is typed, or which there is not (30 February): told as wrong, never taken for empty. */
export const INCOMPLETE = 'incomplete';

interface Props extends Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange' | 'type'> {
  /** yyyy-mm-dd */
  value?: string;
  onChange?: (day: string) => void;
}

/**
 * A day. The browser's own field: the phone brings its wheel, the keyboard types digits, and nothing has to be downloaded.
 * In a form it stands in a DateField, which knows the limits.
 */
export const DateInput = ({ value = '', onChange, onBlur, ...rest }: Props) => (
  <input
    max="9999-12-31"
    {...rest}
    type="date"
    className={styles.field}
    // What cannot be shown leaves the field as the browser has it, with the part that is typed.
    value={formatDay(value) === value ? value : ''}
    onChange={(event) => onChange?.(event.target.value)}
    onBlur={(event) => {
      const day = event.target.validity.badInput ? INCOMPLETE : event.target.value;
      if (day !== value) onChange?.(day);
      onBlur?.(event);
    }}
  />
);
