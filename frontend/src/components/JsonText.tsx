import styles from './secret.module.css';

/** JSON as the server keeps it, set out for reading; what is no JSON is shown as it is. */
export function JsonText({ text }: { text: string }) {
  let shown = text;
  try {
    shown = JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // Shown as it came.
  }
  return <pre className={styles.json}>{shown}</pre>;
}

/** Hashes, keys, ids: letters that can be told apart and broken anywhere. */
export const Mono = ({ children }: { children: string }) => <span className={styles.mono}>{children}</span>;
