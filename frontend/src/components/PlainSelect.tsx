import styles from './plain.module.css';

interface Props<V extends string | number> {
  id?: string;
  value: V;
  options: readonly { value: V; label: string }[];
  onChange: (value: V) => void;
  'aria-label'?: string;
}

/** A few choices in the browser's own list, for what stands on a first screen; the phone brings its wheel. */
export const PlainSelect = <V extends string | number>({ options, onChange, ...rest }: Props<V>) => (
  <select
    {...rest}
    className={styles.field}
    onChange={(event) => {
      const chosen = options[event.target.selectedIndex];
      if (chosen) onChange(chosen.value);
    }}
  >
    {options.map((option) => (
      <option key={option.value} value={option.value}>
        {option.label}
      </option>
    ))}
  </select>
);
