import { type ReactNode, useId } from 'react';
import styles from './page.module.css';

export const Page = ({ children }: { children: ReactNode }) => <div className={styles.page}>{children}</div>;

interface SectionProps {
  title: string;
  note?: ReactNode;
  /** Tables go to the edge. */
  flush?: boolean;
  children: ReactNode;
}

export function Section({ title, note, flush = false, children }: SectionProps) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.sectionHead}>
        <h2 id={id} className={styles.sectionTitle}>
          {title}
        </h2>
        {note && <div className={styles.sectionNote}>{note}</div>}
      </div>
      <div className={flush ? styles.sectionFlush : styles.sectionBody}>{children}</div>
    </section>
  );
}

export interface Fact {
  label: string;
  value: ReactNode;
}

export function Facts({ facts }: { facts: (Fact | false | null)[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(
        (fact) =>
          fact && (
            <div key={fact.label}>
              <dt>{fact.label}</dt>
              <dd>{fact.value === '' || fact.value === null || fact.value === undefined ? '--' : fact.value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
